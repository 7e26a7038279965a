"""Named portals: add, list, check, forget."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.config import Profile, checked_base_url, forget_profile, save_profile
from opendata_cli.cli.keys import find_key, missing_key
from opendata_cli.cli.portals import choose_profile, info_of
from opendata_cli.errors import ConfigError, CredentialsError, OpendataError
from opendata_cli.exits import ExitCode
from opendata_cli.model.notice import Notice
from opendata_cli.model.portals import PortalCheck, PortalEntry, PortalList
from opendata_cli.model.remote import Identity, PortalInfo

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
        told = {"name": known.name, "url": known.url}
        raise ConfigError("profile-exists", reason=known.source, **told)
    save_profile(replace(profile, base_url=checked_base_url(profile.base_url)), os.environ)
    needs_key = profile.is_web and not os.environ.get(profile.variable)
    return replace(
        list_profiles(session), done="added", keyless=profile.name if needs_key else None
    )


def list_profiles(session: Session) -> PortalList:
    """Every portal known here."""
    profiles = session.config(Path()).profiles.values()
    return PortalList(entries=tuple(_entry(profile) for profile in profiles))


def remove_profile(session: Session, name: str) -> PortalList:
    """Forget a portal that the user added. Raises ConfigError `unknown-portal`."""
    forget_profile(name, os.environ)
    return replace(list_profiles(session), done="removed")


def check_profile(
    session: Session, word: str, *, organization: str | None, yes: bool
) -> tuple[PortalCheck, ExitCode, list[OpendataError]]:
    """Ask a portal who we are and what it holds, and what to answer to the shell.

    Raises ConfigError, CredentialsError, PortalError.
    """
    profile = choose_profile(session.config(Path()), asked=word, told=(), folder=Path())
    key = find_key(session, profile, yes=yes) if profile.is_web else None
    if profile.is_web and key is None:
        error = missing_key(profile)
        return _unknown(profile, error), ExitCode.AUTH, [error]
    known = None if key is None else lambda: key
    portal = session.portal(profile, key=known, organization=organization)
    identity = portal.whoami()
    asked_nobody = profile.is_web and identity.organization is None  # it would be all it has
    check = PortalCheck(
        portal=portal.info,
        identity=identity,
        datasets=None if asked_nobody else sum(1 for _dataset in portal.catalog()),
        base_url=profile.base_url,
        not_kept=tuple(portal.not_kept),
        key_source=None if key is None else key.source,
    )
    if identity.may_publish or not profile.is_web:
        return check, ExitCode.OK if identity.may_publish else ExitCode.FAILURE, []
    refusal = _no_right(portal.info, identity)
    return _with_note(check, refusal), ExitCode.AUTH, [refusal]


def _no_right(portal: PortalInfo, identity: Identity) -> OpendataError:
    told = {"portal": portal.name, "origin": portal.origin}
    if identity.organization is None:
        return CredentialsError("no-right", reason="no-organization", **told)
    return CredentialsError("no-right", organization=identity.organization, **told)


def _with_note(check: PortalCheck, error: OpendataError) -> PortalCheck:
    """What stops us, among what to know."""
    note = Notice(code=error.code, params=error.params)
    identity = replace(check.identity, notes=(note, *check.identity.notes))
    return replace(check, identity=identity)


def _unknown(profile: Profile, error: OpendataError) -> PortalCheck:
    """A portal seen without a key: it answers, and that is all. Raises as `recognise`."""
    from opendata_cli.cli.recognising import recognise

    recognise(profile.url)
    check = PortalCheck(
        portal=info_of(profile),
        identity=Identity(who="", may_publish=False),
        datasets=None,
        base_url=None,
    )
    return _with_note(check, error)


def _entry(profile: Profile) -> PortalEntry:
    return PortalEntry(
        name=profile.name,
        kind=profile.kind,
        url=profile.url,
        organization=profile.organization,
        base_url=profile.base_url,
        source=profile.source,
    )
