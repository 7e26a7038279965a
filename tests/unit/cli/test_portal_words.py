"""A word that is no portal for sure is refused: a folder is never made of a slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.conftest import Opendata

from opendata_cli.cli.addresses import refuse_bare
from opendata_cli.errors import ConfigError

MANIFEST = """
name: mesures
title: Mesures
description: Des mesures.
licenses: [{name: etalab-2.0}]
resources: [{name: mesures, path: mesures.csv}]
publish: {portal: PORTAL}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mesures.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "datapackage.yaml").write_text(MANIFEST.replace("PORTAL", "./www"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("word", "url"),
    [
        ("www.data.gouv.fr", "https://www.data.gouv.fr"),
        ("www.data.gouv.fr/fr/", "https://www.data.gouv.fr/fr/"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("localhost:5000/", "http://localhost:5000/"),
        ("https:/www.data.gouv.fr/", "https://www.data.gouv.fr/"),
        ("HTTP:www.data.gouv.fr", "http://www.data.gouv.fr"),
    ],
)
def test_an_address_without_its_scheme_is_no_folder(
    opendata: Opendata, project: Path, word: str, url: str
) -> None:
    added = opendata("portal", "add", "p2", word)
    assert added.code == 2
    assert f"opendata portal add p2 {url}" in added.err
    assert f"opendata portal add p2 ./{word}" in added.err
    asked = opendata("publish", "--portal", word, "--yes")
    assert asked.code == 2
    assert f"write {url}" in asked.err
    (project / "datapackage.yaml").write_text(MANIFEST.replace("PORTAL", f"'{word}'"), "utf-8")
    assert opendata("publish", "--yes").code == 2
    (project / "opendata.toml").write_text(f"portals.a.url = '{word}'\n", "utf-8")
    assert opendata("portal", "list").code == 2
    assert {path.name for path in project.iterdir()} == {
        "datapackage.yaml",
        "mesures.csv",
        "opendata.toml",
    }


@pytest.mark.parametrize("word", ["./www.data.gouv.fr", "/srv/www.x.fr", "out/v1.2", "catalogue"])
def test_a_folder_told_as_one_stays_one(tmp_path: Path, word: str) -> None:
    refuse_bare(word, tmp_path)


def test_a_folder_that_is_there_stays_one(tmp_path: Path) -> None:
    (tmp_path / "v1.2").mkdir()
    refuse_bare("v1.2", tmp_path)


def test_a_secret_before_a_host_is_not_said_again(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="bare-address") as caught:
        refuse_bare("jean:s3cret@www.data.gouv.fr", tmp_path)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        ["publish", "--yes", "--portal"],
        ["plan", "--portal"],
        ["portal", "add", "p2"],
        ["portal", "check"],
        ["portal", "login"],
        ["init", "mesures.csv", "-o", "x.yaml", "--portal"],
    ],
)
@pytest.mark.usefixtures("project")
def test_an_empty_variable_is_no_portal(opendata: Opendata, line: list[str]) -> None:
    run = opendata(*line, "")
    assert run.code == 2
    assert "a variable of your job may be empty" in run.err


@pytest.mark.parametrize("told", ['""', "''", "", "[]", '[""]'])
def test_an_empty_portal_of_the_manifest_is_told(
    opendata: Opendata, project: Path, told: str
) -> None:
    (project / "datapackage.yaml").write_text(MANIFEST.replace("PORTAL", told), "utf-8")
    run = opendata("plan")
    assert run.code == 2
    assert "publish.portal · is empty" in run.err


def test_the_wish_of_a_project_is_told_as_one(opendata: Opendata, project: Path) -> None:
    evil = '[portals.datagouv]\nurl = "https://evil.example"\nkind = "udata"\n'
    (project / "opendata.toml").write_text(evil, "utf-8")
    run = opendata("publish", "--yes")
    told = " ".join(run.err.split())
    assert run.code == 2
    assert "would send “datagouv” to https://evil.example;" in told
    assert "that name means https://www.data.gouv.fr. Nothing was sent." in told


def test_a_portal_that_is_built_in_stays(opendata: Opendata) -> None:
    added = opendata("portal", "add", "datagouv", "./x")
    assert (added.code, "Choose another name.\n" in added.err) == (2, True)
    assert "portal remove" not in added.err
    removed = opendata("portal", "remove", "datagouv")
    assert (removed.code, "is built in: it cannot be removed" in removed.err) == (2, True)


def test_a_portal_on_line_is_opened_and_not_served(opendata: Opendata) -> None:
    run = opendata("portal", "serve", "datagouv")
    assert run.code == 2
    assert "datagouv is a portal on line: open https://www.data.gouv.fr" in run.err
