"""The plan file, the lock, the journal and the receipt, as JSON and back."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.publishing.publishing_kit import NOON, Desk, a_dataset, a_resource

from opendata_cli.errors import ConfigError, Refused
from opendata_cli.model.dataset import Contact, Dataset, SpatialCoverage, TemporalCoverage
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License
from opendata_cli.model.remote import PortalInfo
from opendata_cli.publishing.journal import Journal, JournalFile
from opendata_cli.publishing.lock_file import (
    LOCK_NAME,
    Lock,
    LockedDataset,
    LockedResource,
    locked_after,
    portal_key,
    read_lock,
    write_lock,
)
from opendata_cli.publishing.plan_file import plan_from_json, plan_to_json, read_plan, write_plan
from opendata_cli.publishing.receipt_file import receipt_to_json, write_receipt


def full_dataset() -> Dataset:
    return a_dataset(
        a_resource("a", rows=1, silent=frozenset({"description"})),
        description="L'été \U0001f6b2 \ud800",
        license=License(name="fr-lo", title="Une autre", url="https://l.example/"),
        frequency=Frequency.MONTHLY,
        keywords=("un", "deux"),
        temporal=TemporalCoverage(
            start=dt.date(2012, 1, 1), end=None, precision="year", confidence=0.8
        ),
        spatial=SpatialCoverage(granularity="fr:commune", zones=("fr:commune:35238",)),
        contacts=(Contact(name="Données", email="d@example.org"),),
        extras={"a": [1, None, {"b": "c"}]},
        silent=frozenset({"homepage"}),
    )


# Plan


def test_a_plan_comes_back_from_its_file_as_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.publish(a_dataset(a_resource("b"), title="Ancien"))
    plan = desk.plan(full_dataset(), prune=True)

    write_plan(tmp_path / "plan.json", plan)

    assert read_plan(tmp_path / "plan.json", desk.folder) == plan


def test_a_plan_read_from_its_file_is_carried_out(desk: Desk) -> None:
    data = json.loads(json.dumps(plan_to_json(desk.plan(full_dataset()))))

    receipt = desk.apply(plan_from_json(data, desk.folder))

    assert receipt.status == "ok"
    assert desk.plan(full_dataset()).empty


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "C:\\secret.csv", "C:secret.csv", "a/../../b", "a\0b"]
)
def test_a_path_outside_the_manifests_folder_is_refused(desk: Desk, path: str) -> None:
    data = plan_to_json(desk.plan(a_dataset(a_resource("a"))))
    data["files"] = [{"key": "a", "path": path, "sha256": "0" * 64, "bytes": 1}]

    with pytest.raises(ConfigError) as caught:
        plan_from_json(data, desk.folder)

    assert caught.value.code == "invalid-plan"
    assert caught.value.params == {"reason": "path-outside", "what": path}


def test_a_link_that_leads_outside_is_refused_too(desk: Desk) -> None:
    (desk.folder / "data").symlink_to("/")

    with pytest.raises(ConfigError, match="path-outside"):
        plan_from_json(plan_to_json(desk.plan(a_dataset(a_resource("a")))), desk.folder)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"opendata_plan": 2}, "version"),
        ({"changes": "all"}, "shape"),
        ({"changes": [{"action": "explode"}]}, "shape"),
        ({"desired": None}, "shape"),
        ({"requests": "3"}, "shape"),
        ({"portal": {"name": 1}}, "shape"),
    ],
)
def test_a_plan_of_another_shape_is_refused(
    desk: Desk, change: dict[str, object], reason: str
) -> None:
    data = {**plan_to_json(desk.plan(a_dataset(a_resource("a")))), **change}

    with pytest.raises(ConfigError) as caught:
        plan_from_json(data, desk.folder)

    assert (caught.value.code, caught.value.params["reason"]) == ("invalid-plan", reason)


Edit = Callable[[dict[str, Any]], object]
UPLOADED, OWN, DELETED = 0, 2, 3  # places among the changes
EDITS: dict[str, Edit] = {
    "a deletion without id": lambda plan: plan["changes"][DELETED].update(id=None),
    "a deletion of a stranger": lambda plan: plan["changes"][DELETED].update(id="stranger"),
    "a deletion of what is kept": lambda plan: plan["changes"][DELETED].update(
        id=plan["changes"][UPLOADED]["id"]
    ),
    "a deletion without prune": lambda plan: plan.update(prune=False),
    "a deletion of the dataset": lambda plan: plan["changes"][DELETED].update(target="dataset"),
    "two deletions of one": lambda plan: plan["changes"].append(plan["changes"][DELETED]),
    "an unknown key": lambda plan: plan["changes"][UPLOADED].update(key="unknown"),
    "one key twice": lambda plan: plan["changes"].append(plan["changes"][UPLOADED]),
    "a resource twice": lambda plan: plan["desired"]["resources"].append(
        plan["desired"]["resources"][0]
    ),
    "no file to send": lambda plan: plan.update(files=[]),
    "a file nobody sends": lambda plan: plan["files"].append({**plan["files"][0], "key": "c"}),
    "a file twice": lambda plan: plan["files"].append(plan["files"][0]),
    "less than nothing": lambda plan: plan["files"][0].update(bytes=-1),
    "a creation of what is there": lambda plan: plan["changes"].insert(
        0, {**plan["changes"][OWN], "action": "create"}
    ),
    "no creation": lambda plan: plan.update(current=None),
    "a text that is none": lambda plan: plan["desired"].update(title=None),
    "a number for a title": lambda plan: plan["desired"]["resources"][0].update(title=3),
}


@pytest.mark.parametrize("fault", EDITS)
def test_a_plan_whose_parts_do_not_fit_is_refused(desk: Desk, fault: str) -> None:
    desk.publish(a_dataset(a_resource("a"), a_resource("c"), a_resource("b")))
    told = a_dataset(a_resource("a", b"a\n2\n"), a_resource("c"))
    data = json.loads(json.dumps(plan_to_json(desk.plan(told, prune=True))))
    plan_from_json(data, desk.folder)
    EDITS[fault](data)

    with pytest.raises(ConfigError) as caught:
        plan_from_json(data, desk.folder)

    assert (caught.value.code, caught.value.params["reason"]) == ("invalid-plan", "shape")


def test_a_plan_to_create_must_begin_with_it(desk: Desk) -> None:
    data = json.loads(json.dumps(plan_to_json(desk.plan(a_dataset(a_resource("a"))))))
    data["changes"].append(data["changes"].pop(0))

    with pytest.raises(ConfigError, match="shape"):
        plan_from_json(data, desk.folder)


@pytest.mark.parametrize("data", [[], None, {}, "plan"])
def test_what_is_no_plan_is_refused(data: object, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="invalid-plan"):
        plan_from_json(data, tmp_path)


@pytest.mark.parametrize("content", [b"\xff{", b"[" * 100_000])
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes(content)

    with pytest.raises(ConfigError, match="unreadable"):
        read_plan(tmp_path / "plan.json", tmp_path)


# Lock


def a_lock(origin: str) -> Lock:
    resources = {"b": LockedResource(id="2"), "a": LockedResource(id="1", sha256="0" * 64)}
    return Lock(portals={origin: LockedDataset(dataset="d", resources=resources)})


def test_a_lock_comes_back_as_it_was(tmp_path: Path) -> None:
    lock = a_lock("udata+https://www.data.gouv.fr")

    write_lock(tmp_path / LOCK_NAME, lock)

    assert read_lock(tmp_path / LOCK_NAME) == lock


def test_a_lock_is_written_sorted(tmp_path: Path) -> None:
    write_lock(tmp_path / LOCK_NAME, a_lock("udata+https://www.data.gouv.fr"))

    assert (tmp_path / LOCK_NAME).read_text() == (
        '{\n  "opendata_lock": 1,\n  "portals": {\n'
        '    "udata+https://www.data.gouv.fr": {\n'
        '      "dataset": "d",\n      "resources": {\n'
        '        "a": {\n          "id": "1",\n'
        f'          "sha256": "{"0" * 64}"\n        }},\n'
        '        "b": {\n          "id": "2",\n          "sha256": null\n        }\n'
        '      },\n      "version": null\n    }\n  }\n}\n'
    )


def test_a_folder_beside_the_manifest_moves_with_it(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    write_lock(before / LOCK_NAME, a_lock(f"directory+{before / 'catalogue'}"))

    before.rename(after)

    assert '"directory+./catalogue"' in (after / LOCK_NAME).read_text()
    assert set(read_lock(after / LOCK_NAME).portals) == {f"directory+{after / 'catalogue'}"}


def test_without_a_lock_nothing_is_known(tmp_path: Path) -> None:
    assert read_lock(tmp_path / LOCK_NAME) == Lock()


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff", b"[]", b"{}", b'{"opendata_lock": 2, "portals": {}}', b"[" * 100_000],
)
def test_a_damaged_lock_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / LOCK_NAME).write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        read_lock(tmp_path / LOCK_NAME)

    assert caught.value.code == "invalid-lock"
    assert caught.value.params["path"] == str(tmp_path / LOCK_NAME)


def test_the_lock_keeps_what_was_read_back_and_other_portals(desk: Desk) -> None:
    told = a_dataset(a_resource("a"))
    plan = desk.plan(told)
    receipt = desk.apply(plan)
    assert receipt.published is not None

    lock = locked_after(a_lock("ckan+https://c.example"), plan, receipt.published)

    mine = lock.portals[portal_key(desk.portal.info)]
    assert mine.dataset == receipt.published.ref.dataset
    assert told.resources[0].checksum is not None
    assert mine.resources["a"].sha256 == told.resources[0].checksum.value
    assert "ckan+https://c.example" in lock.portals


def test_nothing_read_back_leaves_the_lock(desk: Desk) -> None:
    lock = a_lock("x+y")

    assert locked_after(lock, desk.plan(a_dataset()), None) is lock


# Journal


def test_what_stood_first_is_kept_until_the_end(tmp_path: Path) -> None:
    file = JournalFile(tmp_path)
    first = Journal(key="k", base="1", dataset=None, resources={"b": "B", "a": "A"})
    file.begin("p", first)
    file.begin("p", replace(first, base="2", dataset="d", resources={}))
    file.begin("q", replace(first, base="3"))

    assert file.read("p", "k") == first
    file.end("p")
    assert file.read("p", "k") is None
    assert file.read("q", "k") is not None


def test_a_journal_of_another_dataset_says_nothing(tmp_path: Path) -> None:
    file = JournalFile(tmp_path)
    file.begin("p", Journal(key="k", base="1", dataset=None))

    assert file.read("p", "other") is None


def test_the_last_journal_leaves_no_file(tmp_path: Path) -> None:
    file = JournalFile(tmp_path)
    file.begin("p", Journal(key="k", base="1", dataset=None))
    file.end("p")

    assert not (tmp_path / ".opendata" / "journal.json").exists()


def test_rests_of_cut_runs_are_swept_and_those_of_others_left(tmp_path: Path) -> None:
    home = tmp_path / ".opendata"
    (home / "receipts").mkdir(parents=True)
    names = [".opendata-1-1.tmp", ".opendata-1-2.tmp"]
    old, new = (tmp_path / name for name in names)
    mine = [home / names[0], home / "receipts" / names[0]]
    for path in (old, new, *mine):
        path.write_text("half")
    day = dt.timedelta(days=1).total_seconds()
    os.utime(old, (NOON.timestamp() - day - 1,) * 2)
    os.utime(new, (NOON.timestamp() - day + 1,) * 2)

    with JournalFile(tmp_path).exclusive(NOON):
        pass

    assert [path.exists() for path in (old, new, *mine)] == [False, True, False, False]


@pytest.mark.parametrize("content", ['{"p": {"key": 1}}', "[" * 100_000])
def test_a_damaged_journal_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / ".opendata").mkdir()
    (tmp_path / ".opendata" / "journal.json").write_text(content)

    with pytest.raises(ConfigError, match="invalid-journal"):
        JournalFile(tmp_path).read("p", "k")


# Receipt


def test_a_receipt_tells_every_outcome_and_address(desk: Desk) -> None:
    desk.portal.failures["upload b"] = Refused("extension", portal="local", operation="upload")

    told = receipt_to_json(desk.publish(a_dataset(a_resource("a"), a_resource("b"))))

    assert told["status"] == "partial"
    assert told["started"] == "2026-11-22T12:00:00Z"
    assert told["portal"] == {
        "name": "local",
        "kind": "directory",
        "url": desk.portal.info.url,
        "origin": desk.portal.info.origin,
        "production": False,
    }
    outcomes = told["outcomes"]
    assert isinstance(outcomes, list)
    assert outcomes[2] == {
        "action": "create",
        "target": "resource",
        "key": "b",
        "id": None,
        "status": "failed",
        "error": {"code": "extension", "params": {"portal": "local", "operation": "upload"}},
    }
    resources = told["resources"]
    assert isinstance(resources, list)
    assert [item["key"] for item in resources] == ["a"]


def test_receipts_are_kept_side_by_side(desk: Desk) -> None:
    receipt = desk.publish(a_dataset(a_resource("a"), key="https://x.example/é"))
    assert receipt.started == NOON

    paths = [write_receipt(desk.folder, receipt) for _ in range(2)]

    home = desk.folder / ".opendata" / "receipts"
    stem = "20261122T120000000000Z-https-x-example"
    assert paths == [home / f"{stem}.json", home / f"{stem}-2.json"]
    assert json.loads(paths[0].read_text()) == receipt_to_json(receipt)


def test_a_portal_is_known_by_kind_and_origin() -> None:
    info = PortalInfo(name="any", kind="udata", url="https://x/", origin="https://x")

    assert portal_key(info) == "udata+https://x"


def test_a_plan_edited_to_write_what_it_does_not_show_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    desk.publish(a_dataset(a_resource("a")))
    data = plan_to_json(desk.plan(a_dataset(a_resource("a"), description="Nouvelle")))
    desired = data["desired"]
    assert isinstance(desired, dict)

    for edited in ({"title": "Autre"}, {"keywords": ["autre"]}, {"description": "Autre"}):
        with pytest.raises(ConfigError, match="invalid-plan"):
            plan_from_json({**data, "desired": {**desired, **edited}}, tmp_path)
    assert not plan_from_json(data, tmp_path).empty
