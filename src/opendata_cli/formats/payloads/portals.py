"""`portal list|add|remove|check|login|logout` in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from opendata_cli.model.portals import (
    PortalCheck,
    PortalEntry,
    PortalList,
    PortalLogin,
    PortalLogout,
)
from opendata_cli.model.remote import Identity, PortalInfo
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


class MembershipPayload(TypedDict):
    """An organisation of ours; `role` is the portal's own word, `slug` its name in addresses."""

    id: str
    name: str
    role: str
    slug: str


class PortalCheckPayload(TypedDict):
    """What checking a portal tells.

    `organization` publishes there; `organizations` are all of ours. `key_source` is where the
    key was read: a variable's name, `keyring`, or a file. `not_kept` are fields that the
    portal cannot store. `who` and `datasets` are null where they cannot be known.
    """

    portal: PortalPayload
    who: str | None
    may_publish: bool
    organization: str | None
    organizations: list[MembershipPayload]
    key_source: str | None
    datasets: int | None
    base_url: str | None
    not_kept: list[str]
    notes: list[str]


class PortalLoginPayload(TypedDict):
    """Who the key is, and where it is kept: `keyring`, or a file.

    `variable` is the one of the environment that goes before it, null when it is not set.
    """

    portal: PortalPayload
    who: str
    organizations: list[MembershipPayload]
    kept_in: str
    variable: str | None
    notes: list[str]


class PortalLogoutPayload(TypedDict):
    """Where the key was removed from; `variable` still gives one when it is not null."""

    portal: PortalPayload
    removed_from: list[str]
    variable: str | None


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
        "who": check.identity.who or None,
        "may_publish": check.identity.may_publish,
        "organization": check.identity.organization,
        "organizations": _organizations(check.identity),
        "key_source": check.key_source,
        "datasets": check.datasets,
        "base_url": check.base_url,
        "not_kept": list(check.not_kept),
        "notes": _notes(check.identity),
    }


def login_payload(login: PortalLogin) -> PortalLoginPayload:
    """Who the key is; never the key."""
    return {
        "portal": portal_payload(login.portal),
        "who": login.identity.who,
        "organizations": _organizations(login.identity),
        "kept_in": login.kept_in,
        "variable": login.variable,
        "notes": _notes(login.identity),
    }


def logout_payload(logout: PortalLogout) -> PortalLogoutPayload:
    """What was removed, and what is left."""
    return {
        "portal": portal_payload(logout.portal),
        "removed_from": list(logout.removed_from),
        "variable": logout.variable,
    }


def _organizations(identity: Identity) -> list[MembershipPayload]:
    return [
        {"id": item.id, "name": item.name, "role": item.role, "slug": item.slug}
        for item in identity.organizations
    ]


def _notes(identity: Identity) -> list[str]:
    return [
        messages.sentence(item.code, item.params, variant=str(item.params.get("reason", "")))
        for item in identity.notes
    ]


def _entry(entry: PortalEntry) -> PortalEntryPayload:
    return {
        "name": entry.name,
        "kind": entry.kind,
        "url": entry.url,
        "organization": entry.organization,
        "base_url": entry.base_url,
        "source": entry.source,
    }
