"""`opendata explain`."""

from __future__ import annotations

import typer

from opendata_cli.cli import options
from opendata_cli.cli.session import Session
from opendata_cli.i18n import _


def explain(
    session: Session, code: options.CodeArg = None, json_schema: options.JsonSchemaOpt = None
) -> None:
    """Explain a code, or print the JSON Schema of a command's result."""
    from opendata_cli.cli.explaining import explanation, print_schema

    if json_schema is not None:
        print_schema(session, json_schema)
    elif code is not None:
        session.emit(explanation(code))
    else:
        raise typer.BadParameter(_("Give a code, or --json-schema COMMAND."))
