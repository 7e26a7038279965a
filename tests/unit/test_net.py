"""Public addresses: read again when that may help, and never trusted."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import tenacity

from opendata_cli import net
from opendata_cli.errors import InputError, Unreachable

CSV = b"a;b\n1;2\n"
GZIPPED = gzip.compress(CSV)


class Server(BaseHTTPRequestHandler):
    answers: ClassVar[list[tuple[int, bytes]]] = []
    asked: ClassVar[list[str]] = []
    encodings: ClassVar[list[str | None]] = []
    headers_sent: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.encodings.append(self.headers["Accept-Encoding"])
        status, body = self.answers.pop(0)
        self.send_response(status)
        for name, value in self.headers_sent.items():
            if status == 200 or name == "Location":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(net, "_WAIT", tenacity.wait_none())
    Server.asked.clear()
    Server.encodings.clear()
    Server.headers_sent = {"Location": "/elsewhere"}
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


@pytest.mark.parametrize(
    ("name", "expected"), [("a.csv", CSV), ("a.csv.gz", GZIPPED), ("A.CSV.GZ", GZIPPED)]
)
def test_a_file_is_unpacked_only_when_its_name_is_not_that_of_a_packed_one(
    url: str, tmp_path: Path, name: str, expected: bytes
) -> None:
    """Both are served as a csv that is gzipped on its way."""
    Server.answers[:] = [(200, GZIPPED)]
    Server.headers_sent = {"Content-Type": "text/csv", "Content-Encoding": "gzip"}

    net.download(url.replace("schema.json", name), tmp_path / "file")

    assert (tmp_path / "file").read_bytes() == expected
    assert Server.encodings == ["identity"]


def test_where_a_redirect_led_tells_what_the_file_is(url: str, tmp_path: Path) -> None:
    Server.answers[:] = [(302, b""), (200, GZIPPED)]
    Server.headers_sent = {"Content-Encoding": "gzip", "Location": "/a.csv.gz"}

    net.download(url, tmp_path / "file")

    assert (tmp_path / "file").read_bytes() == GZIPPED
