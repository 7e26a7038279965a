"""Which sign separates the cells of a CSV."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = (";", ",", "\t", "|")
_FLOOR = 0.5
_LATE = 0.5
_WIDE = 20  # beyond, width proves nothing more: the points of a geometry are not columns
_SIDES_OF_A_COMMA = 2
_DECIMAL = re.compile(r"\s*-?[\d\s\u00a0\u202f]+,\d+\s*")


@dataclass(frozen=True, slots=True)
class _Split:
    """What a delimiter makes of the sample: the usual width, and the first record that has it."""

    delimiter: str
    width: int
    share: float
    first: int


def detect_delimiter(lines: Sequence[str]) -> str:
    """The delimiter of these lines (ends kept); a comma when there is only one column.

    The best one cuts most records in the same number of cells, from an early
    record on: decimal commas are regular too, but never in the header.
    """
    splits = [split for split in (_split(lines, sign) for sign in DELIMITERS) if split]
    if not splits:
        return _of_first_line(lines)
    earliest = min(split.first for split in splits)
    best = max(splits, key=lambda split: _score(split, earliest))
    if best.delimiter == "," and _only_decimals(lines, best):
        return ";"
    return best.delimiter


def _split(lines: Sequence[str], delimiter: str) -> _Split | None:
    widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
    usual = Counter(width for width in widths if width > 1).most_common(1)
    if not usual:
        return None
    width, count = usual[0]
    if count < _FLOOR * len(widths):
        return None
    return _Split(delimiter, width, count / len(widths), widths.index(width))


def _score(split: _Split, earliest: int) -> float:
    late = _LATE if split.first > earliest else 1.0
    return split.share * math.log1p(min(split.width, _WIDE)) * late


def _only_decimals(lines: Sequence[str], split: _Split) -> bool:
    """Whether the file is one column of decimal commas under an unsplit label."""
    if split.width != _SIDES_OF_A_COMMA or split.first == 0:
        return False
    told = [line for line in lines if line.strip()][split.first :]
    return all(_DECIMAL.fullmatch(line.strip()) for line in told if "," in line)


def _of_first_line(lines: Sequence[str]) -> str:
    """The commonest delimiter of the first line: a ragged file is still to be read."""
    first = next((line for line in lines if line.strip()), "")
    best = max(DELIMITERS, key=lambda sign: (first.count(sign), sign == ","))
    return best if first.count(best) else ","
