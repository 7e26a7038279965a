"""Temporal coverage: found in the columns of a table, or proposed from its names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from opendata_cli.metadata.columns import DateColumn, Subject
from opendata_cli.model.dataset import Evidence, Origin, TemporalCoverage

_CONFIDENCE = {Subject.SURE: 0.95, Subject.DATED: 0.85, Subject.UNSAID: 0.6, Subject.RECORD: 0.2}
_RIVALS = 0.8  # what is left of the confidence when as good a column tells other years
_NAME_CONFIDENCE = 0.5
_YEAR_IN_NAME = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)", re.ASCII)

_ORIGINS = (Origin.TOLD, Origin.FOUND, Origin.PROPOSED)

Names = Sequence[tuple[str, str]]
"""Where a name stands (`sheet`, `file-name`) and the name itself, best first."""


def find_coverage(columns: Iterable[DateColumn], names: Names = ()) -> TemporalCoverage | None:
    """The period a table speaks of, or None when nothing tells.

    Columns about the subject come first; then a year in a name; then, as the
    weakest of proposals, a column about the life of the records.
    """
    dated = [column for column in columns if column.holds_days or column.holds_years]
    records = [column for column in dated if column.subject is Subject.RECORD]
    about = [column for column in dated if column.subject is not Subject.RECORD]
    return _from_columns(about) or _from_names(names) or _from_columns(records)


def hull(coverages: Iterable[TemporalCoverage | None]) -> TemporalCoverage | None:
    """The period that holds all of them; no surer than the least sure.

    A proposal that rests on a column alone (birth dates, updates) counts only
    when there is nothing else.
    """
    known = [coverage for coverage in coverages if coverage is not None]
    known = [coverage for coverage in known if not is_weak(coverage)] or known
    if not known:
        return None
    starts = [coverage.start for coverage in known]
    ends = [coverage.end for coverage in known]
    return TemporalCoverage(
        start=None if None in starts else min(day for day in starts if day),
        end=None if None in ends else max(day for day in ends if day),
        precision=min(coverage.precision for coverage in known),  # day < month < year
        origin=max((coverage.origin for coverage in known), key=_ORIGINS.index),
        confidence=min(coverage.confidence for coverage in known),
        evidence=tuple(item for coverage in known for item in coverage.evidence),
    )


def is_weak(coverage: TemporalCoverage) -> bool:
    """Whether it is a guess from columns that do not speak of the subject."""
    proposed = coverage.origin is Origin.PROPOSED
    return proposed and all(item.where == "column" for item in coverage.evidence)


def contradicts(told: TemporalCoverage, found: TemporalCoverage) -> bool:
    """Whether the data step out of the period told, or stop in another year.

    A period told in whole years is not contradicted by data whose first and last
    days are inside these years; an open end claims nothing.
    """
    return _too_late(told.start, found.start) or _too_early(told.end, found.end)


def _too_late(told: dt.date | None, found: dt.date | None) -> bool:
    if told is None or found is None:
        return False
    return found < told or found.year != told.year


def _too_early(told: dt.date | None, found: dt.date | None) -> bool:
    if told is None or found is None:
        return False
    return found > told or found.year != told.year


def _from_columns(columns: Sequence[DateColumn]) -> TemporalCoverage | None:
    """The coverage of the best column, with its sister when it is one end of a period."""
    if not columns:
        return None
    best = max(columns, key=lambda column: (column.subject, column.holds_days, -column.place))
    equals = [column for column in columns if column.subject is best.subject]
    chosen = [best]
    if best.is_interval and best.holds_days:
        chosen = [column for column in equals if column.is_interval and column.holds_days]
    start, end = _bounds(chosen)
    agreed = all(_years((start, end)) == _years(_bounds([column])) for column in equals)
    return TemporalCoverage(
        start=start,
        end=end,
        precision="day" if best.holds_days else "year",
        origin=Origin.FOUND if best.subject >= Subject.DATED else Origin.PROPOSED,
        confidence=_confidence(chosen, agreed=agreed or len(chosen) == len(equals)),
        evidence=tuple(map(_column_evidence, chosen)),
    )


def _bounds(columns: Sequence[DateColumn]) -> tuple[dt.date, dt.date]:
    """The first and last days of all these columns."""
    starts, ends = [], []
    for column in columns:
        if column.holds_days:
            starts.append(min(column.days))
            ends.append(max(column.days))
        else:
            starts.append(dt.date(min(column.years), 1, 1))
            ends.append(dt.date(max(column.years), 12, 31))
    return min(starts), max(ends)


def _years(days: tuple[dt.date, dt.date]) -> tuple[int, int]:
    return days[0].year, days[1].year


def _confidence(chosen: Sequence[DateColumn], *, agreed: bool) -> float:
    share = min(max(column.dated, column.numbered) / column.filled for column in chosen)
    return round(_CONFIDENCE[chosen[0].subject] * share * (1 if agreed else _RIVALS), 2)


def _column_evidence(column: DateColumn) -> Evidence:
    values, rows = (
        (column.days, column.dated) if column.holds_days else (column.years, column.numbered)
    )
    return Evidence(
        where="column", what=column.label, params={"distinct": len(values), "rows": rows}
    )


def _from_names(names: Names) -> TemporalCoverage | None:
    for where, name in names:
        if years := [int(year) for year in _YEAR_IN_NAME.findall(name)]:
            return TemporalCoverage(
                start=dt.date(min(years), 1, 1),
                end=dt.date(max(years), 12, 31),
                precision="year",
                origin=Origin.PROPOSED,
                confidence=_NAME_CONFIDENCE,
                evidence=(Evidence(where=where, what=name),),
            )
    return None
