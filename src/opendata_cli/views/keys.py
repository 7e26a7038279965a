"""Keys in words: where one was read, which command gives another. Never a key itself."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opendata_cli.i18n import _

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_VARIABLE = re.compile(r"OPENDATA_TOKEN_\w*")


def place_words(source: str) -> str:
    """Where a key is: a variable, the key ring, a file."""
    if _VARIABLE.fullmatch(source):
        return _("the variable {name}").format(name=source)
    return _("the key ring") if source == "keyring" else _("the file {path}").format(path=source)


def source_words(source: str) -> str:
    """Where the key at hand was read."""
    if source == "typed":
        return _("The key was given just now, and was not kept.")
    return _("Key read in {place}").format(place=place_words(source))


def key_page(url: str) -> str:
    """Where a person makes a key: so it is on a udata."""
    return f"{url}/admin/me/profile"


def key_params(params: Mapping[str, object]) -> Mapping[str, object]:
    """The parameters of an error, with where to make a key and what to do with it.

    A portal without a profile is named by its host, which no command knows: its origin then.
    A variable goes before a key that is kept: only another value mends a wrong one.
    """
    origin = str(params.get("origin", ""))
    name = str(params.get("name", params.get("portal", "")))
    source = str(params.get("source", ""))
    login = name if _NAME.fullmatch(name) or not origin else origin
    put = _("put it in the variable {name}").format(name=source)
    run = _("run: {command}").format(command=f"opendata portal login {login}")
    then = put if _VARIABLE.fullmatch(source) else run
    return {"login": login, "page": key_page(origin), "next": then, **params}
