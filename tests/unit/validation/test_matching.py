from __future__ import annotations

from opendata_cli.model.report import Issue, Severity
from opendata_cli.model.schema import SchemaRef, TableSchema
from opendata_cli.schemas.descriptor import read_descriptor
from opendata_cli.validation.matching import Matching, duplicate_labels, match_labels


def schema(*fields: str, required: tuple[str, ...] = (), key: tuple[str, ...] = ()) -> TableSchema:
    descriptor = {
        "fields": [
            {"name": name, "constraints": {"required": name in required}} for name in fields
        ],
        "primaryKey": list(key),
    }
    return read_descriptor(descriptor, SchemaRef())


def said(matching: Matching) -> list[tuple[str, str, int | None, str | None]]:
    return [said_of(issue) for issue in matching.issues]


def said_of(issue: Issue) -> tuple[str, str, int | None, str | None]:
    return (issue.severity.value, issue.code, issue.column, issue.field)


def test_equal_labels_need_no_word() -> None:
    matching = match_labels(["a", "b"], schema("a", "b"))
    assert (matching.columns, said(matching)) == ((0, 1), [])


def test_another_order_is_one_warning() -> None:
    matching = match_labels(["b", "a"], schema("a", "b"))
    assert matching.columns == (1, 0)
    assert said(matching) == [("warning", "label-order", None, None)]
    assert matching.issues[0].params == {"labels": ["b", "a"], "expected": ["a", "b"]}


def test_another_spelling_is_matched_with_a_warning() -> None:
    matching = match_labels(["Année", "CODE INSEE"], schema("annee", "code_insee"))
    assert matching.columns == (0, 1)
    assert said(matching) == [
        ("warning", "label-variant", 1, "annee"),
        ("warning", "label-variant", 2, "code_insee"),
    ]


def test_the_exact_name_is_matched_before_its_variants() -> None:
    matching = match_labels(["Nom", "nom"], schema("nom"))
    assert matching.columns == (1,)
    assert said(matching) == [("warning", "extra-label", 1, None)]


def test_two_variants_of_one_field_are_ambiguous() -> None:
    matching = match_labels(["Nom", "NOM"], schema("nom"))
    assert said(matching) == [("error", "label-ambiguous", 1, "nom")]
    assert matching.issues[0].params == {"labels": ["Nom", "NOM"], "columns": [1, 2]}


def test_an_extra_column_is_a_warning() -> None:
    matching = match_labels(["a", "x"], schema("a"))
    assert said(matching) == [("warning", "extra-label", 2, None)]


def test_a_missing_column_is_an_error_only_when_it_is_needed() -> None:
    matching = match_labels(["a"], schema("a", "b", "c", "d", required=("c",), key=("d",)))
    assert said(matching) == [
        ("warning", "missing-label", None, "b"),
        ("error", "missing-label", None, "c"),
        ("error", "missing-label", None, "d"),
    ]


def test_a_header_without_any_field_misses_them_all() -> None:
    matching = match_labels(["x"], schema("a", "b"))
    missing = [issue for issue in matching.issues if issue.code == "missing-label"]
    assert [issue.severity for issue in missing] == [Severity.ERROR, Severity.ERROR]


def test_a_field_twice_is_an_error_and_the_first_is_checked() -> None:
    matching = match_labels(["a", "b", "a"], schema("a", "b"))
    assert matching.columns == (0, 1)
    assert said(matching) == [("error", "duplicate-label", 3, None)]
    assert matching.issues[0].params == {"label": "a", "first_column": 1}


def test_another_label_twice_is_a_warning() -> None:
    matching = match_labels(["a", "x", "x"], schema("a"))
    assert said(matching) == [
        ("warning", "extra-label", 2, None),
        ("warning", "duplicate-label", 3, None),
    ]


def test_blank_labels_are_left_to_the_rows() -> None:
    assert said(match_labels(["a", "", " "], schema("a"))) == []


def test_without_a_schema_a_label_twice_is_an_error() -> None:
    assert [said_of(issue) for issue in duplicate_labels(["a", "b", "a ", "", ""])] == [
        ("error", "duplicate-label", 3, None)
    ]
