"""The manifest of a dataset that a portal has: it changes nothing, being silent where it would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.metadata.facts import CSV, file_facts, table_facts

from opendata_cli.errors import ConfigError
from opendata_cli.metadata.adopt import (
    Adopted,
    AdoptedFile,
    Part,
    Source,
    adopt_dataset,
    named_resources,
)
from opendata_cli.metadata.describe import FileFacts, describe
from opendata_cli.metadata.draft import write_draft
from opendata_cli.metadata.manifest import Manifest, load_manifest
from opendata_cli.model.dataset import (
    Contact,
    Dataset,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License, find_license
from opendata_cli.model.schema import SchemaRef
from opendata_cli.publishing.diff import diff_dataset, diff_resource

ID = "6a3f1c8e-0b1d-4e0a-9a86-6f2f7f1f6a10"
SOURCE = Source(portal="datagouv", dataset="5f1e", page="https://data.example.org/5f1e")
FILE = Resource(key="", id="r1", title="Effectifs 2023", url="https://data.example.org/a.csv")
LINK = Resource(key="", id="r2", title="API", url="https://api.example.org/v1", linked=True)
FACTS = table_facts("a.csv", "annee", ["2012", "2023"])


def changed(desired: Dataset, there: Dataset) -> set[Part]:
    """What a portal that keeps all as it is told would change."""
    kept = {item.key: item for item in named_resources(there)}
    own = {("", field.path) for field in diff_dataset(desired, there)}
    return own | {
        (item.key, field.path)
        for item in desired.resources
        for field in diff_resource(item, kept[item.key])
    }


def adopt(
    dataset: Dataset, folder: Path, source: Source = SOURCE, facts: FileFacts = FACTS
) -> tuple[Adopted, Manifest]:
    """The manifest as it would be read, its comments as odd as can be."""
    named = (item for item in named_resources(dataset) if not item.linked)
    files = {item.key: AdoptedFile(path=f"f-{n}.csv", facts=facts) for n, item in enumerate(named)}
    path = folder / "datapackage.yaml"
    there = replace(dataset, key=dataset.key or ID)
    adopted = adopt_dataset(
        dataset,
        files,
        id=there.key,
        source=source,
        path=path,
        changed=lambda desired: changed(desired, there),
    )
    text = write_draft(adopted.draft, lambda note: f"{note.code}: # 'é\n")
    path.write_bytes(text.encode())
    return adopted, load_manifest(path, allow_todo=True)


def codes(adopted: Adopted) -> list[tuple[str, object]]:
    return [
        (item.code, item.params.get("field", item.params.get("title"))) for item in adopted.left_out
    ]


def a_dataset(*resources: Resource, **changes: object) -> Dataset:
    told: dict[str, object] = {"key": "", "title": "Effectifs", "resources": resources or (FILE,)}
    return Dataset(**{**told, **changes})  # type: ignore[arg-type]


class TestText:
    def test_the_whole_of_it(self, tmp_path: Path) -> None:
        dataset = a_dataset(
            FILE,
            replace(LINK, type=ResourceType.API, format="json"),
            title="Effectifs de police",
            description="# Notice\n\nUn fichier : par an.",
            license=License(name="fr-lo", title="Licence", url="https://example.org/lo"),
            keywords=("police", "sécurité"),
            frequency=Frequency.ANNUAL,
            temporal=TemporalCoverage(start=dt.date(2012, 1, 1), end=None),
            spatial=SpatialCoverage(granularity="fr:commune"),
            contacts=(Contact(name="Bureau", email="b@example.org"),),
            organization="org-1",
            visibility=Visibility.PRIVATE,
        )
        adopted, _ = adopt(dataset, tmp_path)
        assert write_draft(adopted.draft, lambda note: note.code) == (
            f"id: {ID} # draft-id\n"
            "name: effectifs-de-police # adopted-values\n"
            "title: Effectifs de police\n"
            "description: |-\n"
            "  # Notice\n"
            "\n"
            "  Un fichier : par an.\n"
            "licenses:\n"
            "  - name: fr-lo # adopted-license\n"
            "    title: Licence\n"
            "    path: https://example.org/lo\n"
            "keywords: [police, sécurité]\n"
            "frequency: annual\n"
            "temporal:\n"
            "  start: 2012-01-01\n"
            "spatial:\n"
            "  granularity: fr:commune\n"
            "contributors:\n"
            "  - title: Bureau\n"
            "    email: b@example.org\n"
            "    role: contact\n"
            "resources:\n"
            "  - name: effectifs-2023\n"
            "    path: f-0.csv # draft-table\n"
            "    title: Effectifs 2023\n"
            "    format: # adopted-unlike\n"
            "    mediatype: # adopted-unlike\n"
            "    encoding: # adopted-unlike\n"
            "  - name: api\n"
            "    path: https://api.example.org/v1 # adopted-link\n"
            "    title: API\n"
            "    type: api\n"
            "    format: json\n"
            "publish:\n"
            "  portal: datagouv\n"
            "  organization: org-1\n"
            "  visibility: private\n"
            "  dataset: 5f1e # adopted-dataset\n"
        )
        assert adopted.left_out == ()

    def test_what_is_empty_there_is_not_spoken_of(self, tmp_path: Path) -> None:
        dataset = a_dataset(replace(FILE, title=""), title="", frequency=Frequency.UNKNOWN)
        adopted, manifest = adopt(dataset, tmp_path)
        assert manifest.dataset.silent >= {"title", "license", "frequency", "keywords", "extras"}
        assert adopted.left_out == ()

    def test_a_key_that_is_there_stays(self, tmp_path: Path) -> None:
        _, manifest = adopt(a_dataset(replace(FILE, key="voix"), key="ours", name="v1"), tmp_path)
        assert (manifest.dataset.key, manifest.dataset.name) == ("ours", "v1")
        assert [item.key for item in manifest.dataset.resources] == ["voix"]

    def test_who_publishes_is_asked_of_a_person(self, tmp_path: Path) -> None:
        adopted, manifest = adopt(a_dataset(), tmp_path, replace(SOURCE, holder="TODO"))
        assert [place.key for place in manifest.todo] == ["publish.organization"]
        assert adopted.draft.notes["publish", "organization"].code == "adopted-holder"
        assert adopted.left_out == ()


class TestLeftOut:
    @pytest.mark.parametrize(
        "changes",
        [
            {"title": " Effectifs"},
            {"title": "TODO list of 2023"},
            {"title": "\ud800"},
            {"description": "Une ligne.\n"},
            {"keywords": ("police ", "voix")},
            {"homepage": "ftp://example.org/"},
            {"spatial": SpatialCoverage(zones=("fr:commune:35238", ""))},
            {"temporal": TemporalCoverage(start=dt.date(2023, 1, 1), end=dt.date(2012, 1, 1))},
            {"contacts": (Contact(name="", email="a@example.org"),)},
            {"contacts": (Contact(name="A", url="javascript:alert(1)"),)},
            {"languages": ("fr", "")},
            {"themes": (" TECH",)},
            {"organization": "TODO"},
        ],
    )
    def test_a_value_that_would_not_come_back(
        self, tmp_path: Path, changes: Mapping[str, object]
    ) -> None:
        adopted, manifest = adopt(a_dataset(**changes), tmp_path)
        (field,) = changes
        assert codes(adopted) == [("left-out-field", field)]
        assert field in manifest.dataset.silent
        assert manifest.todo == ()

    @pytest.mark.parametrize(
        "changes",
        [{"title": "TODO"}, {"description": "\n"}, {"format": "csv "}, {"mime": " "}],
    )
    def test_one_of_a_resource(self, tmp_path: Path, changes: Mapping[str, str]) -> None:
        adopted, manifest = adopt(a_dataset(replace(LINK, **changes)), tmp_path)  # type: ignore[arg-type]
        (field,) = changes
        assert codes(adopted) == [("left-out-resource-field", field)]
        assert field in manifest.dataset.resources[0].silent

    def test_an_encoding_that_is_none(self, tmp_path: Path) -> None:
        adopted, _ = adopt(a_dataset(replace(FILE, encoding="nonsense")), tmp_path)
        assert codes(adopted) == [("left-out-resource-field", "encoding")]

    @pytest.mark.parametrize("name", ["other-open", "TODO"])
    def test_a_licence_without_address(self, tmp_path: Path, name: str) -> None:
        adopted, manifest = adopt(a_dataset(license=License(name=name)), tmp_path)
        assert adopted.left_out[0].params == {"license": name}
        assert "license" in manifest.dataset.silent

    def test_a_schema_that_cannot_be_read_here(self, tmp_path: Path) -> None:
        there = SchemaRef(name="etalab/schema-irve", version="2.3.1")
        adopted, manifest = adopt(a_dataset(replace(FILE, schema=there)), tmp_path)
        assert [item.code for item in adopted.left_out] == ["left-out-schema"]
        assert "schema" in manifest.dataset.resources[0].silent

    def test_one_by_which_the_file_was_read_is_told(self, tmp_path: Path) -> None:
        there = SchemaRef(name="subventions", version="1.0.0", url="https://example.org/s.json")
        dataset = a_dataset(replace(FILE, schema=there))
        adopted, manifest = adopt(dataset, tmp_path, facts=replace(FACTS, schema=there))
        assert manifest.resources[0].schema == "subventions@1.0.0"
        assert adopted.left_out == ()

    @pytest.mark.parametrize("url", ["ftp://example.org/a", "example.org", "", "https://a/ b"])
    def test_a_link_that_is_no_address(self, tmp_path: Path, url: str) -> None:
        adopted, manifest = adopt(a_dataset(FILE, replace(LINK, url=url)), tmp_path)
        assert codes(adopted) == [("left-out-resource", "API")]
        assert [item.key for item in manifest.dataset.resources] == ["effectifs-2023"]

    @pytest.mark.parametrize("key", ["un nom", "TODO", "a/b", "A"])
    def test_a_resource_whose_key_cannot_be_a_name(self, tmp_path: Path, key: str) -> None:
        first = replace(FILE, key="a", id="r0")
        adopted, _ = adopt(a_dataset(first, replace(FILE, key=key)), tmp_path)
        assert codes(adopted) == [("left-out-resource", "Effectifs 2023")]
        assert [item.id for item in adopted.resources] == ["r0"]

    def test_nothing_to_speak_of(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="nothing-to-adopt"):
            adopt(a_dataset(replace(LINK, url="")), tmp_path)

    def test_a_key_that_no_manifest_can_have(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="unusable-key"):
            adopt(a_dataset(key=" ours "), tmp_path)


class TestFiles:
    def test_what_the_file_shows_otherwise_is_told_as_it_is_there(self, tmp_path: Path) -> None:
        there = replace(FILE, format="CSV", mime=None, encoding="utf-8")
        _, manifest = adopt(a_dataset(there), tmp_path)
        (read,) = manifest.dataset.resources
        assert (read.format, read.mime, read.encoding) == ("CSV", None, None)
        assert read.silent.isdisjoint({"format", "mime"})
        assert "encoding" in read.silent

    def test_a_document_shows_no_encoding(self, tmp_path: Path) -> None:
        there = replace(FILE, format="pdf", mime="application/pdf", encoding="ascii")
        adopted, _ = adopt(a_dataset(there), tmp_path, facts=file_facts("a.pdf"))
        expected = {"name": "effectifs-2023", "path": "f-0.csv", "title": "Effectifs 2023"}
        assert adopted.draft.content["resources"] == [expected]

    @pytest.mark.parametrize(("end", "auto"), [(2023, True), (2024, False)])
    def test_a_period_that_the_data_show_is_read_in_them(
        self, tmp_path: Path, *, end: int, auto: bool
    ) -> None:
        period = TemporalCoverage(start=dt.date(2012, 1, 1), end=dt.date(end, 12, 31))
        adopted, manifest = adopt(a_dataset(temporal=period), tmp_path)
        assert manifest.temporal_auto is auto
        assert manifest.dataset.temporal == (None if auto else period)
        assert (("temporal",) in adopted.draft.notes) is auto

    def test_new_names_are_nobody_elses(self) -> None:
        resources = (FILE, replace(FILE, key="effectifs-2023"), FILE, replace(FILE, title="?"))
        assert [item.key for item in named_resources(a_dataset(*resources))] == [
            "effectifs-2023-2",
            "effectifs-2023",
            "effectifs-2023-3",
            "data",
        ]


words = st.text(max_size=30) | st.sampled_from(
    [
        "TODO",
        "auto",
        "Ce\u00a0: « deux »\nlignes\u202f!",
        "Effectifs de police",
        " bord ",
        "a: b # c",
        "- x",
        "a\nb\n\n  c",
        "a\r\nb",
        "2023",
        "null",
        "yes",
        "'",
        '"\\',
        "|",
        "é\x85\u2028\ufeff",
        "<b>gras</b>\n\n* un\n* deux\n",
        "---\n...",
        "\ttab",
        "x" * 300,
        "auto",
        "~",
        "2012-01-01",
        "{}",
        "[a, b]",
        "!!python/object",
        "&a *a",
        "%",
        "@",
        "\U0001f600",
    ]
)
maybe = st.none() | words | st.just("https://example.org/é?a=1#b")
tuples = st.lists(words, max_size=3).map(tuple)
days = st.none() | st.dates()
coverages = (
    st.none()
    | st.just(TemporalCoverage(start=dt.date(2012, 1, 1), end=dt.date(2023, 12, 31)))
    | st.builds(TemporalCoverage, start=days, end=days)
)
places = st.none() | st.builds(SpatialCoverage, granularity=maybe, zones=tuples)
resources = st.builds(
    Resource,
    key=st.just("") | words | st.sampled_from(["a", "A", "b-1"]),
    id=st.uuids().map(str),
    title=words,
    description=words,
    type=st.sampled_from(ResourceType),
    format=st.sampled_from([None, "csv", "CSV", "a: b", "é"]),
    mime=st.sampled_from([None, "text/csv", "null", "application/x; charset=a"]),
    encoding=st.sampled_from([None, "utf-8", "latin-1"]),
    schema=st.none() | st.builds(SchemaRef, name=maybe, version=maybe, url=maybe),
    temporal=coverages,
    spatial=places,
    linked=st.booleans(),
    url=maybe.map(lambda text: text or ""),
)
datasets = st.builds(
    Dataset,
    key=st.just(""),
    name=words,
    title=words,
    description=words,
    organization=maybe,
    license=st.none()
    | st.sampled_from([find_license("lov2"), find_license("cc-by")])
    | st.builds(License, name=words, title=words, url=maybe),
    frequency=st.none() | st.sampled_from(Frequency),
    keywords=tuples,
    temporal=coverages,
    spatial=places,
    contacts=st.lists(
        st.builds(Contact, name=words, email=maybe, url=maybe, role=words), max_size=2
    ).map(tuple),
    languages=tuples,
    themes=tuples,
    homepage=maybe,
    visibility=st.sampled_from(Visibility),
    resources=st.lists(resources, min_size=1, max_size=4).map(
        lambda items: (replace(LINK, key="z"), *items)
    ),
)


@settings(deadline=None)
@given(dataset=datasets, facts=st.sampled_from([FACTS, file_facts("a.pdf")]))
def test_whatever_a_portal_gives_is_told_as_it_is_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, dataset: Dataset, facts: FileFacts
) -> None:
    folder = tmp_path_factory.getbasetemp()
    _, manifest = adopt(dataset, folder, replace(SOURCE, holder="TODO"), facts)

    assert [place.key for place in manifest.todo] == (
        [] if dataset.organization else ["publish.organization"]
    )
    assert manifest.warnings == ()
    told = {item.key: facts for item in manifest.resources if item.path}
    desired = describe(manifest, told).dataset
    differing = changed(desired, replace(dataset, key=ID))
    assert {field for _, field in differing} <= {"bytes", "checksum", "rows", "columns"}


def test_an_encoding_is_told_as_it_is_there(tmp_path: Path) -> None:
    facts = table_facts("a.csv", "annee", ["2023"], replace(CSV, encoding="cp1252"))
    _, manifest = adopt(a_dataset(replace(FILE, encoding="latin-1")), tmp_path, facts=facts)
    assert manifest.resources[0].dialect.encoding == "latin-1"
