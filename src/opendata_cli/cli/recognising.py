"""Which kind of portal answers at an address. No key is ever sent to ask."""

from __future__ import annotations

import json
import ssl
from http import HTTPStatus

from opendata_cli.cli.addresses import host_of, origin_of
from opendata_cli.errors import (
    ConfigError,
    InputError,
    OpendataError,
    RateLimited,
    Redirected,
    UnexpectedAnswer,
    Unreachable,
)

_UDATA = "/api/1/site/"
_GATEWAY = frozenset({502, 503, 504})
_IN_BETWEEN = frozenset({401, 403, 407, 511})
"""What a proxy says where a portal would have answered: it asks nobody's name to be known."""


def recognise(url: str, *, name: str | None = None) -> str:
    """The kind of the portal at `url`; `name` is what it is to be called, when it is being added.

    Raises Unreachable where nothing answers or whose certificate is not accepted, RateLimited,
    UnexpectedAnswer, Redirected where a portal does from another origin (a key would not follow),
    ConfigError `page-not-portal` for a page of a portal, `unsupported-portal` for what is not
    known.
    """
    from opendata_cli.net import fetch_followed

    try:
        body, where = fetch_followed(url + _UDATA)
    except Unreachable as error:
        raise _unreachable(error, url) from error
    except InputError as error:
        raise _refused(error.params.get("status"), url, name) from error
    if not _is_udata(body):
        raise _unknown(url, name, in_between=not _is_json(body))
    if origin_of(where) != origin_of(url):
        location = where.removesuffix(_UDATA)
        raise Redirected("redirected", portal=url, operation="recognise", location=location)
    return "udata"


def refuse_page(url: str, *, name: str | None = None) -> None:
    """Raise ConfigError `page-not-portal` where `url` is surely but a page of a portal.

    An address without a path is not asked; and where nobody answers, whoever tells the kind of
    a portal is believed.
    """
    if origin_of(url) == url:
        return
    try:
        recognise(url, name=name)
    except OpendataError as error:
        if error.code == "page-not-portal":
            raise


def _unreachable(error: Unreachable, url: str) -> Unreachable:
    told = {"url": url, "portal": host_of(url), "operation": "recognise"}
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Unreachable("bad-certificate", reason=cause.verify_message, **told)
        cause = cause.__cause__ or cause.__context__
    return error


def _refused(status: object, url: str, name: str | None) -> OpendataError:
    told = {"portal": host_of(url), "operation": "recognise"}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited("rate-limited", seconds=None, **told)
    if status in _GATEWAY:
        return Unreachable("portal-down", status=status, **told)
    in_between = status in _IN_BETWEEN
    if isinstance(status, int) and status >= HTTPStatus.INTERNAL_SERVER_ERROR and not in_between:
        return UnexpectedAnswer("portal-broken", status=status, said="", **told)
    return _unknown(url, name, in_between=in_between)


def _unknown(url: str, name: str | None, *, in_between: bool) -> ConfigError:
    origin = origin_of(url)
    if origin != url and _answers(origin):
        reason = "add" if name else None
        return ConfigError("page-not-portal", url=url, origin=origin, name=name, reason=reason)
    reason = "in-between" if in_between else None
    return ConfigError("unsupported-portal", url=url, name=name or "NAME", reason=reason)


def _answers(origin: str) -> bool:
    try:
        return recognise(origin) != ""
    except OpendataError:
        return False


def _is_udata(body: bytes) -> bool:
    """A udata says of itself its id, its title and what it counts."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return isinstance(told, dict) and {"id", "title", "metrics"} <= told.keys()


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
