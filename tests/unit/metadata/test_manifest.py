"""What a manifest says of its dataset, and what it leaves unsaid."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.metadata.manifest_text import Load, loader, problems_of

from opendata_cli.errors import ConfigError
from opendata_cli.exits import ExitCode
from opendata_cli.metadata.manifest import Manifest, find_manifest, load_manifest
from opendata_cli.model.dataset import Contact, SpatialCoverage, TemporalCoverage, Visibility
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License, find_license

WHOLE = """\
id: 6a3f1c8e-0b1d-4e0a-9a86-6f2f7f1f6a10
name: effectifs-police-municipale
title: Effectifs de police municipale
description: Agents par commune.
licenses:
  - name: etalab-2.0
keywords: [police, commune]
contributors:
  - title: Bureau des polices
    email: bureau@example.org
    path: https://example.org/bureau
    role: publisher
homepage: https://example.org
resources:
  - name: effectifs
    path: effectifs.csv
frequency: annual
temporal: {start: 2012, end: 2023}
spatial: {granularity: "fr:commune", zones: ["country:fr"]}
language: fr
theme: [securite]
publish:
  portal: datagouv
  organization: ministere
  visibility: private
  dataset: 5f1a
"""


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return loader(tmp_path)


class TestWhatIsTold:
    @pytest.fixture
    def whole(self, load: Load) -> Manifest:
        return load(WHOLE)

    def test_texts(self, whole: Manifest) -> None:
        dataset = whole.dataset
        assert dataset.title == "Effectifs de police municipale"
        assert dataset.description == "Agents par commune."
        assert dataset.homepage == "https://example.org"
        assert dataset.keywords == ("police", "commune")

    def test_the_id_is_the_key(self, whole: Manifest) -> None:
        assert whole.dataset.key == "6a3f1c8e-0b1d-4e0a-9a86-6f2f7f1f6a10"
        assert whole.dataset.name == "effectifs-police-municipale"

    def test_the_licence_is_the_one_of_the_table(self, whole: Manifest) -> None:
        assert whole.dataset.license == find_license("lov2")

    def test_frequency(self, whole: Manifest) -> None:
        assert whole.dataset.frequency is Frequency.ANNUAL

    def test_years_are_whole(self, whole: Manifest) -> None:
        temporal = TemporalCoverage(start=dt.date(2012, 1, 1), end=dt.date(2023, 12, 31))
        assert whole.dataset.temporal == temporal
        assert whole.dataset.temporal.precision == "year"

    def test_places(self, whole: Manifest) -> None:
        spatial = SpatialCoverage(granularity="fr:commune", zones=("country:fr",))
        assert whole.dataset.spatial == spatial

    def test_people(self, whole: Manifest) -> None:
        assert whole.dataset.contacts == (
            Contact(
                name="Bureau des polices",
                email="bureau@example.org",
                url="https://example.org/bureau",
                role="publisher",
            ),
        )

    def test_one_language_or_a_list_of_themes(self, whole: Manifest) -> None:
        assert whole.dataset.languages == ("fr",)
        assert whole.dataset.themes == ("securite",)

    def test_where_to_publish(self, whole: Manifest) -> None:
        assert whole.publish.portals == ("datagouv",)
        assert whole.publish.dataset == "5f1a"
        assert whole.dataset.organization == "ministere"
        assert whole.dataset.visibility is Visibility.PRIVATE

    def test_nothing_is_silent_but_the_extras(self, whole: Manifest) -> None:
        assert whole.dataset.silent == {"extras"}

    def test_nothing_to_warn_of(self, whole: Manifest) -> None:
        assert whole.warnings == ()
        assert whole.extra == {}

    def test_its_file_and_fingerprint(self, whole: Manifest, tmp_path: Path) -> None:
        assert whole.folder == tmp_path
        assert whole.sha256 == hashlib.sha256(WHOLE.encode()).hexdigest()


class TestSilence:
    def test_what_is_not_written_is_silent(self, load: Load) -> None:
        silent = load("title: Essai").dataset.silent
        assert "title" not in silent
        assert {"description", "license", "keywords", "organization", "visibility"} <= silent

    @pytest.mark.parametrize(
        ("text", "field"),
        [
            ("description:", "description"),
            ("keywords: []", "keywords"),
            ("licenses: []", "license"),
            ("frequency: null", "frequency"),
            ("temporal: {}", "temporal"),
            ("spatial: {}", "spatial"),
            ("publish: {organization: ''}", "organization"),
        ],
    )
    def test_written_empty_clears(self, load: Load, text: str, field: str) -> None:
        dataset = load(text).dataset
        assert field not in dataset.silent
        assert not getattr(dataset, field)

    def test_auto_says_nothing_yet(self, load: Load) -> None:
        manifest = load("temporal: auto\nspatial: auto")
        assert manifest.temporal_auto
        assert manifest.spatial_auto
        assert manifest.dataset.temporal is None
        assert {"temporal", "spatial"} <= manifest.dataset.silent


class TestSpellings:
    def test_without_id_the_name_is_the_key(self, load: Load) -> None:
        assert load("name: essai").dataset.key == "essai"

    def test_a_number_is_a_text_as_it_is_written(self, load: Load) -> None:
        assert load("title: 2023").dataset.title == "2023"

    def test_an_unknown_licence_keeps_its_name_and_address(self, load: Load) -> None:
        text = "licenses: [{name: maison, path: 'https://example.org/l', title: La nôtre}]"
        expected = License(name="maison", title="La nôtre", url="https://example.org/l")
        assert load(text).dataset.license == expected

    def test_a_licence_told_by_its_address_only(self, load: Load) -> None:
        text = "licenses: [{path: 'https://creativecommons.org/licenses/by/4.0/'}]"
        assert load(text).dataset.license == find_license("CC-BY-4.0")

    def test_data_package_2_roles_and_names(self, load: Load) -> None:
        text = "contributors: [{givenName: Ada, familyName: L, roles: [author, editor]}]"
        assert load(text).dataset.contacts == (Contact(name="Ada L", role="author"),)

    def test_a_contributor_without_role_is_one(self, load: Load) -> None:
        assert load("contributors: [{title: Ada}]").dataset.contacts[0].role == "contributor"

    def test_several_portals(self, load: Load) -> None:
        assert load("publish: {portal: [demo, ./catalogue]}").publish.portals == (
            "demo",
            "./catalogue",
        )

    def test_an_open_period(self, load: Load) -> None:
        temporal = load("temporal: {start: 2024-03}").dataset.temporal
        assert temporal == TemporalCoverage(start=dt.date(2024, 3, 1), end=None)
        assert temporal.precision == "month"

    def test_a_month_ends_on_its_last_day(self, load: Load) -> None:
        temporal = load("temporal: {start: 2024-02, end: 2024-02}").dataset.temporal
        assert temporal == TemporalCoverage(start=dt.date(2024, 2, 1), end=dt.date(2024, 2, 29))

    def test_an_eu_frequency(self, load: Load) -> None:
        assert load("frequency: ANNUAL_2").dataset.frequency is Frequency.SEMIANNUAL

    def test_other_standard_keys_are_known(self, load: Load) -> None:
        text = (
            "profile: data-package\n$schema: https://example.org\nversion: 1.0\ncreated: 2024-01-01"
        )
        manifest = load(text)
        assert manifest.warnings == ()
        assert manifest.extra == {}


class TestWarnings:
    def test_a_misspelt_key_is_told_with_the_right_one(self, load: Load) -> None:
        (warning,) = load("licence: etalab-2.0").warnings
        assert warning.code == "unknown-key"
        assert warning.params == {"line": 1, "column": 1, "key": "licence", "close": "licenses"}

    def test_a_key_like_no_other_is_kept_aside_in_silence(self, load: Load) -> None:
        manifest = load("x-interne: {code: 12, vrai: true}")
        assert manifest.warnings == ()
        assert manifest.extra == {"x-interne": {"code": 12, "vrai": True}}

    def test_a_second_licence(self, load: Load) -> None:
        (warning,) = load("licenses: [{name: lov2}, {name: cc-by}]").warnings
        assert warning.code == "second-license"
        assert warning.params["names"] == ["etalab-2.0", "CC-BY-4.0"]


class TestTodo:
    TEXT = "title: TODO un titre\nlicenses: [{name: TODO}]\nkeywords: [police, TODO]"

    def test_what_is_left_to_decide_is_told_with_its_place(self, load: Load) -> None:
        with pytest.raises(ConfigError) as caught:
            load(self.TEXT)
        assert caught.value.code == "manifest-todo"
        assert caught.value.params["places"] == [
            {"line": 1, "column": 8, "key": "title"},
            {"line": 2, "column": 19, "key": "licenses[0].name"},
            {"line": 3, "column": 20, "key": "keywords[1]"},
        ]

    def test_where_it_is_allowed_it_says_nothing(self, load: Load) -> None:
        dataset = load(self.TEXT, allow_todo=True).dataset
        assert dataset.title == ""
        assert {"title", "license"} <= dataset.silent
        assert dataset.keywords == ("police",)

    def test_someone_without_a_name_yet_is_nobody(self, load: Load) -> None:
        text = "contributors: [{title: TODO, role: publisher}]"
        assert load(text, allow_todo=True).dataset.contacts == ()

    def test_a_word_that_only_begins_alike_is_a_word(self, load: Load) -> None:
        assert load("title: TODOS").dataset.title == "TODOS"

    def test_a_comment_is_nobodys_business(self, load: Load) -> None:
        assert load("title: Essai # TODO").dataset.title == "Essai"


class TestFinding:
    def test_a_folder_holds_it(self, tmp_path: Path) -> None:
        (tmp_path / "datapackage.json").touch()
        assert find_manifest(tmp_path) == tmp_path / "datapackage.json"

    def test_it_may_have_any_name_when_given(self, tmp_path: Path) -> None:
        path = tmp_path / "autre.yml"
        path.touch()
        assert find_manifest(path) == path

    def test_two_of_them_are_one_too_many(self, tmp_path: Path) -> None:
        (tmp_path / "datapackage.json").touch()
        (tmp_path / "datapackage.yaml").touch()
        with pytest.raises(ConfigError) as caught:
            find_manifest(tmp_path)
        assert caught.value.code == "two-manifests"
        assert caught.value.params["names"] == ["datapackage.yaml", "datapackage.json"]

    @pytest.mark.parametrize("name", [".", "donnees.csv", "absent.yaml"])
    def test_anything_else_is_none(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "donnees.csv").touch()
        with pytest.raises(ConfigError) as caught:
            find_manifest(tmp_path / name)
        assert caught.value.code == "manifest-not-found"

    def test_loading_an_absent_file(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            load_manifest(tmp_path / "datapackage.yaml")
        assert caught.value.code == "manifest-not-found"
        assert caught.value.exit is ExitCode.USAGE

    def test_loading_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            load_manifest(tmp_path)
        assert caught.value.code == "manifest-unreadable"


class TestFiles:
    def test_json_is_read_alike(self, tmp_path: Path) -> None:
        content = {"name": "essai", "title": "Été", "resources": [{"name": "a", "path": "a.csv"}]}
        path = tmp_path / "datapackage.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        manifest = load_manifest(path)
        assert manifest.dataset.title == "Été"
        assert manifest.dataset.resources[0].path == "a.csv"

    @pytest.mark.parametrize("name", ["datapackage.yaml", "datapackage.json"])
    def test_letters_written_by_halves_are_made_whole(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        title = r"\ud83d\ude00 \ud83d"
        text = f'{{"name": "a", "title": "{title}", "resources": [{{"name": "a", "path": "a"}}]}}'
        path.write_text(text, encoding="utf-8")
        assert load_manifest(path).dataset.title == "\U0001f600 \ufffd"

    def test_a_number_keeps_its_own_kind(self, load: Load) -> None:
        text = "x: [1, -2, 1.5, 0x1F, true, false, ~, 012]"
        assert load(text).extra == {"x": [1, -2, 1.5, "0x1F", True, False, None, 12]}

    def test_a_byte_order_mark_is_no_letter(self, tmp_path: Path) -> None:
        path = tmp_path / "datapackage.yaml"
        path.write_bytes("\ufefftitle: Été\nname: a\nresources: [{name: a, path: a}]".encode())
        assert load_manifest(path).dataset.title == "Été"

    def test_another_encoding_is_told_with_its_place(self, tmp_path: Path) -> None:
        path = tmp_path / "datapackage.yaml"
        path.write_bytes("name: a\ntitle: Été".encode("cp1252"))
        assert problems_of(path) == [{"line": 2, "column": 8, "key": "", "code": "not-utf8"}]

    @given(
        text=st.text(alphabet=st.sampled_from("abn:-[]{}&*!?|>'\"%@#, \n\t01~<é\x01"), max_size=40),
        name=st.sampled_from(["datapackage.yaml", "datapackage.json"]),
    )
    @settings(max_examples=400)
    def test_any_text_is_a_manifest_or_refused_with_places(
        self, tmp_path_factory: pytest.TempPathFactory, text: str, name: str
    ) -> None:
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(text.encode())
        with pytest.raises(ConfigError) as caught:  # these letters spell no `resources`
            load_manifest(path, allow_todo=True)
        assert caught.value.code == "invalid-manifest"
        problems = caught.value.params["problems"]
        assert isinstance(problems, list)
        assert all(problem["line"] >= 1 and problem["column"] >= 1 for problem in problems)
