from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

import pytest
from tests.unit.publishing.publishing_kit import NOON, Desk, a_dataset, a_resource

from opendata_cli.errors import InputError, OpendataError, PlanError, Refused
from opendata_cli.model.dataset import Visibility
from opendata_cli.model.plan import PlannedFile
from opendata_cli.model.receipt import Receipt, Status
from opendata_cli.model.remote import PortalInfo
from opendata_cli.portals.directory.portal import DirectoryPortal
from opendata_cli.publishing.apply import Interrupted, Progress, apply
from opendata_cli.publishing.lock_file import portal_key


def ends(receipt: Receipt) -> list[tuple[str, str]]:
    return [(item.change.key, item.status.value) for item in receipt.outcomes]


def test_a_creation_is_hidden_until_all_is_there(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b")))

    assert desk.portal.calls == ["create", "upload a", "upload b", "public"]


def test_an_update_goes_from_resources_to_metadata_to_deletions(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b"), a_resource("c")))
    desk.files["data/a.csv"], desk.files["data/b.csv"] = b"a\n2\n", b"b\n2\n"

    told = a_dataset(a_resource("a", b"a\n2\n", title="Un"), a_resource("b", b"b\n2\n"), title="X")
    desk.publish(told, prune=True)

    assert desk.portal.calls == ["upload a", "update a", "upload b", "update", "delete"]


def test_an_empty_plan_writes_nothing_anywhere(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))

    receipt = desk.publish(a_dataset(a_resource("a")))

    assert desk.portal.calls == []
    assert (receipt.status, receipt.bytes_sent) == ("ok", 0)


def test_every_byte_sent_is_counted_and_told(desk: Desk) -> None:
    told: list[Progress] = []
    plan = desk.plan(a_dataset(a_resource("a"), a_resource("b")))

    receipt = apply(
        plan,
        desk.portal,
        open_file=desk.open,
        journal=desk.journal,
        now=lambda: NOON,
        on_progress=told.append,
    )

    assert receipt.bytes_sent == 8
    assert [(item.change.key, item.sent, item.total) for item in told] == [("a", 4, 4), ("b", 4, 4)]


def test_a_failure_stops_what_follows(desk: Desk) -> None:
    desk.portal.failures["upload b"] = Refused("extension", portal="local", operation="upload")

    receipt = desk.publish(a_dataset(a_resource("a"), a_resource("b"), a_resource("c")))

    assert ends(receipt) == [
        ("the-key", "done"),
        ("a", "done"),
        ("b", "failed"),
        ("c", "skipped"),
        ("the-key", "skipped"),
    ]
    assert receipt.status == "partial"
    failure = receipt.outcomes[2].failure
    assert failure is not None
    assert (failure.code, dict(failure.params)) == (
        "extension",
        {"portal": "local", "operation": "upload"},
    )
    assert receipt.published is not None
    assert receipt.published.dataset.visibility is Visibility.PRIVATE


def test_the_next_run_does_what_is_left_and_nothing_twice(desk: Desk) -> None:
    told = a_dataset(a_resource("a"), a_resource("b"))
    desk.portal.failures["upload b"] = Refused("busy", portal="local", operation="upload")
    desk.publish(told)
    desk.portal.failures.clear()

    receipt = desk.publish(told)

    assert desk.portal.calls == ["upload b", "public"]
    assert receipt.status == "ok"


def test_nothing_done_is_an_error(desk: Desk) -> None:
    desk.portal.failures["create"] = Refused("name-taken", portal="local", operation="create")

    assert desk.publish(a_dataset(a_resource("a"))).status == "error"


def test_an_interruption_gives_its_receipt(desk: Desk) -> None:
    desk.portal.failures["upload b"] = KeyboardInterrupt()

    with pytest.raises(Interrupted) as caught:
        desk.publish(a_dataset(a_resource("a"), a_resource("b"), a_resource("c")))

    receipt = caught.value.receipt
    assert [status for _, status in ends(receipt)] == [
        "done",
        "done",
        "failed",
        "skipped",
        "skipped",
    ]
    assert receipt.outcomes[2].failure is not None
    assert receipt.outcomes[2].failure.code == "interrupted"


def test_the_journal_stays_until_all_is_done(desk: Desk) -> None:
    name = portal_key(desk.portal.info)
    desk.portal.failures["upload a"] = Refused("busy", portal="local", operation="upload")
    desk.publish(a_dataset(a_resource("a")))
    left = desk.journal.read(name, "the-key")
    assert left is not None
    assert (left.dataset, left.resources) == (None, {})
    desk.portal.failures.clear()

    desk.publish(a_dataset(a_resource("a")))

    assert desk.journal.read(name, "the-key") is None


def test_a_journal_is_there_before_the_first_write(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))
    seen: list[Mapping[str, str]] = []
    desk.files["data/a.csv"] = b"a\n2\n"
    plan = desk.plan(a_dataset(a_resource("a", b"a\n2\n")))

    def watch(_progress: Progress) -> None:
        journal = desk.journal.read(portal_key(desk.portal.info), "the-key")
        assert journal is not None
        seen.append(journal.resources)

    apply(
        plan,
        desk.portal,
        open_file=desk.open,
        journal=desk.journal,
        now=lambda: NOON,
        on_progress=watch,
    )

    assert plan.current is not None
    assert seen == [{plan.current.dataset.resources[0].id: "Fichier a"}]


def test_what_the_portal_did_not_keep_is_a_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(a_dataset(a_resource("a")))
    plan = desk.plan(a_dataset(a_resource("a"), title="Nouveau", description="Perdue"))
    monkeypatch.setattr(
        DirectoryPortal,
        "update",
        lambda self, ref, desired, current: None,  # noqa: ARG005
    )

    receipt = desk.apply(plan)

    failed = receipt.outcomes[-1]
    assert failed.status is Status.FAILED
    assert failed.failure is not None
    assert failed.failure.code == "verification-failed"
    assert failed.failure.params["fields"] == ["title", "description"]


def test_a_file_that_changes_while_it_is_sent_is_not_published(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a")))
    desk.files["data/a.csv"] = b"a\n2\n"
    plan = desk.plan(a_dataset(a_resource("a", b"a\n2\n")))
    opened = 0

    def open_then_change(planned: PlannedFile) -> BinaryIO:
        nonlocal opened
        opened += 1
        desk.files["data/a.csv"] = b"a\n2\n" if opened == 1 else b"a\n3\n"
        return desk.open(planned)

    receipt = apply(
        plan,
        desk.portal,
        open_file=open_then_change,
        journal=desk.journal,
        now=lambda: NOON,
    )

    assert receipt.outcomes[0].failure is not None
    assert receipt.outcomes[0].failure.code == "stale-plan"
    assert (desk.portal._folder.root / "jeu" / "a.csv").read_bytes() == b"a\n1\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [(FileNotFoundError(2, "x"), "stale-plan"), (OSError(5, "x"), "file-unreadable")],
)
def test_what_the_system_says_of_a_file_is_no_crash(desk: Desk, error: OSError, code: str) -> None:
    plan = desk.plan(a_dataset(a_resource("a")))

    def refuse(_planned: PlannedFile) -> BinaryIO:
        raise error

    with pytest.raises(OpendataError, match=code) as caught:
        apply(plan, desk.portal, open_file=refuse, journal=desk.journal, now=lambda: NOON)

    assert caught.value.params["path"] == "data/a.csv"
    assert desk.portal.calls == []


def test_a_file_that_cannot_be_opened_stops_before_any_write(desk: Desk) -> None:
    plan = desk.plan(a_dataset(a_resource("a")))

    def refuse(_planned: PlannedFile) -> BinaryIO:
        raise InputError("file-not-found", path="data/a.csv")

    with pytest.raises(InputError):
        apply(
            plan,
            desk.portal,
            open_file=refuse,
            journal=desk.journal,
            now=lambda: NOON,
        )

    assert desk.portal.calls == []


def test_a_changed_manifest_makes_the_plan_stale(desk: Desk) -> None:
    plan = replace(desk.plan(a_dataset(a_resource("a"))), manifest="0" * 64)

    with pytest.raises(PlanError) as caught:
        apply(
            plan,
            desk.portal,
            open_file=desk.open,
            journal=desk.journal,
            now=lambda: NOON,
            manifest_sha256="1" * 64,
        )

    assert (caught.value.code, caught.value.params) == ("stale-plan", {"what": "manifest"})


def test_a_plan_for_another_portal_is_refused(desk: Desk) -> None:
    plan = desk.plan(a_dataset(a_resource("a")))
    desk.portal._info = PortalInfo(
        name="local", kind="directory", url="/elsewhere", origin="/elsewhere"
    )

    with pytest.raises(PlanError, match="other-portal"):
        desk.apply(plan)


def test_two_publications_of_one_manifest_do_not_mix(desk: Desk) -> None:
    plan = desk.plan(a_dataset(a_resource("a")))

    with desk.journal.exclusive(NOON), pytest.raises(PlanError, match="already-publishing"):
        desk.apply(plan)


def test_a_dataset_that_disappears_is_a_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b")))
    desk.files["data/a.csv"], desk.files["data/b.csv"] = b"a\n2\n", b"b\n2\n"
    plan = desk.plan(a_dataset(a_resource("a", b"a\n2\n"), a_resource("b", b"b\n2\n")))

    def vanish(progress: Progress) -> None:
        if progress.change.key == "b":
            monkeypatch.setattr(desk.portal, "read", lambda _ref: None)

    receipt = apply(
        plan,
        desk.portal,
        open_file=desk.open,
        journal=desk.journal,
        now=lambda: NOON,
        on_progress=vanish,
    )

    assert [item.status.value for item in receipt.outcomes] == ["done", "failed", "done"]
    assert receipt.status == "partial"


def test_a_portal_that_says_yes_and_keeps_its_resource_is_a_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b")))
    plan = desk.plan(a_dataset(a_resource("a")), prune=True)
    monkeypatch.setattr(DirectoryPortal, "delete", lambda _self, _ref: None)

    receipt = desk.apply(plan)

    failure = receipt.outcomes[-1].failure
    assert failure is not None
    assert (failure.code, failure.params["fields"]) == ("verification-failed", ["id"])


def test_a_deletion_that_names_no_resource_deletes_nothing(desk: Desk) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("b")))
    plan = desk.plan(a_dataset(a_resource("a")), prune=True)
    (*others, delete) = plan.changes
    edited = replace(plan, changes=(*others, replace(delete, id=None)))

    receipt = desk.apply(edited)

    assert desk.portal.calls == []
    assert receipt.outcomes[-1].failure is not None
    assert receipt.outcomes[-1].failure.code == "invalid-plan"


def test_lock_and_receipt_are_kept_before_the_journal_ends(desk: Desk) -> None:
    left: list[bool] = []
    name = portal_key(desk.portal.info)

    def keep(_receipt: Receipt) -> None:
        left.append(desk.journal.read(name, "the-key") is not None)

    apply(
        desk.plan(a_dataset(a_resource("a"))),
        desk.portal,
        open_file=desk.open,
        journal=desk.journal,
        now=lambda: NOON,
        keep=keep,
    )

    assert left == [True]
    assert desk.journal.read(name, "the-key") is None


def test_an_interruption_while_the_records_are_kept_keeps_them(desk: Desk) -> None:
    kept: list[Receipt] = []

    def keep(receipt: Receipt) -> None:
        kept.append(receipt)
        if len(kept) == 1:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        apply(
            desk.plan(a_dataset(a_resource("a"))),
            desk.portal,
            open_file=desk.open,
            journal=desk.journal,
            now=lambda: NOON,
            keep=keep,
        )

    assert caught.value.receipt is kept[1]
    assert caught.value.receipt.status == "ok"
