"""Tables and facts made by hand, for tests that read no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from opendata_cli.metadata.describe import FileFacts, TableFacts, describe_file, describe_table
from opendata_cli.model.table import Cell, Dialect, FileFormat, Row, Source, Table

CSV = Dialect(format=FileFormat.CSV, encoding="utf-8", delimiter=";", header_rows=(1,))


def source(name: str = "donnees.csv") -> Source:
    return Source(name=name, path=Path(name), bytes=120, sha256="ab" * 32, sha1="cd" * 20)


def table(
    labels: Sequence[str],
    *,
    name: str = "donnees.csv",
    dialect: Dialect = CSV,
    sheets: tuple[str, ...] = (),
) -> Table:
    return Table(source=source(name), dialect=dialect, labels=tuple(labels), sheets=sheets)


def rows(*records: Iterable[Cell]) -> list[Row]:
    return [Row(number, tuple(cells)) for number, cells in enumerate(records, start=2)]


def table_facts(name: str, label: str, cells: Sequence[Cell], dialect: Dialect = CSV) -> TableFacts:
    return describe_table(table([label], name=name, dialect=dialect), rows(*([c] for c in cells)))


def file_facts(name: str) -> FileFacts:
    return describe_file(source(name))
