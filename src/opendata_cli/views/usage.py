"""Typer's words for a command that is not written right, in the language of the user.

Typer has them in English only; whatever is not known here is said as it is.
"""

from __future__ import annotations

import re

from opendata_cli.i18n import N_, _

_SENTENCES = (
    (re.compile(r"Missing argument '(?P<name>.+)'\."), N_("{name} is missing.")),
    (re.compile(r"Missing option '(?P<name>.+)'\."), N_("{name} is missing.")),
    (re.compile(r"No such option: (?P<name>\S+)"), N_("there is no option {name}.")),
    (re.compile(r"No such command '(?P<name>.+)'\."), N_("there is no command {name}.")),
    (re.compile(r"Option '(?P<name>.+)' requires an argument\."), N_("{name} needs a value.")),
    (re.compile(r"Got unexpected extra arguments? \((?P<name>.+)\)"), N_("{name} is too much.")),
    (
        re.compile(
            r"Invalid value for '(?P<name>[^']+)': .*'(?P<value>.*)' is not one of "
            r"(?P<known>.+)"
        ),
        N_("{name} cannot be {value}. Possible: {known}"),
    ),
)


def usage_words(message: str) -> str:
    """What is wrong in the command, in one sentence."""
    for pattern, words in _SENTENCES:
        found = pattern.match(message)
        if found is not None:
            return _(words).format(**found.groupdict())
    return message
