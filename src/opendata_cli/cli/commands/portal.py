"""`opendata portal …`."""

from __future__ import annotations

from pathlib import Path

import typer

from opendata_cli.cli import options
from opendata_cli.cli.session import Session
from opendata_cli.i18n import _


def add(
    session: Session,
    name: options.NameArg,
    url: options.UrlArg,
    kind: options.KindOpt = None,
    organization: options.OrganizationOpt = None,
    base_url: options.BaseUrlOpt = None,
    title: options.TitleOpt = None,
    language: options.LanguageOpt = None,
) -> None:
    """Name a portal, in the user's own configuration."""
    from dataclasses import replace

    from opendata_cli.cli.addresses import is_web
    from opendata_cli.cli.portals import new_profile
    from opendata_cli.cli.profiles import add_profile

    if is_web(url) and (base_url or title or language):
        raise typer.BadParameter(_("--base-url, --title and --language are for folders."))
    asked = new_profile(name, url, kind=kind, organization=organization)
    asked = replace(asked, base_url=base_url, title=title, language=language)
    session.emit(add_profile(session, asked))


def list_(session: Session) -> None:
    """List the portals known here."""
    from opendata_cli.cli.profiles import list_profiles

    session.emit(list_profiles(session))


def check(
    session: Session,
    portal: options.OptionalNameArg = "local",
    organization: options.OrganizationOpt = None,
    yes: options.YesOpt = False,
) -> None:
    """See whether a portal can be published to."""
    from opendata_cli.cli.profiles import check_profile

    found, code, errors = check_profile(session, portal, organization=organization, yes=yes)
    session.emit(found, code=code, errors=errors)


def login(session: Session, portal: options.PortalArg) -> None:
    """Keep a key for a portal, once the portal has taken it."""
    from opendata_cli.cli.logins import log_in

    session.emit(log_in(session, portal))


def logout(session: Session, portal: options.PortalArg) -> None:
    """Remove the key kept for a portal from this machine."""
    from opendata_cli.cli.logins import log_out

    session.emit(log_out(session, portal))


def remove(session: Session, name: options.NameArg) -> None:
    """Forget a portal."""
    from opendata_cli.cli.profiles import remove_profile

    session.emit(remove_profile(session, name))


def serve(
    session: Session, portal: options.OptionalNameArg = "local", port: options.PortOpt = 8080
) -> None:
    """Show a folder catalogue in a browser, on this machine only, until Ctrl-C."""
    from opendata_cli.cli.portals import choose_profile
    from opendata_cli.cli.serving import serve_folder

    profile = choose_profile(session.config(Path()), asked=portal, told=(), folder=Path())
    serve_folder(session, profile, port)
