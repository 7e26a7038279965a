"""Serve a folder catalogue on the loopback, its feed with its own address."""

from __future__ import annotations

import contextlib
import errno
import io
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote, urlsplit

from opendata_cli.errors import ConfigError, OpendataError, OutputError
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
    if profile.is_web:
        raise ConfigError("no-catalogue", reason="web", name=profile.name, path=profile.url)
    if not (folder / "catalog.jsonld").is_file():
        raise ConfigError("no-catalogue", path=str(folder))
    portal = cast("DirectoryPortal", session.portal(profile))
    try:
        server = CatalogueServer(folder, portal.feed, port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise OutputError("port-taken", port=str(port)) from error
    words = _("{url} shows {folder}; Ctrl-C to stop")
    session.say(words.format(url=server.base_url, folder=folder))
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


class CatalogueServer(ThreadingHTTPServer):
    """`folder` on the loopback; `feed` makes the catalogue for the address it is given."""

    def __init__(self, folder: Path, feed: Callable[[str], str], port: int) -> None:
        """Port 0 takes a free one."""
        super().__init__((_HOST, port), _Handler)
        self.folder = folder.resolve()
        self.base_url = f"http://{_HOST}:{self.server_address[1]}/"
        self._feed = feed

    def feed(self) -> bytes:
        """The catalogue as it is served here. Raises PortalError."""
        return self._feed(self.base_url).encode()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's
        """A browser that left is no error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    """Files of the folder, nothing hidden and nothing outside."""

    server: CatalogueServer
    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

    def __init__(self, request: Any, address: Any, server: CatalogueServer) -> None:  # noqa: ANN401
        super().__init__(request, address, server, directory=str(server.folder))

    def send_head(self) -> Any:  # noqa: ANN401 - the library's
        path = unquote(urlsplit(self.path).path)
        if path == "/catalog.jsonld":
            return self._send_feed()
        if not self._is_shown(path):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, _path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *_words: object) -> None:
        pass

    def _is_shown(self, path: str) -> bool:
        """Nothing whose name is hidden, and nothing that a link leads outside to."""
        if "\0" in path or any(part.startswith(".") for part in path.split("/")):
            return False
        place = Path(self.translate_path(self.path)).resolve()
        return place.is_relative_to(self.server.folder)

    def _send_feed(self) -> io.BytesIO | None:
        try:
            body = self.server.feed()
        except OpendataError as error:
            self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR, error.code)
            return None
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/ld+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)
