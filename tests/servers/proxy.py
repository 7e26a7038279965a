"""A reverse proxy that counts what passes, and makes trouble where it is told to.

    with Proxy(server.url) as proxy:
        proxy.on(3, withheld(lambda: os.kill(pid, signal.SIGKILL)))
        proxy.on(lambda seen: seen.method == "DELETE", answer(503, {"Retry-After": "1"}), times=2)
        ...
        assert [item.status for item in proxy.seen] == [200, 201, 201]

A trouble is a function of an `Exchange`; the ones below are the usual ones. Bodies are never held
whole. Addresses inside the answers stay the upstream's.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

PIECE = 1 << 16
PATIENCE = 600
# Of one connection, not of the message; Host is the upstream's own.
NOT_PASSED = {"connection", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}


@dataclass
class Seen:
    """A request that arrived. `number` counts from 1, `bytes` are those of its body read so far.

    `status` is what was answered, by the upstream or by a trouble; it stays None when neither did.
    """

    number: int
    method: str
    path: str
    headers: Mapping[str, str]
    bytes: int = 0
    status: int | None = None


When = int | Callable[[Seen], bool]
Callback = Callable[[], object]


class Exchange:
    """A request on its way, and what can be done with it."""

    def __init__(self, handler: _Handler, upstream: str, seen: Seen) -> None:
        self.seen = seen
        self._handler = handler
        self._upstream = upstream

    def pass_on(self) -> None:
        """What a proxy does when all is well."""
        with self.forwarded() as response:
            self._relay(response)

    @contextlib.contextmanager
    def forwarded(self) -> Iterator[HTTPResponse]:
        """Send the request to the upstream; its response, once it has begun to answer."""
        connection = HTTPConnection(self._upstream, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.putrequest(self.seen.method, self.seen.path, skip_accept_encoding=True)
            for name, value in self._handler.headers.items():
                if name.lower() not in NOT_PASSED:
                    connection.putheader(name, value)
            if self._chunked:
                connection.putheader("Transfer-Encoding", "chunked")
            connection.endheaders(self.body(), encode_chunked=self._chunked)
            response = connection.getresponse()
            self.seen.status = response.status
            yield response

    def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Answer in the upstream's place; a Content-Length that is told may promise more."""
        for _ in self.body():
            pass
        self.seen.status = status
        self._begin(status, "", {"Content-Length": str(len(body)), **headers}.items())
        if self.seen.method != "HEAD":
            self.go_on(body)

    def go_on(self, body: bytes) -> None:
        """What an answer promised."""
        self._handler.wfile.write(body)

    def body(self) -> Iterator[bytes]:
        """The body of the request as it comes, piece after piece."""
        sizes = self._chunk_sizes() if self._chunked else self._whole_size()
        for size in sizes:
            left = size
            while left:
                piece = self._read(min(left, PIECE))
                left -= len(piece)
                self.seen.bytes += len(piece)
                yield piece

    def hang_up(self) -> None:
        self._handler.close_connection = True

    @property
    def _chunked(self) -> bool:
        return "chunked" in self._handler.headers.get("Transfer-Encoding", "")

    def _whole_size(self) -> Iterator[int]:
        yield int(self._handler.headers.get("Content-Length", 0))

    def _chunk_sizes(self) -> Iterator[int]:
        while size := int(self._line().partition(b";")[0], base=16):
            yield size
            self._line()
        while self._line().strip():
            pass

    def _read(self, size: int) -> bytes:
        return self._there(self._handler.rfile.read1(size))

    def _line(self) -> bytes:
        return self._there(self._handler.rfile.readline(PIECE))

    @staticmethod
    def _there(read: bytes) -> bytes:
        if not read:
            raise ConnectionAbortedError("the client left before the end of its request")
        return read

    def _begin(self, status: int, reason: str, headers: Iterable[tuple[str, str]]) -> None:
        self._handler.send_response_only(status, reason or None)
        for name, value in headers:
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def _relay(self, response: HTTPResponse) -> None:
        headers = [item for item in response.getheaders() if item[0].lower() not in NOT_PASSED]
        chunked = response.length is None
        if chunked:
            headers.append(("Transfer-Encoding", "chunked"))
        self._begin(response.status, response.reason, headers)
        write = self._handler.wfile.write
        while piece := response.read(PIECE):
            write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        if chunked:
            write(b"0\r\n\r\n")
        if response.length:  # the upstream stopped halfway, and so do we
            self.hang_up()


Trouble = Callable[[Exchange], None]


def before(callback: Callback) -> Trouble:
    """Run `callback` when the request has arrived, then forward it."""

    def trouble(exchange: Exchange) -> None:
        callback()
        exchange.pass_on()

    return trouble


def withheld(callback: Callback | None = None) -> Trouble:
    """Let the upstream do it all, run `callback`, and hang up without an answer."""

    def trouble(exchange: Exchange) -> None:
        with exchange.forwarded() as response:
            while response.read(PIECE):
                pass
        if callback:
            callback()
        exchange.hang_up()

    return trouble


def after(callback: Callback) -> Trouble:
    """Forward and answer, then run `callback`."""

    def trouble(exchange: Exchange) -> None:
        exchange.pass_on()
        callback()

    return trouble


def answer(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Trouble:
    """Answer this; the upstream sees nothing."""
    return lambda exchange: exchange.answer(status, headers or {}, body)


def cut(at_least: int = 0, callback: Callback | None = None) -> Trouble:
    """Read so many bytes of the body, run `callback`, and hang up; the upstream sees nothing."""

    def trouble(exchange: Exchange) -> None:
        pieces = exchange.body()
        while exchange.seen.bytes < at_least and next(pieces, None):
            pass
        if callback:
            callback()
        exchange.hang_up()

    return trouble


def halting(body: bytes, at: int, callback: Callback | None = None) -> Trouble:
    """Answer this up to byte `at`; then hang up, or run `callback` and give the rest."""

    def trouble(exchange: Exchange) -> None:
        exchange.answer(200, {"Content-Length": str(len(body))}, body[:at])
        if callback is None:
            exchange.hang_up()
        else:
            callback()
            exchange.go_on(body[at:])

    return trouble


def delay(seconds: float) -> Trouble:
    """Forward, but later."""
    return before(lambda: time.sleep(seconds))


class Proxy:
    """Stands at `url`, on a free port, before the server at `upstream`; a context manager."""

    def __init__(self, upstream: str) -> None:
        self.seen: list[Seen] = []
        self._upstream = upstream.removeprefix("http://").rstrip("/")
        self._plan: list[_Rule] = []
        self._counting = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handle)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.05])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Close every connection; raise what went wrong in a callback."""
        self._server.shutdown()
        self._thread.join()
        self._server.close_all()
        if self._server.faults:
            raise self._server.faults[0]

    def on(self, when: When, trouble: Trouble, *, times: int | None = None) -> None:
        """Make `trouble` of the n-th request, or of each (or so many) for which `when` holds.

        The first that fits is made; a request without any is passed on.
        """
        self._plan.append(_Rule(when, trouble, times))

    def _handle(self, handler: _Handler) -> None:
        with self._counting:
            headers = dict(handler.headers.items())
            seen = Seen(len(self.seen) + 1, handler.command, handler.path, headers)
            self.seen.append(seen)
            trouble = next((rule.trouble for rule in self._plan if rule.fits(seen)), None)
        exchange = Exchange(handler, self._upstream, seen)
        trouble(exchange) if trouble else exchange.pass_on()


@dataclass
class _Rule:
    when: When
    trouble: Trouble
    left: int | None

    def fits(self, seen: Seen) -> bool:
        """Asked once a request; it counts down when it does."""
        fits = self.when(seen) if callable(self.when) else self.when == seen.number
        if self.left is None or not fits:
            return fits
        self.left -= 1
        return self.left >= 0


class _Server(socketserver.ThreadingTCPServer):
    request_queue_size = 50

    def __init__(self, address: tuple[str, int], handle: Callable[[_Handler], None]) -> None:
        super().__init__(address, _Handler)
        self.handle = handle
        self.faults: list[BaseException] = []
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, *_request: object) -> None:
        error = sys.exception()
        if error and not isinstance(error, ConnectionError):
            self.faults.append(error)

    def close_all(self) -> None:
        """Those that wait for another request are woken, and all threads are waited for."""
        for connection in tuple(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = PATIENCE
    server: _Server

    def _handle(self) -> None:
        """A side that leaves is left: the other one's connection is closed too."""
        try:
            self.server.handle(self)
        except (ConnectionError, TimeoutError, HTTPException):
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _handle  # noqa: N815

    def log_message(self, *_message: object) -> None:
        """Nothing: `Proxy.seen` tells."""
