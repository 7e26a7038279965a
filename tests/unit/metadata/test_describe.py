"""What the files show, joined to what the manifest tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.metadata.facts import CSV, file_facts, rows, table, table_facts
from tests.unit.metadata.manifest_text import loader

from opendata_cli.metadata.describe import FileFacts, describe, describe_table
from opendata_cli.model.dataset import Checksum, Origin, TemporalCoverage
from opendata_cli.model.description import Description
from opendata_cli.model.notice import Notice
from opendata_cli.model.schema import SchemaRef

YEARS = table_facts("a.csv", "annee", ["2012", "2023"])
BY_NAME = table_facts("a-2023.csv", "voix", ["12"])
NOTHING = table_facts("a.csv", "voix", ["12"])

Describe = Callable[[str, FileFacts], Description]


def _years(first: int, last: int) -> TemporalCoverage:
    return TemporalCoverage(start=dt.date(first, 1, 1), end=dt.date(last, 12, 31))


@pytest.fixture
def told(tmp_path: Path) -> Describe:
    """The description of a manifest with one resource `a`, whose facts are given.

    What these short manifests lack is left out: it has tests of its own.
    """

    def described(text: str, facts: FileFacts) -> Description:
        description = describe(loader(tmp_path)(text), {"a": facts})
        kept = (item for item in description.warnings if not item.code.startswith("missing-"))
        return replace(description, warnings=tuple(kept))

    return described


class TestATable:
    def test_counts_its_rows_and_columns(self) -> None:
        facts = describe_table(table(["a", "b"]), rows(["1", "2"], ["3", "4"]))
        assert (facts.rows, facts.columns) == (2, 2)

    def test_blank_rows_are_no_rows(self) -> None:
        facts = describe_table(table(["a"]), rows(["1"], [""], [None], ["2"]))
        assert facts.rows == 2

    def test_short_rows_are_rows(self) -> None:
        facts = describe_table(table(["a", "date"]), rows(["1"], ["2", "2024-06-30"]))
        assert facts.rows == 2
        assert facts.temporal is not None
        assert facts.temporal.start == dt.date(2024, 6, 30)

    def test_white_space_is_no_data(self) -> None:
        facts = describe_table(table(["a", "b"]), rows(["1", "2"], [" ", "\u00a0"]))
        assert facts.rows == 1

    def test_its_sheet_tells_the_year_before_its_file_name(self) -> None:
        workbook = table(["a"], name="a-2023.xlsx", dialect=replace(CSV, sheet="2022"))
        facts = describe_table(workbook, rows(["1"]))
        assert facts.temporal == _years(2022, 2022)

    def test_dates_are_found_after_thousands_of_rows(self) -> None:
        days = [["2024-01-01", "texte"]] * 2500 + [["2024-06-30", "texte"]]
        facts = describe_table(table(["date", "b"]), rows(*days))
        assert facts.temporal is not None
        assert facts.temporal.end == dt.date(2024, 6, 30)


class TestFacts:
    def test_of_a_table(self, told: Describe) -> None:
        resource = told("title: A", YEARS).dataset.resources[0]
        assert (resource.rows, resource.columns, resource.bytes) == (2, 1, 120)
        assert (resource.format, resource.mime) == ("csv", "text/csv")
        assert resource.encoding == "utf-8"
        assert resource.checksum == Checksum(type="sha256", value="ab" * 32)
        assert resource.sha1 == "cd" * 20

    def test_of_another_file(self, told: Describe) -> None:
        resource = told("title: A", file_facts("notice.pdf")).dataset.resources[0]
        assert (resource.rows, resource.columns, resource.bytes) == (None, None, 120)
        assert (resource.format, resource.mime) == ("pdf", "application/pdf")
        assert resource.temporal is None

    def test_what_was_found_is_no_longer_silent(self, told: Describe) -> None:
        silent = told("title: A", YEARS).dataset.resources[0].silent
        assert silent == {"title", "description", "type", "schema", "temporal", "spatial"}

    def test_what_is_told_wins(self, told: Describe) -> None:
        text = "resources: [{name: a, path: a.csv, format: geocsv, mediatype: null}]"
        resource = told(text, YEARS).dataset.resources[0]
        assert (resource.format, resource.mime) == ("geocsv", None)

    def test_a_schema_that_was_loaded_completes_the_one_told(self, told: Describe) -> None:
        ref = SchemaRef(name="police", version="1.2.0", url="https://example.org/s.json")
        text = "resources: [{name: a, path: a.csv, schema: police}]"
        resource = told(text, replace(YEARS, schema=ref)).dataset.resources[0]
        assert resource.schema == ref
        assert "schema" not in resource.silent

    def test_a_schema_without_a_name_is_not_told_to_a_portal(self, told: Describe) -> None:
        text = "resources: [{name: a, path: a.csv, schema: {fields: []}}]"
        resource = told(text, replace(YEARS, schema=SchemaRef())).dataset.resources[0]
        assert resource.schema is None
        assert "schema" in resource.silent

    def test_a_resource_without_facts_stays_as_told(self, tmp_path: Path) -> None:
        manifest = loader(tmp_path)("title: A")
        assert describe(manifest, {}).dataset == manifest.dataset


class TestTemporalOfTheDataset:
    def test_auto_takes_what_is_found(self, told: Describe) -> None:
        dataset = told("temporal: auto", YEARS).dataset
        assert dataset.temporal == _years(2012, 2023)
        assert dataset.temporal.origin is Origin.FOUND
        assert "temporal" not in dataset.silent

    def test_auto_shows_a_proposal_but_does_not_publish_it(self, told: Describe) -> None:
        description = told("temporal: auto", BY_NAME)
        assert description.dataset.temporal == _years(2023, 2023)
        assert "temporal" in description.dataset.silent
        assert description.warnings == (
            Notice(code="temporal-proposed", params={"start": "2023-01-01", "end": "2023-12-31"}),
        )

    def test_auto_that_finds_nothing_says_so(self, told: Describe) -> None:
        description = told("temporal: auto", NOTHING)
        assert description.dataset.temporal is None
        assert "temporal" in description.dataset.silent
        assert description.warnings == (Notice(code="temporal-not-found"),)

    def test_unsaid_it_is_shown_and_left_alone_on_the_portal(self, told: Describe) -> None:
        description = told("title: A", YEARS)
        assert description.dataset.temporal == _years(2012, 2023)
        assert "temporal" in description.dataset.silent
        assert description.warnings == ()

    def test_told_empty_it_stays_empty(self, told: Describe) -> None:
        dataset = told("temporal: {}", YEARS).dataset
        assert dataset.temporal is None
        assert "temporal" not in dataset.silent

    def test_told_it_wins_and_the_contradiction_is_told(self, told: Describe) -> None:
        description = told("name: essai\ntemporal: {start: 2012, end: 2022}", YEARS)
        assert description.dataset.temporal == _years(2012, 2022)
        assert description.warnings == (
            Notice(
                code="coverage-contradiction",
                params={
                    "of": "essai",
                    "told": "2012-01-01/2022-12-31",
                    "found": "2012-01-01/2023-12-31",
                },
            ),
        )

    def test_an_open_end_is_two_dots(self, told: Describe) -> None:
        (warning,) = told("temporal: {start: 2013}", YEARS).warnings
        assert warning.params["told"] == "2013-01-01/.."

    def test_a_proposal_contradicts_nobody(self, told: Describe) -> None:
        assert told("temporal: {start: 2012, end: 2022}", BY_NAME).warnings == ()

    def test_a_resource_may_tell_its_own(self, told: Describe) -> None:
        text = "resources: [{name: a, path: a.csv, temporal: {start: 2012, end: 2020}}]"
        description = told(text, YEARS)
        assert description.dataset.resources[0].temporal == _years(2012, 2020)
        assert description.dataset.temporal == _years(2012, 2020)
        assert [warning.params["of"] for warning in description.warnings] == ["a"]

    def test_it_holds_those_of_all_resources(self, tmp_path: Path) -> None:
        text = "temporal: auto\nresources: [{name: a, path: a}, {name: b, path: b}]"
        later = table_facts("b.csv", "annee", ["2024"])
        description = describe(loader(tmp_path)(text), {"a": YEARS, "b": later})
        assert description.dataset.temporal == _years(2012, 2024)
        assert [item.temporal for item in description.dataset.resources] == [
            _years(2012, 2023),
            _years(2024, 2024),
        ]


class TestWarnings:
    def test_those_of_the_manifest_come_first(self, told: Describe) -> None:
        codes = [notice.code for notice in told("titel: A\ntemporal: auto", NOTHING).warnings]
        assert codes == ["unknown-key", "temporal-not-found"]

    def test_places_cannot_be_found_yet(self, told: Describe) -> None:
        assert told("spatial: auto", YEARS).warnings == (Notice(code="spatial-not-found"),)


class TestWhatAManifestLacks:
    @pytest.mark.parametrize("text", ["name: a", "title: ''\ndescription:\nlicenses: []"])
    def test_is_told(self, tmp_path: Path, text: str) -> None:
        description = describe(loader(tmp_path)(text), {})
        assert [notice.code for notice in description.warnings] == [
            "missing-title",
            "missing-description",
            "missing-license",
        ]

    def test_is_not_told_when_it_is_there(self, tmp_path: Path) -> None:
        text = "title: A\ndescription: B\nlicenses: [{name: lov2}]"
        assert describe(loader(tmp_path)(text), {}).warnings == ()

    def test_is_not_told_of_bare_files(self) -> None:
        assert describe(None, {"a": YEARS}).warnings == ()


class TestWithoutManifest:
    def test_files_alone_make_a_dataset(self) -> None:
        dataset = describe(None, {"a": YEARS, "notice": file_facts("notice.pdf")}).dataset
        assert dataset.key == "a"
        assert dataset.temporal == _years(2012, 2023)
        assert [item.path for item in dataset.resources] == ["a.csv", "notice.pdf"]

    def test_that_says_nothing_else(self) -> None:
        dataset = describe(None, {"a": YEARS}).dataset
        assert {"title", "license", "temporal", "organization"} <= dataset.silent
        assert "title" in dataset.resources[0].silent
