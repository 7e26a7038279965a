"""A CSV as records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from opendata_cli.errors import UnreadableTable
from opendata_cli.tabular.content import Content, open_bytes
from opendata_cli.tabular.delimiter import detect_delimiter
from opendata_cli.tabular.encoding import check_encoding, detect_encoding

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

MOST_COLUMNS = 16_384
"""Columns of a sheet: what spreadsheets allow. A wider table was cut by the wrong sign."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_SAMPLE_LINES = 500
_SAMPLE_CHARACTERS = 1 << 19
# The most that fits the C long of every platform; frictionless lifts the limit as well.
_FIELD_LIMIT = 2**31 - 1


def find_encoding(content: Content, told: str | None) -> str:
    """The encoding told, checked, or else the one found.

    Raises UnreadableTable (encoding-error, format-error) and InputError (unknown-encoding).
    """
    with open_bytes(content) as stream:
        return check_encoding(stream, told) if told else detect_encoding(stream)


def find_delimiter(content: Content, encoding: str) -> str:
    """The delimiter, from the first 500 lines."""
    with open_text(content, encoding) as text:
        lines: list[str] = []
        left = _SAMPLE_CHARACTERS
        while left > 0 and len(lines) < _SAMPLE_LINES and (line := text.readline(left)):
            lines.append(line)
            left -= len(line)
    return detect_delimiter(lines)


def read_records(content: Content, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Every record of the file, the first one first; a blank line is an empty list.

    Raises UnreadableTable (format-error): `csv` for what the csv module refuses,
    `open-quote` when the file ends inside quotes, `too-wide`.
    """
    with open_text(content, encoding) as text:
        # After the last line comes an empty one: a record of its own, unless a quote is still open.
        records = csv.reader(chain(_not_too_wide(text, delimiter), ("",)), delimiter=delimiter)
        held: list[str] = []
        start = end = 0
        for record in _cut(records):
            if end:
                yield held
            held, start, end = record, end, records.line_num
        if end - start > 1:
            line = _opening(held, end - 1)
            raise UnreadableTable("format-error", reason="open-quote", line=line)


def _cut(records: CsvReader) -> Iterator[list[str]]:
    try:
        for record in records:
            if len(record) > MOST_COLUMNS:
                raise _too_wide()
            yield record
    except csv.Error as error:
        raise UnreadableTable(
            "format-error", reason="csv", line=records.line_num, detail=str(error)
        ) from error


def _not_too_wide(text: TextIO, delimiter: str) -> Iterator[str]:
    """The lines; one that is too wide is refused before it is cut into millions of cells."""
    for line in text:
        if len(line) > MOST_COLUMNS and '"' not in line and line.count(delimiter) >= MOST_COLUMNS:
            raise _too_wide()
        yield line


def _too_wide() -> UnreadableTable:
    return UnreadableTable("format-error", reason="too-wide", limit=MOST_COLUMNS)


def _opening(record: list[str], last: int) -> int:
    """The line of the quote that is open in the last cell of the record; the file has `last`."""
    cell = record[-1]
    lines = len(_LINE_END.findall(cell)) + (not cell.endswith(("\r", "\n")))
    return last + 1 - lines


@contextmanager
def open_text(content: Content, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text with its line ends as they are.

    A UTF-8 mark in front of other bytes is dropped: some tools write it there.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    with open_bytes(content) as stream:
        if stream.read(3) != codecs.BOM_UTF8 or encoding == "utf-8-sig":
            stream.seek(0)
        text = io.TextIOWrapper(stream, encoding, newline="")
        try:
            yield text
        finally:
            text.detach()
