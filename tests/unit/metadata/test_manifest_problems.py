"""What refuses a manifest: each fault with its code and its place, all of them at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.unit.metadata.manifest_text import Load, Problems, loader, problems_of, refuser

from opendata_cli.errors import ConfigError
from opendata_cli.views.messages import MESSAGES


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return loader(tmp_path)


@pytest.fixture
def problems(tmp_path: Path) -> Problems:
    return refuser(tmp_path)


def test_all_faults_are_told_in_the_order_of_the_text(problems: Problems) -> None:
    told = problems("frequency: tous les jours\ntitle: [a]\nhomepage: {a: b}")
    assert [(problem["key"], problem["line"]) for problem in told] == [
        ("frequency", 1),
        ("title", 2),
        ("homepage", 3),
    ]


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("title: [a]", "title", "text"),
        ("title: true", "title", "text"),
        ("keywords: police", "keywords", "list"),
        ("keywords: [[a]]", "keywords[0]", "text"),
        ("licenses: etalab-2.0", "licenses", "list"),
        ("licenses: [etalab-2.0]", "licenses[0]", "mapping"),
        ("publish: datagouv", "publish", "mapping"),
        ("temporal: 2023", "temporal", "mapping"),
        ("resources: a.csv", "resources", "list"),
    ],
)
def test_a_value_of_another_type(problems: Problems, text: str, key: str, expected: str) -> None:
    (problem,) = problems(text)
    assert (problem["code"], problem["key"], problem["expected"]) == ("type", key, expected)
    assert f"manifest:type:{expected}" in MESSAGES


def test_an_unknown_frequency_comes_with_the_nearest(problems: Problems) -> None:
    (problem,) = problems("frequency: annuel")
    assert problem["code"] == "unknown-frequency"
    assert problem["value"] == "annuel"
    close = problem["close"]
    assert isinstance(close, list)
    assert close[0] == "annual"


@pytest.mark.parametrize(
    "date", ["31/12/2023", "2023-02-30", "2023-13", "hier", "20231231", "0000"]
)
def test_a_bad_date(problems: Problems, date: str) -> None:
    (problem,) = problems(f"temporal: {{start: '{date}'}}")
    assert problem == {
        "line": 1,
        "column": 19,
        "key": "temporal.start",
        "code": "bad-date",
        "value": date,
    }


def test_a_period_turned_round(problems: Problems) -> None:
    (problem,) = problems("temporal: {start: 2023, end: 2012-06-30}")
    assert problem["code"] == "start-after-end"
    assert (problem["start"], problem["end"]) == ("2023-01-01", "2012-06-30")


def test_a_visibility_that_is_none(problems: Problems) -> None:
    (problem,) = problems("publish: {visibility: publik}")
    assert problem["code"] == "unknown-value"
    assert problem["allowed"] == ["private", "public"]


@pytest.mark.parametrize("value", ["", "null", "''", "'  '", "~"])
def test_a_visibility_left_blank_does_not_show_a_private_dataset(
    problems: Problems, value: str
) -> None:
    (problem,) = problems(f"publish:\n  visibility: {value}")
    assert (problem["code"], problem["key"]) == ("unknown-value", "publish.visibility")
    assert problem["allowed"] == ["private", "public"]


@pytest.mark.parametrize("key", ["name", "title"])
def test_a_licence_that_nobody_knows_comes_with_the_nearest(problems: Problems, key: str) -> None:
    (problem,) = problems(f"licenses:\n  - {key}: etalab-2.1")
    assert (problem["code"], problem["key"]) == ("unknown-license", f"licenses[0].{key}")
    assert (problem["line"], problem["column"]) == (2, 7 + len(key))
    assert (problem["value"], problem["close"]) == ("etalab-2.1", ["etalab-2.0"])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("homepage: javascript:alert(1)", "homepage"),
        ("homepage: //x.fr", "homepage"),
        ("licenses: [{name: a, path: 'javascript:alert(1)'}]", "licenses[0].path"),
        ("contributors: [{title: a, path: 'data:text/html,x'}]", "contributors[0].path"),
        ("resources: [{name: a, path: 'javascript://x%0aalert(1)'}]", "resources[0].path"),
        ("resources: [{name: a, path: a, schema: 'file:///etc/x'}]", "resources[0].schema"),
        ("resources: [{name: a, path: a, schema: {path: 'javascript:x'}}]", "resources[0].schema"),
    ],
)
def test_an_address_that_is_not_of_the_web(problems: Problems, text: str, key: str) -> None:
    told = problems(text)
    assert ("bad-address", key) in [(problem["code"], problem["key"]) for problem in told]


def test_a_name_comes_back_in_a_form_that_goes_everywhere(problems: Problems) -> None:
    (problem,) = problems("name: Effectifs de l'été")
    assert problem["code"] == "bad-name"
    assert problem["expected"] == "effectifs-de-l-ete"


@pytest.mark.parametrize("text", ["", "{}", "# rien"])
def test_an_empty_manifest_lacks_everything(tmp_path: Path, text: str) -> None:
    path = tmp_path / "datapackage.yaml"
    path.write_text(text, encoding="utf-8")
    told = problems_of(path)
    assert {(problem["code"], problem["key"]) for problem in told} == {
        ("missing", "name"),
        ("missing", "resources"),
    }


def test_a_manifest_that_is_a_list(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.yaml"
    path.write_text("- a\n- b\n", encoding="utf-8")
    told = problems_of(path)
    assert {"line": 1, "column": 1, "key": "", "code": "type", "expected": "mapping"} in told


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("resources: []", "resources"),
        ("resources:", "resources"),
        ("resources: [{path: a.csv}]", "resources[0].name"),
        ("resources: [{name: a}]", "resources[0].path"),
        ("resources: [{name: a, path: }]", "resources[0].path"),
    ],
)
def test_a_resource_needs_a_name_and_a_path(problems: Problems, text: str, key: str) -> None:
    (problem,) = problems(text)
    assert (problem["code"], problem["key"]) == ("missing", key)


def test_two_resources_of_one_name(problems: Problems) -> None:
    text = "resources:\n  - {name: a, path: a.csv}\n  - {name: A, path: b.csv}"
    (problem,) = problems(text)
    assert (problem["code"], problem["line"], problem["value"]) == ("duplicate-resource", 3, "A")


def test_a_file_cut_in_parts(problems: Problems) -> None:
    (problem,) = problems("resources: [{name: a, path: [a.csv, b.csv]}]")
    assert problem["code"] == "several-paths"


@pytest.mark.parametrize("name", ["base64", "idna", "unicode_escape", "undefined", "latin-12"])
def test_an_encoding_that_is_none(problems: Problems, name: str) -> None:
    told = problems(f"resources: [{{name: a, path: a, encoding: {name}}}]")
    assert [(problem["code"], problem["value"]) for problem in told] == [("unknown-encoding", name)]


@pytest.mark.parametrize("delimiter", ["''", ";;", "[;]", "true"])
def test_a_delimiter_is_one_character(problems: Problems, delimiter: str) -> None:
    (problem,) = problems(f"resources: [{{name: a, path: a, dialect: {{delimiter: {delimiter}}}}}]")
    assert problem["expected"] == "character"


@pytest.mark.parametrize("rows", ["0", "-1", "un", "[1, 2.5]", "[true]"])
def test_header_rows_are_counted_from_1(problems: Problems, rows: str) -> None:
    (problem,) = problems(f"resources: [{{name: a, path: a, dialect: {{headerRows: {rows}}}}}]")
    assert problem["expected"] == "numbers"


@pytest.mark.parametrize("rows", ["[3, 1]", "[2, 2]", "[2000000]"])
def test_header_rows_go_down_the_sheet(problems: Problems, rows: str) -> None:
    (problem,) = problems(f"resources: [{{name: a, path: a, dialect: {{headerRows: {rows}}}}}]")
    assert (problem["code"], problem["key"]) == (
        "bad-header-row",
        "resources[0].dialect.headerRows",
    )


class TestPathsThatLeaveTheFolder:
    @pytest.mark.parametrize(
        ("path", "reason"),
        [
            ("/etc/passwd", "absolute"),
            ("C:/Windows/win.ini", "absolute"),
            ("../voisin.csv", "outside"),
            ("a/../../voisin.csv", "outside"),
            (r"sous\fichier.csv", "backslash"),
            (r"\\serveur\partage\a.csv", "backslash"),
            (r"a\0.csv", "backslash"),
        ],
    )
    def test_are_refused_on_every_system(self, problems: Problems, path: str, reason: str) -> None:
        (problem,) = problems(f"resources: [{{name: a, path: '{path}'}}]")
        assert (problem["code"], problem["reason"]) == ("unsafe-path", reason)
        assert problem["value"] == path

    def test_control_characters(self, problems: Problems) -> None:
        (problem,) = problems('resources: [{name: a, path: "a\\0b.csv"}]')
        assert problem["reason"] == "control-character"

    def test_a_link_that_leads_out(self, problems: Problems, tmp_path: Path) -> None:
        (tmp_path / "lien").symlink_to(tmp_path.parent, target_is_directory=True)
        (problem,) = problems("resources: [{name: a, path: lien/a.csv}]")
        assert problem["reason"] == "link-outside"

    def test_a_link_that_turns_in_circles(self, tmp_path: Path, load: Load) -> None:
        (tmp_path / "cercle").symlink_to(tmp_path / "cercle")
        try:
            manifest = load("resources: [{name: a, path: cercle/a.csv}]")
        except ConfigError as error:  # older Pythons cannot follow it: refused
            told = error.params["problems"]
            assert isinstance(told, list)
            assert told[0]["reason"] == "link-outside"
        else:
            assert manifest.resources[0].path == tmp_path / "cercle" / "a.csv"

    @pytest.mark.parametrize("path", ["a.csv", "sous/a.csv", "a..b.csv", "./a.csv", "été 2023.csv"])
    def test_others_stay_inside(self, load: Load, tmp_path: Path, path: str) -> None:
        manifest = load(f"resources: [{{name: a, path: '{path}'}}]")
        assert manifest.resources[0].path == tmp_path / path


class TestSyntax:
    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("title: 'a", 1, 10),
            ("a: 1\n---\nb: 2", 2, 1),
            ("a: 1\ntitle: \x07", 2, 8),
            ("? [a]\n: b", 1, 3),
            (r'title: "\UFFFFFFFF"', 1, 1),
            (r'title: "\U00110000"', 1, 1),
        ],
    )
    def test_in_yaml(self, tmp_path: Path, text: str, line: int, column: int) -> None:
        path = tmp_path / "datapackage.yaml"
        path.write_text(text, encoding="utf-8")
        (problem,) = problems_of(path)
        assert (problem["code"], problem["line"], problem["column"]) == ("syntax", line, column)

    @pytest.mark.parametrize(
        ("text", "code", "line"),
        [
            ("title: Le port : Brest", "colon-in-text", 1),
            ("name: a\ntitle: b: c", "colon-in-text", 2),
            ("publish:\n\tportal: a", "tab", 2),
            ("title: A\n  description: B", "indentation", 2),
            ("resources:\n  - name: a\n   path: b", "indentation", 3),
            ("- a\nb: c", "indentation", 2),
        ],
    )
    def test_the_faults_that_people_make_have_a_code(
        self, tmp_path: Path, text: str, code: str, line: int
    ) -> None:
        path = tmp_path / "datapackage.yaml"
        path.write_text(text, encoding="utf-8")
        (problem,) = problems_of(path)
        assert (problem["code"], problem["line"]) == (code, line)
        assert f"manifest:{code}" in MESSAGES

    def test_in_json(self, tmp_path: Path) -> None:
        path = tmp_path / "datapackage.json"
        path.write_text('{\n  "name": "a",\n  "title": oui\n}', encoding="utf-8")
        told = problems_of(path)
        assert (told[0]["code"], told[0]["line"], told[0]["column"]) == ("syntax", 3, 12)

    def test_a_number_without_end_in_json(self, tmp_path: Path) -> None:
        path = tmp_path / "datapackage.json"
        path.write_text("9" * 5000, encoding="utf-8")
        assert [problem["code"] for problem in problems_of(path)] == ["syntax"]

    def test_a_wrong_value_has_its_place_in_json_too(self, tmp_path: Path) -> None:
        path = tmp_path / "datapackage.json"
        content = {"name": "a", "keywords": 3, "resources": [{"name": "a", "path": "a.csv"}]}
        path.write_text(json.dumps(content, indent="\t"), encoding="utf-8")
        told = problems_of(path)
        assert (told[0]["key"], told[0]["line"], told[0]["column"]) == ("keywords", 3, 14)

    def test_a_key_written_twice(self, problems: Problems) -> None:
        (problem,) = problems("title: a\ntitle: b")
        assert (problem["code"], problem["key"]) == ("duplicate-key", "title")
        assert (problem["line"], problem["column"]) == (2, 1)


class TestHostileTexts:
    def test_a_tag_runs_nothing(self, load: Load, tmp_path: Path) -> None:
        text = f"title: !!python/object/apply:pathlib.Path.touch ['{tmp_path / 'x'}']"
        with pytest.raises(ConfigError):
            load(text)
        assert not (tmp_path / "x").exists()

    def test_aliases_that_multiply_are_stopped(self, problems: Problems) -> None:
        doubled = "\n".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))
        (problem,) = problems(f"a0: &a0 [x]\n{doubled}")
        assert problem["code"] == "too-complex"

    def test_an_alias_of_itself_is_stopped(self, problems: Problems) -> None:
        (problem,) = problems("title: &a [*a]")
        assert problem["code"] == "too-complex"

    @pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.json"])
    def test_a_nest_without_end_is_stopped(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        path.write_text("[" * 5000 + "]" * 5000, encoding="utf-8")
        told = problems_of(path)
        assert told[0]["code"] == "too-complex"
