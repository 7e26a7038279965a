"""Which known schema a table most likely follows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from opendata_cli.model.labels import fold_label
from opendata_cli.model.schema import TableSchema

_ENOUGH = 0.5


def suggest_schema(labels: Collection[str], schemas: Sequence[TableSchema]) -> TableSchema | None:
    """The schema whose fields match most labels, at least half of them; None when none does.

    Between equals, the schema with fewer fields without a column.
    """
    told = frozenset(fold_label(label) for label in labels if label.strip())
    if not told or not schemas:
        return None

    def fit(schema: TableSchema) -> tuple[int, int]:
        names = frozenset(map(fold_label, schema.names))
        return len(names & told), -len(names - told)

    best = max(schemas, key=fit)
    return best if fit(best)[0] >= _ENOUGH * len(told) else None
