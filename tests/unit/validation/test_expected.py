from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.model.schema import Field
from opendata_cli.validation.expected import expected_form
from opendata_cli.validation.reference import accepts


def field(kind: str, **descriptor: object) -> Field:
    constraints = descriptor.get("constraints")
    return Field(
        name="f",
        type=kind,
        format=str(descriptor.get("format", "default")),
        constraints=constraints if isinstance(constraints, dict) else {},
        descriptor={"name": "f", "type": kind, **descriptor},
    )


INSEE = field("string", constraints={"pattern": "([013-9][0-9]|2[AB1-9])[0-9]{3}"})


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("01/03/2024", "2024-03-01"),
        ("1/3/2024", "2024-03-01"),
        ("31-12-2023", "2023-12-31"),
        ("31.12.2023", "2023-12-31"),
        ("2023/12/31", "2023-12-31"),
        ("20231231", "2023-12-31"),
        ("1er mars 2024", "2024-03-01"),
        ("14 Février 2024", "2024-02-14"),
        ("2024-03-01T00:00:00", "2024-03-01"),
        (" 2024-03-01 ", "2024-03-01"),
        ("31/02/2023", None),
        ("12/31/2023", None),
        ("01/03/24", None),
        ("2024-03-01 14:30", None),
        ("mars 2024", None),
    ],
)
def test_dates_come_in_iso_form_when_there_is_one_day(written: str, right: str | None) -> None:
    assert expected_form(field("date"), written) == right


def test_dates_come_in_the_format_of_the_schema() -> None:
    assert expected_form(field("date", format="%d/%m/%Y"), "2024-03-01") == "01/03/2024"


def test_a_format_that_accepts_only_itself_has_no_right_form() -> None:
    assert expected_form(field("date", format="DD/MM/YYYY"), "01/03/2024") is None


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("01/03/2024 14:30", "2024-03-01T14:30:00"),
        ("2024-03-01 8h05", "2024-03-01T08:05:00"),
        ("01/03/2024 25:00", None),
    ],
)
def test_moments_come_in_the_format_of_the_schema(written: str, right: str | None) -> None:
    moments = field("datetime", format="%Y-%m-%dT%H:%M:%S")
    assert expected_form(moments, written) == right


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("1,5", "1.5"),
        ("-12,25", "-12.25"),
        ("1 234 567", "1234567"),
        ("1\u202f234,5", "1234.5"),
        ("12\u00a0345", "12345"),
        ("1O,5", "10.5"),
        ("1,234", None),
        ("73,42%", None),
        ("12 et 13", None),
        ("1,2,3", None),
    ],
)
def test_numbers_lose_what_french_writing_adds(written: str, right: str | None) -> None:
    assert expected_form(field("number"), written) == right


def test_bounds_settle_whether_a_comma_is_decimal() -> None:
    latitude = field("number", constraints={"maximum": 90})
    assert expected_form(latitude, "48,123") == "48.123"


def test_the_decimal_sign_of_the_schema_is_used() -> None:
    assert expected_form(field("number", decimalChar=","), "1.5") == "1,5"


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("1 O24", "1024"),
        ("l0", "10"),
        ("12 345", "12345"),
        ("12,0", "12"),
        ("12,5", None),
        ("Oslo", None),
        ("OO", None),
    ],
)
def test_integers_lose_spaces_and_look_alike_letters(written: str, right: str | None) -> None:
    assert expected_form(field("integer"), written) == right


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("oui", "true"),
        ("Non", "false"),
        ("VRAI", "true"),
        ("faux", "false"),
        ("X", "true"),
        ("peut-être", None),
    ],
)
def test_booleans_come_in_the_words_of_the_standard(written: str, right: str | None) -> None:
    assert expected_form(field("boolean"), written) == right


def test_booleans_come_in_the_words_of_the_schema() -> None:
    yes_no = field("boolean", trueValues=["Oui"], falseValues=["Non"])
    assert expected_form(yes_no, "true") == "Oui"


def test_a_value_of_the_list_is_found_whatever_its_case_and_accents() -> None:
    kinds = field("string", constraints={"enum": ["Réseau", "Îlot", "réseau-2"]})
    assert expected_form(kinds, "reseau") == "Réseau"
    assert expected_form(kinds, "RESEAU 2") == "réseau-2"
    assert expected_form(kinds, "autre") is None


def test_the_sign_of_a_number_is_no_spelling() -> None:
    assert expected_form(field("integer", constraints={"enum": ["1", "2"]}), "-1") is None


def test_two_values_of_the_list_that_fit_leave_no_choice() -> None:
    assert expected_form(field("string", constraints={"enum": ["a", "A"]}), "à") is None


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("1004", "01004"),
        ("2a004", "2A004"),
        (" 01004", "01004"),
        ("01 004", "01004"),
        ("104", None),
        ("abcde", None),
        ("", None),
    ],
)
def test_a_code_gets_its_zero_back_when_one_padding_fits(written: str, right: str | None) -> None:
    codes = field("string", constraints={"pattern": "(0[1-9]|[1-9][0-9]|2[AB])[0-9]{3}"})
    assert expected_form(codes, written) == right


def test_two_paddings_that_fit_leave_no_choice() -> None:
    assert expected_form(field("string", constraints={"pattern": "[0-9]{5,6}"}), "1004") is None


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_any_french_date_is_rewritten_as_itself(date: dt.date) -> None:
    assert expected_form(field("date"), date.strftime("%d/%m/%Y")) == date.isoformat()


@given(
    st.sampled_from([field("date"), field("number"), field("integer"), field("boolean"), INSEE]),
    st.text(alphabet="0123456789 ,.-/OloiunX%\u00a0", max_size=12),
)
def test_what_is_expected_is_always_accepted(kind: Field, cell: str) -> None:
    right = expected_form(kind, cell)
    assert right is None or (right != cell and accepts(kind)(right))
