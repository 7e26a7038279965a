from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.portals.directory.names import file_name, safe_name

SAFE = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")


@given(st.text(max_size=300))
def test_any_text_gives_a_safe_name(text: str) -> None:
    name = safe_name(text)

    assert SAFE.fullmatch(name)
    assert len(name) <= 90
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Effectifs été 2023", "effectifs-ete-2023"),
        ("../../etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("CON", "con-data"),
        ("lpt1.csv", "lpt1.csv-data"),
        ("index.html", "index.html-data"),
        ("fin.", "fin"),
    ],
)
def test_names_that_would_surprise_are_changed(text: str, expected: str) -> None:
    assert safe_name(text) == expected


def test_texts_without_a_latin_letter_stay_apart() -> None:
    assert safe_name("日本") != safe_name("中国")


@pytest.mark.parametrize(
    ("stem", "path", "format_", "expected"),
    [
        ("effectifs", "data/Effectifs 2023.CSV", "csv", "effectifs.csv"),
        ("effectifs", "data/x.csv.gz", "csv", "effectifs.csv.gz"),
        ("effectifs", "data/x.2023.xlsx", "xlsx", "effectifs.xlsx"),
        ("effectifs", "data/x", "csv", "effectifs.csv"),
        ("effectifs", None, None, "effectifs"),
        ("index", "a.html", "html", "index-data.html"),
        ("datapackage", "datapackage.json", "json", "datapackage-data.json"),
        ("aux", "a.csv", "csv", "aux-data.csv"),
        ("a", "x.c/../sv", "csv", "a.csv"),
    ],
)
def test_a_file_is_named_by_its_key_and_what_it_is(
    stem: str, path: str | None, format_: str | None, expected: str
) -> None:
    assert file_name(stem, path, format_) == expected
