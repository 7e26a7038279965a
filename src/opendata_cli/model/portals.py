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
    """The portals known here; `done` is what the command just did to them, if anything."""

    entries: tuple[PortalEntry, ...]
    done: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalCheck:
    """What a portal says of us.

    `datasets` is how many it holds; `not_kept` names the fields it cannot store.
    """

    portal: PortalInfo
    identity: Identity
    datasets: int
    base_url: str | None
    not_kept: tuple[str, ...] = ()
