"""The table of commands, grouped by job."""

from __future__ import annotations

from collections.abc import Callable

import typer

from opendata_cli import __version__
from opendata_cli.cli.command import command
from opendata_cli.cli.commands import (
    apply,
    describe,
    explain,
    init,
    plan,
    portal,
    publish,
    validate,
)
from opendata_cli.i18n import _

_BOTH = ("text", "json")
_TABLES = ("text", "json", "csv", "markdown", "frictionless")
_REPORT = ("text", "json", "markdown")
_METADATA = ("text", "json", "yaml", "markdown")
_HELP = {"help_option_names": ["--help", "-h"]}


def build_app() -> typer.Typer:
    """The whole application, in the language that is active now."""
    app = typer.Typer(
        help=_("Validate, describe and publish open data."),
        epilog=_(
            "First steps: opendata validate FILE, then opendata init FILE, then opendata publish."
        ),
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings=_HELP,
    )
    app.callback()(_root)
    _add_commands(app)
    app.add_typer(_portal_app(), name="portal", rich_help_panel=_("Publish"))
    return app


def _add_commands(app: typer.Typer) -> None:
    prepare, publishing, follow = _("Prepare"), _("Publish"), _("Follow up")
    table: list[tuple[str, Callable[..., None], tuple[str, ...], bool, str]] = [
        (prepare, validate.validate, _TABLES, True, _("Check tables against a Table Schema.")),
        (publishing, init.init, _BOTH, False, _("Write a manifest from data files.")),
        (
            publishing,
            describe.describe,
            _METADATA,
            True,
            _("Show the metadata, told and found, with what proves it."),
        ),
        (publishing, plan.plan, _REPORT, False, _("Show what publishing would change.")),
        (publishing, apply.apply, _REPORT, False, _("Carry out a plan written to a file.")),
        (
            publishing,
            publish.publish,
            _REPORT,
            False,
            _("Validate, plan, ask, publish, verify."),
        ),
        (
            follow,
            explain.explain,
            _BOTH,
            False,
            _("Explain a code, and what to do about it."),
        ),
    ]
    for panel, function, formats, output, words in table:
        wrapped = command(function, formats, output=output)
        app.command(rich_help_panel=panel, help=words, context_settings=_HELP)(wrapped)


def _portal_app() -> typer.Typer:
    app = typer.Typer(
        help=_("Portals: where datasets are published."),
        no_args_is_help=True,
        rich_markup_mode="rich",
        context_settings=_HELP,
    )
    app.callback()(_language)
    table: list[tuple[str, Callable[..., None], tuple[str, ...], str]] = [
        ("add", portal.add, _BOTH, _("Name a portal.")),
        ("list", portal.list_, _BOTH, _("List the portals known here.")),
        ("check", portal.check, _BOTH, _("See whether a portal can be published to.")),
        ("login", portal.login, _BOTH, _("Keep the key of a portal on this machine.")),
        ("logout", portal.logout, _BOTH, _("Remove the key of a portal from this machine.")),
        ("remove", portal.remove, _BOTH, _("Forget a portal; nothing on it is touched.")),
        (
            "serve",
            portal.serve,
            (),
            _("Serve a folder catalogue, on this machine only."),
        ),
    ]
    for name, function, formats, words in table:
        app.command(name, help=words, context_settings=_HELP)(command(function, formats))
    return app


def _version(value: bool) -> None:
    if value:
        typer.echo(f"opendata {__version__}")
        raise typer.Exit


def _language(
    lang: str = typer.Option(None, "--lang", help=_("Language: fr or en."), metavar="fr|en"),
) -> None:
    pass


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=_("Show the version.")
    ),
    lang: str = typer.Option(None, "--lang", help=_("Language: fr or en."), metavar="fr|en"),
) -> None:
    pass
