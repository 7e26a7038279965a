"""An old workbook (XLS) as sheets of typed rows.

xlrd is slower than calamine, but it is pure Python: a damaged file is an error,
where calamine ends the process. It also tells how a number is shown.
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Cell
from opendata_cli.tabular.typed import displayed

T = TypeVar("T")

_BROKEN = (
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    NotImplementedError,
    EOFError,
    OSError,
    MemoryError,
    RecursionError,
)


def xls_sheets(path: Path) -> list[tuple[str, bool]]:
    """Each sheet and whether it is visible. Raises UnreadableTable (format-error)."""
    return [(sheet.name, sheet.visibility == 0) for sheet in _book(path).sheets()]


def xls_rows(path: Path, sheet: str, as_text: frozenset[int]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a sheet; numbers of the columns `as_text` come as `Displayed`.

    Raises UnreadableTable (format-error).
    """
    book = _book(path)
    for cells in _guarded(path, _cells(book, sheet, as_text)):
        yield tuple(
            displayed(value, code) if at in as_text else value
            for at, (value, code) in enumerate(cells)
        )


def _cells(
    book: Any,  # noqa: ANN401 - untyped library
    sheet: str,
    as_text: frozenset[int],
) -> Iterator[list[tuple[Cell, str | None]]]:
    """The value of each cell with its number format, where that matters."""
    table = book.sheet_by_name(sheet)
    for number in range(table.nrows):
        yield [
            (_value(book, cell), _format(book, cell) if at in as_text else None)
            for at, cell in enumerate(table.row(number))
        ]


def _guarded(path: Path, rows: Iterator[T]) -> Iterator[T]:
    """What xlrd gives; what it breaks down with is the file's fault, what we do with it not."""
    try:
        yield from rows
    except _BROKEN as error:
        raise _broken(path, error) from error


def _value(book: Any, cell: Any) -> Cell:  # noqa: ANN401 - untyped library
    import xlrd  # type: ignore[import-untyped]

    value = cell.value
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _date(book, value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#ERR"))
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return int(value) if float(value).is_integer() else float(value)
    return value if cell.ctype == xlrd.XL_CELL_TEXT else None


def _date(book: Any, value: float) -> Cell:  # noqa: ANN401 - untyped library
    """The moment; a midnight is a date, a time of day has none. A number when it is no date."""
    import xlrd

    try:
        moment = xlrd.xldate_as_datetime(value, book.datemode)
    except (OverflowError, ValueError, xlrd.xldate.XLDateError):
        return value
    if not isinstance(moment, dt.datetime):
        return None
    if 0 <= value < 1:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment


def _format(book: Any, cell: Any) -> str | None:  # noqa: ANN401 - untyped library
    found = book.format_map.get(book.xf_list[cell.xf_index].format_key)
    return found.format_str if found else None


def _book(path: Path) -> Any:  # noqa: ANN401 - untyped library
    state = path.stat()
    return _loaded(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _loaded(path: Path, _changed: int, _size: int) -> Any:  # noqa: ANN401 - untyped library
    """The workbook, kept for the next look at the same file: one table is looked at three times."""
    import xlrd

    try:
        # xlrd writes its remarks to the standard output unless told otherwise.
        return xlrd.open_workbook(
            file_contents=path.read_bytes(), formatting_info=True, logfile=io.StringIO()
        )
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_BROKEN) as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> UnreadableTable:
    reason = "encrypted-workbook" if "encrypted" in str(error) else "broken-workbook"
    return UnreadableTable("format-error", reason=reason, path=str(path), detail=str(error))
