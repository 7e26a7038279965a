"""A CSV as records."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from opendata_cli.errors import UnreadableTable
from opendata_cli.tabular.content import Content, open_bytes
from opendata_cli.tabular.delimiter import detect_delimiter
from opendata_cli.tabular.encoding import check_encoding, detect_encoding

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
        size = 0
        for line in islice(text, _SAMPLE_LINES):
            lines.append(line)
            size += len(line)
            if size > _SAMPLE_CHARACTERS:
                break
    return detect_delimiter(lines)


def read_records(content: Content, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """Every record of the file, the first one first; a blank line is an empty list.

    Raises UnreadableTable (format-error `csv`) for what the csv module refuses.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    with open_text(content, encoding) as text:
        records = csv.reader(text, delimiter=delimiter)
        try:
            yield from records
        except csv.Error as error:
            raise UnreadableTable(
                "format-error", reason="csv", line=records.line_num, detail=str(error)
            ) from error


@contextmanager
def open_text(content: Content, encoding: str) -> Iterator[io.TextIOWrapper]:
    """The text with its line ends as they are.

    A UTF-8 mark in front of other bytes is dropped: some tools write it there.
    """
    with open_bytes(content) as stream:
        if stream.read(3) != codecs.BOM_UTF8 or encoding == "utf-8-sig":
            stream.seek(0)
        text = io.TextIOWrapper(stream, encoding, newline="")
        try:
            yield text
        finally:
            text.detach()
