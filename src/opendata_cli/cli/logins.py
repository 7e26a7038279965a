"""Keep a portal's key on this machine, and remove it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.credentials import key_of_environment
from opendata_cli.cli.keys import ask_key, vault
from opendata_cli.cli.portals import choose_profile, info_of, refuse_insecure
from opendata_cli.errors import ConfigError, CredentialsError
from opendata_cli.model.portals import PortalLogin, PortalLogout

if TYPE_CHECKING:
    from opendata_cli.cli.config import Profile
    from opendata_cli.cli.session import Session


def log_in(session: Session, word: str) -> PortalLogin:
    """Ask for a key, try it, keep it. A key that the portal refuses is not kept.

    Raises ConfigError `no-key-needed`, `insecure-address`; CredentialsError, PortalError.
    """
    profile = _web_profile(session, word)
    refuse_insecure(profile.url)
    key = ask_key(profile)
    portal = session.portal(profile, key=lambda: key)
    identity = portal.whoami()
    return PortalLogin(
        portal=portal.info,
        identity=identity,
        kept_in=vault().keep(profile.place, key),
        variable=_told_variable(profile),
    )


def log_out(session: Session, word: str) -> PortalLogout:
    """Remove the key kept for a portal's origin. Raises ConfigError, CredentialsError."""
    profile = _web_profile(session, word)
    return PortalLogout(
        portal=info_of(profile),
        removed_from=vault().forget(profile.place),
        variable=_told_variable(profile),
    )


def _web_profile(session: Session, word: str) -> Profile:
    profile = choose_profile(session.config(Path()), asked=word, told=(), folder=Path())
    if not profile.is_web:
        raise ConfigError("no-key-needed", name=profile.name, path=profile.url)
    return profile


def _told_variable(profile: Profile) -> str | None:
    """The variable of the environment that holds a key, usable or not."""
    try:
        key = key_of_environment(profile.variable, os.environ)
    except CredentialsError:
        return profile.variable
    return None if key is None else profile.variable
