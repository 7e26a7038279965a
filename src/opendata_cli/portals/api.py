"""The HTTP API of a portal: one exchange at a time, its failures as errors of ours.

Reads are repeated with patience. A write is repeated only when it cannot have been done: it
never left, the portal counts requests and turned it away (429), or reading again proves that
nothing came of it.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

import httpx

from opendata_cli.errors import CredentialsError, PortalError, UnexpectedAnswer, Unreachable
from opendata_cli.model.remote import PortalInfo
from opendata_cli.model.secret import Secret
from opendata_cli.net import (
    LONG_TIMEOUT,
    MOST_PATIENCE,
    make_api_client,
    read_patiently,
    retry_after,
)
from opendata_cli.portals.refusals import refusal

T = TypeVar("T")

_ATTEMPTS = 4
_WAITS = (1.0, 2.0, 4.0, 8.0)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One exchange, for whoever watches: `status` is None when nothing was answered."""

    method: str
    url: str
    status: int | None
    seconds: float


class Doubt(Exception):
    """A write of which nobody knows whether it was done.

    `error` is what to raise when it was not. `ended` is True when the portal itself answered:
    what it was doing is over, so that reading again tells for good. Whatever stands in front
    of it may answer first. `wait` is how long it asks to wait, in s.
    """

    def __init__(self, error: PortalError, *, ended: bool, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.ended = ended
        self.wait = wait


class NotSent(Exception):
    """A write that cannot have been done. `wait` is how long the portal asks to wait, in s."""

    def __init__(self, error: PortalError, wait: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class Api:
    """The API under `root`. The key goes to that address only, and nowhere a redirect leads."""

    def __init__(  # noqa: PLR0913 - an API is made once, by name
        self,
        info: PortalInfo,
        root: str,
        *,
        key_headers: Callable[[Secret], Mapping[str, str]],
        key: Callable[[], Secret],
        watch: Callable[[Call], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`key` is asked when first needed. Where it raises `missing-token`, reads go without."""
        self._info = info
        self._root = root.rstrip("/")
        self._key_headers = key_headers
        self._key = key
        self._watch = watch
        self._sleep = sleep
        self._client: httpx.Client | None = None
        self._headers: Mapping[str, str] | None = None
        self._source = self._secret = ""
        self.requests = 0

    def read(
        self, path: str, *, operation: str, headers: Mapping[str, str] | None = None
    ) -> object:
        """The JSON at `path`. Raises PortalError; NotFound for what is not there or is gone."""
        headers = {**self._auth(), **(headers or {})}
        url = self._url(path, operation)
        try:
            response = read_patiently(
                lambda: self._send("GET", url, headers=headers), sleep=self._sleep
            )
        except httpx.RequestError as error:
            raise silence(error, url, self._info, operation) from error
        if not response.is_success:
            raise self._refusal(response, operation)
        return self._json(response, operation)

    def write(
        self,
        send: Callable[[], T],
        *,
        done: Callable[[], T | None],
        repeatable: bool,
    ) -> T:
        """What `send` gives; after a doubt, what `done` reads if the write was done after all.

        `repeatable` writes end alike however often they are done: one that cannot be proved
        done may then be said again. Raises PortalError.
        """
        for attempt in range(_ATTEMPTS):
            last = attempt == _ATTEMPTS - 1
            try:
                return send()
            except NotSent as refused:
                if last:
                    raise refused.error from refused
                self._sleep(refused.wait if refused.wait is not None else _WAITS[attempt])
            except Doubt as doubt:
                self._sleep(doubt.wait if doubt.wait is not None else _WAITS[attempt])
                found = done()
                if found is not None:
                    return found
                if last or not (doubt.ended or repeatable):
                    raise doubt.error from doubt
        raise AssertionError  # the last attempt returns or raises

    def send(  # noqa: PLR0913 - the parts of a request
        self,
        method: str,
        path: str,
        *,
        operation: str,
        json: object = None,
        data: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        patient: bool = False,
    ) -> object:
        """Say a write once: its JSON answer, None when there is none.

        `patient` waits minutes for the answer, where files are received or put together.
        Raises PortalError when it was refused, `Doubt` and `NotSent` for `write`.
        """
        url = self._url(path, operation)
        told: dict[str, object] = {"headers": self._auth()}
        if patient:
            told["timeout"] = LONG_TIMEOUT
        told |= {name: value for name, value in (("data", data), ("files", files)) if value}
        if json is not None:
            told["json"] = json
        try:
            response = self._send(method, url, **told)
        except _NEVER_SENT as error:
            raise NotSent(silence(error, url, self._info, operation)) from error
        except httpx.RequestError as error:
            raise Doubt(silence(error, url, self._info, operation), ended=False) from error
        return self._written(response, operation)

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _written(self, response: httpx.Response, operation: str) -> object:
        if response.is_success:
            if not response.content:
                return None
            try:
                return self._json(response, operation)
            except UnexpectedAnswer as odd:
                raise Doubt(odd, ended=True) from odd
        error = self._refusal(response, operation)
        wait = retry_after(response)
        if wait is not None and wait > MOST_PATIENCE:
            raise error
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise NotSent(error, wait)
        if response.is_server_error:
            raise Doubt(error, ended=_is_the_portals_own(response), wait=wait)
        raise error

    def _send(self, method: str, url: str, **told: object) -> httpx.Response:
        if self._client is None:
            self._client = make_api_client()
        self.requests += 1
        began, status = time.monotonic(), None
        try:
            response = self._client.request(method, url, **told)  # type: ignore[arg-type]
            status = response.status_code
        finally:
            seconds = time.monotonic() - began
            self._watch(Call(method=method, url=url, status=status, seconds=seconds))
        return response

    def _url(self, path: str, operation: str) -> str:
        """An address under the root; of another's address only path and query are kept.

        Pages tell the next one by its whole address, which a proxy may tell otherwise. What is
        no path could lead elsewhere (`https://portal` + `@elsewhere/`): the key does not go.
        """
        try:
            if "://" in path:
                parts = urlsplit(path)
                path = f"{parts.path}?{parts.query}" if parts.query else parts.path
                path = path.removeprefix(urlsplit(self._root).path)
            url = self._root + path
            same = _origin(url) == _origin(self._root)
        except ValueError:
            same = False
        if not same or not path.startswith("/") or path.startswith("//"):
            raise UnexpectedAnswer("unexpected-answer", where="next_page", **self._at(operation))
        return url

    def _auth(self) -> Mapping[str, str]:
        if self._headers is None:
            try:
                secret = self._key()
            except CredentialsError as error:
                if error.code != "missing-token":
                    raise
                return {}
            self._source, self._secret = secret.source, secret.value
            self._headers = self._key_headers(secret)
        return self._headers

    def _json(self, response: httpx.Response, operation: str) -> object:
        try:
            told: object = response.json()
        except (ValueError, RecursionError) as error:
            kind = response.headers.get("Content-Type", "").partition(";")[0]
            raise UnexpectedAnswer(
                "not-json", url=str(response.url), kind=kind or "?", **self._at(operation)
            ) from error
        return told

    def _at(self, operation: str) -> dict[str, object]:
        return {"portal": self._info.name, "operation": operation}

    def _refusal(self, response: httpx.Response, operation: str) -> PortalError:
        error = refusal(response, self._info, operation, self._source)
        if self._secret:  # some portals say again what they were told
            error.params = {
                name: _without(item, self._secret) for name, item in error.params.items()
            }
        return error


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port


def _is_the_portals_own(response: httpx.Response) -> bool:
    """Whether an error 500 was told by the portal, in its own JSON, and not in front of it."""
    if response.status_code != httpx.codes.INTERNAL_SERVER_ERROR:
        return False
    try:
        told = response.json()
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and "message" in told


def _without(value: object, secret: str) -> object:
    match value:
        case str():
            return value.replace(secret, "***")
        case list():
            return [_without(item, secret) for item in value]
        case _:
            return value


def silence(error: httpx.RequestError, url: str, info: PortalInfo, operation: str) -> Unreachable:
    """Why nothing was answered: `bad-certificate` or `portal-silent`, each with url and reason."""
    told = {"url": url, "portal": info.name, "operation": operation}
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unreachable("bad-certificate", reason=cause.verify_message, **told)
        cause = cause.__cause__ or cause.__context__
    return Unreachable("portal-silent", reason=type(error).__name__, **told)


def ignore(_call: Call) -> None:
    """Watch nothing."""
