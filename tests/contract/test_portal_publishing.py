"""What publishing does on every portal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.contract.contract_kit import KEY, Producer, a_dataset

from opendata_cli.errors import PlanError
from opendata_cli.model.dataset import (
    Resource,
    Visibility,
)
from opendata_cli.model.plan import Action, PlannedFile
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.journal import Journal
from opendata_cli.publishing.lock_file import Lock, portal_key


def resource_of(published: Published, key: str) -> Resource:
    return next(item for item in published.dataset.resources if item.key == key)


def there(portal: Portal, ref: RemoteRef) -> Published:
    published = portal.read(RemoteRef(dataset=ref.dataset))
    assert published is not None
    return published


def test_a_first_publication_ends_in_public(portal: Portal, producer: Producer) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))

    assert published.dataset.visibility is Visibility.PUBLIC
    assert published.page


def test_a_private_publication_stays_hidden(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"), visibility=Visibility.PRIVATE)

    assert producer.publish(portal, told).dataset.visibility is Visibility.PRIVATE


def test_publishing_again_plans_nothing(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"), producer.resource("b", b"a\n1\n"))
    producer.publish(portal, told)

    assert producer.plan(portal, told).empty


def test_an_empty_plan_sends_nothing(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    before = producer.publish(portal, told)

    receipt = producer.carry_out(portal, producer.plan(portal, told))

    assert receipt.bytes_sent == 0
    assert there(portal, before.ref) == before


def test_without_its_lock_the_dataset_is_found_and_said_to_be(
    portal: Portal, producer: Producer
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    producer.publish(portal, told)
    producer.lock = type(producer.lock)()

    plan = producer.plan(portal, told)

    assert plan.empty
    assert "adopted" in {notice.code for notice in plan.notices}


def test_a_new_file_is_one_upload(portal: Portal, producer: Producer) -> None:
    before = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))

    told = a_dataset(producer.resource("a", b"a\n1\n2\n"))
    plan = producer.plan(portal, told)
    after = producer.publish(portal, told)

    acted = [change.action for change in plan.changes if change.action is not Action.KEEP]
    assert acted == [Action.UPLOAD]
    assert resource_of(after, "a").id == resource_of(before, "a").id
    with portal.download(
        RemoteRef(dataset=after.ref.dataset, resource=resource_of(after, "a").id)
    ) as f:
        assert f.read() == b"a\n1\n2\n"


def test_without_prune_a_resource_is_only_mentioned(portal: Portal, producer: Producer) -> None:
    kept = producer.resource("kept", b"a\n1\n")
    producer.publish(portal, a_dataset(kept, producer.resource("left", b"a\n2\n")))

    plan = producer.plan(portal, a_dataset(kept))

    assert plan.empty
    assert "resource-only-on-portal" in {notice.code for notice in plan.notices}


def test_with_prune_it_is_deleted(portal: Portal, producer: Producer) -> None:
    kept = producer.resource("kept", b"a\n1\n")
    producer.publish(portal, a_dataset(kept, producer.resource("gone", b"a\n2\n")))

    published = producer.publish(portal, a_dataset(kept), prune=True)

    assert [item.key for item in published.dataset.resources] == ["kept"]


def test_a_plan_is_refused_once_the_portal_changed(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    published = producer.publish(portal, told)
    plan = producer.plan(portal, replace(told, title="Nouveau titre"))
    portal.update(published.ref, replace(told, title="Venu d'ailleurs"), published.dataset)

    with pytest.raises(PlanError) as caught:
        producer.carry_out(portal, plan)

    assert (caught.value.code, caught.value.params["what"]) == ("stale-plan", "portal")
    assert there(portal, published.ref).dataset.title == "Venu d'ailleurs"


def test_a_plan_to_create_is_refused_once_the_dataset_is_there(
    portal: Portal, producer: Producer
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    plan = producer.plan(portal, told)
    portal.create(told)

    with pytest.raises(PlanError, match="stale-plan"):
        producer.carry_out(portal, plan)


def test_a_file_that_changed_since_the_plan_is_not_sent(portal: Portal, producer: Producer) -> None:
    plan = producer.plan(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    producer.files["data/a.csv"] = b"a\n9\n"

    with pytest.raises(PlanError) as caught:
        producer.carry_out(portal, plan)

    assert (caught.value.code, caught.value.params["what"]) == ("stale-plan", "file")
    assert list(portal.find(KEY)) == []


# Creations that were cut


def cut_creation(portal: Portal, producer: Producer, *resources: Resource) -> RemoteRef:
    """What a first run leaves when it is cut after its files, seen by a fresh checkout."""
    told = a_dataset(*resources)
    ref = portal.create(portal.as_stored(told)[0])
    for item in resources:
        portal.upload(ref, item, producer.open(_planned(item)))
    return ref


def _planned(item: Resource) -> PlannedFile:
    assert item.path is not None
    return PlannedFile(key=item.key, path=item.path, sha256="", bytes=0)


def test_a_creation_that_was_cut_is_known_by_whoever_comes_next(
    portal: Portal, producer: Producer
) -> None:
    ref = cut_creation(portal, producer)

    assert there(portal, ref).unfinished


@pytest.mark.parametrize("silent", [frozenset(), frozenset({"visibility"})])
def test_a_cut_creation_is_shown_by_the_next_run_without_any_record(
    portal: Portal, producer: Producer, silent: frozenset[str]
) -> None:
    resource = producer.resource("a", b"a\n1\n")
    ref = cut_creation(portal, producer, resource)

    published = producer.publish(portal, a_dataset(resource, silent=silent))

    assert published.ref == RemoteRef(dataset=ref.dataset)
    assert published.dataset.visibility is Visibility.PUBLIC
    assert not published.unfinished


def test_a_private_dataset_is_finished_and_stays_private(
    portal: Portal, producer: Producer
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"), visibility=Visibility.PRIVATE)
    published = producer.publish(portal, told)
    assert not published.unfinished

    again = producer.plan(portal, replace(told, silent=frozenset({"visibility"})))

    assert again.empty


def test_a_journal_left_behind_shows_no_private_dataset(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"), visibility=Visibility.PRIVATE)
    producer.publish(portal, told)
    left = Journal(key=KEY, base="absent", dataset=None)
    producer.journal.begin(portal_key(portal.info), left)

    assert producer.plan(portal, replace(told, silent=frozenset({"visibility"}))).empty


def test_a_dataset_hidden_again_is_not_shown_by_the_next_run(
    portal: Portal, producer: Producer
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"), silent=frozenset({"visibility"}))
    published = producer.publish(portal, told)
    portal.set_visibility(published.ref, Visibility.PRIVATE)

    assert producer.plan(portal, told).empty


# Empty plans


def test_an_empty_plan_ends_the_journal_of_a_run_that_was_cut(
    portal: Portal, producer: Producer
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    producer.publish(portal, told)
    name = portal_key(portal.info)
    producer.journal.begin(name, Journal(key=KEY, base="absent", dataset=None))

    producer.carry_out(portal, producer.plan(portal, told))

    assert producer.journal.read(name, KEY) is None


def test_an_empty_plan_is_refused_once_a_file_changed(portal: Portal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    producer.publish(portal, told)
    plan = producer.plan(portal, told)
    producer.files["data/a.csv"] = b"a\n9\n"

    with pytest.raises(PlanError, match="stale-plan"):
        producer.carry_out(portal, plan)


# Keys


def test_another_key_in_the_manifest_stops_while_the_lock_knows_the_dataset(
    portal: Portal, producer: Producer
) -> None:
    producer.publish(portal, a_dataset())

    with pytest.raises(PlanError) as caught:
        producer.plan(portal, a_dataset(key="another"))

    assert caught.value.code == "identity-changed"
    assert (caught.value.params["old"], caught.value.params["new"]) == (KEY, "another")


def test_keys_that_look_alike_are_published_side_by_side(
    portal: Portal, producer: Producer
) -> None:
    told = a_dataset(
        producer.resource("a.b", b"1\n", path="x.csv"),
        producer.resource("a-b", b"2\n", path="y.csv"),
        producer.resource("A-B", b"3\n", path="z.csv"),
    )

    published = producer.publish(portal, told)

    found = {}
    for item in published.dataset.resources:
        with portal.download(RemoteRef(dataset=published.ref.dataset, resource=item.id)) as file:
            found[item.key] = file.read()
    assert found == {"a.b": b"1\n", "a-b": b"2\n", "A-B": b"3\n"}
    assert producer.plan(portal, told).empty


# Names, where a portal gives one to each dataset


def test_a_name_held_by_another_dataset_stops_the_plan(
    named_portal: Portal, producer: Producer
) -> None:
    producer.publish(named_portal, a_dataset())
    producer.lock = Lock()

    with pytest.raises(PlanError) as caught:
        producer.plan(named_portal, a_dataset(key="another"))

    assert (caught.value.code, caught.value.params["name"]) == ("name-taken", "effectifs")


def test_another_name_in_the_manifest_is_told_and_changes_nothing(
    named_portal: Portal, producer: Producer
) -> None:
    producer.publish(named_portal, a_dataset())

    plan = producer.plan(named_portal, a_dataset(name="Effectifs bis"))

    assert plan.empty
    (notice,) = [item for item in plan.notices if item.code == "name-kept"]
    assert notice.params == {"name": "effectifs-bis", "kept": "effectifs"}
