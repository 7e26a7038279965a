from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.tabular.number_format import display, plain


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1004, "00000", "01004"),
        (1004.0, "General", "1004"),
        (1004, None, "1004"),
        (26400001234567, "General", "26400001234567"),
        (0.5, "General", "0.5"),
        (1e-7, "General", "0.0000001"),
        (3, "0.00", "3.00"),
        (2.5, "0.##", "2.5"),
        (2.0, "0.##", "2"),
        (2.675, "0.00", "2.68"),
        (0.7342, "0.00%", "73.42%"),
        (1234567, "#,##0", "1234567"),
        (123456789, '0#" "##" "##" "##" "##', "01 23 45 67 89"),
        (26400001234567, "000 000 000 00000", "264 000 012 34567"),
        (-5, "0", "-5"),
        (-5, "0;(0)", "(5)"),
        (5, "[Red]0", "5"),
        (5, "@", "5"),
        (1.5, "0.0E+00", "1.5"),
        (0, "#", ""),
        (1e30, "0", "1" + "0" * 30),
        (123456789012345678, "0." + "0" * 12, "123456789012345678." + "0" * 12),
        (1e30, "0%", "1" + "0" * 32 + "%"),
        (7, "0" * 256, "7"),
        (float("inf"), "0", "Infinity"),
    ],
)
def test_a_number_reads_as_the_spreadsheet_shows_it(
    value: float, number_format: str | None, shown: str
) -> None:
    assert display(value, number_format) == shown


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=15))
def test_zeros_pad_to_their_number_and_never_cut(value: int, width: int) -> None:
    assert display(value, "0" * width) == str(value).zfill(width)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_plain_number_reads_back_as_itself(value: float) -> None:
    assert float(plain(value)) == value


@given(
    st.floats() | st.integers() | st.integers(min_value=10**300, max_value=10**400),
    st.none() | st.text(alphabet='0#?.,%;"\\_*[]@ eEx-', max_size=12) | st.text(max_size=300),
)
def test_any_number_has_a_text_under_any_format(value: float, number_format: str | None) -> None:
    assert isinstance(display(value, number_format), str)
