"""`plan -o` and `apply`: where a plan may be kept, and the command that comes next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.unit.conftest import Opendata


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(ROOT / "examples" / "elections", tmp_path / "projet"))
    shutil.copy(ROOT / "schemas" / "elections-resultats-bureaux-de-vote.json", folder / "s.json")
    path = folder / "datapackage.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("elections-resultats-bureaux-de-vote", "s.json"), "utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        "datapackage.lock.json",
        "s.json",
        "catalogue/elections-legislatives-2024-bureaux-de-vote/datapackage.json",
    ],
)
def test_a_plan_never_takes_the_place_of_what_is_read(
    opendata: Opendata, project: Path, name: str
) -> None:
    assert opendata("publish", "--yes").code == 0
    before = (project / name).read_bytes()
    run = opendata("plan", "-o", name)
    assert run.code == 2
    assert f"{name} is a file that this command reads" in " ".join(run.err.split())
    assert (project / name).read_bytes() == before


def test_the_lock_is_not_made_of_a_plan(opendata: Opendata, project: Path) -> None:
    assert opendata("plan", "-o", "datapackage.lock.json").code == 2
    assert not (project / "datapackage.lock.json").exists()


@pytest.mark.parametrize("name", ["plan.md", "plan.yaml", "plan.csv", "plan.txt"])
def test_a_plan_is_kept_in_json(opendata: Opendata, project: Path, name: str) -> None:
    run = opendata("plan", "-o", name)
    assert run.code == 2
    assert "A plan is kept in a .json file" in run.err
    assert not (project / name).exists()


@pytest.mark.usefixtures("project")
def test_the_next_command_is_told(opendata: Opendata) -> None:
    run = opendata("plan", "-o", "mon plan.json")
    told = "The plan is kept in mon plan.json. To carry it out: opendata apply 'mon plan.json'"
    assert told in run.err


def test_the_next_command_names_a_manifest_that_is_elsewhere(
    opendata: Opendata, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    manifest = project.relative_to(tmp_path.parent / tmp_path.name) / "datapackage.yaml"
    run = opendata("plan", "projet", "-o", "plan.json")
    assert f"opendata apply plan.json {manifest}" in run.err
    assert opendata("apply", "plan.json", str(manifest), "--yes").code == 0


def test_a_plan_that_is_not_there_is_told_before_all(opendata: Opendata, tmp_path: Path) -> None:
    run = opendata("apply", tmp_path / "absent.json", tmp_path, "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "file-not-found")


def test_a_stale_plan_is_made_again_in_its_own_file(opendata: Opendata, project: Path) -> None:
    opendata("plan", "-o", "p.json")
    path = project / "datapackage.yaml"
    path.write_text(path.read_text("utf-8") + "\nhomepage: https://example.org\n", "utf-8")
    run = opendata("apply", "p.json", "--yes")
    assert run.code == 1
    assert "The manifest has changed" in run.err
    assert "opendata plan -o p.json" in run.err
