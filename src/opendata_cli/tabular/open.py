"""A file as a table: chosen by content, described, then read row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.model.labels import fold_label
from opendata_cli.model.table import Dialect, FileFormat, Row, Source, Table, has_data, is_header
from opendata_cli.tabular.content import Content, read_content
from opendata_cli.tabular.csv_file import find_delimiter, find_encoding, read_records
from opendata_cli.tabular.encoding import known_encoding
from opendata_cli.tabular.header import LOOKED_AT, find_header, join_labels, matches, read_labels
from opendata_cli.tabular.workbook import read_sheet, sheet_names

_CHUNK = 1 << 20
_NO_DELIMITERS = frozenset('"\r\n')
_NOTICES = frozenset(
    ("notice", "lisezmoi", "readme", "aide", "legende", "sommaire", "metadonnees", "metadata")
)


def read_source(path: Path, *, name: str | None = None) -> Source:
    """The file as it lies, hashed whole. `name` is how it is called, else the file's own name.

    Raises InputError: file-not-found, not-a-file, not-readable.
    """
    if not path.exists():
        raise InputError("file-not-found", path=str(path))
    if not path.is_file():
        raise InputError("not-a-file", path=str(path))
    sha256, sha1, size = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                sha256.update(chunk)
                sha1.update(chunk)
                size += len(chunk)
    except PermissionError as error:
        raise InputError("not-readable", path=str(path)) from error
    return Source(
        name=name or path.name,
        path=path,
        bytes=size,
        sha256=sha256.hexdigest(),
        sha1=sha1.hexdigest(),
    )


def open_table(
    path: Path,
    *,
    dialect: Dialect = Dialect(),  # noqa: B008 - a frozen value
    expected: Collection[str] = (),
    name: str | None = None,
) -> Table:
    """The table in the file, all its dialect found; what `dialect` tells wins.

    `expected` are the names of a schema's fields: they help to find header and sheet.
    Raises InputError (file-not-found, not-a-file, no-such-sheet, and those of `check_told`) and
    UnreadableTable (encoding-error, format-error, source-error `empty`, `no-header`).
    """
    source = read_source(path, name=name)
    return describe_table(source, dialect=dialect, expected=expected)


def check_told(dialect: Dialect) -> None:
    """Refuse what no file could be read with.

    Raises InputError: unknown-encoding, bad-delimiter (not one sign, or a quote or line end),
    bad-header-row (see `model.table.is_header`).
    """
    if dialect.encoding is not None:
        known_encoding(dialect.encoding)
    told = dialect.delimiter
    if told is not None and (len(told) != 1 or told in _NO_DELIMITERS):
        raise InputError("bad-delimiter", delimiter=told)
    if not is_header(dialect.header_rows):
        raise InputError("bad-header-row", header_rows=list(dialect.header_rows))


def describe_table(source: Source, *, dialect: Dialect, expected: Collection[str]) -> Table:
    """`open_table` for a file that was hashed already."""
    check_told(dialect)
    content = read_content(source.path)
    sheets: tuple[str, ...] = ()
    if content.format.is_workbook:
        sheets, shown = sheet_names(content.path, content.format)
        if dialect.sheet is not None and dialect.sheet not in sheets:
            raise InputError("no-such-sheet", sheet=dialect.sheet, sheets=list(sheets))
        found = _workbook_dialect(content, shown, dialect, expected)
    else:
        found = _csv_dialect(content, dialect)
    rows = _first_rows(content, found)
    header = dialect.header_rows or find_header(rows, expected)
    labels = read_labels(rows, header, expected)
    if content.format.is_workbook:
        # A sheet has no last column: formatted cells without text are no labels.
        labels = labels[: max((at + 1 for at, label in enumerate(labels) if label), default=0)]
    if not any(any(map(has_data, row.cells)) for row in rows):
        raise UnreadableTable("source-error", reason="empty", path=str(source.path))
    if not any(labels) or not {row.number for row in rows}.issuperset(header):
        raise UnreadableTable(
            "source-error", reason="no-header", path=str(source.path), header_rows=list(header)
        )
    return Table(
        source=source, dialect=replace(found, header_rows=header), labels=labels, sheets=sheets
    )


def read_rows(table: Table, *, as_text: Collection[int] = ()) -> Iterator[Row]:
    """The records after the header, blank ones included; at a workbook's end they are left out.

    Cells of a CSV are text, of a workbook typed; its numbers in the columns `as_text`
    (from 0) come as `Displayed`. Raises UnreadableTable for what cannot be read to the end.
    """
    content = read_content(table.source.path)
    last = max(table.dialect.header_rows, default=0)
    for row in _rows(content, table.dialect, as_text):
        if row.number > last:
            yield row


def _rows(content: Content, dialect: Dialect, as_text: Collection[int] = ()) -> Iterator[Row]:
    if content.format.is_workbook:
        yield from read_sheet(content.path, content.format, dialect.sheet or "", as_text)
        return
    records = read_records(content, dialect.encoding or "utf-8", dialect.delimiter or ",")
    for number, cells in enumerate(records, start=1):
        yield Row(number, tuple(cells))


def _first_rows(content: Content, dialect: Dialect) -> list[Row]:
    last = max(dialect.header_rows, default=0)
    rows = _rows(content, dialect)
    try:
        return list(islice(rows, max(2 * LOOKED_AT, last + 1)))
    finally:
        rows.close()  # type: ignore[attr-defined]


def _csv_dialect(content: Content, told: Dialect) -> Dialect:
    encoding = find_encoding(content, told.encoding)
    delimiter = told.delimiter or find_delimiter(content, encoding)
    return replace(
        told,
        format=FileFormat.CSV,
        compression=content.compression,
        encoding=encoding,
        delimiter=delimiter,
        sheet=None,
    )


def _workbook_dialect(
    content: Content, sheets: tuple[str, ...], told: Dialect, expected: Collection[str]
) -> Dialect:
    found = replace(told, format=content.format, compression=None, encoding=None, delimiter=None)
    if told.sheet is not None:
        return found
    if not sheets:
        raise UnreadableTable("source-error", reason="empty", path=str(content.path))
    return replace(found, sheet=_best_sheet(content, sheets, found, expected))


def _best_sheet(
    content: Content, sheets: tuple[str, ...], dialect: Dialect, expected: Collection[str]
) -> str:
    """The sheet with most expected names, else the first that is a table, else the first.

    A notice is often a table of its own: by its name, it comes after the others.
    """
    if len(sheets) == 1:
        return sheets[0]
    sheets = tuple(sorted(sheets, key=lambda name: fold_label(name) in _NOTICES))
    first_table: str | None = None
    best, best_count = sheets[0], 0
    for sheet in sheets:
        rows = _first_rows(content, replace(dialect, sheet=sheet))
        header = dialect.header_rows or find_header(rows, expected)
        count = matches(rows, header, expected) if expected else 0
        if count > best_count:
            best, best_count = sheet, count
        if first_table is None and _is_table(rows, header):
            first_table = sheet
    return best if best_count else first_table or sheets[0]


def _is_table(rows: list[Row], header: tuple[int, ...]) -> bool:
    """Whether at least two labelled columns stand above a row that fills two of them."""
    labels = [label for label in join_labels(rows, header) if label]
    last = max(header, default=0)
    full = [row for row in rows if row.number > last and sum(map(has_data, row.cells)) > 1]
    return len(labels) > 1 and bool(full)
