"""`validate` in JSON. See docs/reference/json/validate.schema.json."""

from __future__ import annotations

from collections import Counter

from typing_extensions import TypedDict

from opendata_cli.model.report import Group, Issue, Report, Reports, group_issues
from opendata_cli.model.schema import SchemaRef
from opendata_cli.views.humanize import cell_ref
from opendata_cli.views.issues import issue_remedy, issue_sentence


class SchemaPayload(TypedDict):
    """The schema used."""

    name: str | None
    version: str | None
    url: str | None


class IssuePayload(TypedDict):
    """One issue. `row` and `column` are Frictionless's, `cell_ref` what Excel shows."""

    severity: str
    code: str
    row: int | None
    column: int | None
    field: str | None
    cell: str | None
    cell_ref: str | None
    message: str
    expected: str | None
    params: dict[str, object]


class GroupPayload(TypedDict):
    """The issues of one kind in one column."""

    severity: str
    code: str
    field: str | None
    column: int | None
    count: int
    first_row: int | None
    message: str
    remedy: str


class ReportPayload(TypedDict):
    """The verdict on one table; `rows` and what follows are null when it cannot be read."""

    source: str
    format: str | None
    sheet: str | None
    schema: SchemaPayload | None
    mode: str
    engine: str
    valid: bool
    rows: int | None
    columns: int | None
    bytes: int
    sha256: str
    encoding: str | None
    delimiter: str | None
    header_row: int | None
    header_rows: list[int]
    labels: list[str]
    counts: dict[str, int]
    errors: int
    warnings: int
    truncated: bool
    seconds: float
    suggestion: str | None
    issues: list[IssuePayload]
    groups: list[GroupPayload]


class ReportsPayload(TypedDict):
    """The verdicts of one run."""

    valid: bool
    reports: list[ReportPayload]


def reports_payload(reports: Reports) -> ReportsPayload:
    """Every report, with its issues and their groups."""
    return {
        "valid": reports.valid,
        "reports": [report_payload(report) for report in reports.reports],
    }


def report_payload(report: Report) -> ReportPayload:
    """One report. `counts` are of errors, by code."""
    dialect = report.dialect
    return {
        "source": report.source.name,
        "format": dialect.format.value if dialect.format else None,
        "sheet": dialect.sheet,
        "schema": schema_payload(report.schema),
        "mode": report.mode.value,
        "engine": report.engine,
        "valid": report.valid,
        "rows": report.rows,
        "columns": report.columns,
        "bytes": report.source.bytes,
        "sha256": report.source.sha256,
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
        "header_row": dialect.header_rows[0] if dialect.header_rows else None,
        "header_rows": list(dialect.header_rows),
        "labels": list(report.labels),
        "counts": dict(Counter(issue.code for issue in report.errors)),
        "errors": len(report.errors),
        "warnings": len(report.warnings),
        "truncated": report.truncated,
        "seconds": round(report.seconds, 3),
        "suggestion": report.suggestion,
        "issues": [issue_payload(issue) for issue in report.issues],
        "groups": [_group(group) for group in group_issues(report.issues)],
    }


def schema_payload(ref: SchemaRef | None) -> SchemaPayload | None:
    """Name, version and address of a schema."""
    if ref is None:
        return None
    return {"name": ref.name, "version": ref.version, "url": ref.url}


def issue_payload(issue: Issue) -> IssuePayload:
    """One issue, with its sentence in the user's language."""
    return {
        "severity": issue.severity.value,
        "code": issue.code,
        "row": issue.row,
        "column": issue.column,
        "field": issue.field,
        "cell": issue.cell,
        "cell_ref": cell_ref(issue.row, issue.column),
        "message": issue_sentence(issue),
        "expected": issue.expected,
        "params": dict(issue.params),
    }


def _group(group: Group) -> GroupPayload:
    return {
        "severity": group.severity.value,
        "code": group.code,
        "field": group.field,
        "column": group.column,
        "count": group.count,
        "first_row": group.first.row,
        "message": issue_sentence(group.first),
        "remedy": issue_remedy(group.first),
    }
