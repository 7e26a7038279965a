"""What udata does that costs people a title, a link, a tag or a dataset: its files.

Each test is a trap observed on a real server, and is held on a real server.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contract.contract_kit import KEY, Producer, a_dataset
from tests.contract.udata_kit import OpenUdata, resource_ref
from tests.servers.fixtures import CATALOGUE, SCHEMAS
from tests.servers.udata import Udata

from opendata_cli.errors import (
    InputError,
    PlanError,
)
from opendata_cli.model.dataset import (
    Resource,
    ResourceType,
    Visibility,
)
from opendata_cli.model.schema import SchemaRef
from opendata_cli.portals.portal import Portal
from opendata_cli.portals.udata.portal import UdataPortal


@pytest.fixture
def portal(open_udata: OpenUdata) -> UdataPortal:
    return open_udata()


# Files


def test_a_replaced_file_keeps_a_title_on_which_nothing_is_said(
    portal: UdataPortal, producer: Producer
) -> None:
    producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n", title="Beau titre")))
    silent = frozenset({"title", "description", "type", "schema"})

    published = producer.publish(
        portal, a_dataset(producer.resource("a", b"a\n2\n", silent=silent))
    )

    assert published.dataset.resources[0].title == "Beau titre"


def test_resources_stand_in_the_manifests_order(portal: UdataPortal, producer: Producer) -> None:
    told = a_dataset(*(producer.resource(key, key.encode()) for key in ("c", "a", "b")))

    published = producer.publish(portal, told)

    assert [item.key for item in published.dataset.resources] == ["c", "a", "b"]


def test_two_files_of_one_name_in_one_second_both_arrive(
    portal: UdataPortal, producer: Producer
) -> None:
    told = a_dataset(
        producer.resource("a", b"a\n1\n", path="2023/effectifs.csv"),
        producer.resource("b", b"a\n2\n", path="2024/effectifs.csv"),
    )

    published = producer.publish(portal, told)

    assert len({item.url for item in published.dataset.resources}) == 2


@pytest.mark.parametrize("name", ["data/a.parquet", "data/a.tsv", "data/LISEZMOI"])
def test_an_ending_that_udata_refuses_stops_the_plan(
    portal: UdataPortal, producer: Producer, name: str
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n", path=name))

    with pytest.raises(InputError) as caught:
        producer.plan(portal, told)

    assert caught.value.code == "extension-refused"
    assert "csv" in str(caught.value.params["listed"])


def test_a_file_too_large_is_told_and_the_dataset_stays_hidden(
    start_udata: Callable[..., Udata], open_udata: OpenUdata, producer: Producer
) -> None:
    server = start_udata(max_upload=50_000)
    portal = open_udata(server=server, organization=server.new_organization("Petite"))
    plan = producer.plan(portal, a_dataset(producer.resource("a", b"x" * 100_000)))

    receipt = producer.carry_out(portal, plan)

    failures = [item.failure.code for item in receipt.outcomes if item.failure]
    assert failures == ["file-too-large"]
    (there,) = portal.find(KEY)
    assert there.dataset.visibility is Visibility.PRIVATE


def test_an_empty_file_is_a_file(portal: UdataPortal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b""))

    assert producer.publish(portal, told).dataset.resources[0].bytes == 0
    assert producer.plan(portal, told).empty


class Drip(io.BytesIO):
    """A file that gives less than it is asked for, as any may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size is None or size < 0 else min(size, 3))


def test_a_file_that_reads_in_drips_arrives_whole(portal: UdataPortal, producer: Producer) -> None:
    content = b"code;agents\n01004;12\n"
    made = portal.upload(portal.create(a_dataset()), producer.resource("a", content), Drip(content))

    with portal.download(made) as file:
        assert file.read() == content


def a_link(**changes: object) -> Resource:
    told: dict[str, object] = {
        "title": "Ailleurs",
        "description": "Un fichier d'un autre site",
        "type": ResourceType.MAIN,
        "url": "https://www.example.org/données.csv?a=1",
        "format": "CSV",
        "mime": "text/csv",
        "linked": True,
    }
    return Resource(key="ailleurs", **{**told, **changes})  # type: ignore[arg-type]


def test_a_link_is_published_and_followed(portal: UdataPortal, producer: Producer) -> None:
    published = producer.publish(portal, a_dataset(a_link()))
    assert producer.plan(portal, a_dataset(a_link())).empty

    elsewhere = "https://www.example.org/2024.csv"
    after = producer.publish(portal, a_dataset(a_link(url=elsewhere)))

    (before,), (now,) = published.dataset.resources, after.dataset.resources
    assert (now.id, now.url, now.linked) == (before.id, elsewhere, True)


def test_a_link_never_becomes_a_file(portal: UdataPortal, producer: Producer) -> None:
    producer.publish(portal, a_dataset(a_link()))

    with pytest.raises(PlanError) as caught:
        producer.plan(portal, a_dataset(producer.resource("ailleurs", b"a\n1\n")))

    assert caught.value.code == "resource-kind"


# Schemas


def published_schema(portal: Portal, producer: Producer, schema: SchemaRef) -> SchemaRef | None:
    told = a_dataset(producer.resource("a", b"a\n1\n", schema=schema))
    published = producer.publish(portal, told)
    assert producer.plan(portal, told).empty
    return published.dataset.resources[0].schema


@pytest.fixture
def with_catalogue(udata_with_catalogue: Udata, open_udata: OpenUdata) -> UdataPortal:
    organization = udata_with_catalogue.new_organization("Avec un catalogue de schémas")
    return open_udata(server=udata_with_catalogue, organization=organization)


A = CATALOGUE[0]["name"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (SchemaRef(name=A), SchemaRef(name=A)),
        (SchemaRef(name=A, version="1.0.0"), SchemaRef(name=A, version="1.0.0")),
        (SchemaRef(url=f"{SCHEMAS}/{A}/1.1.0/schema.json"), SchemaRef(name=A, version="1.1.0")),
        (SchemaRef(url=f"{SCHEMAS}/{A}/latest/schema.json"), SchemaRef(name=A)),
        (
            SchemaRef(name="ours", version="1.0.0", url="https://www.example.org/s.json"),
            SchemaRef(name="ours", version="1.0.0", url="https://www.example.org/s.json"),
        ),
    ],
)
def test_a_schema_is_foreseen_as_the_catalogue_has_it(
    with_catalogue: UdataPortal, producer: Producer, told: SchemaRef, kept: SchemaRef
) -> None:
    assert published_schema(with_catalogue, producer, told) == kept


@pytest.mark.parametrize("told", [SchemaRef(name="ours"), SchemaRef(name=A, version="9.9")])
def test_a_schema_that_the_catalogue_has_not_is_told_and_left_out(
    with_catalogue: UdataPortal, producer: Producer, told: SchemaRef
) -> None:
    resource = producer.resource("a", b"a\n1\n", schema=told)

    plan = producer.plan(with_catalogue, a_dataset(resource))

    assert "schema-not-listed" in {item.code for item in plan.notices}
    assert published_schema(with_catalogue, producer, told) is None


def test_from_a_schemas_address_to_its_name_nothing_of_the_address_stays(
    portal: UdataPortal, producer: Producer
) -> None:
    published_schema(portal, producer, SchemaRef(url="https://www.example.org/s.json"))
    named = SchemaRef(name="etalab/schema", version="1.0.0")

    assert published_schema(portal, producer, named) == named


# Large files


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("opendata_cli.portals.udata.uploading.PART", 10)
    return 10


LARGE = bytes(range(256)) * 2 + b"the end"


def test_a_large_file_arrives_in_parts(
    portal: UdataPortal, producer: Producer, small_parts: int
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", LARGE)))

    with portal.download(resource_ref(published)) as file:
        assert file.read() == LARGE
    assert portal.requests > len(LARGE) / small_parts


class Cut(io.BytesIO):
    """A file whose reading stops after some bytes, as a process that dies."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content)
        self.after = after

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self.after:
            raise KeyboardInterrupt
        return super().read(size)


def test_a_large_file_that_was_cut_goes_on_where_it_stopped(
    portal: UdataPortal, open_udata: OpenUdata, producer: Producer, small_parts: int
) -> None:
    ref = portal.create(a_dataset())
    resource = producer.resource("a", LARGE)
    with pytest.raises(KeyboardInterrupt):
        portal.upload(ref, resource, Cut(LARGE, after=len(LARGE) - small_parts))
    later = open_udata()

    made = later.upload(ref, resource, io.BytesIO(LARGE))

    assert later.requests < 8
    with later.download(made) as file:
        assert file.read() == LARGE


def test_parts_that_udata_lost_are_sent_again(
    portal: UdataPortal, open_udata: OpenUdata, producer: Producer, small_parts: int, tmp_path: Path
) -> None:
    ref = portal.create(a_dataset())
    resource = producer.resource("a", LARGE)
    with pytest.raises(KeyboardInterrupt):
        portal.upload(ref, resource, Cut(LARGE, after=len(LARGE) - small_parts))
    memory = tmp_path / "memory" / "uploads.json"
    told = memory.read_text("utf-8")
    uuid = told.partition('"uuid": "')[2].partition('"')[0]
    memory.write_text(told.replace(uuid, "00000000-0000-4000-8000-000000000000"), "utf-8")

    made = open_udata().upload(ref, resource, io.BytesIO(LARGE))

    with portal.download(made) as file:
        assert file.read() == LARGE
