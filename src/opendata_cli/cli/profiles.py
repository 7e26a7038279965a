"""Named portals: add, list, check, forget."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.config import Profile, checked_base_url, forget_profile, save_profile
from opendata_cli.cli.portals import choose_profile
from opendata_cli.errors import ConfigError
from opendata_cli.model.portals import PortalCheck, PortalEntry, PortalList

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def add_profile(session: Session, profile: Profile) -> PortalList:
    """Keep a portal under its name.

    Raises ConfigError `bad-profile-name`, `profile-exists`, `bad-address`.
    """
    if not _NAME.fullmatch(profile.name):
        raise ConfigError("bad-profile-name", name=profile.name)
    known = session.config(Path()).profiles.get(profile.name)
    if known is not None:
        raise ConfigError("profile-exists", name=known.name, url=known.url)
    save_profile(replace(profile, base_url=checked_base_url(profile.base_url)), os.environ)
    return replace(list_profiles(session), done="added")


def list_profiles(session: Session) -> PortalList:
    """Every portal known here."""
    profiles = session.config(Path()).profiles.values()
    return PortalList(entries=tuple(_entry(profile) for profile in profiles))


def remove_profile(session: Session, name: str) -> PortalList:
    """Forget a portal that the user added. Raises ConfigError `unknown-portal`."""
    forget_profile(name, os.environ)
    return replace(list_profiles(session), done="removed")


def check_profile(session: Session, word: str) -> PortalCheck:
    """Ask a portal who we are and what it holds. Raises ConfigError, PortalError."""
    profile = choose_profile(session.config(Path()), asked=word, told=(), folder=Path())
    portal = session.portal(profile)
    return PortalCheck(
        portal=portal.info,
        identity=portal.whoami(),
        datasets=sum(1 for _dataset in portal.catalog()),
        base_url=profile.base_url,
    )


def _entry(profile: Profile) -> PortalEntry:
    return PortalEntry(
        name=profile.name,
        kind=profile.kind,
        url=profile.url,
        organization=profile.organization,
        base_url=profile.base_url,
        source=profile.source,
    )
