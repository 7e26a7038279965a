"""A validation as CSV: one line an issue, never localised but for `message`."""

from __future__ import annotations

import csv
import io

from opendata_cli.formats.escape import for_spreadsheet, for_terminal
from opendata_cli.formats.payloads.validate import issue_payload
from opendata_cli.model.report import Reports

COLUMNS = (
    "source",
    "sheet",
    "severity",
    "code",
    "row",
    "column",
    "cell_ref",
    "field",
    "cell",
    "expected",
    "message",
)


def issues_csv(reports: Reports) -> str:
    """Every issue of every table, with a header line; UTF-8, commas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for report in reports.reports:
        place = {"source": report.source.name, "sheet": report.dialect.sheet}
        for issue in report.issues:
            values = {**issue_payload(issue), **place}
            writer.writerow([_cell(values[column]) for column in COLUMNS])
    return stream.getvalue()


def _cell(value: object) -> object:
    return for_spreadsheet(for_terminal(value)) if isinstance(value, str) else value
