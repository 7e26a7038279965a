"""What tolerant mode forgives in rows and cells, while they are read.

A cell of a CSV is never changed. In a workbook a typed cell is given to the
engine in the form its field expects, for the sender chose the value and the
program that wrote the file chose the type.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence

from opendata_cli.model.report import Issue, Severity
from opendata_cli.model.schema import TableSchema
from opendata_cli.model.table import Cell, Displayed, Row, Table, has_data
from opendata_cli.tabular.open import read_rows
from opendata_cli.validation.matching import Matching

_SHOWN_TYPES = frozenset(("string", "boolean"))


class Reading:
    """One pass over a table: the records for the engine, and what was forgiven on the way.

    `numbers[i]` is the file's row number of record `i`.
    """

    def __init__(self, table: Table, matching: Matching) -> None:
        self._table = table
        self._matching = matching
        self._width = len(table.labels)
        self._workbook = table.dialect.format is not None and table.dialect.format.is_workbook
        self._converters = [_converter(field.type) for field in matching.fields]
        self._started = False
        self.numbers = array("q")
        self._structure: dict[int, list[Issue]] = {}
        self._blank_count = 0
        self._first_blank: int | None = None
        self._numbers_in_text: dict[int, list[int]] = {}
        self._unlabelled = {at for at, label in enumerate(self._table.labels) if not label.strip()}
        self._untitled: dict[int, int] = {}

    def records(self) -> Iterator[Sequence[object]]:
        """The records in the order of the matched fields, blank ones left out.

        Only the first call is remembered: a table that refers to itself is read once more.
        """
        if self._started:
            yield from Reading(self._table, self._matching).records()
            return
        self._started = True
        as_text = self._shown_columns() if self._workbook else ()
        for row in read_rows(self._table, as_text=as_text):
            if _is_blank(row):
                self._forgive_blank(row.number)
                continue
            self._look_at_structure(row)
            self.numbers.append(row.number)
            yield self._record(row)

    def structure(self, position: int) -> list[Issue]:
        """The issues with the number of cells of a record; said once."""
        return self._structure.pop(position, [])

    @property
    def columns(self) -> int:
        """How many columns have a label or data, in the rows read so far."""
        return sum(1 for label in self._table.labels if label.strip()) + len(self._untitled)

    def warnings(self) -> Iterator[Issue]:
        """What was forgiven in the rows read so far."""
        for column, first in sorted(self._untitled.items()):
            yield _warning("blank-label", column=column + 1, params={"first_row": first})
        for at, (count, first) in sorted(self._numbers_in_text.items()):
            yield _warning(
                "number-in-text",
                column=self._matching.columns[at] + 1,
                field=self._matching.fields[at].name,
                params={"count": count, "first_row": first},
            )
        if self._blank_count:
            params = {"count": self._blank_count, "first_row": self._first_blank}
            yield _warning("blank-row", params=params)

    def _forgive_blank(self, number: int) -> None:
        self._blank_count += 1
        self._first_blank = self._first_blank or number

    def _shown_columns(self) -> list[int]:
        pairs = zip(self._matching.fields, self._matching.columns, strict=True)
        return [column for field, column in pairs if field.type in _SHOWN_TYPES]

    def _record(self, row: Row) -> Sequence[object]:
        cells = row.cells
        if not self._workbook:
            size = len(cells)
            return [cells[at] if at < size else None for at in self._matching.columns]
        return [
            self._converted(at, convert, cells, row.number)
            for at, convert in enumerate(self._converters)
        ]

    def _converted(
        self, at: int, convert: Callable[[Cell], object], cells: Sequence[Cell], number: int
    ) -> object:
        column = self._matching.columns[at]
        cell = cells[column] if column < len(cells) else None
        if isinstance(cell, Displayed):
            if self._matching.fields[at].type == "string":
                self._numbers_in_text.setdefault(at, [0, number])[0] += 1
            return cell.text
        return convert(cell)

    def _look_at_structure(self, row: Row) -> None:
        cells = row.cells
        size = len(cells)
        for at in [at for at in self._unlabelled if at < size and has_data(cells[at])]:
            self._unlabelled.discard(at)
            self._untitled[at] = row.number
        if size > self._width:
            self._look_at_surplus(row)
        elif size < self._width and not self._workbook:
            self._look_at_lack(row)

    def _look_at_surplus(self, row: Row) -> None:
        for at in range(self._width, len(row.cells)):
            if not has_data(row.cells[at]):
                continue
            if self._workbook:
                # A sheet has no last column: what lies beyond the header is a column without label.
                self._untitled.setdefault(at, row.number)
            else:
                self._add("extra-cell", row, at, None, str(row.cells[at]))

    def _look_at_lack(self, row: Row) -> None:
        names = dict(zip(self._matching.columns, self._matching.fields, strict=True))
        for at in range(len(row.cells), self._width):
            if at in names:
                self._add("missing-cell", row, at, names[at].name, None)

    def _add(self, code: str, row: Row, at: int, field: str | None, cell: str | None) -> None:
        issue = Issue(
            code=code, row=row.number, column=at + 1, field=field, cell=cell, params={"note": ""}
        )
        self._structure.setdefault(len(self.numbers), []).append(issue)


def engine_descriptor(
    schema: TableSchema, matching: Matching, others: Mapping[str, frozenset[str]]
) -> tuple[dict[str, object], list[Issue]]:
    """The schema of the columns that are there, and what cannot be checked.

    `others` are the fields of the resources a foreign key may point to.
    """
    present = frozenset(field.name for field in matching.fields)
    kept: list[object] = []
    unchecked: list[Issue] = []
    for key, name, here, there in _foreign_keys(schema):
        known = present if not name else others.get(name, frozenset())
        if present.issuperset(here) and known.issuperset(there):
            kept.append(key)
        elif name and name not in others:
            params = {"fields": list(here), "resource": name}
            unchecked.append(_warning("foreign-key-unchecked", params=params))
    descriptor = dict(schema.descriptor)
    # Order and number of columns were settled by the matching.
    descriptor.pop("fieldsMatch", None)
    descriptor["fields"] = [dict(field.descriptor) for field in matching.fields]
    descriptor["foreignKeys"] = kept
    if not present.issuperset(schema.primary_key):
        descriptor.pop("primaryKey", None)
    return {name: value for name, value in descriptor.items() if value != []}, unchecked


def _foreign_keys(
    schema: TableSchema,
) -> Iterator[tuple[object, str, tuple[str, ...], tuple[str, ...]]]:
    """(key, resource, fields here, fields there) of each foreign key."""
    keys = schema.descriptor.get("foreignKeys")
    for key in keys if isinstance(keys, list) else ():
        reference = key.get("reference") or {}
        yield (
            key,
            str(reference.get("resource") or ""),
            _names(key.get("fields")),
            _names(reference.get("fields")),
        )


def _names(told: object) -> tuple[str, ...]:
    if isinstance(told, str):
        return (told,)
    return tuple(map(str, told)) if isinstance(told, list) else ()


def banner(table: Table) -> Iterator[Issue]:
    """A warning when lines stand above the header."""
    header = table.dialect.header_rows
    if header and header[0] > 1:
        yield _warning("banner", params={"header_row": header[0], "header_rows": list(header)})


def _is_blank(row: Row) -> bool:
    return not any(map(has_data, row.cells))


def _converter(kind: str) -> Callable[[Cell], object]:
    return {
        "string": _as_text,
        "datetime": _as_datetime,
        "year": _as_whole,
        "yearmonth": _as_month,
    }.get(kind, _as_is)


def _as_is(cell: Cell) -> object:
    return cell


def _as_text(cell: Cell) -> object:
    return cell.isoformat() if isinstance(cell, (dt.date, dt.time)) else cell


def _as_datetime(cell: Cell) -> object:
    if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime):
        return dt.datetime.combine(cell, dt.time())
    return cell


def _as_whole(cell: Cell) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _as_month(cell: Cell) -> object:
    return cell.strftime("%Y-%m") if isinstance(cell, dt.date) else cell


def _warning(
    code: str,
    *,
    column: int | None = None,
    field: str | None = None,
    params: Mapping[str, object] = {},
) -> Issue:
    return Issue(
        code=code, severity=Severity.WARNING, column=column, field=field, params=dict(params)
    )
