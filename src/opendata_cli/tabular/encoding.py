"""Which encoding a text file is in.

A byte-order mark decides, then UTF-8 if the whole file is; what is left is one of
the single-byte encodings French files come in. Those cannot be told apart by
rule, so each is scored by how French its accented letters look.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.model.encoding import encoding_name

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("cp1252", "mac-roman", "cp850")
_LOWER = frozenset("àâäæçéèêëîïôöœùûüÿ")
_UPPER = frozenset("ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ")
_SIGNS = frozenset("«»°€–—’‘“”…²³½§·•\u00a0\u202f")
_ACCENTED = re.compile(r"(.?)([^\x00-\x7f])(?=(.?))", re.DOTALL)
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_WIDE_SHARE = 0.3
_SURE = 0.5


def known_encoding(encoding: str) -> str:
    """Python's own name of the encoding. Raises InputError: unknown-encoding."""
    name = encoding_name(encoding)
    if name is None:
        raise InputError("unknown-encoding", encoding=encoding)
    return name


def check_encoding(stream: BinaryIO, encoding: str) -> str:
    """The encoding under Python's own name, once the whole stream is known to be in it.

    Raises InputError (unknown-encoding) and UnreadableTable (encoding-error, with
    the `line` from 1 and the byte `offset` from 0).
    """
    name = known_encoding(encoding)
    if name == "utf-8" and stream.read(3) == codecs.BOM_UTF8:
        name = "utf-8-sig"
    stream.seek(0)
    fault = _first_fault(stream, name)
    if fault is not None:
        raise _encoding_error(stream, name, fault)
    return name


def detect_encoding(stream: BinaryIO) -> str:
    """The encoding of the whole (seekable) stream, under Python's own name.

    Raises UnreadableTable: encoding-error for a UTF-8 file with a few bad bytes,
    format-error `binary` for what is not text.
    """
    head = stream.read(_CHUNK)
    stream.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return check_encoding(stream, _text_encoding(head, name))
    if b"\x00" in head:
        return check_encoding(stream, _text_encoding(head, _wide_encoding(head)))
    name = "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    fault = _first_fault(stream, name)
    if fault is None:
        return name
    sample = _bytes_around_accents(stream)
    if sample.multibyte > sample.stray:
        raise _encoding_error(stream, name, fault)
    name = _single_byte(sample.text)
    # cp1252 leaves five bytes without a meaning; latin-1 has one for each.
    return name if _first_fault(stream, name) is None else "iso8859-1"


@dataclass(frozen=True, slots=True)
class _Sample:
    """How the non-ASCII bytes lie: `multibyte` UTF-8 characters, `stray` others."""

    multibyte: int
    stray: int
    text: bytes


def _first_fault(stream: BinaryIO, encoding: str) -> int | None:
    """The offset of the first bytes that are not in the encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    stream.seek(0)
    while True:
        chunk = stream.read(_CHUNK)
        state = decoder.getstate()[0]
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return read - len(state) + error.start
        except UnicodeError:
            return read
        read += len(chunk)
        if not chunk:
            return None


def _encoding_error(stream: BinaryIO, encoding: str, offset: int) -> UnreadableTable:
    stream.seek(0)
    line, left = 1, offset
    while left > 0:
        chunk = stream.read(min(_CHUNK, left))
        line += chunk.count(b"\n")
        left -= len(chunk)
    return UnreadableTable("encoding-error", encoding=encoding, line=line, offset=offset)


def _wide_encoding(head: bytes) -> str:
    # ASCII letters in UTF-16 leave a NUL in every second byte.
    even, odd = head[::2], head[1::2]
    if odd.count(0) > _WIDE_SHARE * len(odd) and even.count(0) < odd.count(0):
        return "utf-16-le"
    if even.count(0) > _WIDE_SHARE * len(even):
        return "utf-16-be"
    raise UnreadableTable("format-error", reason="binary")


def _text_encoding(head: bytes, encoding: str) -> str:
    """The encoding, once what it makes of the first bytes holds no NUL: a text has none."""
    if "\x00" in head.decode(encoding, errors="replace"):
        raise UnreadableTable("format-error", reason="binary")
    return encoding


def _bytes_around_accents(stream: BinaryIO) -> _Sample:
    stream.seek(0)
    multibyte = stray = 0
    text = b""
    if stream.read(3) != codecs.BOM_UTF8:
        stream.seek(0)
    while chunk := stream.read(_CHUNK):
        wide = _MULTIBYTE.findall(chunk)
        multibyte += len(wide)
        stray += len(_HIGH.findall(chunk)) - sum(map(len, wide))
        if len(text) < _CHUNK and _HIGH.search(chunk):
            text += chunk
    return _Sample(multibyte, stray, text)


def _single_byte(text: bytes) -> str:
    """cp1252, unless another encoding reads clearly as French."""
    scores = {name: _score(text, name) for name in _CANDIDATES}
    best = max(_CANDIDATES, key=lambda name: scores[name])
    return best if scores[best] > _SURE * len(_HIGH.findall(text)) else "cp1252"


def _score(text: bytes, encoding: str) -> int:
    decoded = text.decode(encoding, errors="replace")
    return sum(_plausible(*found.groups()) for found in _ACCENTED.finditer(decoded))


def _plausible(before: str, letter: str, after: str) -> int:
    """1 for a letter as French writes it, -1 for one it never writes."""
    if letter in _LOWER:
        return -1 if before.isupper() and after.isupper() else 1
    if letter in _UPPER:
        return -1 if before.isalpha() and after.islower() else 1
    return 1 if letter in _SIGNS and not (before.isalpha() and after.islower()) else -1
