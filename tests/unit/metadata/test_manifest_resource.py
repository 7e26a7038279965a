"""What a manifest says of a resource, and of the way to read its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.metadata.manifest_text import loader, refuser

from opendata_cli.metadata.manifest import Manifest
from opendata_cli.metadata.manifest_resource import ManifestResource
from opendata_cli.model.dataset import Resource, ResourceType
from opendata_cli.model.notice import Notice
from opendata_cli.model.schema import SchemaRef
from opendata_cli.model.table import Dialect


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _manifest(folder: Path, keys: str, path: str = "a.csv") -> Manifest:
    return loader(folder)(f"resources: [{{name: a, path: '{path}', {keys}}}]")


def _resource(folder: Path, keys: str) -> Resource:
    return _manifest(folder, keys).dataset.resources[0]


def _reading(folder: Path, keys: str) -> ManifestResource:
    return _manifest(folder, keys).resources[0]


def test_its_name_is_the_key(folder: Path) -> None:
    resource = _resource(folder, "title: Annexe, description: Lisez, type: documentation")
    assert (resource.key, resource.path) == ("a", "a.csv")
    assert (resource.title, resource.description) == ("Annexe", "Lisez")
    assert resource.type is ResourceType.DOCUMENTATION


def test_its_name_goes_everywhere(folder: Path) -> None:
    (problem,) = refuser(folder)("resources: [{name: l'été, path: a.csv}]")
    assert (problem["code"], problem["key"]) == ("bad-name", "resources[0].name")
    assert problem["expected"] == "l-ete"


def test_what_is_not_written_is_silent(folder: Path) -> None:
    silent = _resource(folder, "title: A, schema: s").silent
    assert silent == {"description", "type", "format", "mime", "encoding", "temporal", "spatial"}


def test_the_kind_of_data_package_2_is_no_purpose(folder: Path) -> None:
    resource = _resource(folder, "type: table")
    assert resource.type is ResourceType.MAIN
    assert "type" in resource.silent


def test_a_path_in_a_list_of_one(folder: Path) -> None:
    manifest = loader(folder)("resources: [{name: a, path: [a.csv]}]")
    assert manifest.dataset.resources[0].path == "a.csv"


def test_an_address_is_no_file(folder: Path) -> None:
    manifest = _manifest(folder, "title: A", path="https://example.org/a.csv")
    assert manifest.dataset.resources[0].url == "https://example.org/a.csv"
    assert manifest.dataset.resources[0].path is None
    assert manifest.resources[0].path is None


class TestSchema:
    @pytest.mark.parametrize(
        ("reference", "expected"),
        [
            ("police@1.2.0", SchemaRef(name="police", version="1.2.0")),
            ("etalab/irve", SchemaRef(name="etalab/irve")),
            ("https://example.org/s.json", SchemaRef(url="https://example.org/s.json")),
        ],
    )
    def test_a_portal_is_told_what_it_can_find(
        self, folder: Path, reference: str, expected: SchemaRef
    ) -> None:
        manifest = _manifest(folder, f"schema: '{reference}'")
        assert manifest.resources[0].schema == reference
        assert manifest.dataset.resources[0].schema == expected
        assert "schema" not in manifest.dataset.resources[0].silent

    @pytest.mark.parametrize("path", ["schemas/police.json", "police.YAML", "police.yml"])
    def test_and_nothing_of_a_local_file(self, folder: Path, path: str) -> None:
        manifest = _manifest(folder, f"schema: {path}")
        assert manifest.resources[0].schema == path
        assert manifest.dataset.resources[0].schema is None
        assert "schema" in manifest.dataset.resources[0].silent

    @pytest.mark.parametrize("nothing", ["{}", "''", "null", ""])
    def test_told_empty_there_is_none_and_a_portal_is_told_so(
        self, folder: Path, nothing: str
    ) -> None:
        manifest = loader(folder)(f"resources:\n  - name: a\n    path: a\n    schema: {nothing}")
        assert manifest.resources[0].schema is None
        assert manifest.dataset.resources[0].schema is None
        assert "schema" not in manifest.dataset.resources[0].silent

    def test_written_in_the_manifest(self, folder: Path) -> None:
        text = "schema: {name: maison, fields: [{name: n, constraints: {minimum: 1}}]}"
        assert _reading(folder, text).schema == {
            "name": "maison",
            "fields": [{"name": "n", "constraints": {"minimum": 1}}],
        }
        assert _resource(folder, text).schema == SchemaRef(name="maison")


class TestDialect:
    def test_what_is_not_told_is_to_be_found(self, folder: Path) -> None:
        assert _reading(folder, "title: A").dialect == Dialect()

    def test_what_is_told(self, folder: Path) -> None:
        text = "encoding: cp1252, dialect: {delimiter: ';', headerRows: [7, 8], sheet: 2023}"
        assert _reading(folder, text).dialect == Dialect(
            encoding="cp1252", delimiter=";", header_rows=(7, 8), sheet="2023"
        )

    def test_a_tab_is_a_delimiter(self, folder: Path) -> None:
        assert _reading(folder, 'dialect: {delimiter: "\\t"}').dialect.delimiter == "\t"

    def test_data_package_2_names_the_sheet(self, folder: Path) -> None:
        assert _reading(folder, "dialect: {sheetName: Effectifs}").dialect.sheet == "Effectifs"

    def test_letters_of_several_bytes_are_an_encoding(self, folder: Path) -> None:
        assert _reading(folder, "encoding: utf-16").dialect.encoding == "utf-16"

    @pytest.mark.parametrize(
        ("dialect", "key"),
        [
            ("dialect.json", "resources[0].dialect"),
            ("{header: false}", "resources[0].dialect.header"),
            ("{commentChar: '#'}", "resources[0].dialect.commentChar"),
        ],
    )
    def test_what_we_do_not_heed_is_said(self, folder: Path, dialect: str, key: str) -> None:
        (warning,) = _manifest(folder, f"dialect: {dialect}").warnings
        assert (warning.code, warning.params["key"]) == ("unheeded-key", key)

    def test_other_standard_keys_are_known(self, folder: Path) -> None:
        text = "dialect: {lineTerminator: a, doubleQuote: true, header: true}"
        assert _manifest(folder, text).warnings == ()


def test_a_misspelt_key_is_told_with_its_place(folder: Path) -> None:
    manifest = loader(folder)("resources:\n  - name: a\n    path: a.csv\n    encodage: utf-8")
    assert manifest.warnings == (
        Notice(
            code="unknown-key",
            params={"line": 4, "column": 5, "key": "resources[0].encodage", "close": "encoding"},
        ),
    )


def test_nobody_measures_a_file_that_lies_elsewhere(folder: Path) -> None:
    linked = _manifest(folder, "title: A", path="https://example.org/a.csv").dataset.resources[0]
    assert linked.linked
    assert linked.silent >= {"bytes", "checksum", "rows", "columns"}
    assert _resource(folder, "title: A").silent.isdisjoint({"bytes", "checksum"})
