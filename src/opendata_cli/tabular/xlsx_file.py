"""A workbook as sheets of typed rows: openpyxl for XLSX, calamine for ODS, xlrd for XLS.

openpyxl and xlrd tell how a number is shown, which a code with leading zeros
needs; calamine does not. External links are never followed and formulas never
computed: their last values are read.
"""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Cell, Displayed, FileFormat, Row
from opendata_cli.tabular.number_format import display
from opendata_cli.tabular.xls_file import xls_rows, xls_sheets

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MOST_ROWS = 1_048_576
"""Rows of a sheet: what spreadsheets allow. A file that declares more is made to harm."""

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


def sheet_names(path: Path, kind: FileFormat) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All the sheets in order, then the visible ones (all of them when none is).

    Raises UnreadableTable (format-error `broken-workbook`, `encrypted-workbook`).
    """
    if kind is FileFormat.XLSX:
        with _opened(path) as book:
            sheets = [(sheet.title, sheet.sheet_state == "visible") for sheet in book.worksheets]
    elif kind is FileFormat.XLS:
        sheets = xls_sheets(path)
    else:
        from python_calamine import SheetVisibleEnum

        with _calamine(path) as book:
            sheets = [
                (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
                for sheet in book.sheets_metadata
            ]
    names = tuple(name for name, _ in sheets)
    return names, tuple(name for name, visible in sheets if visible) or names


def read_sheet(
    path: Path, kind: FileFormat, sheet: str, as_text: Collection[int] = ()
) -> Iterator[Row]:
    """The rows of the sheet, from its row 1 on; blank rows at the end are left out.

    Numbers of the columns `as_text` (from 0) come as `Displayed`.
    Raises UnreadableTable (format-error `broken-workbook`).
    """
    read = {FileFormat.XLSX: _xlsx_rows, FileFormat.XLS: xls_rows}.get(kind, _ods_rows)
    blanks = 0
    for number, cells in enumerate(read(path, sheet, frozenset(as_text)), start=1):
        if number > MOST_ROWS:
            detail = f"{number} > {MOST_ROWS}"
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


def _xlsx_rows(path: Path, sheet: str, as_text: frozenset[int]) -> Iterator[tuple[Cell, ...]]:
    with _opened(path) as book:
        table: Any = book[sheet]
        # A declared size may be a million rows for a hundred, or too small: the rows tell.
        table.reset_dimensions()
        for cells in table.iter_rows(values_only=not as_text):
            if as_text:
                yield tuple(_typed(cell, at in as_text) for at, cell in enumerate(cells))
            else:
                yield tuple(map(_dated, cells))


def _typed(cell: Any, as_text: bool) -> Cell:  # noqa: FBT001, ANN401 - openpyxl's cells have no common type
    value = cell.value
    if as_text and isinstance(value, (int, float)) and not isinstance(value, bool):
        return Displayed(value, display(value, cell.number_format))
    return _dated(value)


def _dated(value: Any) -> Cell:  # noqa: ANN401 - whatever the library found
    """The value, a midnight being the date it stands for: workbooks have no other dates."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    known = (str, int, float, dt.date, dt.time, dt.timedelta)
    return value if value is None or isinstance(value, known) else str(value)


def _ods_rows(path: Path, sheet: str, as_text: frozenset[int]) -> Iterator[tuple[Cell, ...]]:
    with _calamine(path) as book:
        table = book.get_sheet_by_name(sheet)
        if table.start is None:
            return
        # calamine gives the blank rows above the data, but not the blank columns on its left.
        margin: tuple[Cell, ...] = (None,) * table.start[1]
        for cells in table.iter_rows():
            whole = margin + tuple(_integral(cell) for cell in cells)
            yield tuple(_shown(cell) if at in as_text else cell for at, cell in enumerate(whole))


def _integral(value: Any) -> Cell:  # noqa: ANN401 - whatever the library found
    """Calamine gives every number as a float, and "" for no cell."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return _dated(value)


def _shown(cell: Cell) -> Cell:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Displayed(cell, display(cell, None))
    return cell


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    import openpyxl

    # openpyxl warns of features it leaves aside (validation lists, styles): no business of ours.
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    with _told_broken(path), path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _calamine(path: Path) -> Iterator[Any]:
    import python_calamine

    try:
        # From the stream: with a path, calamine believes the extension.
        with (
            path.open("rb") as stream,
            python_calamine.CalamineWorkbook.from_filelike(stream) as book,
        ):
            yield book
    except python_calamine.PasswordError as error:
        raise _broken(path, "encrypted-workbook", error) from error
    except python_calamine.CalamineError as error:
        raise _broken(path, "broken-workbook", error) from error


@contextmanager
def _told_broken(path: Path) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise _broken(path, "broken-workbook", error) from error


def _broken(path: Path, reason: str, error: Exception) -> UnreadableTable:
    return UnreadableTable("format-error", reason=reason, path=str(path), detail=str(error))
