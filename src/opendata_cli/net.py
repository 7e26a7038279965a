"""Reading public addresses: files and schemas. No key ever travels here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import tenacity

from opendata_cli import __version__
from opendata_cli.errors import InputError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
_RETRIED = frozenset({429, 502, 503, 504})
_PASSING = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError)
_ATTEMPTS = 4
_WAIT: tenacity.wait.wait_base = tenacity.wait_exponential(multiplier=0.5, max=10)
_MOST_BYTES = 2 * 1024**3
_MOST_DESCRIPTOR = 20 * 1024**2


def fetch(url: str) -> bytes:
    """The body at `url` (a schema: 20 MB at most). Raises as `download`."""
    return b"".join(_chunks(url, _MOST_DESCRIPTOR))


def download(url: str, target: Path) -> None:
    """Write the body at `url` (2 GiB at most) to `target`.

    Raises Unreachable when nothing answers, InputError `bad-answer` (with
    `status`) or `too-large` otherwise.
    """
    with target.open("wb") as file:
        for chunk in _chunks(url, _MOST_BYTES):
            file.write(chunk)


def make_client() -> httpx.Client:
    """A client for public addresses: redirects are followed, since no key can leak."""
    headers = {"User-Agent": f"opendata-cli/{__version__}"}
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=True, headers=headers)


def _chunks(url: str, most: int) -> Iterator[bytes]:
    with make_client() as client:
        response = _answer(client, url)
        try:
            received = 0
            for chunk in response.iter_bytes():
                received += len(chunk)
                if received > most:
                    raise InputError("too-large", url=url, most=most)
                yield chunk
        except httpx.RequestError as error:
            raise Unreachable("unreachable", url=url, reason=type(error).__name__) from error
        finally:
            response.close()


def _answer(client: httpx.Client, url: str) -> httpx.Response:
    """A response ready to be read; a busy or silent server is asked again, since reads may be."""
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(_PASSING)
        | tenacity.retry_if_result(lambda response: response.status_code in _RETRIED),
        wait=_WAIT,
        stop=tenacity.stop_after_attempt(_ATTEMPTS),
        retry_error_callback=_last,
    )
    try:
        response = retrying(client.send, client.build_request("GET", url), stream=True)
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError) as error:
        raise InputError("bad-address", url=url) from error
    except httpx.RequestError as error:
        raise Unreachable("unreachable", url=url, reason=type(error).__name__) from error
    if response.status_code != httpx.codes.OK:
        response.close()
        raise InputError("bad-answer", url=url, status=response.status_code)
    return response


def _last(state: tenacity.RetryCallState) -> httpx.Response:
    """The last attempt's answer, or its error."""
    if state.outcome is None:  # tenacity calls this only after an attempt
        raise RuntimeError
    response: httpx.Response = state.outcome.result()
    return response
