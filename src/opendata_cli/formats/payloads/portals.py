"""`portal list|add|remove|check` in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from opendata_cli.model.portals import PortalCheck, PortalEntry, PortalList
from opendata_cli.model.remote import PortalInfo
from opendata_cli.views import messages


class PortalPayload(TypedDict):
    """Which portal; `origin` (scheme, host and port, or a whole path) is its identity."""

    name: str
    kind: str
    url: str
    origin: str
    production: bool


class PortalEntryPayload(TypedDict):
    """A portal known by a name."""

    name: str
    kind: str
    url: str
    organization: str | None
    base_url: str | None
    source: str


class PortalListPayload(TypedDict):
    """The portals known here."""

    portals: list[PortalEntryPayload]


class PortalCheckPayload(TypedDict):
    """What checking a portal tells."""

    portal: PortalPayload
    who: str
    may_publish: bool
    datasets: int
    base_url: str | None
    notes: list[str]


def portal_payload(info: PortalInfo) -> PortalPayload:
    """A portal's name, kind and address."""
    return {
        "name": info.name,
        "kind": info.kind,
        "url": info.url,
        "origin": info.origin,
        "production": info.production,
    }


def list_payload(portals: PortalList) -> PortalListPayload:
    """One entry a portal."""
    return {"portals": [_entry(entry) for entry in portals.entries]}


def check_payload(check: PortalCheck) -> PortalCheckPayload:
    """Who we are there and what we may do."""
    return {
        "portal": portal_payload(check.portal),
        "who": check.identity.who,
        "may_publish": check.identity.may_publish,
        "datasets": check.datasets,
        "base_url": check.base_url,
        "notes": [messages.sentence(item.code, item.params) for item in check.identity.notes],
    }


def _entry(entry: PortalEntry) -> PortalEntryPayload:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "url": entry.url,
        "organization": entry.organization,
        "base_url": entry.base_url,
        "source": entry.source,
    }
