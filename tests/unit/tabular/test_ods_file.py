from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Displayed, FileFormat, Row
from opendata_cli.tabular.open import open_table, read_rows

ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def ods(path: Path, rows: str) -> Path:
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Feuille">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        archive.writestr("content.xml", content)
    return path


def ods_row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def ods_text(text: str) -> str:
    return (
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )


def ods_value(kind: str, attribute: str, value: str) -> str:
    return f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}"/>'


def test_an_ods_is_read_with_its_types_whatever_its_extension(tmp_path: Path) -> None:
    rows = (
        ods_row(ods_text("code"), ods_text("taux"), ods_text("jour"), ods_text("vrai"))
        + ods_row(
            ods_value("float", "value", "1004"),
            ods_value("float", "value", "1.5"),
            ods_value("date", "date-value", "2024-03-01"),
            ods_value("boolean", "boolean-value", "true"),
        )
        + ods_row("<table:table-cell/>")
        + ods_row(ods_text("x"))
    )
    table = open_table(ods(tmp_path / "a.xls", rows))
    assert (table.dialect.format, table.dialect.sheet) == (FileFormat.ODS, "Feuille")
    typed, blank, text = read_rows(table, as_text=(0,))
    assert typed.cells == (Displayed(1004, "1004"), 1.5, dt.date(2024, 3, 1), True)
    assert (blank.number, any(blank.cells)) == (3, False)
    assert (text.number, text.cells[0]) == (4, "x")


def test_the_rows_and_columns_before_the_data_of_an_ods_count(tmp_path: Path) -> None:
    blank = "<table:table-cell/>"
    rows = (
        ods_row(blank)
        + ods_row(blank, ods_text("id"), ods_text("n"))
        + ods_row(blank, ods_text("a"), ods_value("float", "value", "2"))
    )
    table = open_table(ods(tmp_path / "a.ods", rows))
    assert (table.dialect.header_rows, table.labels) == ((2,), ("", "id", "n"))
    assert list(read_rows(table)) == [Row(3, (None, "a", 2))]


def test_an_empty_ods_sheet_is_empty(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable) as caught:
        open_table(ods(tmp_path / "a.ods", ""))
    assert (caught.value.code, caught.value.params["reason"]) == ("source-error", "empty")


def test_an_ods_whose_xml_is_broken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTable) as caught:
        open_table(ods(tmp_path / "a.ods", "<table:table-row>"))
    assert caught.value.params["reason"] == "broken-workbook"
