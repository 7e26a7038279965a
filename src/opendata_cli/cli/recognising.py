"""Which kind of portal answers at an address. No key is ever sent to ask."""

from __future__ import annotations

import json
from http import HTTPStatus

from opendata_cli.cli.addresses import origin_of
from opendata_cli.errors import ConfigError, InputError, Redirected, Unreachable

_UDATA = "/api/1/site/"


def recognise(url: str) -> str:
    """The kind of the portal at `url`.

    Raises Unreachable where nothing answers, Redirected where a portal does from another origin
    (a key would not follow), ConfigError `unsupported-portal` for what is not known.
    """
    from opendata_cli.net import fetch_followed

    try:
        body, where = fetch_followed(url + _UDATA)
    except InputError as error:
        status = error.params.get("status")
        if isinstance(status, int) and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unreachable("unreachable", url=url, reason=str(status)) from error
        raise ConfigError("unsupported-portal", url=url) from error
    if not _is_udata(body):
        raise ConfigError("unsupported-portal", url=url)
    if origin_of(where) != origin_of(url):
        location = where.removesuffix(_UDATA)
        raise Redirected("redirected", portal=url, operation="recognise", location=location)
    return "udata"


def _is_udata(body: bytes) -> bool:
    """A udata says of itself its id, its title and what it counts."""
    try:
        told = json.loads(body)
    except ValueError:
        return False
    return isinstance(told, dict) and {"id", "title", "metrics"} <= told.keys()
