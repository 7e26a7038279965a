"""What openpyxl breaks down with is the file's fault; what we break down with is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Displayed
from opendata_cli.tabular import typed, xlsx_file
from opendata_cli.tabular.xlsx_file import xlsx_rows, xlsx_sheets


def book(path: Path, value: object, number_format: str = "General") -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "A"
    sheet.append([value])
    sheet["A1"].number_format = number_format
    made.save(path)
    return path


@pytest.mark.parametrize("as_text", [frozenset[int](), frozenset({0})])
def test_a_fault_of_the_library_is_a_damaged_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_text: frozenset[int]
) -> None:
    def breaks(*_arguments: object) -> None:
        raise KeyError

    monkeypatch.setattr(xlsx_file, "_table", breaks)
    with pytest.raises(UnreadableTable) as caught:
        list(xlsx_rows(book(tmp_path / "a.xlsx", 1), "A", as_text))
    assert caught.value.params["reason"] == "broken-workbook"


def test_a_fault_of_ours_is_no_damaged_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_arguments: object) -> None:
        raise KeyError

    monkeypatch.setattr(typed, "display", breaks)
    with pytest.raises(KeyError):
        list(xlsx_rows(book(tmp_path / "a.xlsx", 1), "A", frozenset({0})))


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1e30, "0", "1" + "0" * 30),
        (123456789012340000, "0.000000000000", "123456789012340000.000000000000"),
    ],
)
def test_a_number_too_large_for_a_spreadsheet_is_shown_whole(
    tmp_path: Path, value: float, number_format: str, shown: str
) -> None:
    path = book(tmp_path / "a.xlsx", value, number_format)
    ((cell,),) = xlsx_rows(path, "A", frozenset({0}))
    assert isinstance(cell, Displayed)
    assert cell.text == shown


def test_a_sheet_of_charts_is_left_aside(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.create_chartsheet("Graphique", 0)
    made.worksheets[0].append(["id"])
    made.save(tmp_path / "a.xlsx")
    emptied = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as whole, zipfile.ZipFile(emptied, "w") as bare:
        for name in whole.namelist():
            if "drawing" not in name and "chartsheets/_rels" not in name:
                bare.writestr(name, whole.read(name))
    for path in (tmp_path / "a.xlsx", emptied):
        assert [name for name, _ in xlsx_sheets(path)] == ["Sheet"]
        assert list(xlsx_rows(path, "Sheet", frozenset())) == [("id",)]
