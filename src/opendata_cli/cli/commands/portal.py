"""`opendata portal …`."""

from __future__ import annotations

from pathlib import Path

from opendata_cli.cli import options
from opendata_cli.cli.session import Session


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
    from opendata_cli.cli.config import Profile
    from opendata_cli.cli.portals import kind_of
    from opendata_cli.cli.profiles import add_profile

    asked = Profile(
        name=name,
        url=str(Path(url).resolve()),
        kind=kind_of(url, told=kind),
        organization=organization,
        base_url=base_url,
        title=title,
        language=language,
        source="user",
    )
    session.emit(add_profile(session, asked))


def list_(session: Session) -> None:
    """List the portals known here."""
    from opendata_cli.cli.profiles import list_profiles

    session.emit(list_profiles(session))


def check(session: Session, portal: options.OptionalNameArg = "local") -> None:
    """See whether a portal can be published to."""
    from opendata_cli.cli.profiles import check_profile
    from opendata_cli.exits import ExitCode

    found = check_profile(session, portal)
    session.emit(found, code=ExitCode.OK if found.identity.may_publish else ExitCode.FAILURE)


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
