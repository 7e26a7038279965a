"""A dataset that people made on a real udata, taken over: all that was not changed is as it was."""

from __future__ import annotations

import copy
import gzip
from pathlib import Path
from typing import Any

import pytest
from tests.contract.adopting_kit import Hand, changes, names, plan, publish, take
from tests.contract.contract_kit import udata_portal
from tests.servers.udata import Udata

from opendata_cli.errors import ConfigError, CredentialsError
from opendata_cli.metadata.manifest import load_manifest
from opendata_cli.model.secret import Secret
from opendata_cli.portals.udata.portal import UdataPortal

KEYS_ONLY = {("dataset", "key"), ("resource", "key")}
CSV = b"annee;agents\n2022;12\n2023;13\n"
ZIP_OF_NOTHING = b"PK\x05\x06" + bytes(18)


@pytest.fixture
def portal(udata: Udata, organization: str, tmp_path: Path) -> Any:
    portal = udata_portal(udata, organization, tmp_path / "memory")
    yield portal
    portal.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "adopted"
    made.mkdir()
    return made


@pytest.fixture
def hand(udata: Udata) -> Hand:
    return Hand(udata)


@pytest.fixture
def odd(hand: Hand, organization: str) -> str:
    """A dataset with all that a person may do to one."""
    point = {"name": "Bureau ", "email": "b@example.org", "role": "publisher"}
    contact = hand.call("POST", "/contacts/", json={**point, "organization": organization})
    dataset = hand.dataset(
        title="  Effectifs : à la main ",
        description="# Un *titre*\r\n\r\n<b>gras</b>\u00a0: 12 %\n\n",
        organization=organization,
        license="fr-lo",
        frequency="unknown",
        tags=["Police municipale", "été"],
        temporal_coverage={"start": "2012-03-04", "end": None},
        spatial={"granularity": "fr:commune"},
        extras={"transport": {"a": [1, None]}, "note": "à nous"},
        contact_points=[contact["id"]],
    )
    hand.link(
        dataset,
        title="L’API ",
        type="api",
        url="https://api.example.org/v1?a=é",
        format="JSON",
        mime="application/json",
        filesize=12,
        checksum={"type": "sha256", "value": "ab" * 32},
        extras={"note": "à eux"},
    )
    hand.link(dataset, title="ftp", url="ftp://example.org/a.csv")
    schema = {"name": "etalab/schema-a", "version": "1.0.0"}
    hand.upload(dataset, "Effectifs 2023.csv", CSV, title=" TODO", schema=schema, type="update")
    hand.upload(dataset, "Notice.pdf", b"%PDF-1.4", type="documentation", description="Lire\n")
    hand.upload(dataset, "tout.zip", ZIP_OF_NOTHING, title="Effectifs 2023")
    subject = {"class": "Dataset", "id": dataset}
    question = {"title": "Et 2024 ?", "comment": "Quand ?", "subject": subject}
    hand.call("POST", "/discussions/", json=question)
    return dataset


def test_nothing_changes_but_the_keys(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path
) -> None:
    before = hand.everything(odd)
    linked = {item["title"]: item["id"] for item in before["dataset"]["resources"]}

    adoption = take(portal, odd, folder)

    assert changes(portal, folder) == KEYS_ONLY
    assert plan(portal, folder).files == ()
    published = publish(portal, folder)
    assert hand.everything(odd) == before
    assert plan(portal, folder).empty
    assert published.dataset.key == load_manifest(folder / "datapackage.yaml").dataset.key
    assert {(item.code, *map(str, item.params.values())) for item in adoption.left_out} == {
        ("left-out-field", "title"),
        ("left-out-field", "description"),
        ("left-out-field", "contacts"),
        ("left-out-license", "fr-lo"),
        ("left-out-resource-field", "title", "todo"),
        ("left-out-resource-field", "title", "l-api"),
        ("left-out-resource-field", "description", "notice-pdf"),
        ("left-out-schema", "todo", "etalab/schema-a"),
        ("left-out-resource", "ftp", linked["ftp"]),
    }


def test_one_description_changes_and_that_alone(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path
) -> None:
    take(portal, odd, folder)
    publish(portal, folder)
    before = hand.everything(odd)
    manifest = folder / "datapackage.yaml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace("id: ", "description: Nouvelle\nid: ", 1), "utf-8")

    publish(portal, folder)

    expected = copy.deepcopy(before)
    expected["dataset"]["description"] = "Nouvelle"
    assert hand.everything(odd) == expected


def test_a_file_replaced_before_anything_else_keeps_its_resource(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path
) -> None:
    before = hand.call("GET", f"/datasets/{odd}/")["resources"]
    adoption = take(portal, odd, folder)
    csv = next(item for item in adoption.files if item.path.endswith(".csv"))
    (folder / csv.path).write_bytes(CSV + b"2024;14\n")

    publish(portal, folder)

    after = hand.call("GET", f"/datasets/{odd}/")["resources"]
    assert [item["id"] for item in after] == [item["id"] for item in before]
    assert [item["title"] for item in after] == [item["title"] for item in before]
    assert [item["latest"] for item in after] == [item["latest"] for item in before]
    assert plan(portal, folder).empty


@pytest.mark.parametrize("word", ["page", "uri", "slug"])
def test_it_is_found_by_its_addresses(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path, word: str
) -> None:
    there = hand.call("GET", f"/datasets/{odd}/")

    assert take(portal, there[word], folder).id == odd


@pytest.mark.parametrize(
    "path",
    [
        "/api/1/datasets/r/{}",
        "/fr/datasets/r/{}",
        "/datasets/r/{}/",
        "/api/2/datasets/resources/{}/",
    ],
)
def test_it_is_found_by_the_permanent_link_of_a_resource(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path, path: str
) -> None:
    resource = hand.call("GET", f"/datasets/{odd}/")["resources"][1]

    word = hand.udata.url + path.format(resource["id"])
    assert take(portal, word, folder).id == odd


@pytest.mark.parametrize("identifier", ["8f14e45f-ceea-467f-a8a1-5d0e3c1b2a90", "nothing", "é"])
def test_a_link_to_no_resource_leads_to_no_dataset(
    portal: UdataPortal, hand: Hand, folder: Path, identifier: str
) -> None:
    """Not even to the dataset that is called r."""
    hand.upload(hand.dataset(title="r"), "a.csv", CSV)

    for path in ("/api/1/datasets/r/", "/api/2/datasets/resources/"):
        with pytest.raises(ConfigError, match="dataset-not-found"):
            take(portal, hand.udata.url + path + identifier, folder)
    assert take(portal, f"{hand.udata.url}/datasets/r/", folder).title == "r"


def test_one_that_belongs_to_a_person_says_so(
    portal: UdataPortal, hand: Hand, folder: Path
) -> None:
    dataset = hand.dataset()
    hand.upload(dataset, "a.csv", CSV)

    take(portal, dataset, folder, holder="TODO")

    with pytest.raises(ConfigError, match="manifest-todo") as caught:
        load_manifest(folder / "datapackage.yaml")
    assert [place["key"] for place in caught.value.params["places"]] == ["publish.organization"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["TODO", "  Ville  #1: de Test ", "Ville\nde Test"])
def test_its_organisation_is_told_by_its_identifier(
    udata: Udata, hand: Hand, folder: Path, tmp_path: Path, name: str
) -> None:
    organization = udata.new_organization(name)
    hand.upload(dataset := hand.dataset(organization=organization), "a.csv", CSV)
    portal = udata_portal(udata, organization, tmp_path / "memory")

    adoption = take(portal, dataset, folder)

    text = (folder / "datapackage.yaml").read_text("utf-8")
    (line,) = (line for line in text.splitlines() if "organization:" in line)
    assert line.strip().startswith(f"organization: {organization} ")
    assert " ".join(name.split()) in line
    assert adoption.left_out == ()
    assert changes(portal, folder) == KEYS_ONLY
    assert publish(portal, folder).organization == organization
    assert plan(portal, folder).empty
    portal.close()


def test_it_can_be_given_to_the_organisation(
    portal: UdataPortal, hand: Hand, organization: str, folder: Path
) -> None:
    dataset = hand.dataset()
    hand.upload(dataset, "a.csv", CSV)
    name = hand.call("GET", f"/organizations/{organization}/")["name"]

    take(portal, dataset, folder, holder=name)

    assert changes(portal, folder) == KEYS_ONLY | {("dataset", "organization")}
    assert publish(portal, folder).dataset.organization == name


def test_a_file_that_is_not_given_stays_as_it_is_there(
    portal: UdataPortal, hand: Hand, organization: str, folder: Path
) -> None:
    dataset = hand.dataset(organization=organization)
    hand.upload(dataset, "a.csv", CSV, title="Fichier")
    hand.upload(dataset, "b.csv", CSV, title="Fichier")
    hand.upload(dataset, "c.csv", CSV)
    hand.move(dataset, 0, f"{hand.udata.url}/no/such/file.csv")
    hand.move(dataset, 1, "http://127.0.0.1:10/b.csv")
    before = hand.everything(dataset)

    adoption = take(portal, dataset, folder)

    assert {item.code for item in adoption.left_out} == {"left-out-gone", "left-out-silent"}
    assert changes(portal, folder) == KEYS_ONLY
    publish(portal, folder)
    assert hand.everything(dataset) == before
    assert plan(portal, folder).empty


def test_what_udata_tells_as_null_is_left_out(
    portal: UdataPortal, hand: Hand, organization: str, folder: Path
) -> None:
    """udata tells an empty address as null, and so may be anything that was never said."""
    dataset = hand.dataset(organization=organization)
    hand.upload(dataset, "a.csv", CSV)
    hand.upload(dataset, "b.csv", CSV)
    hand.move(dataset, 0, "")
    nulls = dict.fromkeys(("license", "frequency", "spatial", "temporal_coverage", "extras"))
    hand.udata.set_document("dataset", dataset, {**nulls, "tags": None})
    assert hand.call("GET", f"/datasets/{dataset}/")["resources"][0]["url"] is None

    adoption = take(portal, dataset, folder)

    assert [item.code for item in adoption.left_out] == ["left-out-no-address"]
    assert changes(portal, folder) == KEYS_ONLY


def test_a_gzipped_file_comes_as_it_is(
    portal: UdataPortal, hand: Hand, organization: str, folder: Path
) -> None:
    dataset = hand.dataset(organization=organization)
    hand.upload(dataset, "a.csv.gz", packed := gzip.compress(CSV))

    adoption = take(portal, dataset, folder)

    assert [item.path for item in adoption.files] == ["a.csv.gz"]
    assert (folder / "a.csv.gz").read_bytes() == packed
    assert changes(portal, folder) == KEYS_ONLY


def test_a_deleted_one_is_not_there(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path
) -> None:
    hand.call("DELETE", f"/datasets/{odd}/")

    with pytest.raises(ConfigError, match="dataset-not-found"):
        take(portal, odd, folder)
    assert names(folder) == []


def test_an_archived_one_is_said_to_be(
    portal: UdataPortal, hand: Hand, odd: str, folder: Path
) -> None:
    there = hand.call("GET", f"/datasets/{odd}/")
    kept = {"tags": there["tags"], "temporal_coverage": there["temporal_coverage"]}
    hand.call("PUT", f"/datasets/{odd}/", json={**kept, "archived": "2026-01-01T00:00:00"})

    assert [item.code for item in take(portal, odd, folder).notices] == ["dataset-archived"]


def test_without_a_key_what_is_public_is_read(
    udata: Udata, odd: str, folder: Path, tmp_path: Path
) -> None:
    def none() -> Secret:
        raise CredentialsError("missing-token")

    portal = udata_portal(udata, None, tmp_path / "memory", key=none)

    assert take(portal, odd, folder).id == odd
    portal.close()


def test_one_without_resources_cannot_be(
    portal: UdataPortal, hand: Hand, organization: str, folder: Path
) -> None:
    with pytest.raises(ConfigError, match="nothing-to-adopt"):
        take(portal, hand.dataset(organization=organization), folder)
    assert names(folder) == []
