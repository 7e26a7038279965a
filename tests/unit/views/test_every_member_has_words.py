"""Every member of a closed list, and every word of the source, can be said in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from catalogs import KEYWORDS, METHODS, catalogs
from tests.conftest import ROOT

from opendata_cli.metadata.media import MEDIA_TYPES, UNKNOWN
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.table import Dialect, FileFormat
from opendata_cli.views.messages import MESSAGES
from opendata_cli.views.report import describe_dialect
from opendata_cli.views.vocabulary import frequency_words


@pytest.mark.parametrize("frequency", list(Frequency))
def test_every_frequency_has_words(frequency: Frequency) -> None:
    assert frequency_words(frequency)


@pytest.mark.parametrize("kind", list(FileFormat))
def test_every_file_format_has_a_name_and_a_media_type(kind: FileFormat) -> None:
    assert describe_dialect(Dialect(format=kind))
    assert MEDIA_TYPES[kind.value] != UNKNOWN


@pytest.mark.parametrize("path", catalogs(ROOT), ids=lambda path: path.parts[-3])
def test_the_catalogue_has_the_words_of_the_source_and_no_others(path: Path) -> None:
    options = {"**/templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(ROOT / "src", METHODS, options, KEYWORDS)
    said = {item[2] if isinstance(item[2], str) else tuple(item[2]) for item in found}
    with path.open("rb") as file:
        translated = {message.id for message in read_po(file) if message.id}
    assert (said - translated, translated - said) == (set(), set()), "run: make messages"


def refusals() -> set[str]:
    """`code:reason` of every file that the source refuses."""
    calls = [
        node
        for path in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "UnreadableTable"
    ]
    return {
        f"{ast.literal_eval(call.args[0])}:{ast.literal_eval(keyword.value)}"
        for call in calls
        for keyword in call.keywords
        if keyword.arg == "reason" and isinstance(keyword.value, ast.Constant)
    }


def test_every_reason_for_refusing_a_file_is_said() -> None:
    plain = {"source-error:empty"}  # what source-error says by itself
    assert {"format-error:open-quote", "source-error:no-header"} <= refusals()
    assert refusals() - plain - MESSAGES.keys() == set()
