"""Which cells are a day, which are a year."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.metadata.dates import as_date, as_year
from opendata_cli.model.table import Cell, Displayed

PLAUSIBLE = st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31))


class TestDays:
    @pytest.mark.parametrize(
        "cell",
        [
            "2024-06-30",
            " 2024-06-30 ",
            "2024/06/30",
            "30/06/2024",
            "30-06-2024",
            "30.06.2024",
            "2024-06-30T23:59:59+02:00",
            "2024-06-30 23:59:59.123456",
            "30/06/2024 18:30",
            "30/06/2024 18h30",
            dt.date(2024, 6, 30),
            dt.datetime(2024, 6, 30, 23, 59),  # noqa: DTZ001 - a workbook has no zone
        ],
    )
    def test_a_day_is_read_however_it_is_written(self, cell: Cell) -> None:
        assert as_date(cell) == dt.date(2024, 6, 30)

    def test_the_day_comes_before_the_month(self) -> None:
        assert as_date("3/2/2024") == dt.date(2024, 2, 3)

    @pytest.mark.parametrize(
        "cell",
        [
            "31/02/2024",
            "06/30/2024",
            "2024-06/30",
            "30/06/24",
            "20240630",
            "2024-06",
            "2024-06-301",
            "Paris, le 30/06/2024",
            "٢٠٢٤-٠٦-٣٠",
            "",
            None,
            True,
            45473,
            45473.0,
            Displayed(45473, "30/06/2024"),
            dt.time(12, 0),
            dt.timedelta(days=3),
        ],
    )
    def test_anything_else_is_none(self, cell: Cell) -> None:
        assert as_date(cell) is None

    @pytest.mark.parametrize("text", ["0202-03-01", "2204-03-01", "01/03/1799"])
    def test_a_slip_of_the_keyboard_is_no_day(self, text: str) -> None:
        assert as_date(text) is None

    @given(PLAUSIBLE)
    def test_every_day_in_both_orders(self, day: dt.date) -> None:
        assert as_date(day.isoformat()) == day
        assert as_date(f"{day.day:02}/{day.month:02}/{day.year}") == day


class TestYears:
    @pytest.mark.parametrize(
        "cell", ["2023", " 2023 ", "2023.0", 2023, 2023.0, Displayed(2023, "")]
    )
    def test_a_year_is_read_however_it_is_written(self, cell: Cell) -> None:
        assert as_year(cell) == 2023

    @pytest.mark.parametrize(
        "cell", ["1899", "2101", 1899, 2101, 2023.5, "23", "2022-2023", "an 2023", True, None, ""]
    )
    def test_anything_else_is_none(self, cell: Cell) -> None:
        assert as_year(cell) is None
