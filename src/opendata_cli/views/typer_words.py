"""Words that Typer says itself and looks up in our catalogue: they are here to be translated.

Source: the calls of gettext in typer/rich_utils.py, core.py and _click/ of 0.29. A few of its
words ("Missing argument", "No such option", "Show this message and exit.") are not looked up.
"""

from __future__ import annotations

from opendata_cli.i18n import N_

WORDS = (
    N_("(deprecated) "),
    N_("(dynamic)"),
    N_("Aborted!"),
    N_("Aborted."),
    N_("Arguments"),
    N_("Commands"),
    N_("Did you mean {suggestions}?"),
    N_("Error"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("Options"),
    N_("Show this message and exit."),
    N_("Try [blue]'{command_path} {help_option}'[/] for help."),
    N_("Usage:"),
    N_("[default: {}]"),
    N_("[env var: {}]"),
    N_("[required]"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
)
