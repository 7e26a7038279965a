"""Which known schema a table most likely follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from opendata_cli.model.labels import fold_label
from opendata_cli.model.schema import TableSchema

_ENOUGH = 0.5


def suggest_schema(labels: Collection[str], schemas: Sequence[TableSchema]) -> TableSchema | None:
    """The schema that has most of the labels, when it has enough of them; None when none does.

    Enough: half of the labels, and with them half of the fields that the schema requires
    (of all its fields when it requires none). Between equals, the schema with fewer
    fields without a column.
    """
    told = frozenset(fold_label(label) for label in labels if label.strip())
    fitting = [schema for schema in schemas if _fits(schema, told)]
    return max(fitting, key=lambda schema: _match(schema, told), default=None)


def _fits(schema: TableSchema, told: frozenset[str]) -> bool:
    names = _folded(schema.names)
    needed = _folded(field.name for field in schema.fields if field.required) or names
    matched = names & told
    return bool(matched) and (
        len(matched) >= _ENOUGH * len(told) and len(needed & told) >= _ENOUGH * len(needed)
    )


def _match(schema: TableSchema, told: frozenset[str]) -> tuple[int, int]:
    names = _folded(schema.names)
    return len(names & told), -len(names - told)


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_label, names))
