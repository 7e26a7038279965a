from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.tabular.delimiter import DELIMITERS, detect_delimiter


def detect(text: str) -> str:
    return detect_delimiter(text.splitlines(keepends=True))


@pytest.mark.parametrize("sign", DELIMITERS)
def test_the_sign_between_the_cells_is_found(sign: str) -> None:
    assert detect(f"a{sign}b{sign}c\n1{sign}2{sign}3\n4{sign}5{sign}6\n") == sign


def test_decimal_commas_in_every_cell_do_not_count() -> None:
    assert detect("x;y\n1,5;2,5\n3,25;4,75\n5,1;6,2\n") == ";"


def test_decimal_commas_under_a_title_do_not_count() -> None:
    assert detect("Relevés\n\nx;y\n1,5;2,5\n3,25;4,75\n") == ";"


def test_a_semicolon_in_every_text_does_not_count() -> None:
    rows = "".join(f"{n},rouge;vert,{n}\n" for n in range(20))
    assert detect("id,couleurs,n\n" + rows) == ","


def test_signs_between_quotes_do_not_count() -> None:
    assert detect('a;b\n"x,y,z";1\n"x,y,z";2\n') == ";"


def test_a_single_column_of_words_has_a_comma() -> None:
    assert detect("nom\nParis\nLyon\n") == ","


def test_a_single_column_of_decimal_commas_is_not_cut() -> None:
    assert detect("taux\n1,5\n2,5\n3,0\n") == ";"


def test_some_ragged_rows_do_not_hide_the_delimiter() -> None:
    assert detect("a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3\n") == ";"


def test_rows_all_ragged_are_read_by_the_header() -> None:
    assert detect("a;b;c\n1\n1\n1\n1;2;3;4;5\n1\n") == ";"


def test_banner_lines_padded_with_delimiters_are_no_trouble() -> None:
    assert detect("Titre;;;\n;;;\na;b;c;d\n1,5;2;3;4\n") == ";"


def test_the_points_of_a_geometry_are_no_columns() -> None:
    shape = "[1.5,2.5]," * 5000
    assert detect("id;nom;geom\n" + f"1;a;{shape}\n" * 2) == ";"


CELL = st.text(alphabet="abcdé 0123", min_size=1, max_size=5)


@given(
    st.sampled_from(DELIMITERS),
    st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8),
)
def test_a_regular_table_is_read_by_its_delimiter(
    sign: str, rows: list[tuple[str, str, str]]
) -> None:
    assert detect("".join(sign.join(row) + "\n" for row in rows)) == sign
