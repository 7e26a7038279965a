"""An XLSX as sheets of typed rows, by openpyxl.

It tells how a number is shown, which a code with leading zeros needs; calamine does not.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Cell
from opendata_cli.tabular.typed import displayed, is_number, typed

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

T = TypeVar("T")

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    SyntaxError,  # the XML parsers' own error
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    NotImplementedError,
)


def xlsx_sheets(path: Path) -> list[tuple[str, bool]]:
    """Each sheet and whether it is visible. Raises UnreadableTable (format-error)."""
    with _opened(path) as book:
        return [(sheet.title, sheet.sheet_state == "visible") for sheet in book.worksheets]


def xlsx_rows(path: Path, sheet: str, as_text: frozenset[int]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a sheet; numbers of the columns `as_text` come as `Displayed`.

    Raises UnreadableTable (format-error).
    """
    with _opened(path) as book:
        if not as_text:
            for values in _guarded(path, _values(book, sheet)):
                yield tuple(map(typed, values))
            return
        for pairs in _guarded(path, _formatted(book, sheet, as_text)):
            yield tuple(
                displayed(value, code) if at in as_text else typed(value)
                for at, (value, code) in enumerate(pairs)
            )


def _values(book: Workbook, sheet: str) -> Iterator[tuple[Any, ...]]:
    yield from _table(book, sheet).iter_rows(values_only=True)


def _formatted(
    book: Workbook, sheet: str, as_text: frozenset[int]
) -> Iterator[list[tuple[Any, str | None]]]:
    """The value of each cell with its number format, where that matters."""
    for cells in _table(book, sheet).iter_rows():
        yield [
            (cell.value, cell.number_format if at in as_text and is_number(cell.value) else None)
            for at, cell in enumerate(cells)
        ]


def _table(book: Workbook, sheet: str) -> Any:  # noqa: ANN401 - openpyxl's sheets have no common type
    table: Any = book[sheet]
    # A declared size may be a million rows for a hundred, or too small: the rows tell.
    table.reset_dimensions()
    return table


def _guarded(path: Path, rows: Iterator[T]) -> Iterator[T]:
    """What openpyxl gives; what it breaks down with is the file's fault, what we do with it not."""
    try:
        yield from rows
    except _BROKEN as error:
        raise _broken(path, error) from error


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    from openpyxl.reader.excel import ExcelReader

    class TablesOnly(ExcelReader):
        def read_chartsheet(self, sheet: object, rel: object) -> None:
            """Leave charts aside: they are no table, and openpyxl stumbles on empty ones."""

    # openpyxl warns of features it leaves aside (validation lists, styles): no business of ours.
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    with path.open("rb") as stream:
        try:
            reader = TablesOnly(stream, read_only=True, data_only=True, keep_links=False)
            reader.read()
        except _BROKEN as error:
            raise _broken(path, error) from error
        try:
            yield reader.wb
        finally:
            reader.wb.close()


def _broken(path: Path, error: Exception) -> UnreadableTable:
    return UnreadableTable(
        "format-error", reason="broken-workbook", path=str(path), detail=str(error)
    )
