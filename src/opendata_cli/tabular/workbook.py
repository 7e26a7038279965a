"""A workbook as sheets of rows, whatever its format.

External links are never followed and formulas never computed: their last values are read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import LAST_ROW, Cell, FileFormat, Row
from opendata_cli.tabular.ods_file import ods_rows, ods_sheets
from opendata_cli.tabular.xls_file import xls_rows, xls_sheets
from opendata_cli.tabular.xlsx_file import xlsx_rows, xlsx_sheets


@dataclass(frozen=True, slots=True)
class _Reader:
    """`sheets` gives each name and whether it is visible; `rows` the cells from row 1 on."""

    sheets: Callable[[Path], list[tuple[str, bool]]]
    rows: Callable[[Path, str, frozenset[int]], Iterator[tuple[Cell, ...]]]


_READERS: Mapping[FileFormat, _Reader] = {
    FileFormat.XLSX: _Reader(xlsx_sheets, xlsx_rows),
    FileFormat.XLS: _Reader(xls_sheets, xls_rows),
    FileFormat.ODS: _Reader(ods_sheets, ods_rows),
}


def sheet_names(path: Path, kind: FileFormat) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All the sheets in order, then the visible ones (all of them when none is).

    Raises UnreadableTable (format-error `broken-workbook`, `encrypted-workbook`).
    """
    sheets = _READERS[kind].sheets(path)
    names = tuple(name for name, _ in sheets)
    return names, tuple(name for name, visible in sheets if visible) or names


def read_sheet(
    path: Path, kind: FileFormat, sheet: str, as_text: Collection[int] = ()
) -> Iterator[Row]:
    """The rows of the sheet, from its row 1 on; blank rows at the end are left out.

    Numbers of the columns `as_text` (from 0) come as `Displayed`.
    Raises UnreadableTable (format-error `broken-workbook`), above `LAST_ROW` rows too:
    spreadsheets allow no more, and a file that declares more is made to harm.
    """
    blanks = 0
    rows = _READERS[kind].rows(path, sheet, frozenset(as_text))
    for number, cells in enumerate(rows, start=1):
        if number > LAST_ROW:
            detail = f"{number} > {LAST_ROW}"
            raise UnreadableTable(
                "format-error", reason="broken-workbook", path=str(path), detail=detail
            )
        if all(cell is None or cell == "" for cell in cells):
            blanks += 1
            continue
        for before in range(number - blanks, number):
            yield Row(before, ())
        blanks = 0
        yield Row(number, cells)
