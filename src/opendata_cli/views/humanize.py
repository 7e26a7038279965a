"""Numbers, sizes, durations and dates in the active language's own form."""

from __future__ import annotations

import datetime as dt
import math
import shlex

from opendata_cli.i18n import _, language, ngettext

NARROW_SPACE = "\u202f"
_KIB = 1000
_MINUTE = 60
_HOUR = 3600


def number(value: float, digits: int = 0) -> str:
    """1 234,5 in French, 1,234.5 in English."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.{digits}f}"
    if language() == "fr":
        return text.replace(",", NARROW_SPACE).replace(".", ",")
    return text


def size(count: int) -> str:
    """A number of bytes, in decimal units as portals show them."""
    if count < _KIB:
        return _("{count} bytes").format(count=count)
    units = (_("kB"), _("MB"), _("GB"), _("TB"))
    power = min(len(str(count)) - 1, 3 * len(units) + 2) // 3
    value = count / _KIB**power
    digits = 1 if value < 10 else 0  # noqa: PLR2004 - two significant figures
    return f"{number(value, digits)}\u00a0{units[power - 1]}"


def seconds(value: float) -> str:
    """A duration, to a tenth of a second."""
    return f"{number(value, 1)}\u00a0s"


def wait(value: float | None) -> str:
    """How long to wait, rounded up: in 40 seconds, in 5 minutes, in an hour."""
    if value is None:
        return _("later, without saying when")
    if value < 2 * _MINUTE:
        count = math.ceil(value)
        text = ngettext("in {count} second", "in {count} seconds", count)
    elif value < _HOUR:
        count = math.ceil(value / _MINUTE)
        text = ngettext("in {count} minute", "in {count} minutes", count)
    else:
        count = math.ceil(value / _HOUR)
        text = ngettext("in {count} hour", "in {count} hours", count)
    return text.format(count=number(count))


def date(day: dt.date | None) -> str:
    """31/12/2023 in French, 2023-12-31 in English."""
    if day is None:
        return "…"
    return day.strftime("%d/%m/%Y") if language() == "fr" else day.isoformat()


def period(start: dt.date | None, end: dt.date | None, precision: str = "day") -> str:
    """From … to …, no more precise than it is known."""
    if start and end and precision == "year" and _whole_years(start, end):
        same = start.year == end.year
        return str(start.year) if same else f"{start.year} → {end.year}"
    if start is not None and start == end:
        return date(start)
    return f"{date(start)} → {date(end)}"


def span(start: dt.date | None, end: dt.date | None) -> str:
    """A period as a sentence says it: from … to …, since …, until …."""
    if start is not None and end is not None:
        if start == end:
            return date(start)
        if start.year == end.year and _whole_years(start, end):
            return str(start.year)
        return _("from {start} to {end}").format(start=date(start), end=date(end))
    if start is not None:
        return _("since {start}").format(start=date(start))
    return _("until {end}").format(end=date(end))


def _whole_years(start: dt.date, end: dt.date) -> bool:
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def quote(text: str) -> str:
    """« text » in French, “text” in English."""
    if language() == "fr":
        return f"«\u00a0{text}\u00a0»"
    return f"“{text}”"


def listing(items: list[str], most: int = 8) -> str:
    """Items with commas; a long list is cut and says so."""
    shown = ", ".join(items[:most])
    if len(items) <= most:
        return shown
    return _("{shown} and {count} more").format(shown=shown, count=len(items) - most)


def column_letter(column: int) -> str:
    """The name a spreadsheet gives to column number `column` (from 1): A, Z, AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_ref(row: int | None, column: int | None) -> str | None:
    """B7, as a spreadsheet shows it; None for a whole row or column."""
    if row is None or column is None:
        return None
    return f"{column_letter(column)}{row}"


def shell_word(text: str) -> str:
    """A file name as it can be pasted into a shell, whatever it holds."""
    return shlex.quote(text)
