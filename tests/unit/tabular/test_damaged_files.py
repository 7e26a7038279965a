"""Whatever bytes a file holds, it is a table or it is refused: nothing else is raised."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata_cli.errors import UnreadableTable
from opendata_cli.tabular.open import open_table, read_rows


def read_or_refuse(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(content)
        with contextlib.suppress(UnreadableTable):
            list(read_rows(open_table(path), as_text=(0,)))


def a_workbook() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    for row in (["code", "nom"], [1004, "Ambérieu"], [1005, "Arbent"]):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = a_workbook()
CHANGES = st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=4)), max_size=5)


@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    read_or_refuse(content)


@given(st.text(alphabet='ab;,\t|"\n\r\x00é1 ', max_size=200), st.sampled_from(["utf-8", "cp1252"]))
def test_any_text(text: str, encoding: str) -> None:
    read_or_refuse(text.encode(encoding))


@settings(deadline=None)
@given(st.sampled_from(sorted(PARTS)), CHANGES)
def test_a_workbook_with_a_damaged_part(name: str, changes: list[tuple[int, bytes]]) -> None:
    part = bytearray(PARTS[name])
    for at, written in changes:
        part[at : at + 2] = written
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for other, content in PARTS.items():
            archive.writestr(other, bytes(part) if other == name else content)
    read_or_refuse(stream.getvalue())
