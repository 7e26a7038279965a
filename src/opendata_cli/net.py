"""HTTP: public addresses read with care, and the clients and patience that portals share.

No key ever travels through `fetch` and `download`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import tenacity

from opendata_cli import __version__
from opendata_cli.errors import InputError, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
LONG_TIMEOUT = httpx.Timeout(300.0, connect=10.0)
"""For an answer that takes minutes: a portal puts together the parts of a large file."""

_RETRIED = frozenset({429, 502, 503, 504})
_PASSING = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError)
_ATTEMPTS = 4
_WAIT = tenacity.wait_exponential(multiplier=0.5, max=10)
MOST_PATIENCE = 60.0
"""The longest wait that a server may ask for, in seconds."""

_MOST_BYTES = 2 * 1024**3
_PACKED = (".gz", ".tgz", ".taz", ".svgz", ".br", ".zst", ".tzst")

FILE_HEADERS = {"Accept-Encoding": "identity"}
"""How a file is asked for: as it is."""

_MOST_DESCRIPTOR = 20 * 1024**2


def fetch(url: str) -> bytes:
    """The body at `url` (a schema: 20 MB at most). Raises as `download`."""
    return fetch_followed(url)[0]


def fetch_followed(url: str) -> tuple[bytes, str]:
    """The body at `url`, and the address that gave it after redirects. Raises as `download`."""
    with make_client() as client:
        response = _answer(client, url)
        body = _body(response, response.iter_bytes(), url, _MOST_DESCRIPTOR)
        return b"".join(body), str(response.url)


def download(url: str, target: Path) -> None:
    """Write the body at `url` (2 GiB at most) to `target`.

    Raises Unreachable when nothing answers, InputError `bad-answer` (with
    `status`) or `too-large` otherwise.
    """
    with make_client() as client, target.open("wb") as file:
        response = _answer(client, url, FILE_HEADERS)
        for chunk in _body(response, file_chunks(response), url, _MOST_BYTES):
            file.write(chunk)


def file_chunks(response: httpx.Response) -> Iterator[bytes]:
    """The file that is answered, piece by piece; one that is packed by its name stays so.

    Servers, udata's among them, tell of a.csv.gz as a csv that is gzipped on its way, be it
    asked for as it is: what httpx unpacks then is no longer the file.
    """
    paths = [step.url.path.lower() for step in (*response.history, response)]
    packed = any(path.endswith(_PACKED) for path in paths)
    return response.iter_raw() if packed else response.iter_bytes()


def make_client() -> httpx.Client:
    """A client for public addresses: redirects are followed, since no key can leak."""
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=True, headers=_headers())


def make_api_client() -> httpx.Client:
    """A client for requests that carry a key: no redirect is followed, no cookie kept.

    httpx forwards an `X-API-KEY` wherever it is redirected; and a session cookie outranks
    the key of the next request on udata.
    """
    nowhere = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    headers = {**_headers(), "Accept": "application/json"}
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers=headers, cookies=nowhere)


def read_patiently(
    send: Callable[[], httpx.Response], sleep: Callable[[float], None] = time.sleep
) -> httpx.Response:
    """The answer to a read: a busy or silent server is asked again, since reads may be.

    A `Retry-After` is honoured up to a minute; beyond, the answer is given back as it is.
    Raises httpx.RequestError when the last attempt did.
    """
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(_PASSING) | tenacity.retry_if_result(_is_passing),
        wait=_patience,
        stop=tenacity.stop_after_attempt(_ATTEMPTS),
        retry_error_callback=_last,
        sleep=sleep,
    )
    return retrying(send)


def retry_after(response: httpx.Response) -> float | None:
    """How many seconds the server asks to wait; its other form, a date, is not heeded."""
    told = response.headers.get("Retry-After", "").strip()
    return float(told) if told.isascii() and told.isdigit() else None


def _headers() -> dict[str, str]:
    return {"User-Agent": f"opendata-cli/{__version__}"}


def _is_passing(response: httpx.Response) -> bool:
    wait = retry_after(response)
    return response.status_code in _RETRIED and (wait is None or wait <= MOST_PATIENCE)


def _patience(state: tenacity.RetryCallState) -> float:
    outcome = state.outcome
    if outcome is not None and not outcome.failed:
        response: httpx.Response = outcome.result()
        response.close()
        wait = retry_after(response)
        if wait is not None:
            return wait
    return _WAIT(state)


def _body(
    response: httpx.Response, chunks: Iterator[bytes], url: str, most: int
) -> Iterator[bytes]:
    try:
        received = 0
        for chunk in chunks:
            received += len(chunk)
            if received > most:
                raise InputError("too-large", url=url, most=most)
            yield chunk
    except httpx.RequestError as error:
        raise Unreachable("unreachable", url=url, reason=type(error).__name__) from error
    finally:
        response.close()


def _answer(
    client: httpx.Client, url: str, headers: Mapping[str, str] | None = None
) -> httpx.Response:
    """A response ready to be read."""
    try:
        request = client.build_request("GET", url, headers=headers)
        response = read_patiently(lambda: client.send(request, stream=True))
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
