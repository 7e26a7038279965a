"""Public addresses: read again when that may help, and never trusted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import tenacity

from opendata_cli import net
from opendata_cli.errors import InputError, Unreachable


class Server(BaseHTTPRequestHandler):
    answers: ClassVar[list[tuple[int, bytes]]] = []
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, body = self.answers.pop(0)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(net, "_WAIT", tenacity.wait_none())
    Server.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/schema.json"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_busy_server_is_asked_again(url: str) -> None:
    Server.answers[:] = [(503, b""), (429, b""), (200, b"{}")]
    assert net.fetch(url) == b"{}"
    assert len(Server.asked) == 3


def test_a_server_that_stays_busy_is_told(url: str) -> None:
    Server.answers[:] = [(503, b"")] * 4
    with pytest.raises(InputError) as caught:
        net.fetch(url)
    assert (caught.value.code, caught.value.params["status"]) == ("bad-answer", 503)


def test_a_missing_page_is_not_asked_again(url: str) -> None:
    Server.answers[:] = [(404, b"no")]
    with pytest.raises(InputError):
        net.fetch(url)
    assert len(Server.asked) == 1


def test_a_redirect_is_followed(url: str) -> None:
    Server.answers[:] = [(302, b""), (200, b"here")]
    assert net.fetch(url) == b"here"
    assert Server.asked == ["/schema.json", "/elsewhere"]


def test_where_a_redirect_led_is_told(url: str) -> None:
    Server.answers[:] = [(302, b""), (200, b"here")]
    elsewhere = url.replace("/schema.json", "/elsewhere")
    assert net.fetch_followed(url) == (b"here", elsewhere)


def test_a_body_too_large_is_refused(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_MOST_DESCRIPTOR", 10)
    Server.answers[:] = [(200, b"x" * 11)]
    with pytest.raises(InputError) as caught:
        net.fetch(url)
    assert caught.value.code == "too-large"


def test_nobody_answering_is_told(url: str, tmp_path: Path) -> None:
    silent = url.rpartition(":")[0] + ":1/x"
    with pytest.raises(Unreachable):
        net.download(silent, tmp_path / "x")


@pytest.mark.parametrize("address", ["ftp://example.org/x", "http://", "://x"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(InputError) as caught:
        net.fetch(address)
    assert caught.value.code == "bad-address"
