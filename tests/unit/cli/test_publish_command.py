"""From a manifest to a catalogue: init, describe, plan, apply, publish."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ROOT
from tests.unit.conftest import Opendata

MANIFEST = """\
id: 3f1c0b5e-6d0e-4c1e-9a54-0b8f2d7a9c11
name: effectifs
title: Effectifs de police municipale
description: Agents par commune.
licenses: [{name: etalab-2.0}]
frequency: annual
temporal: auto
resources:
  - name: effectifs
    path: effectifs.csv
    title: Effectifs 2023
    description: Une ligne par commune.
    schema: schema.json
"""
SCHEMA = {
    "fields": [
        {"name": "annee", "type": "year"},
        {"name": "code", "type": "string"},
        {"name": "agents", "type": "integer"},
    ]
}
DATA = "annee,code,agents\n2022,01004,12\n2023,01004,13\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "projet"
    folder.mkdir()
    (folder / "datapackage.yaml").write_text(MANIFEST, "utf-8")
    (folder / "schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    (folder / "effectifs.csv").write_text(DATA, "utf-8")
    return folder


def published(folder: Path) -> dict[str, Any]:
    path = folder / "catalogue" / "effectifs" / "datapackage.json"
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return document


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_first_publication_is_whole_and_verified(opendata: Opendata, project: Path) -> None:
    run = opendata("publish", project, "--yes", "-f", "json")
    data = run.json["data"]
    assert (run.code, data["status"], run.json["errors"]) == (0, "ok", [])
    (resource,) = data["resources"]
    assert resource["checksum"] == {"type": "sha256", "value": sha256(project / "effectifs.csv")}
    assert (project / "catalogue" / "effectifs" / "effectifs.csv").read_text("utf-8") == DATA
    feed = json.loads((project / "catalogue" / "catalog.jsonld").read_text("utf-8"))
    (dataset,) = feed["dcat:dataset"]
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2022-01-01"
    assert dataset["dct:temporal"]["dcat:endDate"]["@value"] == "2023-12-31"
    assert "Effectifs de police municipale" in (project / "catalogue/index.html").read_text("utf-8")


def test_publishing_again_does_nothing(opendata: Opendata, project: Path) -> None:
    opendata("publish", project, "--yes")
    before = {path: path.stat().st_mtime_ns for path in (project / "catalogue").rglob("*")}
    run = opendata("publish", project, "--yes", "-f", "json")
    data = run.json["data"]
    assert (run.code, data["status"], data["outcomes"], data["bytes_sent"]) == (0, "ok", [], 0)
    assert data["receipt"] is None
    assert before == {path: path.stat().st_mtime_ns for path in (project / "catalogue").rglob("*")}


def test_a_replaced_file_keeps_its_identity(opendata: Opendata, project: Path) -> None:
    first = opendata("publish", project, "--yes", "-f", "json").json["data"]
    (project / "effectifs.csv").write_text(DATA + "2024,01004,14\n", "utf-8")
    second = opendata("publish", project, "--yes", "-f", "json").json["data"]
    (before,), (after,) = first["resources"], second["resources"]
    assert first["dataset"] == second["dataset"]
    assert {name: before[name] for name in ("key", "id", "url", "permalink")} == {
        name: after[name] for name in ("key", "id", "url", "permalink")
    }
    assert after["checksum"]["value"] == sha256(project / "effectifs.csv")
    (resource,) = published(project)["resources"]
    assert (resource["title"], resource["description"]) == (
        "Effectifs 2023",
        "Une ligne par commune.",
    )


def test_a_plan_shows_and_writes_nothing(opendata: Opendata, project: Path) -> None:
    run = opendata("plan", project)
    assert run.code == 0
    assert "new file" in run.out
    assert not (project / "catalogue").exists()
    assert not (project / ".opendata").exists()


def test_plan_check_is_1_until_published(opendata: Opendata, project: Path) -> None:
    assert opendata("plan", project, "--check").code == 1
    opendata("publish", project, "--yes")
    assert opendata("plan", project, "--check").code == 0


def test_a_reviewed_plan_is_applied(opendata: Opendata, project: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    document = opendata("plan", project, "-o", plan, "-f", "json").json["data"]
    assert json.loads(plan.read_text("utf-8"))["base"] == document["base"]
    run = opendata("apply", plan, project, "--yes", "-f", "json")
    assert (run.code, run.json["data"]["status"]) == (0, "ok")
    assert published(project)["title"] == "Effectifs de police municipale"


@pytest.mark.parametrize("what", ["effectifs.csv", "datapackage.yaml", "portal"])
def test_a_stale_plan_is_refused(
    opendata: Opendata, project: Path, tmp_path: Path, what: str
) -> None:
    plan = tmp_path / "plan.json"
    opendata("plan", project, "-o", plan)
    if what == "portal":
        opendata("publish", project, "--yes")
    else:
        path = project / what
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    run = opendata("apply", plan, project, "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (1, "stale-plan")
    assert (project / "catalogue").exists() is (what == "portal")


def test_without_a_terminal_a_write_needs_yes(opendata: Opendata, project: Path) -> None:
    run = opendata("publish", project, "-f", "json", stdin=b"o\n")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "confirmation-needed")
    assert "--yes" in run.err
    assert not (project / "catalogue").exists()


def test_invalid_data_is_not_published_unless_said(opendata: Opendata, project: Path) -> None:
    (project / "effectifs.csv").write_text(DATA + "2024,01004,douze\n", "utf-8")
    run = opendata("publish", project, "--yes", "-f", "json")
    data = run.json["data"]
    assert (run.code, data["refused"][0]["code"]) == (1, "invalid-data")
    assert data["validation"]["reports"][0]["counts"] == {"type-error": 1}
    assert not (project / "catalogue").exists()
    assert opendata("publish", project, "--yes", "--publish-invalid").code == 0


def test_a_withdrawn_resource_goes_only_when_pruned(opendata: Opendata, project: Path) -> None:
    manifest = project / "datapackage.yaml"
    (project / "notice.md").write_text("# Notice\n", "utf-8")
    manifest.write_text(MANIFEST + "  - {name: notice, path: notice.md}\n", "utf-8")
    opendata("publish", project, "--yes")
    manifest.write_text(MANIFEST, "utf-8")
    run = opendata("publish", project, "--yes", "-f", "json")
    assert (run.code, run.json["data"]["outcomes"]) == (0, [])
    assert len(published(project)["resources"]) == 2
    opendata("publish", project, "--yes", "--prune")
    assert [item["name"] for item in published(project)["resources"]] == ["effectifs"]
    assert not (project / "catalogue" / "effectifs" / "notice.md").exists()


def test_the_portal_is_chosen_on_the_command_line(
    opendata: Opendata, project: Path, tmp_path: Path
) -> None:
    run = opendata("publish", project, "--portal", tmp_path / "ailleurs", "--yes", "-f", "json")
    assert run.json["data"]["portal"]["url"] == str(tmp_path / "ailleurs")
    assert (tmp_path / "ailleurs" / "catalog.jsonld").is_file()


def test_a_lost_lock_is_found_again_by_the_key(opendata: Opendata, project: Path) -> None:
    first = opendata("publish", project, "--yes", "-f", "json").json["data"]
    (project / "datapackage.lock.json").unlink()
    document = opendata("plan", project, "-f", "json").json["data"]
    assert document["dataset_id"] == first["dataset"]["id"]
    assert "adopted" in [notice["code"] for notice in document["notices"]]
    assert document["empty"] is True


@pytest.mark.parametrize(
    ("manifest", "code", "where"),
    [
        ("name: a\ntitle: [\n", "invalid-manifest", "line"),
        ("name: a\nresources: []\n", "invalid-manifest", "line 2"),
        (MANIFEST.replace("annual", "yearly"), "invalid-manifest", "line 6, column 12"),
        (MANIFEST.replace("Agents par commune.", "TODO"), "manifest-todo", "line 4, column 14"),
        (MANIFEST.replace("path: effectifs.csv", "path: ../x.csv"), "invalid-manifest", "line 10"),
    ],
)
def test_a_broken_manifest_is_told_with_line_and_column(
    opendata: Opendata, project: Path, manifest: str, code: str, where: str
) -> None:
    (project / "datapackage.yaml").write_text(manifest, "utf-8")
    run = opendata("publish", project, "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, code)
    assert where in run.err


@pytest.mark.parametrize(
    ("damage", "code", "exit_code"),
    [
        ("no manifest", "manifest-not-found", 2),
        ("data file instead", "not-a-manifest", 2),
        ("missing file", "resource-file-missing", 2),
        ("unknown schema", "schema-not-found", 2),
        ("unknown portal", "unknown-portal", 2),
        ("broken lock", "invalid-lock", 2),
    ],
)
def test_what_is_missing_is_told(
    opendata: Opendata, project: Path, damage: str, code: str, exit_code: int
) -> None:
    place, options = project, ["--yes"]
    match damage:
        case "no manifest":
            (project / "datapackage.yaml").unlink()
        case "data file instead":
            place = project / "effectifs.csv"
        case "missing file":
            (project / "effectifs.csv").unlink()
        case "unknown schema":
            (project / "schema.json").unlink()
        case "unknown portal":
            options += ["--portal", "nulle-part"]
        case "broken lock":
            (project / "datapackage.lock.json").write_text("{", "utf-8")
    run = opendata("publish", place, *options, "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (exit_code, code)
    assert run.json["errors"][0]["remedy"]
    assert not (project / "catalogue").exists()


def test_a_full_disk_is_told_and_loses_nothing(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opendata("publish", project, "--yes")
    (project / "effectifs.csv").write_text(DATA + "2024,01004,14\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _no_room)
        run = opendata("publish", project, "--yes", "-f", "json")
    assert run.code == 3
    assert "disk-full" in [error["code"] for error in run.json["errors"]]
    assert (project / "catalogue" / "effectifs" / "effectifs.csv").read_text("utf-8") == DATA
    assert opendata("publish", project, "--yes").code == 0


def _no_room(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_in_the_place_of_the_catalogue_is_told(opendata: Opendata, project: Path) -> None:
    (project / "catalogue").write_text("", "utf-8")
    run = opendata("publish", project, "--yes", "-f", "json")
    assert run.code == 3
    assert run.json["errors"]


def test_an_interruption_exits_130_with_one_json_document(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_given: object, **_named: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr("opendata_cli.publishing.plan.make_plan", interrupt)
    run = opendata("publish", project, "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (130, "interrupted")


def test_an_interruption_in_the_middle_tells_what_was_done(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_given: object, **_named: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(
        "opendata_cli.portals.directory.portal.DirectoryPortal.set_visibility", interrupt
    )
    run = opendata("publish", project, "--yes", "-f", "json")
    data = run.json["data"]
    assert (run.code, data["status"]) == (130, "partial")
    assert [error["code"] for error in run.json["errors"]] == ["interrupted"]
    assert [item["status"] for item in data["outcomes"]] == ["done", "done", "failed"]
    assert json.loads(Path(data["receipt"]).read_text("utf-8"))["status"] == "partial"


def test_a_run_without_the_records_of_a_cut_one_shows_the_dataset(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_given: object, **_named: object) -> None:
        signal.raise_signal(signal.SIGTERM)

    with monkeypatch.context() as patch:
        patch.setattr(
            "opendata_cli.portals.directory.portal.DirectoryPortal.set_visibility", interrupt
        )
        opendata("publish", project, "--yes")
    shutil.rmtree(project / ".opendata")
    (project / "datapackage.lock.json").unlink()
    assert opendata("publish", project, "--yes").code == 0
    assert published(project)["title"] == "Effectifs de police municipale"


def test_publishing_again_completes_the_records_of_a_run_that_was_cut(
    opendata: Opendata, project: Path
) -> None:
    opendata("publish", project, "--yes")
    lock = project / "datapackage.lock.json"
    kept = lock.read_bytes()
    lock.unlink()
    run = opendata("publish", project, "--yes", "-f", "json")
    assert (run.code, run.json["data"]["receipt"]) == (0, None)
    assert lock.read_bytes() == kept


def test_an_empty_plan_is_refused_once_stale(
    opendata: Opendata, project: Path, tmp_path: Path
) -> None:
    opendata("publish", project, "--yes")
    plan = tmp_path / "plan.json"
    opendata("plan", project, "-o", plan)
    (project / "effectifs.csv").write_text(DATA + "2024,01004,14\n", "utf-8")
    run = opendata("apply", plan, project, "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (1, "stale-plan")


def test_a_plan_of_invalid_data_is_applied_only_when_said(
    opendata: Opendata, project: Path, tmp_path: Path
) -> None:
    (project / "effectifs.csv").write_text(DATA + "2024,01004,douze\n", "utf-8")
    plan = tmp_path / "plan.json"
    opendata("plan", project, "-o", plan)
    run = opendata("apply", plan, project, "--yes", "-f", "json")
    assert (run.code, run.json["data"]["refused"][0]["code"]) == (1, "invalid-data")
    assert not (project / "catalogue").exists()
    assert opendata("apply", plan, project, "--yes", "--publish-invalid").code == 0


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("catalogue/index.html", "folder-not-ours"),
        ("catalogue/catalog.jsonld", "folder-not-ours"),
        ("catalogue/effectifs/index.html", "name-taken"),
    ],
)
def test_what_others_made_stops_with_1_and_is_left_alone(
    opendata: Opendata, project: Path, place: str, code: str
) -> None:
    theirs = project / place
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs", "utf-8")
    before = sorted((project / "catalogue").rglob("*"))
    for command in (["plan", project], ["publish", project, "--yes"]):
        run = opendata(*command, "-f", "json")
        assert (run.code, run.json["errors"][0]["code"]) == (1, code)
    assert sorted((project / "catalogue").rglob("*")) == before
    assert theirs.read_text("utf-8") == "theirs"


def test_a_catalogue_that_vanished_stops(opendata: Opendata, project: Path) -> None:
    opendata("publish", project, "--yes")
    shutil.rmtree(project / "catalogue")
    run = opendata("publish", project, "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (3, "catalogue-missing")
    assert not (project / "catalogue").exists()
    (project / "datapackage.lock.json").unlink()
    assert opendata("publish", project, "--yes").code == 0


def test_a_catalogue_keeps_its_settings_without_the_profile(
    opendata: Opendata, project: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    options = ["--title", "Ma ville", "--base-url", "https://d.example"]
    opendata("portal", "add", "ville", folder, *options)
    opendata("publish", project, "--portal", "ville", "--yes")
    before = (folder / "catalog.jsonld").read_bytes()
    opendata("portal", "remove", "ville")
    run = opendata("publish", project, "--portal", folder, "--yes", "-f", "json")
    assert (run.code, run.json["data"]["outcomes"]) == (0, [])
    assert (folder / "catalog.jsonld").read_bytes() == before


def test_init_writes_a_manifest_that_says_what_is_left(opendata: Opendata, tmp_path: Path) -> None:
    data = tmp_path / "effectifs-2023.csv"
    data.write_text(DATA, "utf-8")
    run = opendata("init", data, "-f", "json")
    assert run.json["data"]["todo"] == ["title", "description", "licenses", "frequency"]
    text = (tmp_path / "datapackage.yaml").read_text("utf-8")
    assert "temporal: auto # read in the data at each publication" in text
    assert opendata("publish", tmp_path, "--yes").code == 2
    again = opendata("init", data, "-f", "json")
    assert (again.code, again.json["errors"][0]["code"]) == (2, "manifest-exists")
    assert (tmp_path / "datapackage.yaml").read_text("utf-8") == text


def test_describe_tells_what_a_bare_file_shows(opendata: Opendata, tmp_path: Path) -> None:
    data = tmp_path / "effectifs.csv"
    data.write_text(DATA, "utf-8")
    document = opendata("describe", data, "-f", "json").json["data"]
    temporal = document["dataset"]["temporal"]
    assert (temporal["start"], temporal["end"]) == ("2022-01-01", "2023-12-31")
    assert (temporal["source"], temporal["precision"]) == ("found", "year")
    assert temporal["evidence"] == [{"where": "column", "what": "annee"}]
    (resource,) = document["resources"]
    assert (resource["rows"], resource["columns"], resource["bytes"]) == (2, 3, len(DATA))
    assert resource["sha256"] == hashlib.sha256(DATA.encode()).hexdigest()


def test_describe_says_not_found_when_nothing_shows_a_period(
    opendata: Opendata, tmp_path: Path
) -> None:
    data = tmp_path / "codes.csv"
    data.write_text("code,libelle\n1,a\n2,b\n", "utf-8")
    assert opendata("describe", data, "-f", "json").json["data"]["dataset"]["temporal"] is None
    assert "not found" in opendata("describe", data).out


@pytest.mark.parametrize("name", ["elections", "police-municipale", "accidents", "subventions"])
def test_every_example_is_valid_and_can_be_published(
    opendata: Opendata, tmp_path: Path, name: str
) -> None:
    project = tmp_path / name
    shutil.copytree(ROOT / "examples" / name, project)
    run = opendata("publish", project, "--yes", "-f", "json")
    assert (run.code, run.json["data"]["status"]) == (0, "ok")
