"""The form a faulty cell should have, when exactly one reading of it fits its field."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator

from opendata_cli.model.labels import fold_label
from opendata_cli.model.schema import Field
from opendata_cli.validation.reference import accepts

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_DATE_FIRST_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_DATE_FIRST_YEAR = re.compile(r"(\d{4})[/.\-]?(\d{1,2})[/.\-]?(\d{1,2})")
_DATE_IN_WORDS = re.compile(r"(\d{1,2})(?:er)? ([^\W\d]+)\.? (\d{4})", re.IGNORECASE)
_TIME = re.compile(r"[ T](\d{1,2})[:hH](\d{2})(?::(\d{2}))?Z?$")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"[+-]?\d+[.,]\d+")
_DIGITS = re.compile(r"\d+")
_LIKE_DIGITS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_TRUE = frozenset(("oui", "o", "vrai", "v", "x", "yes", "y", "true", "t", "1"))
_FALSE = frozenset(("non", "n", "faux", "f", "no", "false", "0"))
_MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
_LONGEST_PADDING = 6
_LONGEST_CELL = 200


def expected_form(field: Field, cell: str) -> str | None:
    """The cell rewritten so that the field accepts it; None when nothing or more than one fits.

    The smallest change is tried first: padding spaces, then what the type allows.
    """
    if not cell.strip() or len(cell) > _LONGEST_CELL:
        return None
    accept = accepts(field)
    text = _SPACES.sub(" ", cell).strip()
    for readings in (_bare, _of_enum, _READINGS.get(field.type, _of_string)):
        fitting = {form for form in readings(field, text) if form != cell and accept(form)}
        if fitting:
            return fitting.pop() if len(fitting) == 1 else None
    return None


def _bare(_field: Field, text: str) -> Iterable[str]:
    return (text,)


def _of_enum(field: Field, text: str) -> Iterator[str]:
    values = field.constraints.get("enum")
    if not any(map(str.isalpha, text)):
        return  # the sign of a number is no spelling
    for value in values if isinstance(values, list) else ():
        if fold_label(str(value)) == fold_label(text):
            yield str(value)


def _of_string(_field: Field, text: str) -> Iterator[str]:
    compact = text.replace(" ", "")
    yield from (compact, text.upper(), text.lower(), compact.upper())
    digits = compact.removesuffix(".0")
    if _DIGITS.fullmatch(digits):
        for width in range(len(digits), len(digits) + _LONGEST_PADDING):
            yield digits.zfill(width)


def _of_number(field: Field, text: str) -> Iterator[str]:
    mark = str(field.descriptor.get("decimalChar") or ".")
    for reading in {text, _digits_for_letters(text)}:
        if _GROUPED.fullmatch(reading) or re.fullmatch(r"[+-]?\d+", reading):
            yield _marked(reading.replace(" ", ""), mark)
        if _DECIMAL.fullmatch(reading):
            yield _marked(reading, mark)
        if _ENGLISH.fullmatch(reading):
            yield _marked(reading.replace(",", ""), mark)


def _digits_for_letters(text: str) -> str:
    """The text with O and l read as digits, when it is a number but for them."""
    return text.translate(_LIKE_DIGITS) if any(sign.isdigit() for sign in text) else text


def _marked(number: str, mark: str) -> str:
    return number.replace(",", ".").replace(".", mark)


def _of_integer(field: Field, text: str) -> Iterator[str]:
    for form in _of_number(field, text):
        whole, _, decimals = form.partition(".")
        yield whole if not decimals.strip("0") else form


def _of_boolean(field: Field, text: str) -> Iterator[str]:
    word = fold_label(text)
    if word in _TRUE:
        yield _first(field.descriptor.get("trueValues"), "true")
    if word in _FALSE:
        yield _first(field.descriptor.get("falseValues"), "false")


def _first(values: object, default: str) -> str:
    return str(values[0]) if isinstance(values, list) and values else default


def _of_date(field: Field, text: str) -> Iterator[str]:
    time = _TIME.search(text)
    if time and any(int(part or 0) for part in time.groups()):
        return
    date = _read_date(text[: time.start()] if time else text)
    if date is not None and _is_pattern(field.format):
        yield _written(date, field, "%Y-%m-%d")


def _of_datetime(field: Field, text: str) -> Iterator[str]:
    time = _TIME.search(text)
    date = _read_date(text[: time.start()]) if time else None
    if time is None or date is None or not _is_pattern(field.format):
        return
    hour, minute, second = (int(part or 0) for part in time.groups())
    try:
        clock = dt.time(hour, minute, second)
    except ValueError:
        return
    moment = dt.datetime.combine(date, clock)
    yield _written(moment, field, "%Y-%m-%dT%H:%M:%S")
    yield _written(moment, field, "%Y-%m-%dT%H:%M:%SZ")


def _is_pattern(form: str) -> bool:
    """Whether a day can be written so: a format such as DD/MM/YYYY only accepts itself."""
    return form in ("default", "any") or "%" in form


def _written(date: dt.date, field: Field, usual: str) -> str:
    return date.strftime(usual if field.format in ("default", "any") else field.format)


def _read_date(text: str) -> dt.date | None:
    """The day, in the orders used in France: day first, or year first."""
    if found := _DATE_FIRST_DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _DATE_FIRST_YEAR.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif (found := _DATE_IN_WORDS.fullmatch(text)) and fold_label(found[2]) in _MONTHS:
        day, year = int(found[1]), int(found[3])
        month = _MONTHS.index(fold_label(found[2])) + 1
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_READINGS: dict[str, Callable[[Field, str], Iterable[str]]] = {
    "number": _of_number,
    "integer": _of_integer,
    "year": _of_integer,
    "boolean": _of_boolean,
    "date": _of_date,
    "datetime": _of_datetime,
}
