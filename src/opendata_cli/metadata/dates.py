"""A cell as a day or a year."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from opendata_cli.model.table import Cell, Displayed

SENTINELS = frozenset(
    {
        dt.date(1, 1, 1),
        dt.date(1753, 1, 1),  # the first day of SQL Server
        dt.date(1899, 12, 30),  # zero in a spreadsheet
        dt.date(1899, 12, 31),
        dt.date(1900, 1, 1),
        dt.date(1970, 1, 1),  # zero in Unix
        dt.date(2099, 12, 31),
        dt.date(2999, 12, 31),
        dt.date(9999, 12, 31),
    }
)
"""Days that stand for "unknown" or "no end" in the data of administrations."""

YEARS = range(1900, 2101)
"""What a number of four digits may be, to be a year."""

_PLAUSIBLE = range(1800, 2101)  # a day outside is a slip of the keyboard: 0202, 2204
_TEXT_LENGTHS = range(8, 36)
_TIME = r"(?:[T ]\d{1,2}[:h]\d{2}.{0,25})?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/])(\d{2})\2(\d{2})" + _TIME, re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?", re.ASCII)


def as_date(cell: Cell) -> dt.date | None:
    """The day a cell names: a date of a workbook, or text as yyyy-mm-dd or dd/mm/yyyy.

    A time after the day is left aside, with its zone: the day is the one written.
    None for what is no day, or one that cannot be meant (sentinels can).
    """
    if isinstance(cell, str):
        day = _text_date(cell) if len(cell) in _TEXT_LENGTHS else None
    elif isinstance(cell, dt.datetime):
        day = cell.date()
    else:
        day = cell if isinstance(cell, dt.date) else None
    return day if day and (day.year in _PLAUSIBLE or day in SENTINELS) else None


def as_year(cell: Cell) -> int | None:
    """The year, from 1900 to 2100, that a number or a text of four digits may be."""
    value = cell.value if isinstance(cell, Displayed) else cell
    if isinstance(value, str):
        match = _YEAR.fullmatch(value.strip())
        value = int(match[1]) if match else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value in YEARS else None


def is_month_first(cell: Cell) -> bool:
    """Whether a text is a day only with the month before it, as Americans write: 12/31/2023."""
    match = _DAY_FIRST.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return match is not None and int(match[1]) in range(1, 13) and int(match[3]) in range(13, 32)


@lru_cache(maxsize=1 << 14)  # the same days come back row after row
def _text_date(text: str) -> dt.date | None:
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[3], match[4]
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = match[4], match[3], match[1]
    else:
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:  # no such day in the calendar
        return None
