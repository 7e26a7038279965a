"""`opendata portal …`: names, where they come from, and what they may not do."""

from __future__ import annotations

import json
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.unit.conftest import Opendata

from opendata_cli.cli.serving import CatalogueServer

BUILT_IN = ["local", "datagouv", "datagouv-demo"]


def names(opendata: Opendata) -> list[str]:
    portals = opendata("portal", "list", "-f", "json").json["data"]["portals"]
    return [portal["name"] for portal in portals]


def test_a_portal_is_added_listed_and_forgotten(opendata: Opendata, tmp_path: Path) -> None:
    assert names(opendata) == BUILT_IN
    run = opendata("portal", "add", "public", tmp_path / "www", "--base-url", "https://x.example")
    assert run.code == 0
    entry = opendata("portal", "list", "-f", "json").json["data"]["portals"][-1]
    assert (entry["name"], entry["url"]) == ("public", str(tmp_path / "www"))
    assert (entry["base_url"], entry["source"]) == ("https://x.example/", "user")
    assert opendata("portal", "remove", "public").code == 0
    assert names(opendata) == BUILT_IN


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add", "local", "./x"], "profile-exists"),
        (["add", "Avec Espace", "./x"], "bad-profile-name"),
        (["add", "autre", "./x", "--kind", "dkan"], "unknown-portal-kind"),
        (["add", "autre", "./x", "--base-url", "ftp://x"], "bad-address"),
        (["remove", "inconnu"], "unknown-portal"),
        (["check", "inconnu"], "unknown-portal"),
        (["serve", "inconnu"], "unknown-portal"),
        (["serve", "local"], "no-catalogue"),
    ],
)
def test_what_cannot_be_is_told(
    opendata: Opendata,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    run = opendata("portal", *arguments)
    assert run.code == 2
    if arguments[0] != "serve":
        document = opendata("portal", *arguments, "-f", "json").json
        assert document["errors"][0]["code"] == code


def test_a_project_may_add_names_but_not_take_one_over(
    opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "projet"
    project.mkdir()
    monkeypatch.chdir(project)
    opendata("portal", "add", "public", tmp_path / "www")
    settings = project / "opendata.toml"
    settings.write_text('[portals.test]\nurl = "essai"\n', "utf-8")
    assert names(opendata) == [*BUILT_IN, "public", "test"]
    settings.write_text('[portals.public]\nurl = "ailleurs"\n', "utf-8")
    run = opendata("portal", "list", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "profile-redefined")


def test_a_broken_configuration_is_told_with_its_place(
    opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "opendata.toml").write_text("[portals.x]\nadresse = 1\n", "utf-8")
    run = opendata("portal", "list", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "invalid-config")
    assert "portals.x" in run.err


def test_checking_a_folder_says_what_it_holds(opendata: Opendata, tmp_path: Path) -> None:
    data = opendata("portal", "check", tmp_path / "c", "-f", "json").json["data"]
    assert (data["may_publish"], data["datasets"], data["base_url"]) == (True, 0, None)
    assert not (tmp_path / "c").exists()


@pytest.fixture
def site(opendata: Opendata, tmp_path: Path) -> Iterator[str]:
    shutil.copytree(ROOT / "examples" / "accidents", tmp_path / "accidents")
    opendata("publish", tmp_path / "accidents", "--portal", tmp_path / "c", "--yes")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    (tmp_path / "c" / "accidents-circulation" / "secret").symlink_to(tmp_path / "secret.txt")
    server = CatalogueServer(tmp_path / "c", lambda base: json.dumps({"base": base}), 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.base_url.rstrip("/")
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_served_catalogue_gives_pages_files_and_its_own_feed(site: str) -> None:
    page = urllib.request.urlopen(f"{site}/").read().decode()
    assert "Accidents corporels" in page
    with urllib.request.urlopen(f"{site}/catalog.jsonld") as answer:
        assert answer.headers["Content-Type"] == "application/ld+json"
        assert json.loads(answer.read()) == {"base": f"{site}/"}
    with urllib.request.urlopen(f"{site}/accidents-circulation/accidents.csv") as answer:
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    [
        "/.opendata.json",
        "/.hidden/",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2ehidden/",
        "/accidents-circulation/secret",
        "/%00",
    ],
)
def test_nothing_hidden_and_nothing_outside_is_served(site: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(site + path)
    assert caught.value.code == 404
    caught.value.close()
