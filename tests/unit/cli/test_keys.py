"""Which key goes where, and whether it may."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.unit.cli.key_kit import EDITOR, REFUSED, STRANGER, MemoryRing, StubPortal
from tests.unit.cli.test_confirmation import Terminal
from tests.unit.conftest import Opendata

MANIFEST = """\
id: 3f1c0b5e-6d0e-4c1e-9a54-0b8f2d7a9c11
name: effectifs
title: Effectifs
description: Agents par commune.
licenses: [{name: etalab-2.0}]
frequency: annual
resources: [{name: effectifs, path: effectifs.csv}]
publish: {portal: ville, organization: ville-de-test}
"""
SETTINGS = '[portals.ville]\nurl = "https://data.ville.fr"\nkind = "udata"\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stub: type[StubPortal]) -> Path:
    assert stub
    folder = tmp_path / "projet"
    folder.mkdir()
    (folder / "datapackage.yaml").write_text(MANIFEST, "utf-8")
    (folder / "effectifs.csv").write_text("annee,agents\n2023,12\n", "utf-8")
    (folder / "opendata.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(folder)
    return folder


def sent() -> list[str]:
    """The keys that portals were asked with."""
    return [key.value for portal in StubPortal.opened for key in portal.taken]


@pytest.mark.usefixtures("project")
def test_the_environment_goes_before_the_key_ring(
    opendata: Opendata, key_ring: MemoryRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_ring.keys["opendata", "https://www.data.gouv.fr"] = STRANGER
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", EDITOR)
    opendata("plan", "--portal", "datagouv")
    assert sent() == [EDITOR]


@pytest.mark.usefixtures("project")
def test_the_variable_is_named_after_the_profile(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV_DEMO", EDITOR)
    opendata("plan", "--portal", "datagouv-demo")
    assert sent() == [EDITOR]


@pytest.mark.usefixtures("project")
def test_without_a_key_what_to_do_is_told(opendata: Opendata) -> None:
    run = opendata("plan", "--portal", "datagouv")
    assert (run.code, sent()) == (4, [])
    assert "https://www.data.gouv.fr/admin/me/profile" in run.err
    assert "opendata portal login datagouv" in run.err
    assert "OPENDATA_TOKEN_DATAGOUV" in run.err


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["plan", "publish"])
def test_a_variable_is_not_sent_where_a_project_says_before_the_user_says_so(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    run = opendata(command, "-f", "json")
    assert (run.code, sent()) == (4, [])
    (error,) = run.json["errors"]
    assert error["code"] == "origin-unconfirmed"
    assert error["params"]["origin"] == "https://data.ville.fr"
    assert error["params"]["variable"] == "OPENDATA_TOKEN_VILLE"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["plan", "publish", "portal check ville"])
def test_yes_sends_it_this_time(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    opendata(*command.split(), "--yes")
    assert set(sent()) == {EDITOR}
    assert opendata("plan").code == 4


@pytest.mark.usefixtures("project")
def test_a_yes_on_a_terminal_is_remembered(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    monkeypatch.setattr(sys, "stdin", Terminal("oui\n"))
    run = opendata("plan")
    assert "https://data.ville.fr" in run.err
    assert "OPENDATA_TOKEN_VILLE" in run.err
    monkeypatch.setattr(sys, "stdin", Terminal(""))
    opendata("plan")
    assert sent() == [EDITOR, EDITOR]


@pytest.mark.usefixtures("project")
def test_what_was_confirmed_survives_a_new_profile(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    monkeypatch.setattr(sys, "stdin", Terminal("oui\n"))
    opendata("plan")
    opendata("portal", "add", "autre", tmp_path / "autre")
    opendata("plan")
    assert sent() == [EDITOR, EDITOR]


@pytest.mark.usefixtures("project")
def test_a_no_on_a_terminal_sends_nothing_and_is_not_remembered(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    monkeypatch.setattr(sys, "stdin", Terminal("n\noui\n"))
    assert opendata("plan").code == 4
    assert sent() == []
    opendata("plan")
    assert sent() == [EDITOR]


def test_what_was_confirmed_is_an_origin_and_not_a_name(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    monkeypatch.setattr(sys, "stdin", Terminal("oui\n"))
    opendata("plan")
    (project / "opendata.toml").write_text(SETTINGS.replace("ville.fr", "evil.fr"), "utf-8")
    assert opendata("plan").code == 4
    assert len(sent()) == 1


@pytest.mark.usefixtures("project")
def test_a_key_kept_for_an_origin_needs_no_question(
    opendata: Opendata, key_ring: MemoryRing
) -> None:
    key_ring.keys["opendata", "https://data.ville.fr"] = EDITOR
    opendata("plan")
    assert sent() == [EDITOR]


@pytest.mark.parametrize("told", ["http://data.ville.fr", "http://10.0.0.1:7000"])
def test_a_key_is_not_sent_in_clear(
    opendata: Opendata, project: Path, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_VILLE", EDITOR)
    (project / "opendata.toml").write_text(SETTINGS.replace("https://data.ville.fr", told), "utf-8")
    run = opendata("plan", "--yes", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"], sent()) == (2, "insecure-address", [])


@pytest.mark.usefixtures("project")
def test_no_key_is_looked_for_where_a_folder_is_published_to(
    opendata: Opendata, key_ring: MemoryRing, tmp_path: Path
) -> None:
    key_ring.locked = True
    assert opendata("plan", "--portal", tmp_path / "catalogue").code == 0


@pytest.mark.usefixtures("project")
def test_a_portal_is_opened_for_the_manifests_organisation_and_closed_in_the_end(
    opendata: Opendata, project: Path
) -> None:
    opendata("plan", project, "--portal", "datagouv")
    (portal,) = StubPortal.opened
    assert portal.organization == "ville-de-test"
    assert portal.memory.resolve() == project / ".opendata"
    assert portal.closed


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("value", [EDITOR, STRANGER, REFUSED, f"{EDITOR} x", f"{EDITOR}\nX: 1"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_key_shows_nowhere(
    opendata: Opendata, monkeypatch: pytest.MonkeyPatch, value: str, form: str
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", value)
    run = opendata("portal", "check", "datagouv", "-v", "-f", form)
    assert value[:12] not in run.out + run.err


@pytest.mark.usefixtures("stub")
def test_verbose_tells_each_request(opendata: Opendata, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_DATAGOUV", EDITOR)
    told = "GET https://www.data.gouv.fr/me/ → 200 (0.12 s)"
    assert told in opendata("portal", "check", "datagouv", "-v").err
    assert told not in opendata("portal", "check", "datagouv").err
