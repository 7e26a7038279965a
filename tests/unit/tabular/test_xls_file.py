"""Nothing we depend on writes XLS: these tests read files of the corpus."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opendata_cli.errors import UnreadableTable
from opendata_cli.model.table import Displayed, FileFormat
from opendata_cli.tabular.open import open_table, read_rows

FILES = Path(__file__).parents[3].parent / "shared" / "corpus" / "frictionless-files"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason=f"NO CORPUS at {FILES}: XLS files were NOT read"
)


def test_numbers_and_dates_are_typed() -> None:
    table = open_table(FILES / "table-with-ints-floats-dates.xls")
    assert (table.dialect.format, table.labels) == (FileFormat.XLS, ("Int", "Float", "Date"))
    first = next(iter(read_rows(table)))
    assert first.number == 2
    assert first.cells == (2013, 3.3, dt.date(2009, 8, 16))


def test_truth_values_are_typed() -> None:
    rows = list(read_rows(open_table(FILES / "table-with-booleans.xls")))
    assert [row.cells for row in rows] == [(1, True), (2, False)]


def test_numbers_of_the_columns_asked_for_come_as_shown_in_xls() -> None:
    rows = read_rows(open_table(FILES / "table-with-booleans.xls"), as_text=(0,))
    assert [row.cells[0] for row in rows] == [Displayed(1, "1"), Displayed(2, "2")]


def test_a_cut_xls_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.xls"
    path.write_bytes((FILES / "table.xls").read_bytes()[:2000])
    with pytest.raises(UnreadableTable) as caught:
        open_table(path)
    assert caught.value.params["reason"] == "broken-workbook"
