"""Every code that the program can say has its words, in both languages."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from opendata_cli import errors, i18n
from opendata_cli.tabular import content
from opendata_cli.views import messages
from opendata_cli.views.keys import key_params
from opendata_cli.views.messages import MESSAGES

PACKAGE = Path(errors.__file__).parent
PO = PACKAGE / "locales/fr/LC_MESSAGES/opendata_cli.po"
ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.OpendataError)
}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr
                    if isinstance(node.func, ast.Attribute)
                    else ast.unparse(node.func)
                )
                yield name, node


def literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def keyword(call: ast.Call, name: str) -> str | None:
    return next((literal(item.value) for item in call.keywords if item.arg == name), None)


def said_codes() -> set[str]:
    codes = set()
    for name, call in calls():
        if name in ERRORS and call.args:
            codes.add(literal(call.args[0]))
        elif name in {"Notice", "Issue"}:
            codes.add(keyword(call, "code"))
        elif name == "Problem":
            codes.add(f"manifest:{keyword(call, 'code')}")
        elif name == "problem":
            texts = [text for item in call.args if (text := literal(item))]
            codes.update(f"manifest:{text}" for text in texts[-1:])
    return {code for code in codes if code and not code.endswith(":None")}


def test_every_code_in_the_source_has_its_words() -> None:
    assert said_codes() - MESSAGES.keys() == set()


def test_every_reason_for_refusing_a_file_has_its_words() -> None:
    reasons = {reason for _mark, reason in (*content._OTHER_MAGICS, *content._TEXT_MARKS)}
    reasons |= {
        text
        for name, call in calls()
        if name == "_no_table"
        for item in call.args
        if (text := literal(item))
    }
    assert {"pdf", "image", "html"} <= reasons
    assert {f"format-error:{reason}" for reason in reasons} - MESSAGES.keys() == set()


def test_a_missing_parameter_leaves_a_gap_and_not_a_crash() -> None:
    assert messages.sentence("file-not-found", {}) == "There is no file …."


def test_an_unknown_code_is_said_as_it_is() -> None:
    assert messages.sentence("no-such-code", {}) == "no-such-code"


@pytest.mark.usefixtures("french")
def test_numbers_in_a_sentence_take_the_form_of_the_language() -> None:
    assert "1\u202f234" in messages.sentence("blank-row", {"count": 1234}, variant="many")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file)


def test_the_french_catalogue_is_complete_and_sure(catalog: Catalog) -> None:
    incomplete = [
        message.id
        for message in catalog
        if message.id and (message.fuzzy or not all(_strings(message.string)))
    ]
    assert incomplete == []


def test_both_languages_have_the_same_placeholders(catalog: Catalog) -> None:
    for message in catalog:
        if message.id:
            asked = set().union(*map(_placeholders, _strings(message.id)))
            for text in _strings(message.string):
                assert _placeholders(text) <= asked, message.id
            assert _placeholders(_strings(message.string)[-1]) == _placeholders(_strings(message.id)[-1])  # fmt: skip  # noqa: E501


def test_every_message_of_the_table_is_in_the_french_catalogue(catalog: Catalog) -> None:
    texts = {
        text
        for message in MESSAGES.values()
        for text in (message.sentence, message.meaning, message.remedy)
        if text
    }
    assert {text for text in texts if catalog.get(text) is None} == set()


def test_a_source_text_is_found_in_french() -> None:
    i18n.activate("fr")
    assert i18n._("Prepare") == "Préparer"


def _strings(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [""])


def _placeholders(text: str) -> set[str]:
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return named | {"%(num)s"} if "%(num)s" in text else named


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("not-allowed", {"what": ""}),
        ("unexpected-answer", {"where": ""}),
        ("refused", {"said": "", "fields": [], "status": 409}),
        ("refused", {"said": "no", "fields": []}),
        ("organization-needed", {"known": []}),
        ("unknown-organization", {"known": [], "organization": "x"}),
        ("portal-broken", {"status": 500, "said": ""}),
        ("rate-limited", {"seconds": None}),
    ],
)
def test_what_a_portal_left_unsaid_leaves_no_gap(
    language: str, code: str, params: dict[str, object]
) -> None:
    i18n.activate(language)
    words = messages.sentence(code, {"portal": "ville", **params})
    gaps = ("…", "—", "()", "( )", ": .", " .", " :", "None", "  ")
    assert not [gap for gap in gaps if gap in words.replace("\u00a0", "_").replace(" : ", "_")]
    assert words == words.strip()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (40.0, "in 40 seconds"),
        (1, "in 1 second"),
        (300.0, "in 5 minutes"),
        (3600.0, "in 1 hour"),
        (7000, "in 2 hours"),
        (None, "without saying when"),
    ],
)
def test_a_wait_is_told_in_whole_units(seconds: float | None, words: str) -> None:
    assert words in messages.sentence("rate-limited", {"portal": "ville", "seconds": seconds})


def test_the_kinds_of_files_that_people_have_come_first() -> None:
    listed = sorted(["7z", "aac", "csv", "docx", "gml", "odt", "xlsx", "zip"])
    words = messages.sentence("extension-refused", {"name": "a.md", "listed": listed})
    assert words.endswith("It takes: csv, xlsx, odt, docx, zip and 3 more.")
    few = messages.sentence("extension-refused", {"name": "a.md", "listed": ["7z", "gml"]})
    assert few.endswith("It takes: 7z, gml.")


@pytest.mark.usefixtures("french")
def test_the_fields_that_a_portal_does_not_keep_are_named_in_words() -> None:
    words = messages.sentence("fields-not-kept", {"fields": ["languages", "themes"]})
    assert "langues, thèmes" in words


@pytest.mark.parametrize("code", ["manifest:unknown-license", "manifest:unknown-frequency"])
def test_usual_values_are_told_where_none_is_close(code: str) -> None:
    assert "Usual ones: " in messages.sentence(code, {"value": "zzz", "close": []})
    assert "Close ones: x" in messages.sentence(code, {"value": "zzz", "close": ["x"]})


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("OPENDATA_TOKEN_VILLE", "puis mettez-la dans la variable OPENDATA_TOKEN_VILLE"),
        ("keyring", "puis exécutez : opendata portal login ville"),
    ],
)
@pytest.mark.usefixtures("french")
def test_what_to_do_with_a_new_key_reads_as_a_sentence(source: str, words: str) -> None:
    params = key_params({"portal": "ville", "origin": "https://x.org", "source": source})
    assert words in messages.remedy("key-refused", params, variant="invalid")
