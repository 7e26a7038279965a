"""Where the header stands.

A wrong skip loses data, so the first row is the header unless a later one is
clearly better: it has the schema's names, or it is a dense row of text under a
few sparse ones (titles, notes) and above data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import median

from opendata_cli.model.labels import fold_label
from opendata_cli.model.table import Cell, Displayed, Row

LOOKED_AT = 60
"""Rows in which the header is sought."""

_SPARSE = 0.5
_DENSE = 0.6
_KNOWN = 0.5
_NUMBER = re.compile(r"[+-]?[\d\s\u00a0\u202f]*[.,]?\d+\s*%?")
_YEAR = re.compile(r"(19|20|21)\d\d")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


def find_header(rows: Sequence[Row], expected: Collection[str] = ()) -> tuple[int, ...]:
    """The row numbers of the header; empty when there is no row with a cell.

    `rows` are the first ones of the file, `expected` the names of a schema's fields.
    """
    told = [row for row in rows if _filled(row)][:LOOKED_AT]
    if not told:
        return ()
    names = frozenset(map(fold_label, expected))
    known = _by_names(told, names)
    if known:
        return known
    at = _by_density(told)
    if _continues(told, at):
        return (told[at].number, told[at + 1].number)
    return (told[at].number,)


def matches(rows: Sequence[Row], header: Sequence[int], expected: Collection[str]) -> int:
    """How many of the expected names the header has."""
    names = frozenset(map(fold_label, expected))
    return _known(join_labels(rows, header), names)


def read_labels(
    rows: Sequence[Row], header: Sequence[int], expected: Collection[str] = ()
) -> tuple[str, ...]:
    """The labels of the table: those of `join_labels`, or with the groups carried.

    Over two rows a merged group (`Tour 1`) is written above its first column only; it
    goes to each of its columns, unless the names expected are those without it.
    """
    labels = join_labels(rows, header)
    upper, *rest = [row for row in rows if row.number in header] or [Row(0, ())]
    if len(rest) != 1 or not _groups(upper, rest[0]):
        return labels
    carried = join_labels([_carried(upper, rest[0]), rest[0]], header)
    names = frozenset(map(fold_label, expected))
    return labels if _known(labels, names) > _known(carried, names) else carried


def _carried(upper: Row, lower: Row) -> Row:
    """The upper row with each group above all its columns."""
    cells = list(upper.cells) + [None] * (len(lower.cells) - len(upper.cells))
    group: Cell = None
    for at, cell in enumerate(cells):
        if label_text(cell):
            group = cell
        elif at < len(lower.cells) and label_text(lower.cells[at]):
            cells[at] = group
    return Row(upper.number, tuple(cells))


def join_labels(rows: Sequence[Row], header: Sequence[int]) -> tuple[str, ...]:
    """The labels: the cells of the header rows joined with a space.

    As frictionless does (`Dialect.read_labels`): a cell equal to the one above is not repeated.
    """
    labels: list[str] = []
    above: dict[int, str] = {}
    for row in rows:
        if row.number not in header:
            continue
        for at, cell in enumerate(row.cells):
            text = label_text(cell)
            if at >= len(labels):
                labels.append(text)
            elif text and above.get(at) != text:
                labels[at] = f"{labels[at]} {text}".strip()
            above[at] = text
    return tuple(labels)


def label_text(cell: Cell) -> str:
    """A header cell as text."""
    if isinstance(cell, Displayed):
        return cell.text
    return "" if cell is None else str(cell).strip()


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if label_text(cell))


def _known(labels: Collection[str], names: frozenset[str]) -> int:
    return len({fold_label(label) for label in labels if label} & names)


def _by_names(rows: Sequence[Row], names: frozenset[str]) -> tuple[int, ...]:
    """The row, or the two rows, that have most of the names: at least half of what they could."""
    best: tuple[int, ...] = ()
    best_count = 0
    for at in range(len(rows)):
        header, labels = _best_start(rows[at : at + 2], names)
        count = _known(labels, names)
        # A lone name further down is a cell of the data.
        enough = count >= _KNOWN * min(len(labels), len(names)) and (
            at == 0 or count > 1 or len(names) == 1
        )
        if enough and count > best_count:
            best, best_count = header, count
    return best


def _best_start(
    pair: Sequence[Row], names: frozenset[str]
) -> tuple[tuple[int, ...], Sequence[str]]:
    """The first row, or both when they touch and have together what neither has alone."""
    alone = [[text for text in map(label_text, row.cells) if text] for row in pair]
    first = (pair[0].number,)
    if len(pair) > 1 and pair[1].number == pair[0].number + 1:
        both = (*first, pair[1].number)
        joined = [label for label in join_labels(pair, both) if label]
        if _known(joined, names) > max(_known(labels, names) for labels in alone):
            return both, joined
    return first, alone[0]


def _by_density(rows: Sequence[Row]) -> int:
    """The position of the header among the rows that have a cell."""
    typical = median(_filled(row) for row in rows)
    for at, row in enumerate(rows):
        if _filled(row) >= _DENSE * typical and _is_labels(row):
            return at if _is_banner(rows, at) else 0
        if at and _filled(row) >= _DENSE * typical:
            return 0
    return 0


def _is_banner(rows: Sequence[Row], at: int) -> bool:
    """Whether all rows above are titles or notes: sparse, and set apart from a narrow table."""
    width = _filled(rows[at])
    sparse = all(_filled(row) <= max(1, _SPARSE * width - 1) for row in rows[:at])
    if not at or not sparse or width < 2:  # noqa: PLR2004 - one column has no sparse rows
        return False
    apart = any(low.number + 1 < high.number for low, high in pairwise(rows[: at + 1]))
    return apart or width > 2 or _has_numbers(rows[at + 1 :])  # noqa: PLR2004 - as above


def _is_labels(row: Row) -> bool:
    """Whether all cells could be labels: distinct words, years allowed beside them."""
    texts = [text for text in map(label_text, row.cells) if text]
    words = [text for text in texts if not _is_value(text)]
    return bool(words) and all(text in words or _YEAR.fullmatch(text) for text in texts)


def _is_value(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text))


def _has_numbers(rows: Sequence[Row]) -> bool:
    return any(_is_value(label_text(cell)) for row in rows[:LOOKED_AT] for cell in row.cells)


def _continues(rows: Sequence[Row], at: int) -> bool:
    """Whether the next row is the second half of a merged header.

    It then stands right below, names columns the first leaves blank, has only words,
    and leaves blank most columns that the first names alone.
    """
    if at + 1 >= len(rows) or rows[at + 1].number != rows[at].number + 1:
        return False
    return _groups(rows[at], rows[at + 1]) and _has_numbers(rows[at + 2 :])


def _groups(upper: Row, lower: Row) -> bool:
    """Whether the upper row has groups of the lower row's columns."""
    up = {at for at, cell in enumerate(upper.cells) if label_text(cell)}
    low = {at for at, cell in enumerate(lower.cells) if label_text(cell)}
    gaps = low - up
    inside = {column for column in gaps if up and column > min(up)}
    # A lone cell above is a title, not a group.
    if (
        not inside
        or len(up) == 1
        or any(_is_value(label_text(cell)) for cell in lower.cells if label_text(cell))
    ):
        return False
    # Every cell of the second row is under a group's label or beside it, none under a lone one.
    groups = {max(column for column in up if column < gap) for gap in inside}
    return low - gaps <= groups
