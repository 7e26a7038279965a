"""A table as it was found in a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Self

LAST_ROW = 1_048_576
"""The last row of a spreadsheet's sheet."""


class FileFormat(StrEnum):
    """What a file is, by its content. The value is the extension, and Frictionless's name."""

    CSV = "csv", "text/csv"
    XLSX = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    XLS = "xls", "application/vnd.ms-excel"
    ODS = "ods", "application/vnd.oasis.opendocument.spreadsheet"

    def __new__(cls, extension: str, mime: str) -> Self:
        """The extension is the value; `mime` is the media type."""
        member = str.__new__(cls, extension)
        member._value_ = extension
        member.mime = mime
        return member

    mime: str

    @property
    def is_workbook(self) -> bool:
        """Whether the file has sheets and typed cells."""
        return self is not FileFormat.CSV


@dataclass(frozen=True, slots=True)
class Displayed:
    """A number in a workbook's cell, with the text the spreadsheet shows for it."""

    value: int | float
    text: str


Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | Displayed | None


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` is Frictionless's: 1 is the first record of the file."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file as it lies on disk: size in bytes and hexadecimal digests of the whole."""

    name: str
    path: Path
    bytes: int
    sha256: str
    sha1: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How to read the file. None or empty: to be found by content.

    `header_rows` are record numbers from 1 (several for a merged header; see `is_header`).
    """

    format: FileFormat | None = None
    compression: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A readable table. Its rows are read from the file by `tabular.open.read_rows`.

    Everything in `dialect` is found. `labels` are those of the header, joined
    with a space when it has several rows; `sheets` are all those of a workbook.
    """

    source: Source
    dialect: Dialect
    labels: tuple[str, ...]
    sheets: tuple[str, ...] = ()


def is_header(rows: tuple[int, ...]) -> bool:
    """Whether these may be a header's record numbers: growing, from 1, where a row can be."""
    growing = all(above < below for above, below in pairwise(rows))
    return growing and all(1 <= row <= LAST_ROW for row in rows)


def has_data(cell: Cell) -> bool:
    """Whether the cell holds anything: white space is nothing."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None
