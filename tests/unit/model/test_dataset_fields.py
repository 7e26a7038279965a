"""No field of a dataset is forgotten: publishing compares it, a portal keeps it, or neither."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest

from opendata_cli.dcat.catalog import Dates, Entry
from opendata_cli.model.dataset import (
    DATASET_FIELDS,
    RESOURCE_FIELDS,
    Checksum,
    Contact,
    Dataset,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import find_license
from opendata_cli.model.schema import SchemaRef
from opendata_cli.portals.directory.stored import Stored, from_bytes, to_bytes

# Compared otherwise: extras one by one, resources as targets of their own, name by the portal.
COMPARED_APART = {"extras", "resources", "name"}
# How it was said, and what only the portal or only this machine knows.
NOT_COMPARED = {"silent"}
NOT_COMPARED_IN_RESOURCES = {"silent", "path", "sha1", "id", "url", "permalink", "linked"}
# A package does not keep what was left unsaid; visibility is where the folder stands.
NOT_STORED = {"silent", "visibility"}
# The folder knows where its files are; sha1 is for portals that compare by it.
NOT_STORED_IN_RESOURCES = {"silent", "sha1", "url", "permalink", "linked"}

PERIOD = TemporalCoverage(start=dt.date(2023, 1, 1), end=dt.date(2023, 12, 31), precision="year")
PLACES = SpatialCoverage(granularity="fr:commune", zones=("fr:commune:35238",))
RESOURCE = Resource(
    key="effectifs",
    title="Effectifs",
    description="Une ligne par commune.",
    type=ResourceType.DOCUMENTATION,
    path="effectifs.csv",
    format="csv",
    mime="text/csv",
    encoding="utf-8",
    rows=10,
    columns=3,
    bytes=120,
    checksum=Checksum(type="sha256", value="ab" * 32),
    sha1="cd" * 20,
    schema=SchemaRef(name="police", version="1.2.0", url="https://example.org/s.json"),
    temporal=PERIOD,
    spatial=PLACES,
    id="r1",
    url="https://example.org/effectifs.csv",
    permalink="https://example.org/r/r1",
    linked=True,
    silent=frozenset({"title"}),
)
DATASET = Dataset(
    key="0197",
    name="police",
    title="Police municipale",
    description="Les effectifs.",
    organization="Ville",
    license=find_license("etalab-2.0"),
    frequency=Frequency.ANNUAL,
    keywords=("police",),
    temporal=PERIOD,
    spatial=PLACES,
    contacts=(Contact(name="Service", email="a@example.org", url="https://example.org"),),
    languages=("fr",),
    themes=("http://publications.europa.eu/resource/authority/data-theme/GOVE",),
    homepage="https://example.org",
    visibility=Visibility.PRIVATE,
    extras={"a": "b"},
    resources=(RESOURCE,),
    silent=frozenset({"title"}),
)


def names(kind: type[Dataset | Resource]) -> set[str]:
    return {field.name for field in fields(kind)}


def test_every_field_of_a_dataset_is_compared_or_left_out_on_purpose() -> None:
    assert {*DATASET_FIELDS, *COMPARED_APART, *NOT_COMPARED} == names(Dataset)


def test_every_field_of_a_resource_is_compared_or_left_out_on_purpose() -> None:
    assert {*RESOURCE_FIELDS, *NOT_COMPARED_IN_RESOURCES} == names(Resource)


@pytest.mark.parametrize("value", [DATASET, RESOURCE], ids=["dataset", "resource"])
def test_these_examples_say_something_of_every_field(value: Dataset | Resource) -> None:
    """So that a new field must be given a value here, and then be kept."""
    assert [field.name for field in fields(value) if not getattr(value, field.name)] == []


def test_a_folder_keeps_every_field_of_a_dataset_but_those_left_out() -> None:
    back = kept()
    for field in names(Dataset) - NOT_STORED - {"resources"}:
        assert getattr(back, field) == getattr(DATASET, field), field


def test_a_folder_keeps_every_field_of_a_resource_but_those_left_out() -> None:
    (back,) = kept().resources
    for field in names(Resource) - NOT_STORED_IN_RESOURCES:
        assert getattr(back, field) == getattr(RESOURCE, field), field


def kept() -> Dataset:
    moment = dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    dates = Dates(issued=moment, modified=moment)
    entry = Entry(id="d1", dataset=replace(DATASET), dates=dates)
    stored = from_bytes(to_bytes(Stored(entry=entry)))
    assert stored is not None
    return stored.dataset
