"""`opendata validate`."""

from __future__ import annotations

import typer

from opendata_cli.cli import options
from opendata_cli.cli.session import Session
from opendata_cli.i18n import _


def validate(
    session: Session,
    sources: options.SourcesArg,
    schema: options.SchemaOpt = None,
    mode: options.ModeOpt = "tolerant",
    max_errors: options.MaxErrorsOpt = 1000,
    fail_on: options.FailOnOpt = "error",
    encoding: options.EncodingOpt = None,
    delimiter: options.DelimiterOpt = None,
    sheet: options.SheetOpt = None,
    header_row: options.HeaderRowOpt = None,
) -> None:
    """Check tables against a Table Schema; without one, check their structure."""
    from opendata_cli.cli.checking import How, check_targets
    from opendata_cli.cli.sources import find_targets
    from opendata_cli.exits import ExitCode
    from opendata_cli.model.report import Mode
    from opendata_cli.model.table import Dialect

    dialect = Dialect(
        encoding=encoding,
        delimiter=_delimiter(delimiter),
        sheet=sheet,
        header_rows=_header_rows(header_row),
    )
    described = session.output.format == "frictionless"
    how = How(mode=Mode(mode), limit=max_errors, dialect=dialect, described=described)
    reports = check_targets(session, find_targets(sources, session.folder), schema, how)
    worst = {"error": reports.valid, "warning": reports.clean, "never": True}[fail_on]
    session.emit(reports, code=ExitCode.OK if worst else ExitCode.PROBLEMS)


def _delimiter(told: str | None) -> str | None:
    return {"\\t": "\t", "tab": "\t"}.get(told or "", told)


def _header_rows(told: str | None) -> tuple[int, ...]:
    if told is None:
        return ()
    rows = told.split(",")
    if not all(row.strip().isdigit() and int(row) > 0 for row in rows):
        raise typer.BadParameter(_("--header-row takes a row number, or two as 7,8."))
    return tuple(int(row) for row in rows)
