"""A first manifest: what was found, with its comments, and what a person must decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.metadata.facts import CSV, file_facts, table_facts

from opendata_cli.errors import ConfigError
from opendata_cli.metadata.draft import Draft, DraftFile, draft_manifest, write_draft
from opendata_cli.metadata.manifest import Manifest, load_manifest
from opendata_cli.model.notice import Notice
from opendata_cli.model.table import Dialect, FileFormat

ID = "6a3f1c8e-0b1d-4e0a-9a86-6f2f7f1f6a10"
FILE = DraftFile(
    path="data/effectifs-police_2023.csv",
    facts=table_facts("effectifs-police_2023.csv", "annee", ["2012", "2023"]),
    schema="police-municipale",
)


def _code(notice: Notice) -> str:
    return notice.code


def _load(draft: Draft, folder: Path, comment: str = "") -> Manifest:
    path = folder / "datapackage.yaml"
    path.write_text(write_draft(draft, lambda _: comment), encoding="utf-8")
    return load_manifest(path, allow_todo=True)


def _resource(draft: Draft, index: int = 0) -> Mapping[str, object]:
    resources = draft.content["resources"]
    assert isinstance(resources, list)
    resource = resources[index]
    assert isinstance(resource, dict)
    return resource


def test_the_whole_text() -> None:
    assert write_draft(draft_manifest([FILE], id=ID), _code) == (
        f"id: {ID} # draft-id\n"
        "name: effectifs-police-2023 # draft-from-file-name\n"
        "title: TODO Effectifs police 2023 # draft-title\n"
        "description: TODO # draft-description\n"
        "licenses:\n"
        "  - name: TODO # draft-license\n"
        "resources:\n"
        "  - name: effectifs-police-2023\n"
        "    path: data/effectifs-police_2023.csv # draft-table\n"
        "    title: Effectifs police 2023 # draft-from-file-name\n"
        "    schema: police-municipale # draft-schema\n"
        "frequency: TODO # draft-frequency\n"
        "temporal: auto # draft-temporal-found\n"
    )


def test_what_a_person_must_decide_stops_the_publication(tmp_path: Path) -> None:
    path = tmp_path / "datapackage.yaml"
    path.write_text(write_draft(draft_manifest([FILE], id=ID), _code), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_manifest(path)
    places = caught.value.params["places"]
    assert isinstance(places, list)
    assert [place["key"] for place in places] == [
        "title",
        "description",
        "licenses[0].name",
        "frequency",
    ]


def test_a_portal_needs_to_know_who_publishes() -> None:
    draft = draft_manifest([FILE], id=ID, portal="datagouv")
    assert draft.content["publish"] == {"portal": "datagouv", "organization": "TODO"}


def test_what_is_known_is_not_asked(tmp_path: Path) -> None:
    draft = draft_manifest([FILE], id=ID, organization="ministere", portal="datagouv")
    manifest = _load(draft, tmp_path)
    assert manifest.dataset.organization == "ministere"
    assert manifest.publish.portals == ("datagouv",)
    assert ("publish", "organization") not in draft.notes


def test_a_note_carries_what_was_found() -> None:
    notes = draft_manifest([FILE], id=ID).notes
    assert notes["resources", 0, "path"].params == {"rows": 2, "columns": 1}
    assert notes[("temporal",)].params == {
        "start": "2012-01-01",
        "end": "2023-12-31",
        "evidence": ["annee"],
    }


class TestTemporal:
    def _temporal(self, *files: DraftFile) -> object:
        return draft_manifest(files, id=ID).content.get("temporal")

    def test_a_proposal_is_written_for_a_person_to_check(self) -> None:
        file = DraftFile(path="a-2023.csv", facts=table_facts("a-2023.csv", "voix", ["12"]))
        assert self._temporal(file) == {"start": 2023, "end": 2023}

    def test_birth_dates_are_not_worth_writing(self) -> None:
        facts = table_facts("a.csv", "date_naissance", ["1950-01-01"])
        assert self._temporal(DraftFile(path="a.csv", facts=facts)) is None

    def test_nothing_found_is_nothing_written(self) -> None:
        file = DraftFile(path="a.csv", facts=table_facts("a.csv", "voix", ["12"]))
        assert self._temporal(file, DraftFile(path="b.pdf", facts=file_facts("b.pdf"))) is None


class TestResources:
    def test_names_are_all_different(self) -> None:
        files = [DraftFile(path=f"{n}/a.csv", facts=FILE.facts) for n in range(3)]
        draft = draft_manifest(files, id=ID)
        assert [_resource(draft, n)["name"] for n in range(3)] == ["a", "a-2", "a-3"]

    def test_what_is_no_table_is_documentation(self) -> None:
        file = DraftFile(path="notice.pdf", facts=file_facts("notice.pdf"))
        draft = draft_manifest([FILE, file], id=ID)
        assert _resource(draft, 1)["type"] == "documentation"
        assert draft.notes["resources", 1, "type"].code == "draft-no-table"

    def test_an_ordinary_file_needs_no_dialect(self) -> None:
        resource = _resource(draft_manifest([FILE], id=ID))
        assert not {"dialect", "encoding"} & resource.keys()

    def test_an_unusual_one_is_told_how_to_be_read(self, tmp_path: Path) -> None:
        dialect = replace(CSV, encoding="cp1252", header_rows=(7, 8))
        facts = table_facts("a.csv", "annee", ["2023"], dialect)
        draft = draft_manifest([DraftFile(path="a.csv", facts=facts)], id=ID)
        manifest = _load(draft, tmp_path, comment="vu dans le fichier")
        assert manifest.resources[0].dialect == Dialect(encoding="cp1252", header_rows=(7, 8))

    @pytest.mark.parametrize(
        ("sheets", "dialect"),
        [(("Notice", "2023"), {"sheet": "2023"}), (("2023",), None)],
    )
    def test_a_sheet_is_named_where_there_are_several(
        self, sheets: tuple[str, ...], dialect: object
    ) -> None:
        workbook = Dialect(format=FileFormat.XLSX, sheet="2023", header_rows=(1,))
        facts = replace(table_facts("a.xlsx", "annee", [2023], workbook), sheets=sheets)
        draft = draft_manifest([DraftFile(path="a.xlsx", facts=facts)], id=ID)
        assert _resource(draft).get("dialect") == dialect

    def test_a_compressed_file_loses_both_its_extensions(self) -> None:
        draft = draft_manifest([DraftFile(path="voix.csv.gz", facts=FILE.facts)], id=ID)
        assert _resource(draft)["name"] == "voix"


class TestRoundTrip:
    names = st.text(
        st.characters(exclude_characters="/\\", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]),
        min_size=1,
        max_size=20,
    ).filter(lambda name: name == name.strip() and name.isprintable() and name.strip(".") != "")

    @given(name=names, comment=st.text(max_size=30), sheet=names)
    def test_a_draft_is_a_manifest_whatever_the_names_in_it(
        self, tmp_path_factory: pytest.TempPathFactory, name: str, comment: str, sheet: str
    ) -> None:
        workbook = Dialect(format=FileFormat.XLSX, sheet=f"f{sheet}", header_rows=(1,))
        facts = replace(table_facts("a.xlsx", "annee", [2023], workbook), sheets=("Notice", sheet))
        draft = draft_manifest([DraftFile(path=f"d/{name}", facts=facts)], id=ID)
        manifest = _load(draft, tmp_path_factory.getbasetemp(), comment)
        assert manifest.dataset.key == ID
        assert manifest.dataset.resources[0].path == f"d/{name}"
        assert manifest.resources[0].dialect.sheet == f"f{sheet}"
        assert manifest.temporal_auto
        assert manifest.warnings == ()
