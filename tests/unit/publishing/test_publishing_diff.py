from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from opendata_cli.model.dataset import (
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
from opendata_cli.model.license import LICENSES, License
from opendata_cli.model.plan import FieldChange
from opendata_cli.model.schema import SchemaRef
from opendata_cli.publishing.diff import diff_dataset, diff_resource
from opendata_cli.publishing.plain import from_plain

WORDS = st.text(max_size=8)
MAYBE = st.none() | WORDS
DAYS = st.none() | st.dates()
TUPLES = st.lists(WORDS, max_size=3).map(tuple)
TEMPORAL = st.none() | st.builds(TemporalCoverage, start=DAYS, end=DAYS)
SPATIAL = st.none() | st.builds(SpatialCoverage, granularity=MAYBE, zones=TUPLES)
DATASETS = st.builds(
    Dataset,
    key=WORDS,
    title=WORDS,
    description=WORDS,
    organization=MAYBE,
    license=st.none() | st.sampled_from(LICENSES) | st.just(License(name="fr-lo")),
    frequency=st.none() | st.sampled_from(Frequency),
    keywords=TUPLES,
    temporal=TEMPORAL,
    spatial=SPATIAL,
    contacts=st.lists(
        st.builds(Contact, name=WORDS, email=MAYBE, url=MAYBE, role=WORDS), max_size=2
    ).map(tuple),
    languages=TUPLES,
    themes=TUPLES,
    homepage=MAYBE,
    visibility=st.sampled_from(Visibility),
)
RESOURCES = st.builds(
    Resource,
    key=WORDS,
    title=WORDS,
    description=WORDS,
    type=st.sampled_from(ResourceType),
    format=MAYBE,
    mime=MAYBE,
    encoding=MAYBE,
    schema=st.none() | st.builds(SchemaRef, name=MAYBE, version=MAYBE, url=MAYBE),
    temporal=TEMPORAL,
    spatial=SPATIAL,
    rows=st.none() | st.integers(min_value=0),
    columns=st.none() | st.integers(min_value=0),
    bytes=st.none() | st.integers(min_value=0),
    checksum=st.none() | st.builds(Checksum, type=WORDS, value=WORDS),
)


Kind = TypeVar("Kind", Dataset, Resource)


def changed(before: Kind, changes: tuple[FieldChange, ...]) -> Kind:
    values = {change.path: from_plain(change.path, change.after) for change in changes}
    return replace(before, **values)  # type: ignore[arg-type]


@given(DATASETS)
def test_a_dataset_does_not_differ_from_itself(dataset: Dataset) -> None:
    assert diff_dataset(dataset, dataset) == ()


@given(DATASETS, DATASETS)
def test_a_dataset_changed_as_told_is_the_desired_one(desired: Dataset, current: Dataset) -> None:
    assert changed(current, diff_dataset(desired, current)) == desired


@given(RESOURCES, RESOURCES)
def test_a_resource_changed_as_told_is_the_desired_one(
    desired: Resource, current: Resource
) -> None:
    assert changed(current, diff_resource(desired, current)) == desired


def test_a_silent_field_never_differs() -> None:
    desired = Dataset(key="k", title="", license=None, silent=frozenset({"title"}))
    current = Dataset(key="k", title="Titre", license=License(name="lov2"))

    assert [change.path for change in diff_dataset(desired, current)] == ["license"]


def test_values_are_plain() -> None:
    desired = Dataset(
        key="k",
        license=License(name="etalab-2.0"),
        frequency=Frequency.ANNUAL,
        temporal=TemporalCoverage(start=dt.date(2012, 1, 1), end=None),
    )

    assert diff_dataset(desired, Dataset(key="k")) == (
        FieldChange(path="license", before=None, after="etalab-2.0"),
        FieldChange(path="frequency", before=None, after="annual"),
        FieldChange(path="temporal", before=None, after={"start": "2012-01-01", "end": None}),
    )


def test_how_a_coverage_was_found_is_no_difference() -> None:
    day = dt.date(2023, 1, 1)
    found = TemporalCoverage(start=day, end=day, precision="year", confidence=0.5)
    told = TemporalCoverage(start=day, end=day)

    assert diff_dataset(Dataset(key="k", temporal=found), Dataset(key="k", temporal=told)) == ()


def test_extras_of_others_are_left_alone_and_none_clears_ours() -> None:
    desired = Dataset(key="k", extras={"ours": 2, "gone": None, "absent": None})
    current = Dataset(key="k", extras={"ours": 1, "gone": 1, "theirs": 1})

    assert diff_dataset(desired, current) == (
        FieldChange(path="extras.gone", before=1, after=None),
        FieldChange(path="extras.ours", before=1, after=2),
    )


def test_ids_and_addresses_are_the_portals_to_give() -> None:
    there = Resource(key="k", id="1", url="https://x.example/1", permalink="https://x.example/p")

    assert diff_resource(Resource(key="k"), there) == ()
