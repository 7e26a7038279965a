"""Text from strangers cannot do anything."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.formats.escape import for_markdown, for_spreadsheet, for_terminal


@given(st.text())
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    shown = for_terminal(text)
    assert not [char for char in shown if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}]


def test_a_text_cannot_turn_the_line_around() -> None:
    assert for_terminal("a\u202eb") == "a\\x202eb"


def test_accents_and_narrow_spaces_are_left_alone() -> None:
    assert for_terminal("« élève » 1\u202f234") == "« élève » 1\u202f234"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_becomes_text(start: str) -> None:
    assert for_spreadsheet(start + "1+1") == "'" + start + "1+1"


def test_markdown_shows_what_was_written() -> None:
    assert for_markdown("<b>|*x*") == "\\<b\\>\\|\\*x\\*"
