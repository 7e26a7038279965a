"""Addresses of portals: one spelling each, and the origin to which a key belongs."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from opendata_cli.errors import ConfigError

_SCHEMES = {"http": 80, "https": 443}
_TRIALS = frozenset({"demo", "dev", "test", "staging", "preprod", "recette", "sandbox"})
_HOST_AND_PORT = re.compile(r"[\w.-]+:\d+(/.*)?")
_WWW = re.compile(r"www\.[^\\]+", re.IGNORECASE)
_ONE_SLASH = re.compile(r"(https?):/*", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def is_web(word: str) -> bool:
    """Whether the word is meant as an address rather than as a name or a folder."""
    return "://" in word


def refuse_bare(word: str, folder: Path, *, name: str | None = None) -> None:
    """Refuse what is neither an address nor surely a folder, and the empty word.

    An address told without its https:// would silently become a folder of `folder`. `name` is
    what the portal is to be called, when it is being added.

    Raises ConfigError `empty-portal`, `bare-address` (word, url).
    """
    if not word.strip():
        raise ConfigError("empty-portal")
    if not is_web(word) and _is_bare(word) and not (folder / word).is_dir():
        told = word.rpartition("@")[2]  # what is before may be a secret
        reason = "add" if name else None
        raise ConfigError("bare-address", word=told, url=_whole(told), name=name, reason=reason)


def _is_bare(word: str) -> bool:
    if word.startswith((".", "/")):
        return False
    looks = any(form.fullmatch(word) for form in (_HOST_AND_PORT, _WWW))
    named = "." in word and "/" not in word and "\\" not in word
    return looks or named or _ONE_SLASH.match(word) is not None


def _whole(word: str) -> str:
    """The address that was probably meant."""
    told = _ONE_SLASH.match(word)
    if told is not None:
        return f"{told[1].lower()}://{word[told.end() :]}"
    machine = word.partition("/")[0].partition(":")[0]
    here = machine == "localhost" or machine.startswith("127.")
    return f"http{'' if here else 's'}://{word}"


def portal_url(told: str) -> str:
    """The address in its one spelling: origin, then the path without its last slash.

    Raises ConfigError `bad-address` (url, reason): for what is no address, and for one with a
    name, a password or a query, which may be secrets and so are not said again.
    """
    parts = _split(told)
    if parts.username is not None or parts.password is not None:
        raise ConfigError("bad-address", url=_origin(parts), reason="user-info")
    if parts.query or parts.fragment:
        raise ConfigError("bad-address", url=_origin(parts) + parts.path, reason="query")
    return _origin(parts) + parts.path.rstrip("/")


def origin_of(url: str) -> str:
    """`scheme://host`, and the port where it is not the scheme's own."""
    return _origin(_split(url))


def host_of(url: str) -> str:
    """The host, with the port where it is not the scheme's own."""
    return origin_of(url).partition("://")[2]


def is_loopback(url: str) -> bool:
    """Whether the address is this very machine: what is sent there crosses no network."""
    host = _split(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_secure(url: str) -> bool:
    """Whether a key may be sent there: nobody on the way can read it."""
    return _split(url).scheme == "https" or is_loopback(url)


def is_production(url: str) -> bool:
    """Whether what is published there is public at once.

    Every portal of the web is, but for this machine's own and for those whose first label is
    demo, dev, test, staging, preprod, recette or sandbox (demo.data.gouv.fr). Called wrongly a
    production portal, one for trials only loses a word of warning.
    """
    first = (_split(url).hostname or "").partition(".")[0]
    return first not in _TRIALS and not is_loopback(url)


def _split(told: str) -> SplitResult:
    refused = ConfigError("bad-address", url=told.rpartition("@")[2])
    if _UNSAFE.search(told):  # urlsplit would drop some of these in silence
        raise refused
    try:
        parts = urlsplit(told)
        port = parts.port
        host = _ascii(parts.hostname or "")
    except ValueError:
        raise refused from None
    if parts.scheme not in _SCHEMES or not host or port == 0 or not parts.path.isascii():
        raise refused
    return parts


def _origin(parts: SplitResult) -> str:
    host = _ascii(parts.hostname or "")
    host = f"[{host}]" if ":" in host else host
    own = parts.port in {None, _SCHEMES[parts.scheme]}
    return f"{parts.scheme}://{host}" + ("" if own else f":{parts.port}")


def _ascii(host: str) -> str:
    """The host as machines write it: look-alike letters of other alphabets show."""
    return host if host.isascii() else host.encode("idna").decode()
