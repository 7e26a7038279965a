"""Names that go everywhere."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.metadata.naming import ascii_words, file_name, is_name, slug
from opendata_cli.metadata.told import unsafe


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effectifs 2023.csv", "Effectifs-2023.csv"),
        ("été.CSV", "ete.CSV"),
        ("../../etc/passwd", "etc-passwd"),
        ("..\\c:\\a.csv", "c-a.csv"),
        (".hidden", "hidden"),
        ("CON.csv", "CON-data.csv"),
        ("TODO", "TODO-data"),
        ("a.csv.gz", "a.csv.gz"),
        ("日本", "key"),
        ("a\x00\n.csv", "a.csv"),
        ("x" * 300 + ".csv", "x" * 100 + ".csv"),
        ("B.csv", "B-3.csv"),
    ],
)
def test_a_file_name(text: str, expected: str) -> None:
    assert file_name(text, {"b.csv", "b-2.csv"}, "key") == expected


@given(st.text(max_size=200), st.sampled_from(["key", "con", "A.b"]))
def test_a_file_name_is_one_that_a_manifest_takes(text: str, fallback: str) -> None:
    name = file_name(text, {"a.csv"}, fallback)
    assert unsafe(name, Path()) is None
    assert PurePosixPath(name).name == name
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert len(name) < 140
