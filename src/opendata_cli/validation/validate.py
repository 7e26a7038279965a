"""The verdict on one file: strict, or with what producers expect."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.report import Issue, Mode, Report, Severity
from opendata_cli.model.schema import TableSchema
from opendata_cli.model.table import Dialect, Source
from opendata_cli.tabular.content import refuse_bombs, unpacking
from opendata_cli.tabular.open import check_told, read_source
from opendata_cli.tabular.workbook import sheet_names
from opendata_cli.validation.engine import Engine, Neighbour, Request, Verdict
from opendata_cli.validation.reference import Reference, check_schema, describe_report
from opendata_cli.validation.tolerant import judge_tolerantly


def validate_file(  # noqa: PLR0913 - the options of the command
    path: Path,
    schema: TableSchema | None,
    *,
    mode: Mode = Mode.TOLERANT,
    dialect: Dialect = Dialect(),  # noqa: B008 - a frozen value
    limit: int = 1000,
    others: Mapping[str, Neighbour] = {},
    name: str | None = None,
    described: bool = False,
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Check the file; without a schema, its structure only.

    `limit` bounds the errors (0: all); warnings are not counted. `others` are the
    resources its foreign keys may point to. `described` also gives `Report.reference`,
    a standard Frictionless report. `clock` gives seconds.
    A file that cannot be read as a table is a report with one issue.
    Raises InputError (file-not-found, no-such-sheet, unknown-encoding, bad-delimiter,
    bad-header-row) and SchemaError (invalid-schema).
    """
    started = clock()
    check_told(dialect)
    source = read_source(path, name=name)
    if schema is not None:
        check_schema(schema)
    engine: Engine = Reference()
    asked = Request(
        source=source,
        schema=schema,
        dialect=dialect,
        limit=limit,
        others=others,
        described=described,
    )
    judge = judge_strictly if mode is Mode.STRICT else judge_tolerantly
    try:
        verdict = judge(engine, asked)
    except UnreadableTable as error:
        verdict = _unreadable(error, dialect)
    seconds = clock() - started
    return Report(
        source=source,
        dialect=verdict.dialect,
        mode=mode,
        engine=engine.name,
        schema=schema.ref if schema else None,
        labels=verdict.labels,
        rows=verdict.rows,
        columns=verdict.columns,
        issues=verdict.issues,
        truncated=verdict.truncated,
        seconds=seconds,
        reference=_described(verdict, source, seconds) if described else None,
    )


def _described(verdict: Verdict, source: Source, seconds: float) -> object:
    if verdict.reference is not None:
        return verdict.reference
    errors = [issue for issue in verdict.issues if issue.severity is Severity.ERROR]
    return describe_report(
        errors, name=source.name, labels=verdict.labels, rows=verdict.rows or 0, seconds=seconds
    )


def _unreadable(error: UnreadableTable, dialect: Dialect) -> Verdict:
    issue = Issue(
        code=error.code, params={"note": str(error.params.get("detail", "")), **error.params}
    )
    return Verdict(issues=(issue,), dialect=dialect)


def judge_strictly(engine: Engine, asked: Request) -> Verdict:
    """What the engine says of the file as it reads it itself, bombs apart.

    Raises UnreadableTable and SchemaError.
    """
    path = asked.source.path
    refuse_bombs(path)
    with unpacking(path):
        verdict = engine.judge_file(asked)
    kind = verdict.dialect.format
    if kind is None or not kind.is_workbook or verdict.rows is None or asked.dialect.sheet:
        return verdict
    # Frictionless reads the first sheet, and does not say its name.
    sheets, _ = sheet_names(path, kind)
    return replace(verdict, dialect=replace(verdict.dialect, sheet=sheets[0] if sheets else None))
