"""A portal that needs a key, a key ring in memory, an address that answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import keyring.core
import pytest
import tenacity
from tests.unit.cli.key_kit import MemoryRing, StubPortal

from opendata_cli import net
from opendata_cli.portals import registry


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> type[StubPortal]:
    """Every udata portal is a stub; those that were opened are in `StubPortal.opened`."""
    StubPortal.opened.clear()
    real = registry.portal_factory
    monkeypatch.setattr(
        registry, "portal_factory", lambda kind: StubPortal if kind == "udata" else real(kind)
    )
    return StubPortal


@pytest.fixture
def key_ring(monkeypatch: pytest.MonkeyPatch) -> MemoryRing:
    ring = MemoryRing()
    monkeypatch.setattr(keyring.core, "_keyring_backend", ring)
    return ring


class Answers(BaseHTTPRequestHandler):
    """What is at each path: a status, and a body or the address of a redirect."""

    pages: ClassVar[dict[str, tuple[int, str]]] = {}
    headers_seen: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:
        self.headers_seen.append({name.lower(): value for name, value in self.headers.items()})
        status, text = self.pages.get(self.path, (404, "{}"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", text)
        body = text.encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


UDATA = json.dumps({"id": "local", "title": "uData", "metrics": {}, "version": "17.18.0"})


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that says of itself what a udata says."""
    monkeypatch.setattr(net, "_WAIT", tenacity.wait_none())
    Answers.pages = {"/api/1/site/": (200, UDATA)}
    Answers.headers_seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def answers() -> type[Answers]:
    return Answers
