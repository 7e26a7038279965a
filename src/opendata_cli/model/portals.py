"""Portals as a person names them, and what checking one tells."""

from __future__ import annotations

from dataclasses import dataclass

from opendata_cli.model.remote import Identity, PortalInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalEntry:
    """A portal known by a name; `source` is who named it: built-in, user or project."""

    name: str
    kind: str
    url: str
    organization: str | None
    base_url: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalList:
    """The portals known here; `done` is what the command just did to them, if anything.

    `keyless` is the one just added, when it needs a key that the environment does not give.
    """

    entries: tuple[PortalEntry, ...]
    done: str | None = None
    keyless: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalCheck:
    """What a portal says of us.

    `datasets` is how many we may see there, None when that was not asked; `not_kept` names the
    fields it cannot store; `key_source` is where the key was read: a variable, `keyring`, or a
    file.
    """

    portal: PortalInfo
    identity: Identity
    datasets: int | None
    base_url: str | None
    not_kept: tuple[str, ...] = ()
    key_source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLogin:
    """Who a key is, now that the portal took it; `kept_in` says where it is kept.

    `variable` is the one of the environment that still goes before it, if any.
    """

    portal: PortalInfo
    identity: Identity
    kept_in: str
    variable: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalLogout:
    """Where a key was removed from; `variable` still gives one, if it is named."""

    portal: PortalInfo
    removed_from: tuple[str, ...]
    variable: str | None = None
