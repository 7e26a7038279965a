"""What a file is, by its first bytes, and its bytes once unpacked."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.model.table import FileFormat

UNPACKED_LIMIT = 2 * 1024**3
"""Bytes a gzip, a zip or a workbook may hold once unpacked."""

WORKBOOK_RATIO = 100
"""Unpacked over packed size from which a workbook is taken for a bomb…"""

WORKBOOK_FLOOR = 10 * 1024**2
"""…above this unpacked size only. Real workbooks stay below 25 to 1, those of a
million formatted but empty rows included; a tiny one cannot do harm."""

_HEAD = 4096
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_MAGICS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x09\x08\x10\x00\x00\x06", "old-workbook"),
    (b"\x09\x00\x04\x00", "old-workbook"),
    (b"\x09\x02\x06\x00", "old-workbook"),
    (b"\x09\x04\x06\x00", "old-workbook"),
    (b"{\\rtf", "document"),
)
_TEXT_MARKS = (
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<?xml", "xml"),
    (b'{"', "json"),
    (b"[{", "json"),
    (b"{\n", "json"),
    (b"{\r\n", "json"),
)
_BROKEN_ZIP = (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, OSError, ValueError)
_BROKEN_PACKING = (zipfile.BadZipFile, EOFError, zlib.error, gzip.BadGzipFile, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is. `compression` is None, "gz" or "zip"; `member` is the name in the zip."""

    path: Path
    format: FileFormat
    compression: str | None = None
    member: str | None = None


def read_content(path: Path) -> Content:
    """Say what the file is.

    Raises InputError (file-not-found, not-a-file, not-readable) and UnreadableTable
    (source-error `empty`; format-error with the reason).
    """
    head = _read_head(path)
    if not head:
        raise UnreadableTable("source-error", reason="empty", path=str(path))
    if head.startswith(_ZIP):
        return _read_zip(path)
    if head.startswith(_GZIP):
        content = Content(path, FileFormat.CSV, "gz")
        return _as_text(content)
    if head.startswith(_OLE):
        return _read_ole(path)
    return _as_text(Content(path, FileFormat.CSV))


def refuse_bombs(path: Path) -> None:
    """Raise UnreadableTable (format-error `workbook-bomb`) for a workbook that is one."""
    if _read_head(path).startswith(_ZIP):
        _read_zip(path)


@contextmanager
def open_bytes(content: Content) -> Iterator[BinaryIO]:
    """The bytes of a CSV, unpacked on the way.

    Raises UnreadableTable: format-error `archive-bomb` above `UNPACKED_LIMIT`,
    `broken-archive` when the packing is damaged.
    """
    with unpacking(content.path), _unpacked(content) as stream:
        yield stream


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Raise UnreadableTable (format-error `broken-archive`) for a packing that is damaged."""
    try:
        yield
    except _BROKEN_PACKING as error:
        raise _no_table(path, "broken-archive", detail=str(error)) from error


@contextmanager
def _unpacked(content: Content) -> Iterator[BinaryIO]:
    if content.compression == "gz":
        with gzip.open(content.path) as stream:
            yield _bounded(cast("BinaryIO", stream), content.path)
    elif content.compression == "zip":
        with zipfile.ZipFile(content.path) as archive, archive.open(content.member or "") as stream:
            yield _bounded(cast("BinaryIO", stream), content.path)
    else:
        with content.path.open("rb") as stream:
            yield stream


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than `UNPACKED_LIMIT` bytes."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._left = UNPACKED_LIMIT
        self._path = path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        position = self._stream.seek(offset, whence)
        self._left = UNPACKED_LIMIT - position
        return position

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        chunk = self._stream.read(len(view))
        self._left -= len(chunk)
        if self._left < 0:
            raise _no_table(self._path, "archive-bomb", limit=UNPACKED_LIMIT)
        view[: len(chunk)] = chunk
        return len(chunk)


def _bounded(stream: BinaryIO, path: Path) -> BinaryIO:
    return cast("BinaryIO", io.BufferedReader(_Bounded(stream, path), 1 << 16))


def _read_head(path: Path) -> bytes:
    if not path.exists():
        raise InputError("file-not-found", path=str(path))
    if not path.is_file():
        raise InputError("not-a-file", path=str(path))
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except PermissionError as error:
        raise InputError("not-readable", path=str(path)) from error


def _read_zip(path: Path) -> Content:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
            names = {item.filename for item in members}
            opened = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except _BROKEN_ZIP as error:
        raise _no_table(path, "broken-archive", detail=str(error)) from error
    except RuntimeError as error:
        raise _no_table(path, "encrypted-archive") from error
    if "xl/workbook.xml" in names or b"opendocument.spreadsheet" in opened:
        _refuse_bomb(path, members)
        return Content(path, FileFormat.ODS if opened else FileFormat.XLSX)
    if "[Content_Types].xml" in names or opened:
        raise _no_table(path, "xlsb" if "xl/workbook.bin" in names else "document")
    return _read_archive(path, members)


def _refuse_bomb(path: Path, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(item.file_size for item in members)
    packed = max(path.stat().st_size, 1)
    suspect = unpacked > WORKBOOK_FLOOR and unpacked > WORKBOOK_RATIO * packed
    if suspect or unpacked > UNPACKED_LIMIT:
        raise _no_table(path, "workbook-bomb", unpacked=unpacked, packed=packed)


def _read_archive(path: Path, members: list[zipfile.ZipInfo]) -> Content:
    told = [item for item in members if not item.filename.startswith(("__MACOSX/", "."))]
    if len(told) != 1:
        names = [item.filename for item in told[:20]]
        raise _no_table(path, "archive-content", files=len(told), names=names)
    if told[0].flag_bits & 1:
        raise _no_table(path, "encrypted-archive")
    return _as_text(Content(path, FileFormat.CSV, "zip", told[0].filename))


def _read_ole(path: Path) -> Content:
    # Office wraps an encrypted XLSX in an OLE file: the name of its stream gives it away.
    with path.open("rb") as stream:
        if _ENCRYPTED in stream.read(1 << 22):
            raise _no_table(path, "encrypted-workbook")
    return Content(path, FileFormat.XLS)


def _as_text(content: Content) -> Content:
    """The same content once its (unpacked) head is known to be text."""
    with open_bytes(content) as stream:
        head = stream.read(_HEAD)
    if not head:
        raise UnreadableTable("source-error", reason="empty", path=str(content.path))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, reason in _OTHER_MAGICS:
        if head.startswith(magic):
            raise _no_table(content.path, reason)
    for mark, reason in _TEXT_MARKS:
        if start.startswith(mark):
            raise _no_table(content.path, reason)
    if content.compression and head.startswith((_ZIP, _GZIP, _OLE)):
        raise _no_table(content.path, "archive-content")
    return content


def _no_table(path: Path, reason: str, **params: object) -> UnreadableTable:
    return UnreadableTable("format-error", reason=reason, path=str(path), **params)
