"""Tolerant mode: the labels matched, the records read, the engine's verdicts put in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from itertools import chain

from opendata_cli.model.report import Issue, Severity
from opendata_cli.model.schema import Field
from opendata_cli.model.table import Table
from opendata_cli.tabular.open import describe_table, read_source
from opendata_cli.validation.engine import Engine, Feed, Judged, Neighbour, Request, Verdict
from opendata_cli.validation.expected import expected_form
from opendata_cli.validation.matching import Matching, duplicate_labels, match_labels
from opendata_cli.validation.tolerance import Reading, banner, engine_descriptor

_REWRITABLE = frozenset(("type-error", "constraint-error"))


def judge_tolerantly(engine: Engine, asked: Request) -> Verdict:
    """What the engine says of the cells, with what producers may be forgiven as warnings.

    Without a schema, the structure alone is looked at. Raises UnreadableTable,
    InputError and SchemaError.
    """
    schema = asked.schema
    names = schema.names if schema else ()
    table = describe_table(asked.source, dialect=asked.dialect, expected=names)
    feeds = {name: _neighbour_feed(name, other) for name, other in asked.others.items()}
    matching = match_labels(table.labels, schema) if schema else _structure_only(table)
    reading = Reading(table, matching)
    known = {name: frozenset(_field_names(feed)) for name, feed in feeds.items()}
    unchecked: list[Issue] = []
    rows: Judged = _structure_rows(reading)
    if schema and matching.fields:
        descriptor, unchecked = engine_descriptor(schema, matching, known)
        feed = Feed(name=asked.source.name, descriptor=descriptor, records=reading.records)
        rows = engine.judge_rows(feed, tuple(feeds.values()))
    head = [*banner(table), *matching.issues, *unchecked]
    with closing(rows):
        kept, truncated = _bounded(head, _located(rows, reading, matching), asked.limit)
    return Verdict(
        issues=(*kept, *reading.warnings()),
        dialect=table.dialect,
        labels=table.labels,
        rows=len(reading.numbers),
        columns=reading.columns,
        truncated=truncated,
    )


def _structure_only(table: Table) -> Matching:
    """Every labelled column as it is, for a table without schema; of twins, the first."""
    columns: dict[str, int] = {}
    for at, label in enumerate(table.labels):
        if label.strip():
            columns.setdefault(label.strip(), at)
    fields = tuple(Field(name=label, type="any") for label in columns)
    return Matching(fields, tuple(columns.values()), tuple(duplicate_labels(table.labels)))


def _structure_rows(reading: Reading) -> Judged:
    for position, _ in enumerate(reading.records()):
        yield position, []


def _neighbour_feed(name: str, other: Neighbour) -> Feed:
    source = read_source(other.path)
    names = other.schema.names if other.schema else ()
    table = describe_table(source, dialect=other.dialect, expected=names)
    if other.schema is None:
        matching = _structure_only(table)
        descriptor: dict[str, object] = {
            "fields": [{"name": field.name, "type": "any"} for field in matching.fields]
        }
    else:
        matching = match_labels(table.labels, other.schema)
        descriptor, _ = engine_descriptor(other.schema, matching, {})
    return Feed(name=name, descriptor=descriptor, records=Reading(table, matching).records)


def _field_names(feed: Feed) -> Iterator[str]:
    fields = feed.descriptor.get("fields")
    for item in fields if isinstance(fields, list) else ():
        yield item["name"]


def _located(rows: Judged, reading: Reading, matching: Matching) -> Iterator[Issue]:
    """The issues of the rows with the file's own row and column numbers."""
    fields = {field.name: field for field in matching.fields}
    for position, found in rows:
        for issue in found:
            yield _placed(issue, reading, matching, fields)
        yield from reading.structure(position)


def _placed(
    issue: Issue, reading: Reading, matching: Matching, fields: Mapping[str, Field]
) -> Issue:
    params = dict(issue.params)
    if isinstance(same := params.get("same_as"), int):
        params["same_as"] = reading.numbers[same]
        params["note"] = f"the same as in the row at position {params['same_as']}"
    field = fields.get(issue.field or "")
    expected = None
    if field is not None and issue.cell is not None and issue.code in _REWRITABLE:
        expected = expected_form(field, issue.cell)
    return replace(
        issue,
        row=None if issue.row is None else reading.numbers[issue.row],
        column=None if issue.column is None else matching.columns[issue.column - 1] + 1,
        expected=expected,
        params=params,
    )


def _bounded(head: list[Issue], rows: Iterator[Issue], limit: int) -> tuple[list[Issue], bool]:
    """The issues up to `limit` errors, and whether there were more."""
    kept: list[Issue] = []
    errors = 0
    for issue in chain(head, rows):
        if issue.severity is Severity.ERROR:
            if limit and errors == limit:
                return kept, True
            errors += 1
        kept.append(issue)
    return kept, False
