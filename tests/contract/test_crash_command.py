"""`opendata publish` is cut before each of its writes in turn, and run again."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from tests.contract.test_crash import CUT, run_until

from opendata_cli.cli.main import main

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is cut by forking")

MANIFEST = """\
id: 3f1c0b5e-6d0e-4c1e-9a54-0b8f2d7a9c11
name: effectifs
title: {title}
description: Agents par commune.
licenses: [{{name: etalab-2.0}}]
temporal: auto
resources:
  - {{name: effectifs, path: effectifs.csv, title: Effectifs, description: Par commune.}}
  - {{name: notice, path: notice.md}}
"""


def write_project(folder: Path, *, title: str, last_year: int) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.yaml").write_text(MANIFEST.format(title=title), "utf-8")
    rows = "".join(f"{year},01004,{year % 7}\n" for year in range(2020, last_year + 1))
    (folder / "effectifs.csv").write_text("annee,code,agents\n" + rows, "utf-8")
    (folder / "notice.md").write_text("# Notice\n", "utf-8")


def publish(folder: Path, *, fatal: int = 0) -> int:
    """Publish in a child that dies at its `fatal`-th change to the disk; its exit status."""
    return run_until(folder, fatal, lambda: main(["publish", str(folder), "--yes", "--quiet"]))


def catalogue(folder: Path) -> dict[str, str]:
    """Every file a reader can see; dates and the portal's new identifiers made alike."""
    root = folder / "catalogue"
    names = {number: f"identifier-{place}" for place, number in enumerate(identifiers(folder))}
    return {
        path.relative_to(root).as_posix(): alike(path.read_text("utf-8"), names)
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def records(folder: Path) -> tuple[bool, str, str]:
    """Whether a journal is left, and what the lock says, ids apart."""
    lock = (folder / "datapackage.lock.json").read_text("utf-8")
    home = folder / ".opendata"
    left = "".join(path.name for path in home.rglob("*.tmp"))
    return (
        (home / "journal.json").exists(),
        re.sub(r'"(id|dataset|version)": "[^"]+"', "id", lock),
        left,
    )


def alike(text: str, names: dict[str, str]) -> str:
    for number, name in names.items():
        text = text.replace(number, name)
    text = re.sub(r'"mtime_ns": \d+', "a-time", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:]+Z", "a-moment", text)


def identifiers(folder: Path) -> list[str]:
    """The portal's own: of the dataset, then of each resource."""
    path = folder / "catalogue" / "effectifs" / "datapackage.json"
    kept = json.loads(path.read_text("utf-8"))["opendata"]
    return [kept["id"], *[item["id"] for item in kept["resources"]]]


@pytest.fixture
def start(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A project about to be published, for the first time or again."""
    folder = tmp_path / "start"
    write_project(folder, title="Effectifs", last_year=2023)
    assert main(["plan", str(folder), "--quiet"]) == 0  # a child has nothing left to import
    if request.param == "replacement":
        assert publish(folder) == 0
        write_project(folder, title="Effectifs communaux", last_year=2024)
    return folder


@pytest.mark.parametrize("start", ["first", "replacement"], indirect=True)
def test_a_publication_cut_anywhere_is_finished_by_the_next(start: Path) -> None:
    undisturbed = Path(shutil.copytree(start, start.with_name("undisturbed")))
    assert publish(undisturbed) == 0
    again = (start / "catalogue").exists()
    for cut in range(1, 500):
        folder = Path(shutil.copytree(start, start.with_name(f"cut-{cut}")))
        status = publish(folder, fatal=cut)
        if status == 0:
            break
        assert status == CUT
        assert publish(folder) == 0
        assert catalogue(folder) == catalogue(undisturbed), f"cut at write {cut}"
        assert records(folder) == records(undisturbed), f"cut at write {cut}"
        assert not again or identifiers(folder) == identifiers(start)
    assert 20 < cut < 499
