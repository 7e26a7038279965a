from __future__ import annotations

from opendata_cli.model.table import Cell, Row
from opendata_cli.tabular.header import find_header, join_labels, read_labels


def table(*records: tuple[Cell, ...]) -> list[Row]:
    return [Row(number, cells) for number, cells in enumerate(records, start=1)]


def test_the_first_row_is_the_header() -> None:
    assert find_header(table(("id", "nom"), ("1", "Paris"))) == (1,)


def test_without_any_cell_there_is_no_header() -> None:
    assert find_header(table((), ("", None))) == ()


def test_a_table_of_words_only_keeps_its_first_row() -> None:
    assert find_header(table(("ville", "pays"), ("Paris", "France"), ("Rome", "Italie"))) == (1,)


def test_a_lone_row_is_the_header() -> None:
    assert find_header(table(("id", "nom"))) == (1,)


def test_blank_rows_before_the_header_are_skipped() -> None:
    assert find_header(table((), ("", ""), ("id", "nom"), ("1", "Paris"))) == (3,)


def test_title_lines_above_a_wider_table_are_skipped() -> None:
    rows = table(
        ("Effectifs 2023", "", "", ""),
        ("Source : préfecture", "", "", ""),
        ("", "", "", ""),
        ("commune", "agents", "asvp", "chiens"),
        ("Ambérieu", "8", "0", "0"),
        ("Arbent", "2", "0", "0"),
    )
    assert find_header(rows) == (4,)


def test_years_may_be_labels() -> None:
    rows = table(
        ("Population", None, None),
        (None, None, None),
        ("Région", 2019, 2020),
        ("Bretagne", 3_300_000, 3_400_000),
    )
    assert find_header(rows) == (3,)


def test_years_as_labels_of_the_first_row_stay_labels() -> None:
    assert find_header(table(("Région", "2019", "2020"), ("Bretagne", "33", "34"))) == (1,)


def test_a_first_row_without_all_its_labels_is_not_skipped() -> None:
    rows = table(("id", ""), ("a", "b"), ("c", "d"))
    assert find_header(rows) == (1,)


def test_rows_longer_than_the_header_do_not_hide_it() -> None:
    rows = table(("id", "nom"), *[("1", "x", "2", "y", "3", "z", "4", "t")] * 5)
    assert find_header(rows) == (1,)


def test_a_table_without_header_loses_no_row() -> None:
    assert find_header(table(("1", "Paris"), ("2", "Lyon"), ("3", "Nice"))) == (1,)


def test_a_second_row_that_names_what_the_first_leaves_blank_belongs_to_the_header() -> None:
    rows = table(
        ("Département", "", "Commune", "Brigades", ""),
        ("Numéro", "Nom", "", "Maîtres", "Chiens"),
        ("1", "AIN", "AMBERIEU", "0", "2"),
        ("1", "AIN", "ARBENT", "0", "1"),
    )
    assert find_header(rows) == (1, 2)
    assert join_labels(rows, (1, 2)) == (
        "Département Numéro",
        "Nom",
        "Commune",
        "Brigades Maîtres",
        "Chiens",
    )


def test_a_row_of_data_under_a_blank_label_is_not_part_of_the_header() -> None:
    rows = table(("id", "", "nom"), ("a", "b", "c"), ("1", "2", "3"))
    assert find_header(rows) == (1,)


def test_the_row_with_the_expected_names_is_the_header_whatever_is_above() -> None:
    rows = table(
        ("Colonne A", "Colonne B", "Colonne C"),
        ("texte", "texte", "texte"),
        ("Code INSEE", "Libellé", "âge"),
        ("01004", "Ambérieu", "12"),
    )
    assert find_header(rows, expected=("code_insee", "libelle", "AGE")) == (3,)


def test_a_lone_cell_that_is_a_field_name_is_no_header() -> None:
    rows = table(("x", "y", "z"), ("1", "2", "3"), ("nom", "", ""), ("4", "5", "6"))
    assert find_header(rows, expected=("nom", "age", "ville")) == (1,)


def test_the_one_expected_name_is_found_under_a_title() -> None:
    assert find_header(table(("Liste",), ("Code",), ("01",)), expected=("code",)) == (2,)


def test_expected_names_that_are_nowhere_change_nothing() -> None:
    assert find_header(table(("a", "b"), ("1", "2")), expected=("x", "y")) == (1,)


def test_a_label_written_twice_in_a_merged_header_is_not_repeated() -> None:
    rows = table(("id", "Voix"), ("id", "total"))
    assert join_labels(rows, (1, 2)) == ("id", "Voix total")


def test_a_title_apart_from_the_header_is_not_joined_to_it() -> None:
    rows = table(("Liste", "", ""), ("", "", ""), ("x", "nom", "code"), ("1", "a", "b"))
    assert find_header(rows, expected=("code", "nom")) == (3,)


def test_a_title_right_above_the_header_is_not_joined_to_it() -> None:
    rows = table(("Liste", "", ""), ("x", "nom", "code"), ("1", "a", "b"))
    assert find_header(rows, expected=("code", "nom")) == (2,)


def test_two_rows_are_the_header_when_only_together_they_have_the_names() -> None:
    rows = table(("id", "Tour 1", ""), ("", "voix", "pct"), ("1", "2", "3"))
    assert find_header(rows, expected=("id", "Tour 1 voix", "pct")) == (1, 2)


GROUPED = table(("Dep", "Tour 1", "", "Tour 2", None), ("", "Voix", "Pct", "Voix", "Pct"))


def test_a_merged_group_names_each_of_its_columns() -> None:
    assert read_labels(GROUPED, (1, 2)) == (
        "Dep",
        "Tour 1 Voix",
        "Tour 1 Pct",
        "Tour 2 Voix",
        "Tour 2 Pct",
    )


def test_a_column_without_a_name_below_is_in_no_group() -> None:
    rows = table(("Dep", "Tour 1", "", "", "Total"), ("", "Voix", "Pct", "", ""))
    assert read_labels(rows, (1, 2)) == ("Dep", "Tour 1 Voix", "Tour 1 Pct", "", "Total")


def test_names_expected_without_their_group_are_left_without_it() -> None:
    expected = ("Dep", "Tour 1 Voix", "Pct", "Tour 2 Voix")
    assert read_labels(GROUPED, (1, 2), expected)[2] == "Pct"


def test_a_header_of_one_row_has_no_group() -> None:
    assert read_labels(GROUPED, (2,)) == ("", "Voix", "Pct", "Voix", "Pct")
