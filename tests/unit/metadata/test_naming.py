"""Names that go everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.metadata.naming import ascii_words, is_name, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effectifs de l'été 2023", "effectifs-de-l-ete-2023"),
        ("2024__résultats_T1", "2024-resultats-t1"),
        ("Œuvres & cœurs", "oeuvres-coeurs"),
        ("???", "data"),
        ("x" * 150, "x" * 100),
    ],
)
def test_a_slug(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_words_are_cut_at_capitals() -> None:
    assert ascii_words("dateMaj_Année") == ["date", "maj", "annee"]


@given(st.text())
def test_a_slug_is_a_name_and_its_own_slug(text: str) -> None:
    assert is_name(slug(text))
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize("name", ["a", "Effectifs_2023", "a.b-c", "x" * 100])
def test_a_name(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize(
    "name", ["", "a b", "été", "a/b", "..", ".a", "a-", "a.", "x" * 101, "a\n"]
)
def test_no_name(name: str) -> None:
    assert not is_name(name)
