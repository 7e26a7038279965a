"""A table as it was found in a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class FileFormat(StrEnum):
    """What a file is, by its content."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"

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

    `header_rows` are record numbers from 1 (several for a merged header).
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
