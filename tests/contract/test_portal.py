"""What every portal does. One list of behaviours, each portal in turn."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.contract.contract_kit import KEY, Producer, a_dataset

from opendata_cli.errors import PortalError
from opendata_cli.model.dataset import (
    Contact,
    Dataset,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.model.schema import SchemaRef
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.diff import diff_dataset, diff_resource
from opendata_cli.publishing.lock_file import Lock

NASTY = 'L\'« été » & <b>"œuvre"</b> \U0001f6b2 \\ 100 %'


def is_public(portal: Portal, ref: RemoteRef) -> bool:
    published = portal.read(ref)
    assert published is not None
    return published.dataset.visibility is Visibility.PUBLIC


def resource_of(published: Published, key: str) -> Resource:
    return next(item for item in published.dataset.resources if item.key == key)


def there(portal: Portal, ref: RemoteRef) -> Published:
    published = portal.read(RemoteRef(dataset=ref.dataset))
    assert published is not None
    return published


# Finding


def test_an_unknown_key_is_found_nowhere(portal: Portal) -> None:
    assert list(portal.find("no such key")) == []


def test_an_unknown_ref_reads_as_none(portal: Portal) -> None:
    portal.create(a_dataset())

    assert portal.read(RemoteRef(dataset="00000000-0000-4000-8000-999999999999")) is None


def test_a_created_dataset_is_found_by_its_key_and_hidden(portal: Portal) -> None:
    ref = portal.create(a_dataset())

    assert [found.ref for found in portal.find(KEY)] == [ref]
    assert not is_public(portal, ref)


def test_a_dataset_is_created_without_its_resources(portal: Portal, producer: Producer) -> None:
    ref = portal.create(a_dataset(producer.resource("effectifs", b"a\n1\n")))

    assert there(portal, ref).dataset.resources == ()


def test_the_catalogue_lists_every_dataset(portal: Portal) -> None:
    first = portal.create(a_dataset())
    second = portal.create(a_dataset(key="other", name="other"))

    assert {item.ref for item in portal.catalog()} == {first, second}


def test_two_datasets_with_one_title_and_two_keys_stay_apart(
    portal: Portal, producer: Producer
) -> None:
    one = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    producer.lock = Lock()  # another manifest's
    two = producer.publish(
        portal, a_dataset(producer.resource("a", b"a\n1\n"), key="another", name="effectifs-bis")
    )

    assert one.ref != two.ref
    assert [found.ref for found in portal.find(KEY)] == [one.ref]


def test_ten_creations_at_once_of_one_key_leave_one_dataset(
    portal: Portal, again: Callable[[str], Portal]
) -> None:
    refused: list[PortalError] = []

    def create() -> None:
        try:
            again(portal.info.kind).create(a_dataset())
        except PortalError as error:
            refused.append(error)

    threads = [threading.Thread(target=create) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(portal.find(KEY)) == 1
    assert [error.code for error in refused] == ["already-exists"] * 9


# Visibility


def test_shown_then_hidden_again(portal: Portal) -> None:
    ref = portal.create(a_dataset())

    portal.set_visibility(ref, Visibility.PUBLIC)
    assert is_public(portal, ref)
    portal.set_visibility(ref, Visibility.PRIVATE)
    assert not is_public(portal, ref)
    assert [found.ref for found in portal.find(KEY)] == [ref]


# Resources


def test_an_upload_gives_an_id_an_address_and_the_checksum(
    portal: Portal, producer: Producer
) -> None:
    sent = producer.resource("effectifs", b"commune;agents\n35238;12\n")

    ref = portal.upload(portal.create(a_dataset()), sent, io.BytesIO(b"commune;agents\n35238;12\n"))

    (got,) = there(portal, ref).dataset.resources
    assert got.id == ref.resource
    assert got.url
    assert got.permalink
    assert got.checksum == portal.as_stored(a_dataset(sent))[0].resources[0].checksum
    assert got.bytes == 24


def test_a_download_gives_the_bytes_back(portal: Portal, producer: Producer) -> None:
    content = bytes(range(256)) * 3
    ref = portal.upload(
        portal.create(a_dataset()), producer.resource("bytes", content), io.BytesIO(content)
    )

    with portal.download(ref) as file:
        assert file.read() == content


def test_a_replaced_file_keeps_all_but_itself(portal: Portal, producer: Producer) -> None:
    told = {
        "title": NASTY,
        "description": "Une ligne par commune.",
        "type": ResourceType.DOCUMENTATION,
        "schema": SchemaRef(url="https://example.org/schema.json"),
    }
    before = producer.publish(
        portal,
        a_dataset(
            producer.resource("first", b"a\n1\n"),
            producer.resource("second", b"a\n2\n", **told),
            producer.resource("third", b"a\n3\n"),
        ),
    )
    old = resource_of(before, "second")
    new = producer.resource("second", b"a\n22\n", **told)

    portal.upload(
        RemoteRef(dataset=before.ref.dataset, resource=old.id), new, io.BytesIO(b"a\n22\n")
    )
    sent = resource_of(there(portal, before.ref), "second")
    portal.update_resource(RemoteRef(dataset=before.ref.dataset, resource=old.id), new, sent)

    after = there(portal, before.ref)
    got = resource_of(after, "second")
    assert (got.id, got.permalink, got.title) == (old.id, old.permalink, old.title)
    assert (got.description, got.type, got.schema) == (old.description, old.type, old.schema)
    assert got.checksum != old.checksum
    order = [item.id for item in before.dataset.resources]
    assert [item.id for item in after.dataset.resources] == order


def test_a_resource_is_updated_where_there_is_an_opinion(
    portal: Portal, producer: Producer
) -> None:
    told = producer.resource("effectifs", b"a\n1\n", title="Avant", description="Gardée")
    published = producer.publish(portal, a_dataset(told))
    ref = RemoteRef(dataset=published.ref.dataset, resource=published.dataset.resources[0].id)

    wish = replace(told, title="Après", description="", silent=frozenset({"description"}))
    portal.update_resource(ref, wish, published.dataset.resources[0])

    got = resource_of(there(portal, ref), "effectifs")
    assert (got.title, got.description) == ("Après", "Gardée")


def test_a_deleted_resource_is_gone_and_the_others_are_not(
    portal: Portal, producer: Producer
) -> None:
    published = producer.publish(
        portal,
        a_dataset(producer.resource("kept", b"a\n1\n"), producer.resource("gone", b"a\n2\n")),
    )
    gone = resource_of(published, "gone")

    portal.delete(RemoteRef(dataset=published.ref.dataset, resource=gone.id))

    assert [item.key for item in there(portal, published.ref).dataset.resources] == ["kept"]


def test_a_deleted_dataset_is_found_no_more(portal: Portal, producer: Producer) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))

    portal.delete(published.ref)

    assert list(portal.find(KEY)) == []


def test_writing_to_what_is_gone_is_not_found(portal: Portal) -> None:
    ref = portal.create(a_dataset())
    portal.delete(ref)

    with pytest.raises(PortalError) as caught:
        portal.update(ref, a_dataset(), a_dataset())

    assert caught.value.code == "not-found"


# Fields


def test_an_update_leaves_what_is_silent_and_clears_what_is_empty(portal: Portal) -> None:
    ref = portal.create(a_dataset())
    wish = a_dataset(
        title="Un autre titre",
        description="",
        keywords=(),
        license=None,
        silent=frozenset({"description", "license"}),
    )
    current = there(portal, ref).dataset

    portal.update(ref, portal.as_stored(wish)[0], current)

    got = there(portal, ref).dataset
    assert got.title == "Un autre titre"
    assert got.description == current.description
    assert got.license == current.license
    assert got.keywords == ()


@pytest.mark.parametrize(
    "words",
    [
        NASTY,
        "  espaces autour  ",
        "deux\nlignes",
        "</script><script>alert(1)</script>",
        "'; DROP TABLE datasets; --",
        "été E\u0301te\u0301 ﬁn",
        "=1+1",
    ],
)
def test_hostile_words_come_back_as_they_were_foreseen(
    portal: Portal, producer: Producer, words: str
) -> None:
    told = a_dataset(
        producer.resource("a", b"a\n1\n", title=words, description=words),
        title=words,
        description=words,
        keywords=("mot-clef",),
    )

    got = producer.publish(portal, told).dataset

    foreseen = portal.as_stored(told)[0]
    assert diff_dataset(foreseen, got) == ()
    assert diff_resource(foreseen.resources[0], resource_of_one(got)) == ()


def resource_of_one(dataset: Dataset) -> Resource:
    assert len(dataset.resources) == 1
    return dataset.resources[0]


def test_every_field_comes_back_as_it_was_foreseen(portal: Portal, producer: Producer) -> None:
    told = a_dataset(
        producer.resource(
            "a",
            b"a\n1\n",
            encoding="utf-8",
            rows=1,
            columns=1,
            schema=SchemaRef(
                name="etalab/schema", version="1.0.0", url="https://example.org/s.json"
            ),
            temporal=TemporalCoverage(start=dt.date(2023, 1, 1), end=None),
        ),
        organization="Ville de Test",
        spatial=SpatialCoverage(granularity="fr:commune", zones=("fr:commune:35238",)),
        contacts=(Contact(name="Données", email="donnees@example.org"),),
        languages=("fr",),
        themes=("JUST",),
        homepage="https://www.example.org/police",
        extras={"source": "SVP", "years": [2012, 2023]},
    )

    got = producer.publish(portal, told).dataset

    foreseen = portal.as_stored(told)[0]
    assert diff_dataset(foreseen, got) == ()
    assert diff_resource(foreseen.resources[0], resource_of_one(got)) == ()


def test_what_is_foreseen_is_foreseen_again(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n", title=NASTY), title=NASTY)
    once = portal.as_stored(told)[0]

    assert portal.as_stored(once)[0] == once
