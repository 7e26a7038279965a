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
from opendata_cli.model.plan import Action
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.portal import Portal


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
