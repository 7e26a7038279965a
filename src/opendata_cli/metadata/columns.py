"""The columns that hold dates or years, read once, and what their labels say they are about."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import IntEnum

from opendata_cli.metadata.dates import SENTINELS, as_date, as_year, is_month_first
from opendata_cli.metadata.naming import ascii_words
from opendata_cli.model.table import Cell

ENOUGH = 0.95
"""The share of a column's filled cells that must be dates, or years."""

_HOPELESS_AFTER = 1000
_MONTHS = 12

_YEAR_WORDS = frozenset(
    ("annee", "annees", "an", "ans", "year", "years", "millesime", "exercice", "campagne")
)
_INTERVAL_WORDS = frozenset(("debut", "fin", "start", "end"))
_SUBJECT_WORDS = (
    _YEAR_WORDS
    | _INTERVAL_WORDS
    | {"scrutin", "jour", "day", "periode", "period", "observation", "mesure"}
)
_RECORD_WORDS = re.compile(
    r"\b(naiss\w*|birth\w*|born|ne le|ne e le|nee le|ddn|dob|cree?e?s?|crea|creation|created?|"
    r"fondation|inauguration|embauche|inscription|adhesion|modif\w*|maj|mise? a jour|updated?|"
    r"actualis\w*|timestamp|horodat\w*|signature|signe?e?|contrat|ouverture|fermeture|cloture|"
    r"delivrance|mise? en \w+|construction|immat\w*|publi\w+|export|extraction|import|saisie|"
    r"insertion|echeance|limite|prev|prevue?s?|previ\w+|validite|expiration|peremption)\b"
)
# `datenaissance`, `DATEMAJ`, `dtcreation`: nothing parts the words.
_GLUED_RECORD = re.compile(
    r"\b(?:dates?|dt|annees?|an)(?:de|du|d)?"
    r"(?:naiss|birth|cre|fondation|inaugur|embauch|inscri|adhesion|modif|maj|mise|update|actualis|"
    r"sign|contrat|ouvert|fermet|clotur|delivr|construct|immat|publi|export|extract|import|saisi|"
    r"insert|echean|limit|prev|valid|expir|peremp)"
)


class Subject(IntEnum):
    """How surely a column's dates are those of the subject, from its label alone.

    RECORD: of the life of a record (birth, creation, update…). UNSAID: the label
    has no word about time. DATED: a date of something. SURE: the day, year or
    period of the row.
    """

    RECORD = 0
    UNSAID = 1
    DATED = 2
    SURE = 3


def subject_of(label: str) -> Subject:
    """What a label says of its column's dates."""
    words = ascii_words(label)
    said = " ".join(words)
    if _RECORD_WORDS.search(said) or _GLUED_RECORD.search(said):
        return Subject.RECORD
    if not _SUBJECT_WORDS.isdisjoint(words) or words in (["date"], ["dates"]):
        return Subject.SURE
    return Subject.UNSAID if {"date", "dates"}.isdisjoint(words) else Subject.DATED


@dataclass(slots=True)
class DateColumn:
    """What a column has shown so far; `place` counts from 0.

    `days` and `years` hold what was seen, `filled` counts the cells that are
    neither blank nor a sentinel, `dated` and `numbered` those that are a day, a
    year, `month_first` those that would be one with the month before the day. Years
    are looked for only under a label that speaks of them (`in_years`):
    2023 votes are no year.
    """

    label: str
    place: int
    days: set[dt.date] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    filled: int = 0
    dated: int = 0
    numbered: int = 0
    month_first: int = 0
    in_years: bool = field(init=False)

    def __post_init__(self) -> None:
        """Read the label once, not at every cell."""
        self.in_years = not _YEAR_WORDS.isdisjoint(ascii_words(self.label))

    @property
    def subject(self) -> Subject:
        """What the label says of the dates."""
        return subject_of(self.label)

    @property
    def is_interval(self) -> bool:
        """Whether the column is one end of a period, and its sister the other."""
        return not _INTERVAL_WORDS.isdisjoint(ascii_words(self.label))

    @property
    def holds_days(self) -> bool:
        """Whether (nearly) every filled cell is a date, and none shows that days were misread."""
        misread = self.month_first and all(day.day <= _MONTHS for day in self.days)
        return self.filled > 0 and self.dated >= ENOUGH * self.filled and not misread

    @property
    def holds_years(self) -> bool:
        """Whether (nearly) every filled cell is a year."""
        return self.filled > 0 and self.numbered >= ENOUGH * self.filled

    @property
    def hopeless(self) -> bool:
        """Whether so few cells of so many are dates that reading on is not worth it."""
        return self.filled >= _HOPELESS_AFTER and self.dated + self.numbered < self.filled / 2

    def add(self, cell: Cell) -> None:
        """Take one more cell into account."""
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return
        day = as_date(cell)
        if day in SENTINELS:
            return
        self.filled += 1
        if day is not None:
            self.days.add(day)
            self.dated += 1
        elif self.in_years and (year := as_year(cell)) is not None:
            self.years.add(year)
            self.numbered += 1
        elif is_month_first(cell):
            self.month_first += 1
