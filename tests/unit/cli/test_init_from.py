"""`opendata init --from`: a dataset of a portal, taken over from the command line."""

from __future__ import annotations

import json
import os
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
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
  - {name: effectifs, path: effectifs.csv, title: Effectifs 2023}
  - {name: cartes, path: cartes.zip, title: Cartes}
  - {name: notice, path: notice.pdf, type: documentation}
  - {name: opendata, path: opendata.toml, type: other}
"""
DATA = "annee,code,agents\n2022,01004,12\n2023,01004,13\n"


@pytest.fixture
def catalogue(opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where someone else published; we are in an empty one."""
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "datapackage.yaml").write_text(MANIFEST, "utf-8")
    (theirs / "effectifs.csv").write_text(DATA, "utf-8")
    (theirs / "notice.pdf").write_bytes(b"%PDF-1.4")
    (theirs / "opendata.toml").write_text("# theirs\n", "utf-8")
    with zipfile.ZipFile(theirs / "cartes.zip", "w") as archive:
        archive.writestr("communes.shp", "x")
        archive.writestr("communes.dbf", "y")
    assert opendata("publish", theirs, "--portal", tmp_path / "public", "--yes").code == 0
    (tmp_path / "ours").mkdir()
    monkeypatch.chdir(tmp_path / "ours")
    return tmp_path / "public"


def package(catalogue: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((catalogue / "effectifs/datapackage.json").read_text())
    return document


def identifier(catalogue: Path) -> str:
    return str(package(catalogue)["opendata"]["id"])


def test_a_dataset_named_by_its_id(opendata: Opendata, catalogue: Path) -> None:
    run = opendata("init", "--from", identifier(catalogue), "--portal", catalogue)

    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(
        "✓ datapackage.yaml written from “Effectifs de police municipale”, as it is on public\n"
    )
    assert "+ effectifs.csv" in run.out
    assert "opendata plan datapackage.yaml" in run.out
    assert Path("effectifs.csv").read_text("utf-8") == DATA
    plan = opendata("plan", "--check", "-f", "json")
    assert (plan.code, plan.json["data"]["empty"]) == (0, True)
    assert {item.name for item in Path().iterdir()} == {
        "cartes.zip",
        "datapackage.lock.json",
        "datapackage.yaml",
        "effectifs.csv",
        "notice.pdf",
        "opendata-2.toml",  # theirs never becomes the configuration of this folder
    }


def test_the_manifest_says_where_it_comes_from(opendata: Opendata, catalogue: Path) -> None:
    opendata("init", "--from", identifier(catalogue), "--portal", "../public")

    text = Path("datapackage.yaml").read_text("utf-8")
    assert "name: effectifs # this and what follows: as it is on file:///" in text
    assert "temporal: auto # read in the data" in text
    assert "  portal: ../public\n" in text
    assert f"  dataset: {identifier(catalogue)} # " in text


def test_the_result_in_json(opendata: Opendata, catalogue: Path) -> None:
    run = opendata(
        "init", "--from", identifier(catalogue), "--portal", catalogue, "-f", "json", "--lang", "fr"
    )

    data = run.json["data"]
    assert (data["output"], data["resources"], data["todo"]) == ("datapackage.yaml", 4, [])
    adopted = data["adopted"]
    assert adopted["id"] == identifier(catalogue)
    assert adopted["portal"]["kind"] == "directory"
    assert [item["path"] for item in adopted["files"]] == [
        "effectifs.csv",
        "cartes.zip",
        "notice.pdf",
        "opendata-2.toml",
    ]
    assert (adopted["links"], adopted["left_out"], adopted["notices"]) == ([], [], [])


def test_what_is_left_out_is_said(opendata: Opendata, catalogue: Path) -> None:
    path = catalogue / "effectifs/datapackage.json"
    document = package(catalogue)
    document["title"] += " "
    document["opendata"]["resources"][0]["schema"] = {"name": "x/y", "version": None, "url": None}
    path.write_text(json.dumps(document), "utf-8")

    run = opendata("init", "--from", identifier(catalogue), "--portal", catalogue)

    assert "Left as it is on the portal" in run.out
    assert "title: the manifest could not tell it without altering it." in run.out
    assert "The schema x/y of effectifs" in run.out
    plan = opendata("plan", "-f", "json").json["data"]
    assert [field for item in plan["changes"] for field in item["fields"]] == []


def test_a_replaced_file_keeps_its_resource(opendata: Opendata, catalogue: Path) -> None:
    before = package(catalogue)["opendata"]["resources"]
    opendata("init", "--from", identifier(catalogue), "--portal", catalogue)
    Path("effectifs.csv").write_text(DATA + "2024,01004,14\n", "utf-8")

    run = opendata("publish", "--yes", "-f", "json")

    assert (run.code, run.json["data"]["status"]) == (0, "ok")
    after = package(catalogue)
    assert [item["id"] for item in after["opendata"]["resources"]] == [
        item["id"] for item in before
    ]
    assert after["temporal"]["end"] == "2024-12-31"


def test_the_portal_of_an_address_is_found_among_those_known(
    opendata: Opendata, catalogue: Path
) -> None:
    base = "https://data.example.org/villes/"
    opendata("portal", "add", "ville", catalogue, "--base-url", base)

    run = opendata("init", "--from", f"{base}effectifs/index.html")

    assert run.code == 0, run.err
    assert "  portal: ville\n" in Path("datapackage.yaml").read_text("utf-8")


def test_another_place_for_the_manifest(opendata: Opendata, catalogue: Path) -> None:
    Path("a").mkdir()
    word = identifier(catalogue)
    run = opendata("init", "--from", word, "--portal", catalogue, "-o", "a/mine.yaml")

    assert run.code == 0, run.err
    assert Path("a/effectifs.csv").read_text("utf-8") == DATA
    assert [item.name for item in Path().iterdir()] == ["a"]
    assert "  portal: ../../public\n" in Path("a/mine.yaml").read_text("utf-8")
    assert opendata("plan", "a/mine.yaml", "--check").code == 0


def test_what_a_killed_run_left_is_swept_a_day_later(opendata: Opendata, catalogue: Path) -> None:
    yesterday = time.time() - 90_000
    for name in (".opendata-init-old", ".opendata-init-new", ".opendata-init-busy", "mine"):
        Path(name).mkdir()
        (Path(name) / "a.csv").write_text("a\n")
        os.utime(Path(name) / "a.csv", (yesterday, yesterday))
        os.utime(name, (yesterday, yesterday))
    os.utime(".opendata-init-new")
    os.utime(".opendata-init-busy/a.csv")
    Path(".opendata-init-link").symlink_to("mine")
    Path(".opendata-init-file").write_text("mine")

    assert opendata("init", "--from", identifier(catalogue), "--portal", catalogue).code == 0

    left = {item.name for item in Path().glob(".opendata-init-*")}
    assert left == {f".opendata-init-{name}" for name in ("new", "busy", "link", "file")}
    assert Path("mine/a.csv").exists()


def test_one_row_is_said_as_one(opendata: Opendata, catalogue: Path) -> None:
    (catalogue.parent / "theirs/effectifs.csv").write_text("agents\n12\n", "utf-8")
    opendata("publish", catalogue.parent / "theirs", "--portal", catalogue, "--yes")

    opendata("init", "--from", identifier(catalogue), "--portal", catalogue)

    assert "# 1 row, 1 column\n" in Path("datapackage.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--from", "x", "a.csv"], "files-and-dataset"),
        ([], "nothing-named"),
        (["--from", "x", "--portal", "../public"], "dataset-not-found"),
        (["--from", "x"], "dataset-not-found"),
        (["--from", "http://["], "bad-address"),
        (["--from", "x", "-o", "a.json"], "draft-is-yaml"),
    ],
)
def test_a_command_that_cannot_be(
    opendata: Opendata, catalogue: Path, arguments: list[str], code: str
) -> None:
    assert catalogue.is_dir()
    run = opendata("init", *arguments, "-f", "json")

    assert (run.code, run.json["errors"][0]["code"]) == (2, code)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("datapackage.yaml", "manifest-exists"),
        ("datapackage.json", "manifest-exists"),
        ("datapackage.lock.json", "file-exists"),
        ("notice.pdf", "file-exists"),
    ],
)
def test_nothing_is_written_over(opendata: Opendata, catalogue: Path, name: str, code: str) -> None:
    Path(name).write_text("mine")
    run = opendata("init", "--from", identifier(catalogue), "--portal", catalogue, "-f", "json")

    assert (run.code, run.json["errors"][0]["code"]) == (2, code)
    assert name in run.json["errors"][0]["params"]["path"] or name == "datapackage.json"
    assert [item.name for item in Path().iterdir()] == [name]


def test_a_table_that_cannot_be_read_does_not_stop_the_rest(
    opendata: Opendata, catalogue: Path
) -> None:
    opendata("init", "--from", identifier(catalogue), "--portal", catalogue)
    Path("effectifs.csv").write_text("<!doctype html><title>404</title>")

    run = opendata("plan")

    assert run.code == 0
    assert "effectifs.csv cannot be read as a table: it is described as a document." in run.out
    assert opendata("publish", "--yes").code == 1
