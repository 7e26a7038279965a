"""What a portal answered instead of yes, as an error of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opendata_cli.errors import (
    NotAllowed,
    NotAuthenticated,
    NotFound,
    PortalError,
    RateLimited,
    Redirected,
    Refused,
    UnexpectedAnswer,
    Unreachable,
)
from opendata_cli.model.remote import PortalInfo
from opendata_cli.net import retry_after

if TYPE_CHECKING:
    import httpx

_LONGEST_WORDS = 500
_GATEWAY = frozenset({502, 503, 504})
_WHY = ("revoked", "expired", "inactive")
_KINDS: dict[int, tuple[type[PortalError], str]] = {
    401: (NotAuthenticated, "key-refused"),
    403: (NotAllowed, "not-allowed"),
    404: (NotFound, "not-found"),
    410: (NotFound, "not-found"),
    413: (Refused, "file-too-large"),
    423: (Refused, "read-only"),
    429: (RateLimited, "rate-limited"),
}


def refusal(
    response: httpx.Response, info: PortalInfo, operation: str, key_source: str
) -> PortalError:
    """The error for an answer that is no success.

    Codes: `key-refused` (reason, source, origin), `not-allowed` (what), `not-found` (id),
    `file-too-large`, `read-only`, `rate-limited` (seconds), `redirected` (location),
    `portal-down` (status), `portal-broken` (status, said), `refused` (status, said, fields).
    """
    status = response.status_code
    said, fields = _said(response)
    at: dict[str, object] = {"portal": info.name, "operation": operation}
    if response.has_redirect_location:
        return Redirected("redirected", location=response.headers["Location"], **at)
    if status in _KINDS:
        kind, code = _KINDS[status]
        return kind(code, **_about(code, response, said), **_key(code, info, key_source), **at)
    if status in _GATEWAY:
        return Unreachable("portal-down", status=status, **at)
    if response.is_server_error:
        return UnexpectedAnswer("portal-broken", status=status, said=said, **at)
    return Refused("refused", status=status, said=said, fields=fields, **at)


def _about(code: str, response: httpx.Response, said: str) -> dict[str, object]:
    match code:
        case "key-refused":
            words = said.lower()
            return {"reason": next((word for word in _WHY if word in words), "invalid")}
        case "not-allowed":
            return {"what": said}
        case "not-found":
            return {"id": urlsplit(str(response.url)).path}
        case "rate-limited":
            return {"seconds": retry_after(response)}
        case _:
            return {}


def _key(code: str, info: PortalInfo, source: str) -> dict[str, object]:
    return {"source": source, "origin": info.origin} if code == "key-refused" else {}


def _said(response: httpx.Response) -> tuple[str, list[str]]:
    """The portal's own words, and the fields it names; both empty when it speaks HTML."""
    try:
        body = response.json()
    except ValueError:
        return "", []
    if not isinstance(body, dict):
        return "", []
    errors = body.get("errors")
    words = [*_leaves(errors), *_leaves(body.get("message") or body.get("error"))]
    fields = [str(name) for name in errors] if isinstance(errors, dict) else []
    return " ".join(words)[:_LONGEST_WORDS], fields


def _leaves(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [word for item in value.values() for word in _leaves(item)]
        case list():
            return [word for item in value for word in _leaves(item)]
        case _:
            return []
