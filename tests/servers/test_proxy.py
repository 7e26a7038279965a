"""What the proxy lets pass, what it counts, and each trouble it makes."""

from __future__ import annotations

import hashlib
import socketserver
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx
import pytest

from tests.servers.proxy import Proxy, Seen, after, answer, before, cut, delay, withheld

KILOBYTE, MEGABYTE = 1 << 10, 1 << 20


@dataclass
class Upstream:
    """A server that answers with what it was asked; `done` lists what it did to its end."""

    url: str
    done: list[str] = field(default_factory=list)

    def answer_to(self, asked: BaseHTTPRequestHandler, body: bytes) -> bytes:
        told = [asked.command, asked.path, asked.headers["Host"], hashlib.sha1(body).hexdigest()]
        self.done.append(f"{asked.command} {asked.path}")
        return " ".join(told).encode()


class Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def do_POST(self) -> None:
        told = self.server.upstream.answer_to(self, self.read_body())
        self.send_response(201 if self.command == "POST" else 200)
        self.send_header("X-Method", self.command)
        if self.path == "/in-chunks":
            self.send_header("Transfer-Encoding", "chunked")
            told = b"".join(b"1\r\n%c\r\n" % byte for byte in told) + b"0\r\n\r\n"
        else:
            self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        if self.path == "/half":
            told = told[: len(told) // 2]
            self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(told)

    do_GET = do_HEAD = do_PUT = do_POST  # noqa: N815 - http.server's names

    def do_DELETE(self) -> None:
        self.server.upstream.answer_to(self, b"")
        self.send_response(204)
        self.end_headers()

    def read_body(self) -> bytes:
        if "Transfer-Encoding" not in self.headers:
            size = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(size)
            assert len(body) == size
            return body
        body = b""
        while size := int(self.rfile.readline(), base=16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_message: object) -> None:
        pass


class Server(socketserver.ThreadingTCPServer):
    upstream: Upstream

    def handle_error(self, *_request: object) -> None:
        """A body that was cut is not answered, and that is all."""


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Server(("127.0.0.1", 0), Asked) as server:
        server.upstream = Upstream(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield server.upstream
        server.shutdown()
        thread.join()


@pytest.fixture
def proxy(upstream: Upstream) -> Iterator[Proxy]:
    with Proxy(upstream.url) as proxy:
        yield proxy


@pytest.fixture
def client(proxy: Proxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy.url, trust_env=False, timeout=20) as client:
        yield client


def told(method: str, path: str, upstream: Upstream, body: bytes = b"") -> str:
    host = upstream.url.removeprefix("http://")
    return f"{method} {path} {host} {hashlib.sha1(body).hexdigest()}"


def pieces(count: int, size: int = 64 * KILOBYTE) -> Iterator[bytes]:
    for _ in range(count):
        yield bytes(size)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


# What passes


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_request_passes_whole_with_the_name_of_the_upstream(
    client: httpx.Client, upstream: Upstream, method: str
) -> None:
    response = client.request(method, "/a%20b?c=%C3%A9&d", content=b"x" * 200_000)

    assert response.text == told(method, "/a%20b?c=%C3%A9&d", upstream, b"x" * 200_000)
    assert response.status_code == (201 if method == "POST" else 200)
    assert response.headers["X-Method"] == method


def test_answers_without_a_body_pass(client: httpx.Client) -> None:
    head = client.head("/a")

    assert (head.status_code, head.content) == (200, b"")
    assert client.delete("/a").status_code == 204


def test_bodies_in_chunks_pass_both_ways(client: httpx.Client, upstream: Upstream) -> None:
    response = client.post("/in-chunks", content=pieces(3, size=100_000))

    assert response.text == told("POST", "/in-chunks", upstream, bytes(300_000))


def test_an_answer_that_stops_halfway_is_not_completed(client: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        client.get("/half")


def test_one_connection_serves_many_requests(proxy: Proxy) -> None:
    connection = HTTPConnection(proxy.url.removeprefix("http://"))
    own_ports = set()
    for _ in range(3):
        connection.request("POST", "/", body=b"abc")
        own_ports.add(connection.sock.getsockname())
        connection.getresponse().read()
    connection.close()

    assert len(own_ports) == 1


def test_many_connections_are_served_at_once(proxy: Proxy) -> None:
    together = threading.Barrier(5)
    proxy.on(lambda _: True, before(lambda: together.wait(10)))

    callers = [threading.Thread(target=httpx.get, args=[proxy.url]) for _ in range(5)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    assert [item.status for item in proxy.seen] == [200] * 5


@pytest.mark.parametrize("known_size", [True, False])
def test_a_big_upload_is_never_held(
    proxy: Proxy, client: httpx.Client, *, known_size: bool
) -> None:
    size = 32 * MEGABYTE
    headers = {"Content-Length": str(size)} if known_size else {}
    proxy.on(1, cut(size))
    tracemalloc.start()
    try:
        with pytest.raises(httpx.TransportError):
            client.post("/", content=pieces(size // (64 * KILOBYTE)), headers=headers)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert proxy.seen[0].bytes == size
    assert peak < 4 * MEGABYTE


# What is counted


def test_requests_are_told_in_their_order(proxy: Proxy, client: httpx.Client) -> None:
    client.get("/a?b=c", headers={"X-Api-Key": "k"})
    client.post("/b", content=b"12345")

    first, second = proxy.seen
    assert (first.number, first.method, first.path, first.status, first.bytes) == (
        1, "GET", "/a?b=c", 200, 0
    )  # fmt: skip
    assert (second.number, second.method, second.path, second.status, second.bytes) == (
        2, "POST", "/b", 201, 5
    )  # fmt: skip
    assert first.headers["X-Api-Key"] == "k"


# Whom trouble is made for


def is_post(seen: Seen) -> bool:
    return seen.method == "POST"


def statuses_of_three_posts(client: httpx.Client) -> list[int]:
    client.get("/")
    return [client.post("/").status_code for _ in range(3)]


def test_trouble_for_the_third_request(proxy: Proxy, client: httpx.Client) -> None:
    proxy.on(3, answer(503))

    assert statuses_of_three_posts(client) == [201, 503, 201]


def test_trouble_for_each_that_fits(proxy: Proxy, client: httpx.Client) -> None:
    proxy.on(is_post, answer(503))

    assert statuses_of_three_posts(client) == [503, 503, 503]


def test_trouble_for_so_many_that_fit(proxy: Proxy, client: httpx.Client) -> None:
    proxy.on(is_post, answer(503), times=2)

    assert statuses_of_three_posts(client) == [503, 503, 201]


def test_the_first_trouble_that_fits_is_made(proxy: Proxy, client: httpx.Client) -> None:
    proxy.on(2, answer(500))
    proxy.on(is_post, answer(503))

    assert statuses_of_three_posts(client) == [500, 503, 503]


# Each trouble


def test_before_the_upstream_has_done_nothing(
    proxy: Proxy, client: httpx.Client, upstream: Upstream
) -> None:
    done: list[list[str]] = []
    proxy.on(1, before(lambda: done.append(list(upstream.done))))

    assert client.post("/").status_code == 201
    assert done == [[]]


def test_withheld_it_has_done_all_and_nobody_is_told(
    proxy: Proxy, client: httpx.Client, upstream: Upstream
) -> None:
    done: list[list[str]] = []
    proxy.on(1, withheld(lambda: done.append(list(upstream.done))))

    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        client.post("/", content=b"abc")

    assert done == [["POST /"]]
    assert proxy.seen[0].status == 201


def test_after_the_caller_was_told(proxy: Proxy, client: httpx.Client) -> None:
    told = threading.Event()
    waited: list[bool] = []
    proxy.on(1, after(lambda: waited.append(told.wait(10))))

    assert client.post("/").status_code == 201
    told.set()

    wait_until(lambda: waited == [True])


def test_an_answer_in_its_place(proxy: Proxy, client: httpx.Client, upstream: Upstream) -> None:
    proxy.on(1, answer(429, {"Retry-After": "1"}, b"<h1>Later</h1>"))

    refused = client.post("/", content=b"x" * 200_000)

    assert (refused.status_code, refused.text) == (429, "<h1>Later</h1>")
    assert refused.headers["Retry-After"] == "1"
    assert proxy.seen[0].status == 429
    assert client.get("/").status_code == 200
    assert upstream.done == ["GET /"]


@pytest.mark.parametrize("at_least", [0, 100 * KILOBYTE])
def test_cut_it_knows_nothing_of_it(
    proxy: Proxy, client: httpx.Client, upstream: Upstream, at_least: int
) -> None:
    proxy.on(1, cut(at_least))

    with pytest.raises(httpx.TransportError):
        client.post("/", content=pieces(1000))

    assert at_least <= proxy.seen[0].bytes < 50 * MEGABYTE
    assert proxy.seen[0].status is None
    assert upstream.done == []


def test_delay(proxy: Proxy, client: httpx.Client) -> None:
    proxy.on(1, delay(0.3))
    start = time.monotonic()

    assert client.get("/").status_code == 200
    assert time.monotonic() - start >= 0.3


# Ends


def test_an_upstream_that_is_gone_answers_nothing() -> None:
    with Server(("127.0.0.1", 0), Asked) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}"
    with Proxy(url) as proxy, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(proxy.url)

    assert proxy.seen[0].status is None


def test_a_caller_that_leaves_halfway_is_not_taken_at_its_word(upstream: Upstream) -> None:
    with Proxy(upstream.url) as proxy:
        connection = HTTPConnection(proxy.url.removeprefix("http://"))
        connection.putrequest("POST", "/")
        connection.putheader("Content-Length", "1000")
        connection.endheaders(b"x" * 999)
        connection.close()
        wait_until(lambda: bool(proxy.seen) and proxy.seen[0].bytes == 999)

    assert proxy.seen[0].status is None
    assert upstream.done == []


def test_it_ends_while_connections_are_open(upstream: Upstream) -> None:
    with httpx.Client(trust_env=False) as client:
        with Proxy(upstream.url) as proxy:
            client.get(proxy.url)
        start = time.monotonic()

    assert time.monotonic() - start < 5


def test_what_fails_in_a_callback_is_raised_at_the_end(upstream: Upstream) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    def ask() -> None:
        with Proxy(upstream.url) as proxy:
            proxy.on(1, before(fail))
            with pytest.raises(httpx.RemoteProtocolError):
                httpx.get(proxy.url)

    with pytest.raises(ZeroDivisionError):
        ask()
