"""A file that a portal names by its address, read from the network as it comes.

No key goes along: files lie wherever their portal puts them.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

import httpx

from opendata_cli.errors import NotFound, UnexpectedAnswer
from opendata_cli.net import FILE_HEADERS, file_chunks, make_client, read_patiently
from opendata_cli.portals.api import silence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opendata_cli.errors import PortalError
    from opendata_cli.model.remote import PortalInfo

_OPERATION = "download"
_BUFFER = 1 << 16
_GONE = frozenset({404, 410})


def open_file(
    url: str, info: PortalInfo, *, sleep: Callable[[float], None] = time.sleep
) -> BinaryIO:
    """The file at `url`, of whatever size, to be closed by the caller.

    It is asked for again only as long as nothing of it came. Raises NotFound `not-found` (id),
    UnexpectedAnswer `file-not-given` (url, status) or `file-without-address` (url), and, while
    it is read too, Unreachable as `silence`.
    """
    client = make_client()
    try:
        response = _answer(client, url, info, sleep)
        _refuse_other(response, url, info)
    except BaseException:
        client.close()
        raise
    body = _Body(client, response, lambda error: silence(error, url, info, _OPERATION))
    return cast("BinaryIO", io.BufferedReader(body, _BUFFER))


def _answer(
    client: httpx.Client, url: str, info: PortalInfo, sleep: Callable[[float], None]
) -> httpx.Response:
    try:
        request = client.build_request("GET", url, headers=FILE_HEADERS)
        return read_patiently(lambda: client.send(request, stream=True), sleep=sleep)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
        at = {"portal": info.name, "operation": _OPERATION}
        raise UnexpectedAnswer("file-without-address", url=url, **at) from error
    except httpx.RequestError as error:
        raise silence(error, url, info, _OPERATION) from error


def _refuse_other(response: httpx.Response, url: str, info: PortalInfo) -> None:
    """Raise what an answer without the file means."""
    at = {"portal": info.name, "operation": _OPERATION}
    if response.status_code in _GONE:
        raise NotFound("not-found", id=url, **at)
    if response.status_code != httpx.codes.OK:
        raise UnexpectedAnswer("file-not-given", url=url, status=response.status_code, **at)


class _Body(io.RawIOBase):
    """The body of an answer; `failed` makes an error of ours of what stops it in the middle."""

    def __init__(
        self,
        client: httpx.Client,
        response: httpx.Response,
        failed: Callable[[httpx.RequestError], PortalError],
    ) -> None:
        self._client = client
        self._response = response
        self._chunks: Iterator[bytes] = file_chunks(response)
        self._failed = failed
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is, and nothing else."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """What came, as much as `buffer` takes; 0 at the end."""
        while not self._rest:
            try:
                self._rest = memoryview(next(self._chunks))
            except StopIteration:
                return 0
            except httpx.RequestError as error:
                raise self._failed(error) from error
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def close(self) -> None:
        """Hang up, be it in the middle."""
        if not self.closed:
            self._response.close()
            self._client.close()
        super().close()
