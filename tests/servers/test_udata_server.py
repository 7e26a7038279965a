"""The real udata does what the tests of its portal count on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.servers.fixtures import StartUdata
from tests.servers.proxy import Proxy, before, withheld
from tests.servers.udata import NotStarted, Udata

KILOBYTE = 1024


@pytest.fixture
def organization(udata: Udata, request: pytest.FixtureRequest) -> str:
    """An organisation of this test alone."""
    return udata.new_organization(request.node.name)


@pytest.fixture(scope="module")
def small_udata(start_udata: StartUdata) -> Iterator[Udata]:
    server = start_udata(max_upload=100 * KILOBYTE)
    yield server
    server.stop()


def a_dataset(organization: str) -> dict[str, Any]:
    return {"title": "Effectifs", "description": "Un par an", "organization": organization}


def new_dataset(udata: Udata, organization: str) -> str:
    created = udata.api(
        "POST", "/datasets/", token=udata.tokens["editor"], json=a_dataset(organization)
    )
    assert created.status_code == 201, created.text
    return str(created.json()["id"])


def upload(udata: Udata, dataset: str, size: int) -> httpx.Response:
    return udata.api(
        "POST",
        f"/datasets/{dataset}/upload/",
        token=udata.tokens["editor"],
        files={"file": ("a.csv", b"a" * size)},
    )


def add_resource(udata: Udata, schema: dict[str, str]) -> httpx.Response:
    dataset = new_dataset(udata, udata.new_organization("Schémas"))
    told = {"title": "A", "filetype": "remote", "url": "http://127.0.0.1/a.csv", "schema": schema}
    return udata.api(
        "POST", f"/datasets/{dataset}/resources/", token=udata.tokens["editor"], json=told
    )


# Who is who


def test_it_is_the_version_we_speak_of(udata: Udata) -> None:
    assert udata.api("GET", "/site/").json()["version"] == "17.18.0"


@pytest.mark.parametrize("name", ["sysadmin", "orgadmin", "editor", "outsider"])
def test_a_token_is_known_for_its_owner(udata: Udata, name: str) -> None:
    me = udata.api("GET", "/me/", token=udata.tokens[name]).json()

    assert me["id"] == udata.people[name]
    assert me["email"] == f"{name}@example.org"
    assert me["roles"] == (["admin"] if name == "sysadmin" else [])


def test_each_member_of_a_new_organization_has_a_role(udata: Udata, organization: str) -> None:
    members = udata.api("GET", f"/organizations/{organization}/").json()["members"]

    roles = {member["user"]["id"]: member["role"] for member in members}
    assert roles == {
        udata.people["sysadmin"]: "admin",
        udata.people["orgadmin"]: "admin",
        udata.people["editor"]: "editor",
    }


def test_a_new_organization_is_empty_and_its_editor_may_publish(
    udata: Udata, organization: str
) -> None:
    def titles() -> list[str]:
        page = udata.api("GET", f"/organizations/{organization}/datasets/").json()
        return [item["title"] for item in page["data"]]

    assert titles() == []

    new_dataset(udata, organization)

    assert titles() == ["Effectifs"]


def test_an_outsider_may_not(udata: Udata, organization: str) -> None:
    refused = udata.api(
        "POST", "/datasets/", token=udata.tokens["outsider"], json=a_dataset(organization)
    )

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == ["organization"]


def test_a_cookie_is_believed_before_a_token(udata: Udata) -> None:
    """Why `api` keeps none: whoever keeps them stays who they were first."""
    with httpx.Client(base_url=udata.url, trust_env=False) as client:
        client.get("/api/1/me/", headers={"X-API-KEY": udata.tokens["editor"]})
        mistaken = client.get("/api/1/me/", headers={"X-API-KEY": udata.tokens["outsider"]})

    assert mistaken.json()["id"] == udata.people["editor"]
    again = udata.api("GET", "/me/", token=udata.tokens["outsider"])
    assert again.json()["id"] == udata.people["outsider"]


# What stands in for its database


def test_a_change_of_a_resource_is_dated(udata: Udata, organization: str) -> None:
    dataset = new_dataset(udata, organization)
    before = upload(udata, dataset, 10).json()

    after = udata.api(
        "PUT",
        f"/datasets/{dataset}/resources/{before['id']}/",
        token=udata.tokens["editor"],
        json={"title": "Autre titre"},
    ).json()

    assert after["title"] == "Autre titre"
    assert after["last_modified"] > before["last_modified"]


@pytest.mark.parametrize(
    ("words", "found"), [("effectif", 1), ("ÉFFECTIFS", 1), ("effectifs absents", 0)]
)
def test_a_search_finds_every_word_in_titles_whatever_its_accents(
    udata: Udata, organization: str, words: str, found: int
) -> None:
    new_dataset(udata, organization)

    page = udata.api("GET", "/datasets/", params={"organization": organization, "q": words})

    assert page.json()["total"] == found


def test_a_document_is_changed_as_no_call_can(udata: Udata, organization: str) -> None:
    dataset = new_dataset(udata, organization)
    udata.set_document(
        "dataset",
        dataset,
        {
            "frequency": "monthly",
            "metrics.views": 42,
            "last_update": {"$date": "2020-01-01T00:00:00Z"},
        },
    )

    changed = udata.api("GET", f"/datasets/{dataset}/").json()

    assert changed["metrics"]["views"] == 42
    assert changed["last_update"].startswith("2020-01-01")
    assert changed["quality"]["update_fulfilled_in_time"] is False


def test_a_document_that_is_not_there_is_said(udata: Udata) -> None:
    with pytest.raises(LookupError):
        udata.set_document("dataset", "0" * 24, {"title": "?"})


# Schemas


def test_without_a_catalogue_any_schema_is_taken(udata: Udata) -> None:
    assert add_resource(udata, {"name": "no/such-schema"}).status_code == 201


def test_a_schema_of_the_catalogue_is_taken(udata_with_catalogue: Udata) -> None:
    taken = add_resource(udata_with_catalogue, {"name": "etalab/schema-a", "version": "1.1.0"})

    assert taken.json()["schema"]["name"] == "etalab/schema-a"


@pytest.mark.parametrize(
    "schema", [{"name": "no/such-schema"}, {"name": "etalab/schema-a", "version": "9.9.9"}]
)
def test_another_one_is_refused(udata_with_catalogue: Udata, schema: dict[str, str]) -> None:
    refused = add_resource(udata_with_catalogue, schema)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == ["schema"]


def test_the_address_of_a_schema_of_the_catalogue_becomes_its_name(
    udata_with_catalogue: Udata,
) -> None:
    address = "https://schemas.example.org/scdl/schema-b/2.0.0/schema.json"

    taken = add_resource(udata_with_catalogue, {"url": address}).json()["schema"]

    assert taken == {"name": "scdl/schema-b", "version": "2.0.0", "url": None}


# Behind the proxy


def test_an_answer_that_is_withheld_was_given(udata: Udata, organization: str) -> None:
    dataset = new_dataset(udata, organization)

    with Proxy(udata.url) as proxy:
        proxy.on(1, withheld())
        with pytest.raises(httpx.RemoteProtocolError):
            upload(replace(udata, url=proxy.url), dataset, 100 * KILOBYTE)

    (resource,) = udata.api("GET", f"/datasets/{dataset}/").json()["resources"]
    assert resource["filesize"] == 100 * KILOBYTE


def test_a_server_that_dies_says_nothing(start_udata: StartUdata) -> None:
    mortal = start_udata()

    with Proxy(mortal.url) as proxy:
        proxy.on(1, before(mortal.stop))
        with pytest.raises(httpx.RemoteProtocolError):
            replace(mortal, url=proxy.url).api("GET", "/site/")


# Starting


def test_what_is_too_big_is_refused(small_udata: Udata) -> None:
    dataset = new_dataset(small_udata, small_udata.new_organization("Petite"))

    assert upload(small_udata, dataset, 10 * KILOBYTE).status_code == 201
    assert upload(small_udata, dataset, 200 * KILOBYTE).status_code == 413


def test_a_server_that_does_not_start_says_why(start_udata: StartUdata) -> None:
    with pytest.raises(NotStarted, match="invalid int value: 'much'"):
        start_udata(max_upload="much")


def test_it_does_not_outlive_whoever_started_it(start_udata: StartUdata) -> None:
    """Tests that are killed cannot stop it: the end of its standard input does."""
    orphan = start_udata().process
    assert orphan.stdin is not None

    orphan.stdin.close()

    assert orphan.wait(10) == 0
