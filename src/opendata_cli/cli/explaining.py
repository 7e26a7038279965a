"""Codes and JSON Schemas, found by name."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

from opendata_cli.errors import InputError
from opendata_cli.model.explanation import Explanation

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session


def explanation(code: str) -> Explanation:
    """What there is to say of `code`. Raises InputError `unknown-code`."""
    from opendata_cli.views.messages import MESSAGES

    if code not in MESSAGES:
        known = sorted(name for name in MESSAGES if ":" not in name)
        close = difflib.get_close_matches(code, known, n=3, cutoff=0.5)
        raise InputError("unknown-code", name=code, close=close)
    return Explanation(code=code)


def print_schema(session: Session, command: str) -> None:
    """Write the JSON Schema of `command -f json`. Raises InputError `unknown-command`."""
    from opendata_cli.formats.json_schema import SCHEMAS, schema_text

    if command not in SCHEMAS:
        raise InputError("unknown-command", name=command, known=sorted(SCHEMAS))
    session.detail(command)
    sys.stdout.write(schema_text(command))
