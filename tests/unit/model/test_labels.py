from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.model.labels import fold_label


@pytest.mark.parametrize(
    "variant", ["code_insee", "Code INSEE", "CODE-INSEE", " codé  insée ", "code\u00a0insee"]
)
def test_spellings_of_one_label_are_the_same(variant: str) -> None:
    assert fold_label(variant) == "codeinsee"


def test_other_words_stay_apart() -> None:
    assert fold_label("code_insee") != fold_label("code_insee_2")


@given(st.text())
def test_folding_twice_changes_nothing(label: str) -> None:
    assert fold_label(fold_label(label)) == fold_label(label)
