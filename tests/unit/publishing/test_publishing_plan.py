from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.publishing.publishing_kit import Desk, Watched, a_dataset, a_resource

from opendata_cli.errors import PlanError, Unreachable
from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import Action, Change, FieldChange, Plan
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.publishing.journal import Journal
from opendata_cli.publishing.lock_file import (
    Lock,
    LockedDataset,
    LockedResource,
    locked_after,
    portal_key,
)
from opendata_cli.publishing.plan import make_plan


def acts(plan: Plan) -> list[tuple[str, str, str]]:
    return [(item.action.value, item.target.value, item.key) for item in plan.changes]


def change_of(plan: Plan, key: str) -> Change:
    return next(item for item in plan.changes if item.key == key)


def codes(plan: Plan) -> set[str]:
    return {notice.code for notice in plan.notices}


def lock_on(desk: Desk, dataset: str, **resources: str) -> Lock:
    locked = {key: LockedResource(id=value) for key, value in resources.items()}
    entry = LockedDataset(dataset=dataset, resources=locked)
    return Lock(portals={portal_key(desk.portal.info): entry})


def test_a_new_dataset_is_created_filled_and_then_shown(desk: Desk) -> None:
    plan = desk.plan(a_dataset(a_resource("a"), a_resource("b")))

    assert acts(plan) == [
        ("create", "dataset", "the-key"),
        ("create", "resource", "a"),
        ("create", "resource", "b"),
        ("update", "dataset", "the-key"),
    ]
    assert plan.changes[-1].fields == (
        FieldChange(path="visibility", before="private", after="public"),
    )


def test_a_private_dataset_is_not_shown(desk: Desk) -> None:
    plan = desk.plan(a_dataset(visibility=Visibility.PRIVATE))

    assert acts(plan) == [("create", "dataset", "the-key"), ("update", "dataset", "the-key")]
    assert plan.changes[-1].fields == (
        FieldChange(path="visibility", before=None, after="private"),
    )
    assert "private-readable" in codes(plan)


def test_planning_writes_nothing(desk: Desk) -> None:
    desk.plan(a_dataset(a_resource("a")))

    assert desk.portal.calls == []
    assert not desk.portal._folder.root.exists()
    assert list(desk.folder.iterdir()) == []


def test_the_files_to_send_are_those_that_changed(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b")))

    plan = desk.plan(a_dataset(a_resource("a"), a_resource("b", b"b\n2\n")))

    assert [item.key for item in plan.files] == ["b"]
    assert acts(plan) == [
        ("keep", "resource", "a"),
        ("upload", "resource", "b"),
        ("keep", "dataset", "the-key"),
    ]


def test_a_new_file_with_new_words_is_one_change(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    plan = desk.plan(a_dataset(a_resource("a", b"a\n12\n", title="Autre")))

    change = change_of(plan, "a")
    assert change.action is Action.UPLOAD
    assert [item.path for item in change.fields] == ["title", "bytes", "checksum"]


def test_new_words_alone_send_no_file(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    plan = desk.plan(a_dataset(a_resource("a", title="Autre")))

    assert change_of(plan, "a").action is Action.UPDATE
    assert plan.files == ()


def test_a_dataset_to_hide_is_hidden_before_anything_else(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    plan = desk.plan(
        a_dataset(a_resource("a", b"a\n2\n"), title="Autre", visibility=Visibility.PRIVATE)
    )

    assert [item.reason for item in plan.changes] == [
        "visibility-changed",
        "file-changed",
        "metadata-changed",
    ]


def test_deletions_come_last_and_tell_what_is_lost(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b")))

    plan = desk.plan(a_dataset(a_resource("a", b"a\n2\n"), title="Autre"), prune=True)

    assert [item.action.value for item in plan.changes] == ["upload", "update", "delete"]
    lost = {item.path: item.before for item in plan.changes[-1].fields}
    assert (lost["title"], lost["bytes"]) == ("Fichier b", 4)


def test_no_opinion_on_visibility_leaves_it(desk: Desk) -> None:
    desk.publish(a_dataset(visibility=Visibility.PRIVATE))

    assert desk.plan(a_dataset(silent=frozenset({"visibility"}))).empty


def test_a_creation_that_was_cut_ends_in_public_whatever_is_silent(desk: Desk) -> None:
    told = a_dataset(a_resource("a"), silent=frozenset({"visibility"}))
    desk.portal.failures["upload a"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        desk.publish(told)
    desk.portal.failures.clear()

    receipt = desk.publish(told)

    assert receipt.published is not None
    assert receipt.published.dataset.visibility is Visibility.PUBLIC


def test_a_catalogue_that_is_behind_is_a_change(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))
    (desk.portal._folder.root / "catalog.jsonld").unlink()

    plan = desk.plan(a_dataset(a_resource("a")))

    assert not plan.empty
    assert change_of(plan, "the-key").reason == "unsettled"
    assert desk.apply(plan).status == "ok"
    assert (desk.portal._folder.root / "catalog.jsonld").exists()


def test_a_file_that_is_gone_from_the_portal_is_sent_again(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))
    (desk.portal._folder.root / "jeu" / "a.csv").unlink()

    plan = desk.plan(a_dataset(a_resource("a")))

    change = change_of(plan, "a")
    assert (change.action, change.reason) == (Action.UPLOAD, "file-unknown")


def test_a_new_format_changes_the_address_and_says_so(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    plan = desk.plan(a_dataset(a_resource("a", b"xlsx", path="data/a.xlsx", format="xlsx")))

    notice = next(item for item in plan.notices if item.code == "link-changes")
    assert notice.params == {
        "key": "a",
        "before": "https://data.example.org/jeu/a.csv",
        "after": "https://data.example.org/jeu/a.xlsx",
    }


def test_another_packing_of_the_same_format_changes_the_address_and_says_so(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    plan = desk.plan(a_dataset(a_resource("a", b"gz", path="data/a.csv.gz")))

    notice = next(item for item in plan.notices if item.code == "link-changes")
    assert notice.params["after"] == "https://data.example.org/jeu/a.csv.gz"


def test_a_file_of_the_owner_at_the_new_address_stops_the_plan(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))
    (desk.portal._folder.root / "jeu" / "a.xlsx").write_text("mine")

    with pytest.raises(PlanError) as caught:
        desk.plan(a_dataset(a_resource("a", b"xlsx", path="data/a.xlsx", format="xlsx")))

    assert (caught.value.code, caught.value.params["name"]) == ("name-taken", "a.xlsx")


def test_a_local_file_renamed_with_the_same_bytes_changes_no_address(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    plan = desk.plan(a_dataset(a_resource("a", path="data/a.txt", format="txt")))

    assert change_of(plan, "a").action is Action.UPDATE
    assert "link-changes" not in codes(plan)


def test_a_dataset_of_the_lock_that_lost_its_key_stops(desk: Desk) -> None:
    receipt = desk.publish(a_dataset(a_resource("a")))
    assert receipt.published is not None
    ref, current = receipt.published.ref, receipt.published.dataset
    desk.portal.update(ref, replace(current, key=""), current)

    with pytest.raises(PlanError) as caught:
        desk.plan(a_dataset(a_resource("a")), lock=lock_on(desk, ref.dataset))

    assert caught.value.code == "identity-lost"


def test_a_dataset_that_was_taken_off_the_portal_is_not_made_again_unasked(desk: Desk) -> None:
    desk.publish(a_dataset(key="other", name="other"))

    with pytest.raises(PlanError) as caught:
        desk.plan(a_dataset(), lock=lock_on(desk, "gone"))

    assert caught.value.code == "dataset-gone"


def test_a_catalogue_that_vanished_is_not_made_again(desk: Desk) -> None:
    with pytest.raises(Unreachable) as caught:
        desk.plan(a_dataset(), lock=lock_on(desk, "known"))

    assert caught.value.code == "catalogue-missing"
    assert caught.value.params["path"] == str(desk.portal._folder.root)


@pytest.mark.parametrize("name", ["index.html", "catalog.jsonld"])
def test_a_site_of_others_stops_the_plan(desk: Desk, name: str) -> None:
    root = desk.portal._folder.root
    root.mkdir()
    (root / name).write_text("theirs")

    with pytest.raises(PlanError) as caught:
        desk.plan(a_dataset())

    assert (caught.value.code, caught.value.params["path"]) == ("folder-not-ours", str(root / name))


def test_two_datasets_with_one_key_stop(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))
    root = desk.portal._folder.root
    package = (root / "jeu" / "datapackage.json").read_text()
    (root / "copie").mkdir()
    (root / "copie" / "datapackage.json").write_text(
        package.replace("00000000-0000-4000-8000-000000000001", "another-id")
    )

    with pytest.raises(PlanError) as caught:
        desk.plan(a_dataset(a_resource("a")))

    assert caught.value.code == "duplicate-identity"


def test_a_dataset_made_by_hand_is_taken_over_when_told(desk: Desk) -> None:
    ref = desk.portal.create(a_dataset(key="", name="jeu"))
    told = a_dataset(a_resource("a"))

    plan = make_plan(told, desk.portal, lock=Lock(), journal=None, attached=ref.dataset)
    receipt = desk.apply(plan)

    assert "attached" in codes(plan)
    assert FieldChange(path="key", before="", after="the-key") in change_of(plan, "the-key").fields
    assert [item.ref for item in desk.portal.find("the-key")] == [ref]
    assert receipt.status == "ok"


def test_a_dataset_of_another_key_is_not_taken_over(desk: Desk) -> None:
    ref = desk.portal.create(a_dataset(key="other", name="jeu"))

    with pytest.raises(PlanError, match="attached-to-another"):
        make_plan(a_dataset(), desk.portal, lock=Lock(), journal=None, attached=ref.dataset)


def test_a_dataset_to_take_over_that_is_not_there_stops(desk: Desk) -> None:
    desk.portal.create(a_dataset(key="other", name="other"))

    with pytest.raises(PlanError, match="attached-not-found"):
        make_plan(a_dataset(), desk.portal, lock=Lock(), journal=None, attached="nowhere")


def test_one_key_for_two_resources_stops(desk: Desk) -> None:
    with pytest.raises(PlanError, match="duplicate-key"):
        desk.plan(a_dataset(a_resource("a"), a_resource("a")))


def test_a_resource_without_a_file_stops(desk: Desk) -> None:
    with pytest.raises(PlanError, match="resource-without-file"):
        desk.plan(a_dataset(a_resource("a", path=None)))


class WithoutChecksum(Watched):
    """A portal that keeps sizes and no checksum, as some CKAN do."""

    def as_stored(
        self, dataset: Dataset, current: Dataset | None = None
    ) -> tuple[Dataset, Sequence[Notice]]:
        stored, notices = super().as_stored(dataset, current)
        resources = tuple(replace(item, checksum=None) for item in stored.resources)
        return replace(stored, resources=resources), notices

    def catalog(self) -> Iterator[Published]:
        for item in super().catalog():
            resources = tuple(replace(one, checksum=None) for one in item.dataset.resources)
            yield replace(item, dataset=replace(item.dataset, resources=resources))


def test_where_no_checksum_is_kept_the_lock_tells_what_was_sent(desk: Desk, tmp_path: Path) -> None:
    desk.portal = WithoutChecksum(tmp_path / "catalogue")
    told = a_dataset(a_resource("a"))
    first = desk.plan(told)
    lock = locked_after(Lock(), first, desk.apply(first).published)

    assert desk.plan(told, lock=lock).empty
    assert not desk.plan(told).empty
    assert not desk.plan(a_dataset(a_resource("a", b"a\n2\n")), lock=lock).empty


def test_what_is_silent_in_extras_is_left(desk: Desk) -> None:
    desk.publish(a_dataset(extras={"a": 1}))

    assert desk.plan(a_dataset(extras={"a": 2}, silent=frozenset({"extras"}))).empty
    assert not desk.plan(a_dataset(extras={"a": 2})).empty


class NewestFirst(Watched):
    """A portal that puts a new resource before the others, as udata does."""

    @property
    def newest_first(self) -> bool:
        return True


def test_new_resources_are_written_last_first_where_each_comes_before_the_others(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path / "manifest", NewestFirst(tmp_path / "catalogue"))

    plan = desk.plan(a_dataset(a_resource("a"), a_resource("b"), a_resource("c")))

    assert [key for _, target, key in acts(plan) if target == "resource"] == ["c", "b", "a"]


def cut_after_replacing(desk: Desk, there: str) -> Journal:
    """A run that was cut once the file was there, and the title `there` instead of the old one."""
    published = desk.publish(a_dataset(a_resource("a"))).published
    assert published is not None
    resource = published.dataset.resources[0]
    assert resource.id is not None
    ref = RemoteRef(dataset=published.ref.dataset, resource=resource.id)
    desk.portal.update_resource(ref, replace(resource, title=there), resource)
    titles = {resource.id: "Le beau titre"}
    return Journal(key="the-key", base="x", dataset=published.ref.dataset, resources=titles)


@pytest.mark.parametrize(
    ("there", "wanted"),
    [("a.csv", ("Le beau titre", False)), ("Retitré par une collègue", ("", True))],
)
def test_a_title_lost_to_a_files_name_is_put_back_and_no_other_is(
    desk: Desk, there: str, wanted: tuple[str, bool]
) -> None:
    journal = cut_after_replacing(desk, there)
    told = a_dataset(a_resource("a", title="", silent=frozenset({"title"})))

    plan = make_plan(told, desk.portal, lock=Lock(), journal=journal)

    (resource,) = plan.desired.resources
    assert (resource.title, "title" in resource.silent) == wanted


def adopted_by_hand(desk: Desk, *resources: Resource) -> Published:
    """A dataset that carries no key of ours, as one made through the portal's own pages."""
    published = desk.publish(a_dataset(*resources)).published
    assert published is not None
    ref = published.ref
    for item in published.dataset.resources:
        keyless = replace(item, key="")
        desk.portal.update_resource(replace(ref, resource=item.id), keyless, item)
    desk.portal.update(ref, replace(published.dataset, key=""), published.dataset)
    there = desk.portal.read(ref)
    assert there is not None
    return there


def attached_plan(desk: Desk, there: Published, dataset: Dataset, *, prune: bool = False) -> Plan:
    return make_plan(
        dataset, desk.portal, lock=Lock(), journal=None, attached=there.ref.dataset, prune=prune
    )


def test_a_file_that_may_be_there_already_under_no_key_stops_the_plan(desk: Desk) -> None:
    there = adopted_by_hand(desk, a_resource("a"))

    with pytest.raises(PlanError) as caught:
        attached_plan(desk, there, a_dataset(a_resource("a", b"a\n2\n")))

    assert caught.value.code == "resource-maybe-there"
    assert attached_plan(desk, there, a_dataset(a_resource("a"))).changes[0].id is not None


def test_only_what_was_ours_is_pruned(desk: Desk) -> None:
    there = adopted_by_hand(desk, a_resource("a"), a_resource("b"))

    plan = attached_plan(desk, there, a_dataset(a_resource("a")), prune=True)

    assert "delete" not in {action for action, _, _ in acts(plan)}
    assert "resource-not-ours" in codes(plan)


def test_the_lock_follows_the_resource_that_was_written_and_no_twin_of_its_key(desk: Desk) -> None:
    """Somebody copied a resource on the portal, with its key."""
    first = desk.plan(a_dataset(a_resource("a")))
    published = desk.apply(first).published
    assert published is not None
    (ours,) = published.dataset.resources
    twin = replace(ours, id="twin", title="Copie")
    copied = replace(published, dataset=replace(published.dataset, resources=(ours, twin)))
    plan = replace(desk.plan(a_dataset(a_resource("a"))), current=published)

    lock = locked_after(Lock(), plan, copied)

    assert lock.portals[portal_key(desk.portal.info)].resources["a"].id == ours.id


def test_what_a_colleague_wrote_on_the_portal_is_not_replaced_without_a_word(desk: Desk) -> None:
    plan = desk.plan(a_dataset(a_resource("a")))
    published = desk.apply(plan).published
    assert published is not None
    lock = locked_after(Lock(), plan, published)
    desk.portal.update(published.ref, a_dataset(title="Corrigé"), published.dataset)

    (notice,) = [
        item
        for item in desk.plan(a_dataset(a_resource("a")), lock=lock).notices
        if item.code == "changed-on-portal"
    ]

    assert notice.params["fields"] == ["title"]


def test_our_own_changes_are_no_surprise(desk: Desk) -> None:
    plan = desk.plan(a_dataset(a_resource("a")))
    lock = locked_after(Lock(), plan, desk.apply(plan).published)

    assert "changed-on-portal" not in codes(desk.plan(a_dataset(title="Autre"), lock=lock))
