"""What a validation says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opendata_cli.model.schema import SchemaRef
from opendata_cli.model.table import Dialect, Source


class Mode(StrEnum):
    """Who decides: Frictionless alone, or Frictionless with what producers expect."""

    TOLERANT = "tolerant"
    STRICT = "strict"


class Severity(StrEnum):
    """Only an error makes a table invalid."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing found in the data.

    `code` is Frictionless's error type, or one of ours. `row` is None for the
    header and the file, `column` (from 1) is None for a row and the file.
    `expected` is the cell rewritten in the right form, when there is just one.
    """

    code: str
    severity: Severity = Severity.ERROR
    row: int | None = None
    column: int | None = None
    field: str | None = None
    cell: str | None = None
    expected: str | None = None
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The verdict on one table.

    `rows` and `columns` are None when the file could not be read; `seconds` is
    wall time. `counts` are errors by code, warnings apart.
    """

    source: Source
    dialect: Dialect
    mode: Mode
    engine: str
    schema: SchemaRef | None
    labels: tuple[str, ...]
    rows: int | None
    columns: int | None
    issues: tuple[Issue, ...]
    truncated: bool
    seconds: float
    suggestion: str | None = None
    reference: object = None

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that make the table invalid."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The issues that do not."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.WARNING)

    @property
    def valid(self) -> bool:
        """Whether no error was found."""
        return not self.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The verdicts of one run."""

    reports: tuple[Report, ...]

    @property
    def valid(self) -> bool:
        """Whether every table is valid."""
        return all(report.valid for report in self.reports)

    @property
    def clean(self) -> bool:
        """Whether nothing was found at all, warnings included."""
        return not any(report.issues for report in self.reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The issues of one kind in one column; `first` stands for them all."""

    code: str
    severity: Severity
    field: str | None
    column: int | None
    count: int
    first: Issue


def group_issues(issues: tuple[Issue, ...]) -> tuple[Group, ...]:
    """Issues by code, rule broken and column, in the order they first appear."""
    gathered: dict[tuple[object, ...], list[Issue]] = {}
    for issue in issues:
        rule = issue.params.get("constraint")
        key = (issue.severity, issue.code, issue.field, issue.column, rule)
        gathered.setdefault(key, []).append(issue)
    return tuple(
        Group(
            code=members[0].code,
            severity=members[0].severity,
            field=members[0].field,
            column=members[0].column,
            count=len(members),
            first=members[0],
        )
        for members in gathered.values()
    )
