from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import zipfile
from pathlib import Path

import openpyxl
import pytest

from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.model.table import Dialect, Displayed, FileFormat, Row
from opendata_cli.tabular import content
from opendata_cli.tabular.open import open_table, read_rows, read_source


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refused(path: Path) -> tuple[str, object]:
    with pytest.raises(UnreadableTable) as caught:
        open_table(path)
    return caught.value.code, caught.value.params.get("reason")


def test_the_source_is_hashed_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "id\n1\n")
    source = read_source(path, name="given")
    assert (source.name, source.bytes) == ("given", 5)
    assert source.sha256 == hashlib.sha256(b"id\n1\n").hexdigest()
    assert source.sha1 == hashlib.sha1(b"id\n1\n").hexdigest()


def test_a_csv_tells_its_encoding_delimiter_and_header(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.csv", "Libellé;n\r\nété;1,5\r\n", "cp1252"))
    assert table.dialect == Dialect(
        format=FileFormat.CSV, encoding="cp1252", delimiter=";", header_rows=(1,)
    )
    assert table.labels == ("Libellé", "n")


def test_what_is_told_wins_over_what_is_found(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "a;b\n1,2;3\n")
    told = Dialect(encoding="latin-1", delimiter=",", header_rows=(2,))
    table = open_table(path, dialect=told)
    assert table.dialect.encoding == "iso8859-1"
    assert (table.dialect.delimiter, table.labels) == (",", ("1", "2;3"))
    assert list(read_rows(table)) == []


def test_rows_are_numbered_by_record_so_that_a_newline_in_a_cell_counts_once(
    tmp_path: Path,
) -> None:
    table = open_table(write(tmp_path / "a.csv", 'id,nom\n1,"deux\nlignes"\n\n2,x\n'))
    assert list(read_rows(table)) == [
        Row(2, ("1", "deux\nlignes")),
        Row(3, ()),
        Row(4, ("2", "x")),
    ]


def test_lines_above_the_header_count_in_row_numbers(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.csv", "Titre,,\n,,\nid,nom,n\n1,x,2\n"))
    assert table.dialect.header_rows == (3,)
    assert list(read_rows(table)) == [Row(4, ("1", "x", "2"))]


def test_a_mark_before_cp1252_is_not_part_of_the_first_label(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbf" + "été,n\nà,1\n".encode("cp1252"))
    assert open_table(path).labels == ("été", "n")


def test_duplicate_and_blank_labels_are_kept_as_they_are(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.csv", "voix,,voix,\n1,2,3,\n"))
    assert table.labels == ("voix", "", "voix", "")


def test_a_gzip_of_a_csv_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id;nom\n1;x\n"))
    table = open_table(path)
    assert (table.dialect.compression, table.dialect.delimiter) == ("gz", ";")
    assert list(read_rows(table)) == [Row(2, ("1", "x"))]


def test_a_zip_of_one_csv_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data/", "")
        archive.writestr("data/été.csv", "id,nom\n1,été\n")
        archive.writestr("__MACOSX/data/._x.csv", "junk")
    table = open_table(path)
    assert (table.dialect.compression, table.labels) == ("zip", ("id", "nom"))
    assert list(read_rows(table)) == [Row(2, ("1", "été"))]


def test_a_zip_of_two_csv_is_refused_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "id\n")
        archive.writestr("b.csv", "id\n")
    with pytest.raises(UnreadableTable) as caught:
        open_table(path)
    assert caught.value.params["reason"] == "archive-content"
    assert caught.value.params["names"] == ["a.csv", "b.csv"]


def test_a_gzip_that_unpacks_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "UNPACKED_LIMIT", 10_000)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"1\n" * 50_000))
    assert refused(path) == ("format-error", "archive-bomb")


def test_a_cut_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"id,nom\n" * 500)[:-20])
    assert refused(path) == ("format-error", "broken-archive")


@pytest.mark.parametrize(
    ("name", "head", "reason"),
    [
        ("a.csv", b"%PDF-1.7 ...", "pdf"),
        ("a.csv", b"\x89PNG\r\n", "image"),
        ("a.csv", b"\n <!DOCTYPE html><html>", "html"),
        ("a.csv", b'<?xml version="1.0"?><a/>', "xml"),
        ("a.csv", b'{"a": 1}', "json"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "archive"),
        ("a.zip", b"PK\x07\x08" + bytes(18), "archive"),
        ("a.csv", bytes(500), "binary"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken-workbook"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted-workbook",
        ),
        ("a.xlsx", b"PK\x03\x04 broken", "broken-archive"),
    ],
)
def test_what_is_no_table_is_refused_by_its_content(
    tmp_path: Path, name: str, head: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(head)
    assert refused(path) == ("format-error", reason)


@pytest.mark.parametrize("sign", ["", ";;", '"', "\n"])
def test_a_delimiter_that_cannot_be_one_is_the_users_mistake(tmp_path: Path, sign: str) -> None:
    path = write(tmp_path / "a.csv", "id\n")
    with pytest.raises(InputError) as caught:
        open_table(path, dialect=Dialect(delimiter=sign))
    assert (caught.value.code, caught.value.params) == ("bad-delimiter", {"delimiter": sign})


def test_a_sheet_with_more_rows_than_there_can_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[list[object]] = [["id"]]
    rows += [["x"] for _ in range(200)]
    path = workbook(tmp_path / "a.xlsx", {"A": rows})
    monkeypatch.setattr("opendata_cli.tabular.workbook.LAST_ROW", 150)
    table = open_table(path)
    with pytest.raises(UnreadableTable) as caught:
        list(read_rows(table))
    assert caught.value.params["reason"] == "broken-workbook"


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ";;\n;;\n", "  \n \u00a0\n", " ; \n"])
def test_a_file_without_a_cell_is_empty(tmp_path: Path, text: str) -> None:
    assert refused(write(tmp_path / "a.csv", text)) == ("source-error", "empty")


@pytest.mark.parametrize("rows", [(4,), (1, 4), (999,), (2,)])
def test_a_header_told_where_no_column_name_is_refuses_the_file(
    tmp_path: Path, rows: tuple[int, ...]
) -> None:
    path = write(tmp_path / "a.csv", "id,nom\n,\n1,x\n")
    with pytest.raises(UnreadableTable) as caught:
        open_table(path, dialect=Dialect(header_rows=rows))
    assert (caught.value.code, caught.value.params["reason"]) == ("source-error", "no-header")
    assert caught.value.params["header_rows"] == list(rows)


def test_a_header_beyond_the_end_of_a_sheet_refuses_the_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["id"], [1]]})
    with pytest.raises(UnreadableTable) as caught:
        open_table(path, dialect=Dialect(header_rows=(9,)))
    assert caught.value.params["reason"] == "no-header"


def test_a_header_without_a_row_below_is_a_table_of_no_row(tmp_path: Path) -> None:
    table = open_table(write(tmp_path / "a.csv", "id,nom\n"))
    assert (table.labels, list(read_rows(table))) == (("id", "nom"), [])


@pytest.mark.parametrize("rows", [(3, 1), (2, 2), (0,), (-1, 1), (1_048_577,), (10**30,)])
def test_header_rows_that_cannot_be_are_the_users_mistake(
    tmp_path: Path, rows: tuple[int, ...]
) -> None:
    path = write(tmp_path / "a.csv", "id\n1\n2\n3\n")
    with pytest.raises(InputError) as caught:
        open_table(path, dialect=Dialect(header_rows=rows))
    assert (caught.value.code, caught.value.params["header_rows"]) == ("bad-header-row", list(rows))


def test_a_missing_file_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_table(tmp_path / "absent.csv")
    assert caught.value.code == "file-not-found"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_source(tmp_path)
    assert caught.value.code == "not-a-file"


def test_a_workbook_is_known_whatever_its_extension(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Données": [["id", "nom"], [1, "x"]]})
    table = open_table(path.rename(tmp_path / "a.csv"))
    assert (table.dialect.format, table.dialect.sheet) == (FileFormat.XLSX, "Données")
    assert (table.sheets, table.labels) == (("Données",), ("id", "nom"))
    assert list(read_rows(table)) == [Row(2, (1, "x"))]


def test_the_sheet_that_is_a_table_is_chosen(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "Lisez-moi": [["Ce fichier décrit…"], ["Contact : mairie"]],
        "2023": [["id", "nom"], [1, "x"]],
    }
    assert open_table(workbook(tmp_path / "a.xlsx", sheets)).dialect.sheet == "2023"


def test_the_sheet_with_the_expected_names_is_chosen(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "Communes": [["code", "nom"], [1, "x"]],
        "Agents": [["Matricule", "Âge"], [1, 30]],
    }
    path = workbook(tmp_path / "a.xlsx", sheets)
    assert open_table(path, expected=("matricule", "age")).dialect.sheet == "Agents"


def test_a_hidden_sheet_is_read_only_when_it_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"Listes": [["x"], [1]], "Données": [["id"], [1]]})
    book = openpyxl.load_workbook(path)
    book["Listes"].sheet_state = "hidden"
    book.save(path)
    table = open_table(path)
    assert (table.dialect.sheet, table.sheets) == ("Données", ("Listes", "Données"))
    assert open_table(path, dialect=Dialect(sheet="Listes")).labels == ("x",)


def test_a_notice_comes_after_the_other_tables(tmp_path: Path) -> None:
    sheets: dict[str, list[list[object]]] = {
        "Notice": [["Nom", "Libellé"], ["id", "identifiant"]],
        "2023": [["id", "nom"], [1, "x"]],
    }
    assert open_table(workbook(tmp_path / "a.xlsx", sheets)).dialect.sheet == "2023"


def test_a_sheet_that_is_not_there_is_the_users_mistake(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"A": [["id"], [1]]})
    with pytest.raises(InputError) as caught:
        open_table(path, dialect=Dialect(sheet="B"))
    assert caught.value.code == "no-such-sheet"
    assert caught.value.params == {"sheet": "B", "sheets": ["A"]}


def test_cells_of_a_workbook_are_typed_and_a_midnight_is_a_date(tmp_path: Path) -> None:
    cells: list[object] = [
        1,
        1.5,
        True,
        dt.datetime(2024, 3, 1),  # noqa: DTZ001 - workbooks have no zones
        dt.datetime(2024, 3, 1, 14, 30),  # noqa: DTZ001 - as above
        None,
        "x",
    ]
    path = workbook(tmp_path / "a.xlsx", {"A": [list("abcdefg"), cells]})
    (row,) = read_rows(open_table(path))
    assert row.cells[:4] == (1, 1.5, True, dt.date(2024, 3, 1))
    assert row.cells[4:] == (dt.datetime(2024, 3, 1, 14, 30), None, "x")  # noqa: DTZ001


def test_numbers_of_the_columns_asked_for_come_as_they_are_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["code", "n"])
    sheet.append([1004, 1004])
    sheet["A2"].number_format = "00000"
    book.save(tmp_path / "a.xlsx")
    (row,) = read_rows(open_table(tmp_path / "a.xlsx"), as_text=(0,))
    assert row.cells == (Displayed(1004, "01004"), 1004)


def test_blank_rows_are_given_inside_a_sheet_but_not_at_its_end(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["id", "nom"], [1, "x"], [], [2, "y"]):
        sheet.append(row)
    sheet["A1000"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    rows = list(read_rows(open_table(tmp_path / "a.xlsx")))
    assert [row.number for row in rows] == [2, 3, 4]
    assert not any(rows[1].cells)


def test_a_workbook_that_unpacks_to_a_hundred_times_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", " " * 12_000_000)
    assert refused(path) == ("format-error", "workbook-bomb")


def test_a_workbook_whose_xml_is_broken_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
        archive.writestr("xl/workbook.xml", "<workbook")
    assert refused(path) == ("format-error", "broken-workbook")


def test_a_document_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    assert refused(path) == ("format-error", "document")
