"""Which key goes to which portal, and whether it may.

A variable of the environment is found by the profile's name, and a name is only a word that
whoever wrote the project may choose: before such a key goes to an origin that the project
names, the user says so, once. A key kept by `portal login` is bound to its origin already.
"""

from __future__ import annotations

import functools
import getpass
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from opendata_cli.cli.config import confirm_origin, is_confirmed, user_file
from opendata_cli.cli.credentials import Vault, checked_key, key_of_environment
from opendata_cli.cli.portals import refuse_insecure
from opendata_cli.errors import CredentialsError
from opendata_cli.formats.escape import for_terminal
from opendata_cli.i18n import _
from opendata_cli.views.keys import key_page

if TYPE_CHECKING:
    from opendata_cli.cli.config import Profile
    from opendata_cli.cli.session import Session
    from opendata_cli.model.secret import Secret

TYPED = "typed"
"""The source of a key that was given just now."""


def vault() -> Vault:
    """The keys kept on this machine."""
    return Vault(user_file(os.environ).with_name("credentials.json"))


def key_for(session: Session, profile: Profile, *, yes: bool) -> Callable[[], Secret]:
    """What gives the key of a portal when it is first needed: nothing is looked for before.

    As `find_key`; and it raises CredentialsError `missing-token` where there is none.
    """

    @functools.cache
    def found() -> Secret | None:
        return find_key(session, profile, yes=yes)

    def needed() -> Secret:
        key = found()
        if key is None:
            raise missing_key(profile)
        return key

    return needed


def find_key(session: Session, profile: Profile, *, yes: bool) -> Secret | None:
    """The key for a portal: the environment's, else the one kept for its origin.

    `yes` lets a key of the environment go where the project says. Raises ConfigError
    `insecure-address`, CredentialsError `origin-unconfirmed`, and as `Vault.read`.
    """
    key = key_of_environment(profile.variable, os.environ)
    found = key or vault().read(profile.place)
    if found is not None:
        refuse_insecure(profile.url)
    if key is not None:
        _confirm(session, profile, yes=yes)
    return found


def missing_key(profile: Profile) -> CredentialsError:
    """What to say where a key is needed and none was found."""
    return CredentialsError(
        "missing-token",
        portal=profile.name,
        name=profile.name,
        origin=profile.place,
        variable=profile.variable,
        page=key_page(profile.url),
    )


def ask_key(profile: Profile) -> Secret:
    """The key a person types, unseen, or the first line of a standard input that is no terminal.

    Raises CredentialsError `no-key-given`, `bad-key`.
    """
    words = _("Key for {name} ({origin}), not shown: ")
    prompt = words.format(name=profile.name, origin=profile.place)
    told = _read_line(for_terminal(prompt))
    key = checked_key(told, TYPED, origin=profile.place, name=profile.name)
    if key is None:
        raise CredentialsError("no-key-given", origin=profile.place)
    return key


def _read_line(prompt: str) -> str:
    try:
        return getpass.getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
    except EOFError:
        return ""
    except UnicodeDecodeError:  # it carries what was read: it must not go further
        return "\ufffd"


def _confirm(session: Session, profile: Profile, *, yes: bool) -> None:
    """Raise CredentialsError `origin-unconfirmed` unless the user trusts the project's origin."""
    origin, variable = profile.place, profile.variable
    if profile.source != "project" or yes or is_confirmed(origin, os.environ):
        return
    if sys.stdin.isatty():
        session.say(_("This project names the portal {name}.").format(name=profile.name))
    question = _("Send {origin} the key of {variable}?").format(origin=origin, variable=variable)
    if not (sys.stdin.isatty() and session.confirm(question, yes=False)):
        raise CredentialsError(
            "origin-unconfirmed", name=profile.name, origin=origin, variable=variable
        )
    confirm_origin(origin, os.environ)
