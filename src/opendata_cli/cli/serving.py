"""Serve a folder catalogue on the loopback, its feed with its own address."""

from __future__ import annotations

import io
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from opendata_cli.errors import ConfigError, OutputError
from opendata_cli.i18n import _

if TYPE_CHECKING:
    from opendata_cli.cli.config import Profile
    from opendata_cli.cli.session import Session
    from opendata_cli.portals.directory.portal import DirectoryPortal

_HOST = "127.0.0.1"
_TYPES = {".csv": "text/csv; charset=utf-8", ".md": "text/markdown; charset=utf-8"}


def serve_folder(session: Session, profile: Profile, port: int) -> None:
    """Serve until Ctrl-C. Raises ConfigError `no-catalogue`, OutputError `port-taken`."""
    folder = profile.folder
    if not (folder / "catalog.jsonld").is_file():
        raise ConfigError("no-catalogue", path=str(folder))
    try:
        server = ThreadingHTTPServer((_HOST, port), SimpleHTTPRequestHandler)
    except OSError as error:
        raise OutputError("port-taken", port=str(port)) from error
    base_url = f"http://{_HOST}:{server.server_address[1]}/"
    portal = cast("DirectoryPortal", session.portal(profile))
    server.RequestHandlerClass = handler(folder, lambda: portal.feed(base_url))
    session.say(_("{url} shows {folder}; Ctrl-C to stop").format(url=base_url, folder=folder))
    with server:
        server.serve_forever()


def handler(folder: Path, feed: Callable[[], str]) -> type[SimpleHTTPRequestHandler]:
    """Requests answered from `folder`, nothing hidden; `/catalog.jsonld` is made by `feed`."""

    class Handler(SimpleHTTPRequestHandler):
        extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - the library's
            super().__init__(*given, directory=str(folder), **named)

        def send_head(self) -> Any:  # noqa: ANN401 - the library's
            path = urlsplit(self.path).path
            if any(part.startswith(".") for part in unquote(path).split("/")):
                self.send_error(HTTPStatus.NOT_FOUND)
                return None
            if path == "/catalog.jsonld":
                return self._feed(feed().encode())
            return super().send_head()

        def _feed(self, body: bytes) -> io.BytesIO:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "application/ld+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            return io.BytesIO(body)

        def log_message(self, *_words: object) -> None:
            pass

    return Handler
