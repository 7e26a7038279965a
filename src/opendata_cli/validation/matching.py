"""Which column is which field, when spelling and order do not count.

Exact names are matched first, then spellings that differ by case, accents,
spaces, `_` or `-`. See the table in docs/validation.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opendata_cli.model.labels import fold_label
from opendata_cli.model.report import Issue, Severity
from opendata_cli.model.schema import Field, TableSchema


@dataclass(frozen=True, slots=True)
class Matching:
    """`columns[i]` is the position (from 0) of the column of `fields[i]`.

    `fields` are those that have a column, in the schema's order.
    """

    fields: tuple[Field, ...]
    columns: tuple[int, ...]
    issues: tuple[Issue, ...]


def match_labels(labels: Sequence[str], schema: TableSchema) -> Matching:
    """Pair the labels with the fields, and say what is not as it should be.

    Blank labels are left out: whether they matter depends on the data below.
    """
    told = [label.strip() for label in labels]
    exact = _exact(told, schema)
    variants = _variants(told, schema, exact)
    ambiguous = list(_ambiguous(told, schema, variants))
    pairs = exact | {name: columns[0] for name, columns in variants.items()}
    fields = tuple(field for field in schema.fields if field.name in pairs)
    columns = tuple(pairs[field.name] for field in fields)
    taken = {*columns, *(column for group in variants.values() for column in group)}
    issues = [
        *_ordered(told, fields, columns),
        *(_variant(told, name, found[0]) for name, found in variants.items() if len(found) == 1),
        *ambiguous,
        *_missing(schema, pairs),
        *_leftover(told, schema, taken),
    ]
    return Matching(fields, columns, tuple(issues))


def duplicate_labels(labels: Sequence[str]) -> Iterator[Issue]:
    """An error for each label that was there before: without a schema, no name is more right."""
    seen: dict[str, int] = {}
    for at, label in enumerate(map(str.strip, labels)):
        if label and label in seen:
            yield _duplicate(label, at, seen[label], Severity.ERROR)
        seen.setdefault(label, at)


def _exact(labels: Sequence[str], schema: TableSchema) -> dict[str, int]:
    found: dict[str, int] = {}
    names = {name.strip(): name for name in schema.names}
    for at, label in enumerate(labels):
        if label in names:
            found.setdefault(names[label], at)
    return found


def _variants(
    labels: Sequence[str], schema: TableSchema, exact: dict[str, int]
) -> dict[str, list[int]]:
    """For each field without its exact label, the columns that spell it otherwise."""
    free: dict[str, list[int]] = {}
    names = {name.strip() for name in exact}
    for at, label in enumerate(labels):
        if label and label not in names:
            free.setdefault(fold_label(label), []).append(at)
    found: dict[str, list[int]] = {}
    for name in schema.names:
        if name not in exact and (columns := free.pop(fold_label(name), None)):
            found[name] = columns
    return found


def _ordered(
    labels: Sequence[str], fields: Sequence[Field], columns: Sequence[int]
) -> Iterator[Issue]:
    if list(columns) != sorted(columns):
        yield _warning(
            "label-order",
            labels=[labels[at] for at in sorted(columns)],
            expected=[field.name for field in fields],
        )


def _variant(labels: Sequence[str], name: str, column: int) -> Issue:
    return Issue(
        code="label-variant",
        severity=Severity.WARNING,
        column=column + 1,
        field=name,
        params={"label": labels[column]},
    )


def _ambiguous(
    labels: Sequence[str], schema: TableSchema, variants: dict[str, list[int]]
) -> Iterator[Issue]:
    for name in schema.names:
        columns = variants.get(name, [])
        if len(columns) > 1:
            yield Issue(
                code="label-ambiguous",
                column=columns[0] + 1,
                field=name,
                params={
                    "labels": [labels[at] for at in columns],
                    "columns": [at + 1 for at in columns],
                },
            )


def _missing(schema: TableSchema, pairs: dict[str, int]) -> Iterator[Issue]:
    for field in schema.fields:
        if field.name in pairs:
            continue
        # Without a single column of the schema there is nothing to be tolerant about.
        needed = field.required or field.name in schema.primary_key or not pairs
        yield Issue(
            code="missing-label",
            severity=Severity.ERROR if needed else Severity.WARNING,
            field=field.name,
            params={"required": field.required or field.name in schema.primary_key},
        )


def _leftover(labels: Sequence[str], schema: TableSchema, taken: set[int]) -> Iterator[Issue]:
    names = {name.strip() for name in schema.names}
    seen = {label: at for at, label in reversed(list(enumerate(labels))) if label}
    for at, label in enumerate(labels):
        if not label or at in taken:
            continue
        if seen[label] < at:
            severity = Severity.ERROR if label in names else Severity.WARNING
            yield _duplicate(label, at, seen[label], severity)
        else:
            yield _warning("extra-label", column=at + 1, label=label)


def _duplicate(label: str, at: int, first: int, severity: Severity) -> Issue:
    return Issue(
        code="duplicate-label",
        severity=severity,
        column=at + 1,
        params={"label": label, "first_column": first + 1},
    )


def _warning(code: str, *, column: int | None = None, **params: object) -> Issue:
    return Issue(code=code, severity=Severity.WARNING, column=column, params=params)
