from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import FileFormat
from opendata_cli.tabular import csv_file
from opendata_cli.tabular.content import Content
from opendata_cli.tabular.csv_file import find_delimiter, read_records
from opendata_cli.tabular.open import open_table


def content(folder: Path, text: str) -> Content:
    path = folder / "a.csv"
    path.write_text(text, "utf-8", newline="")
    return Content(path, FileFormat.CSV)


def records(folder: Path, text: str) -> list[list[str]]:
    return list(read_records(content(folder, text), "utf-8", ";"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a;b\n1;"2\n3;4\n5;6\n', 2),
        ('a;b\n1;"2\n3;4', 2),
        ('"a;b\n1;2\n', 1),
        ('a;b\r\n1;2\r\n3;"', 3),
        ('a;b\n"x\ny";1\n"z;2\n', 4),
        ('a;b\n"x\ny";"1\n2', 3),
        ('"', 1),
    ],
)
def test_a_quote_that_is_never_closed_is_told_by_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(UnreadableTable) as caught:
        records(tmp_path, text)
    assert caught.value.params == {"reason": "open-quote", "line": line}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('a;"b\nc"\n', [["a", "b\nc"]]),
        ('a;"b\nc"', [["a", "b\nc"]]),
        ('5" de long;b\n1;2', [['5" de long', "b"], ["1", "2"]]),
        ('"a"b;"c', None),
        ('"a" b;c', [["a b", "c"]]),
        ("a\n\n\n", [["a"], [], []]),
        ("", []),
    ],
)
def test_other_quotes_are_read_as_they_can(
    tmp_path: Path, text: str, read: list[list[str]] | None
) -> None:
    if read is None:
        with pytest.raises(UnreadableTable):
            records(tmp_path, text)
    else:
        assert records(tmp_path, text) == read


@given(st.text(alphabet='ab;"\n\r é', max_size=40))
def test_whatever_is_closed_is_read_as_the_csv_module_reads_it(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)
    expected = list(csv.reader(lines, delimiter=";"))
    read, reason = None, None
    try:
        read = records(folder, "".join(lines))
    except UnreadableTable as error:
        reason = error.params["reason"]
    assert read == expected if reason is None else reason == "open-quote" and '"' in text


@pytest.mark.parametrize("quote", ["", '"x";'])
def test_a_table_wider_than_any_sheet_is_refused(tmp_path: Path, quote: str) -> None:
    with pytest.raises(UnreadableTable) as caught:
        records(tmp_path, "a;b\n" + quote + "1;" * 16_384 + "\n")
    assert caught.value.params == {"reason": "too-wide", "limit": 16_384}


def test_the_widest_sheet_is_a_table(tmp_path: Path) -> None:
    assert [len(row) for row in records(tmp_path, ";" * 16_383 + "\n")] == [16_384]


def test_signs_inside_a_quoted_cell_make_no_column(tmp_path: Path) -> None:
    shape = "1;2;" * 10_000
    assert records(tmp_path, f'a;"{shape}"\n') == [["a", shape]]


def test_a_cell_longer_than_what_csv_reads_by_itself_is_read(tmp_path: Path) -> None:
    csv.field_size_limit(131_072)
    table = open_table(content(tmp_path, f"id;geom\n1;{'x' * 200_000}\n").path)
    assert table.labels == ("id", "geom")


def test_a_line_without_end_is_not_read_whole_to_find_the_delimiter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "_SAMPLE_CHARACTERS", 10)
    assert find_delimiter(content(tmp_path, "a;b;c;d;e" + ",x" * 100), "utf-8") == ";"
