"""Portals of the web by name: built in, the user's, the project's; found again by their origin."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Answers
from tests.unit.cli.key_kit import StubPortal
from tests.unit.conftest import Opendata

from opendata_cli.cli.config import Config, Profile, load_config
from opendata_cli.cli.portals import choose_profile, connect, info_of, profile_of_plan
from opendata_cli.errors import ConfigError, Redirected, Unreachable
from opendata_cli.model.remote import PortalInfo
from opendata_cli.model.secret import Secret
from opendata_cli.portals.udata.portal import UdataPortal

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "projet"
    folder.mkdir()
    return folder


def loaded(folder: Path, settings: str = "") -> Config:
    (folder / "opendata.toml").write_text(settings, "utf-8")
    return load_config(folder, {"OPENDATA_CONFIG_DIR": str(folder.parent / "config")})


def chosen(config: Config, word: str) -> Profile:
    return choose_profile(config, asked=word, told=(), folder=Path())


def refusal(folder: Path, settings: str) -> str:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, settings)
    return caught.value.code


def test_data_gouv_fr_and_its_demo_are_known(project: Path) -> None:
    profiles = loaded(project).profiles
    assert profiles["datagouv"].url == "https://www.data.gouv.fr"
    assert info_of(profiles["datagouv"]).production
    assert not info_of(profiles["datagouv-demo"]).production


def test_the_folder_stays_the_default(project: Path) -> None:
    profile = choose_profile(loaded(project), asked=None, told=(), folder=project)
    assert (profile.name, profile.kind) == ("local", "directory")


@pytest.mark.parametrize(
    "word",
    [
        "https://www.data.gouv.fr",
        "https://WWW.data.gouv.fr:443/",
        "https://www.data.gouv.fr/datasets/effectifs",
    ],
)
def test_an_address_of_a_known_origin_is_that_profile(project: Path, word: str) -> None:
    assert chosen(loaded(project), word).name == "datagouv"


def test_another_address_is_named_by_its_host_and_asked_what_it_is(
    project: Path, site: str
) -> None:
    profile = chosen(loaded(project), site + "/")
    assert (profile.name, profile.kind) == (site.removeprefix("http://"), "udata")
    assert (profile.url, profile.source) == (site, "address")


def test_an_address_told_by_the_manifest_is_the_projects(project: Path, site: str) -> None:
    profile = choose_profile(loaded(project), asked=None, told=(site,), folder=project)
    assert profile.source == "project"


def test_an_address_that_the_project_makes_its_default_is_the_projects(
    project: Path, site: str
) -> None:
    config = loaded(project, f'portal = "{site}"\n')
    profile = choose_profile(config, asked=None, told=(), folder=project)
    assert (profile.url, profile.source) == (site, "project")


def test_no_key_is_sent_to_ask_what_an_address_is(
    project: Path, site: str, answers: type[Answers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENDATA_TOKEN_" + site[7:].replace(".", "_").replace(":", "_"), "s3cret")
    chosen(loaded(project), site)
    (headers,) = answers.headers_seen
    assert "s3cret" not in str(headers)
    assert "x-api-key" not in headers


def test_what_answers_otherwise_is_no_portal(
    project: Path, site: str, answers: type[Answers]
) -> None:
    for page in ((200, "<html>"), (200, "[]"), (200, '{"title": "CKAN"}'), (404, "{}")):
        answers.pages["/api/1/site/"] = page
        with pytest.raises(ConfigError, match="unsupported-portal"):
            chosen(loaded(project), site)


def test_a_portal_that_is_down_is_not_taken_for_none(
    project: Path, site: str, answers: type[Answers]
) -> None:
    answers.pages["/api/1/site/"] = (503, "")
    with pytest.raises(Unreachable):
        chosen(loaded(project), site)


def test_a_portal_that_answers_from_elsewhere_is_told_its_address(
    project: Path, site: str, answers: type[Answers]
) -> None:
    elsewhere = site.replace("127.0.0.1", "localhost")
    answers.pages["/api/1/site/"] = (302, site + "/there")
    answers.pages["/there"] = answers.pages["/api/1/site/"]
    answers.pages["/there"] = (200, '{"id": "x", "title": "x", "metrics": {}}')
    with pytest.raises(Redirected) as caught:
        chosen(loaded(project), elsewhere)
    assert str(caught.value.params["location"]).startswith(site)


def test_a_project_may_name_a_portal_of_the_web(project: Path) -> None:
    settings = '[portals.ville]\nurl = "https://Data.Ville.fr/"\nkind = "udata"\n'
    profile = loaded(project, settings).profiles["ville"]
    assert (profile.url, profile.source) == ("https://data.ville.fr", "project")


def test_a_portal_of_the_web_is_opened_without_reading_anything(project: Path) -> None:
    profile = loaded(project).profiles["datagouv"]
    key = Secret(value="key", source="a test")
    portal = connect(profile, now=lambda: NOON, key=lambda: key, folder=project)
    assert isinstance(portal, UdataPortal)
    assert portal.requests == 0


def test_an_address_in_a_file_says_its_kind(project: Path) -> None:
    assert refusal(project, '[portals.ville]\nurl = "https://x.org"\n') == "missing-kind"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('[portals.x]\nurl = "https://x.org"\nkind = "directory"\n', "unsupported-portal"),
        ('[portals.x]\nurl = "./x"\nkind = "udata"\n', "bad-address"),
        ('[portals.x]\nurl = "https://a:b@x.org"\nkind = "udata"\n', "bad-address"),
    ],
)
def test_an_address_and_a_kind_that_do_not_go_together_are_refused(
    project: Path, settings: str, code: str
) -> None:
    assert refusal(project, settings) == code


@pytest.mark.parametrize(
    "url", ["https://data.gouv.fr", "https://www.data.gouv.fr:8443", "https://www.data.gouv.fr/x"]
)
def test_a_project_may_not_give_another_address_to_a_known_name(project: Path, url: str) -> None:
    settings = f'[portals.datagouv]\nurl = "{url}"\nkind = "udata"\n'
    assert refusal(project, settings) == "profile-redefined"


def test_a_project_may_not_take_the_variable_of_a_known_portal(project: Path) -> None:
    settings = '[portals.datagouv_demo]\nurl = "https://x.org"\nkind = "udata"\n'
    assert refusal(project, settings) == "profile-redefined"


def test_a_host_may_not_take_the_variable_of_a_known_portal(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opendata_cli.cli.recognising.recognise", lambda _url: "udata")
    with pytest.raises(ConfigError, match="profile-redefined"):
        chosen(loaded(project), "https://datagouv/")


def test_a_project_may_give_its_organisation_to_a_known_portal(project: Path) -> None:
    settings = (
        '[portals.datagouv]\nurl = "https://www.data.gouv.fr/"\nkind = "udata"\n'
        'organization = "ville"\n'
    )
    profile = loaded(project, settings).profiles["datagouv"]
    assert (profile.organization, profile.source) == ("ville", "built-in")


def test_a_project_may_not_confirm_its_own_origins(project: Path) -> None:
    assert refusal(project, 'confirmed = ["https://x.org"]\n') == "invalid-config"


def test_a_plan_for_an_address_finds_it_again_without_trusting_it(project: Path) -> None:
    info = PortalInfo(name="x.org", kind="udata", url="https://x.org", origin="https://x.org")
    profile = profile_of_plan(loaded(project), info)
    assert (profile.url, profile.kind, profile.source) == ("https://x.org", "udata", "project")


def test_a_portal_of_the_web_is_added_with_the_kind_it_says(opendata: Opendata, site: str) -> None:
    run = opendata("portal", "add", "essai", site + "/", "--organization", "ville", "-f", "json")
    entry = run.json["data"]["portals"][-1]
    assert (entry["kind"], entry["url"], entry["organization"]) == ("udata", site, "ville")


def test_what_to_do_after_adding_a_portal_is_told(opendata: Opendata, site: str) -> None:
    assert "opendata portal login essai" in opendata("portal", "add", "essai", site).out


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["http://example.org", "--kind", "udata"], "insecure-address", 2),
        (["https://jean:s3cret@x.org"], "bad-address", 2),
        (["https://x.org", "--kind", "directory"], "unsupported-portal", 2),
        (["./folder", "--kind", "udata"], "bad-address", 2),
        (["https://x.org", "--title", "T"], "usage", 2),
        (["http://127.0.0.1:1"], "unreachable", 3),
    ],
)
@pytest.mark.usefixtures("stub")
def test_what_cannot_be_added_is_told(
    opendata: Opendata, site: str, arguments: list[str], code: str, exit_code: int
) -> None:
    assert site
    run = opendata("portal", "add", "x", *arguments, "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (exit_code, code)
    assert "s3cret" not in run.out + run.err


def test_a_told_kind_is_not_asked_for(
    opendata: Opendata, site: str, stub: type[StubPortal], answers: type[Answers]
) -> None:
    assert stub
    assert opendata("portal", "add", "x", site, "--kind", "udata").code == 0
    assert answers.headers_seen == []


def test_a_portal_of_the_web_is_not_served(opendata: Opendata) -> None:
    run = opendata("portal", "serve", "datagouv")
    assert (run.code, "https://www.data.gouv.fr" in run.err) == (2, True)
