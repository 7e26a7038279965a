"""From a key to a publication, on a real udata, by the commands a person types."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.servers.udata import Udata
from tests.unit.conftest import Opendata

MANIFEST = """\
id: {id}
name: effectifs
title: Effectifs de police municipale
description: Agents par commune.
licenses: [{{name: etalab-2.0}}]
frequency: annual
temporal: auto
resources: [{{name: effectifs, path: effectifs.csv, title: Effectifs}}]
publish: {{portal: essai, organization: "{organization}"}}
"""


@pytest.fixture
def project(
    tmp_path: Path,
    udata: Udata,
    organization: str,
    opendata: Opendata,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    (tmp_path / "effectifs.csv").write_text("annee,code,agents\n2023,01004,12\n", "utf-8")
    text = MANIFEST.format(id=f"effectifs-{organization}", organization=organization)
    (tmp_path / "datapackage.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert opendata("portal", "add", "essai", udata.url).code == 0
    return tmp_path


def login(opendata: Opendata, key: str) -> int:
    return opendata("portal", "login", "essai", stdin=f"{key}\n".encode()).code


@pytest.mark.usefixtures("project")
def test_a_key_given_once_publishes_from_then_on(
    opendata: Opendata,
    udata: Udata,
) -> None:
    assert opendata("publish", "--yes").code == 4
    assert login(opendata, udata.tokens["editor"]) == 0
    first = opendata("publish", "--yes", "-f", "json")
    assert (first.code, first.json["data"]["status"]) == (0, "ok")
    again = opendata("publish", "--yes", "-f", "json").json["data"]
    assert (again["outcomes"], again["bytes_sent"]) == ([], 0)
    assert opendata("portal", "logout", "essai").code == 0
    assert opendata("portal", "check", "essai").code == 4


@pytest.mark.usefixtures("project")
def test_a_key_that_udata_refuses_is_not_kept(opendata: Opendata) -> None:
    assert login(opendata, "udata_no-such-key") == 4
    errors = opendata("portal", "check", "essai", "-f", "json").json["errors"]
    assert [error["code"] for error in errors] == ["missing-token"]


@pytest.mark.usefixtures("project")
def test_a_member_may_publish(
    opendata: Opendata, udata: Udata, organization: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_ESSAI", udata.tokens["editor"])
    run = opendata("portal", "check", "essai", "--organization", organization, "-f", "json")
    data = run.json["data"]
    assert (run.code, data["may_publish"], data["datasets"]) == (0, True, 0)
    assert organization in [item["id"] for item in data["organizations"]]
    assert data["key_source"] == "OPENDATA_TOKEN_ESSAI"


@pytest.mark.usefixtures("project")
def test_a_stranger_may_not(
    opendata: Opendata, udata: Udata, organization: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_ESSAI", udata.tokens["outsider"])
    run = opendata("portal", "check", "essai", "--organization", organization, "-f", "json")
    assert (run.code, run.json["data"]["may_publish"]) == (4, False)


@pytest.mark.usefixtures("project")
def test_each_request_is_told_and_no_key_with_it(
    opendata: Opendata,
    udata: Udata,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = udata.tokens["editor"]
    monkeypatch.setenv("OPENDATA_TOKEN_ESSAI", key)
    run = opendata("publish", "--yes", "--verbose")
    assert f"GET {udata.url}/api/1/me/ → 200" in run.err
    assert f"POST {udata.url}/api/1/datasets/ → 201" in run.err
    assert key not in run.out + run.err


@pytest.mark.parametrize("known", [True, False])
def test_a_dataset_is_taken_over_by_the_address_of_its_page(
    opendata: Opendata,
    udata: Udata,
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    known: bool,
) -> None:
    login(opendata, udata.tokens["editor"])
    opendata("publish", "--yes")
    page = opendata("publish", "--yes", "-f", "json").json["data"]["dataset"]["page"]
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    if not known:
        opendata("portal", "remove", "essai")

    run = opendata("init", "--from", page)

    assert run.code == 0, run.err
    told = "essai" if known else udata.url
    assert f"  portal: {told}\n" in Path("datapackage.yaml").read_text("utf-8")
    assert Path("effectifs.csv").read_bytes() == (project / "effectifs.csv").read_bytes()
    plan = opendata("plan", "--check", "-f", "json")
    assert (plan.code, plan.json["data"]["empty"]) == (0, True)


def test_the_example_with_a_notice_can_be_published(
    opendata: Opendata,
    udata: Udata,
    organization: str,
    tmp_path: Path,
) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "subventions", tmp_path / "subventions"))
    path = folder / "datapackage.yaml"
    text = path.read_text("utf-8").replace("f9242f98-b326-4705-8dde", organization)
    path.write_text(text, "utf-8")
    opendata("portal", "add", "essai", udata.url, "--organization", organization)
    assert login(opendata, udata.tokens["editor"]) == 0
    run = opendata("publish", folder, "--portal", "essai", "--yes", "-f", "json")
    assert (run.code, run.json["data"]["status"]) == (0, "ok")


def test_a_page_of_udata_is_not_taken_for_a_portal(opendata: Opendata, udata: Udata) -> None:
    for page in ("/datasets/x", "/api/1"):
        run = opendata("portal", "add", "p1", udata.url + page)
        assert (run.code, f"opendata portal add p1 {udata.url}\n" in run.err) == (2, True)
