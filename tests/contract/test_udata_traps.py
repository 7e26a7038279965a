"""What udata does that costs people a title, a link, a tag or a dataset: none of it happens here.

Each test is a trap observed on a real server, and is held on a real server.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.contract.contract_kit import KEY, Producer, a_dataset, udata_portal
from tests.servers.fixtures import CATALOGUE, SCHEMAS
from tests.servers.udata import Udata

from opendata_cli import net
from opendata_cli.errors import (
    ConfigError,
    CredentialsError,
    InputError,
    NotAllowed,
    NotAuthenticated,
    PlanError,
    Refused,
)
from opendata_cli.model.dataset import (
    Contact,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.model.schema import SchemaRef
from opendata_cli.model.secret import Secret
from opendata_cli.portals.portal import Portal
from opendata_cli.portals.udata.portal import UdataPortal

Open = Callable[..., UdataPortal]


@pytest.fixture
def open_portal(udata: Udata, organization: str, tmp_path: Path) -> Iterator[Open]:
    opened: list[UdataPortal] = []

    def open_(**changes: Any) -> UdataPortal:
        server = changes.pop("server", udata)
        told = changes.pop("organization", organization)
        opened.append(udata_portal(server, told, tmp_path / "memory", **changes))
        return opened[-1]

    yield open_
    for portal in opened:
        portal.close()


@pytest.fixture
def portal(open_portal: Open) -> UdataPortal:
    return open_portal()


class Raw:
    """The dataset as udata itself tells it, and changes made behind our back."""

    def __init__(self, server: Udata, person: str = "editor") -> None:
        self.server = server
        self.token = server.tokens[person]

    def get(self, dataset: str) -> dict[str, Any]:
        answer = self.server.api("GET", f"/datasets/{dataset}/", token=self.token)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def put(self, dataset: str, **body: Any) -> None:
        there = self.get(dataset)
        kept = {"tags": there["tags"], "temporal_coverage": there["temporal_coverage"]}
        path = f"/datasets/{dataset}/"
        answer = self.server.api("PUT", path, token=self.token, json={**kept, **body})
        assert answer.status_code == 200, answer.text

    def post(self, path: str, **request: Any) -> dict[str, Any]:
        answer = self.server.api("POST", path, token=self.token, **request)
        assert answer.is_success, answer.text
        return dict(answer.json())


@pytest.fixture
def raw(udata: Udata) -> Raw:
    return Raw(udata)


def resource_ref(published: Published, place: int = 0) -> RemoteRef:
    resource = published.dataset.resources[place]
    return RemoteRef(dataset=published.ref.dataset, resource=resource.id)


# Who speaks


def test_a_cookie_of_an_earlier_request_never_speaks_for_another_key(
    open_portal: Open, udata: Udata
) -> None:
    keys = [udata.tokens["editor"]]
    client = open_portal(key=lambda: Secret(value=keys[-1], source="a test"))._client
    client.me()
    keys.append("udata_nobody")
    client.api._headers = None  # the key is asked for again

    with pytest.raises(NotAuthenticated):
        client.me()


def test_a_wrong_key_is_told_with_where_it_was_read_and_never_shown(open_portal: Open) -> None:
    key = "udata_wrong"
    portal = open_portal(key=lambda: Secret(value=key, source="OPENDATA_TOKEN_UDATA"))

    with pytest.raises(NotAuthenticated) as caught:
        portal.whoami()

    told = caught.value.params
    assert (caught.value.code, told["reason"]) == ("key-refused", "invalid")
    assert told["source"] == "OPENDATA_TOKEN_UDATA"
    assert key not in repr(caught.value) + repr(portal.__dict__)


def test_a_revoked_key_is_told_to_be(open_portal: Open, raw: Raw, udata: Udata) -> None:
    made = raw.post("/me/api_tokens/", json={"name": "for a test"})
    udata.api("DELETE", f"/me/api_tokens/{made['id']}/", token=raw.token)
    portal = open_portal(key=lambda: Secret(value=made["token"], source="a test"))

    with pytest.raises(NotAuthenticated) as caught:
        portal.whoami()

    assert caught.value.params["reason"] == "revoked"


def no_key() -> Secret:
    raise CredentialsError("missing-token", portal="udata")


def test_without_a_key_a_public_dataset_is_read_and_nothing_is_planned(
    portal: UdataPortal, open_portal: Open, producer: Producer
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    stranger = open_portal(key=no_key)

    assert stranger.read(published.ref) is not None
    with pytest.raises(CredentialsError):
        producer.plan(stranger, a_dataset(producer.resource("a", b"a\n2\n")))


def test_the_editor_is_known_with_its_role(portal: UdataPortal, organization: str) -> None:
    identity = portal.whoami()

    assert identity.who == "Editor Test <editor@example.org>"
    assert identity.may_publish
    assert ("editor", organization) in [(item.role, item.id) for item in identity.organizations]


def test_an_outsider_may_not_publish_and_the_plan_says_so(
    open_portal: Open, udata: Udata, producer: Producer
) -> None:
    outsider = open_portal(key=lambda: Secret(value=udata.tokens["outsider"], source="a test"))

    assert not outsider.whoami().may_publish
    with pytest.raises(NotAllowed) as caught:
        producer.plan(outsider, a_dataset(producer.resource("a", b"a\n1\n")))
    assert caught.value.code == "not-a-member"


def test_who_may_not_edit_a_dataset_is_told_before_anything_is_sent(
    portal: UdataPortal, open_portal: Open, udata: Udata, producer: Producer
) -> None:
    producer.publish(portal, a_dataset())
    outsider = open_portal(key=lambda: Secret(value=udata.tokens["outsider"], source="a test"))

    assert producer.plan(outsider, a_dataset()).empty
    with pytest.raises(NotAllowed) as caught:
        producer.plan(outsider, a_dataset(title="Autre"))
    assert caught.value.code == "may-not-edit"


# Whose it is


def test_a_dataset_belongs_to_the_organization_and_never_to_a_person(
    portal: UdataPortal, raw: Raw, organization: str
) -> None:
    ref = portal.create(a_dataset())

    there = raw.get(ref.dataset)
    assert (there["organization"]["id"], there["owner"]) == (organization, None)


def test_the_organization_may_be_told_by_its_slug_or_its_name(
    open_portal: Open, udata: Udata, organization: str
) -> None:
    known = udata.api("GET", f"/organizations/{organization}/").json()

    for word in (known["slug"], known["name"], known["name"].upper()):
        assert open_portal(organization=word).whoami().organization == known["name"]


def test_an_unknown_organization_is_told_with_those_of_the_key(
    open_portal: Open, producer: Producer
) -> None:
    with pytest.raises(ConfigError) as caught:
        producer.plan(open_portal(organization="nulle-part"), a_dataset())

    assert caught.value.code == "unknown-organization"
    assert caught.value.params["known"]


def test_no_organization_at_all_asks_which_one(open_portal: Open, producer: Producer) -> None:
    with pytest.raises(ConfigError) as caught:
        producer.plan(open_portal(organization=None), a_dataset())

    assert caught.value.code == "organization-needed"


def test_a_dataset_held_by_a_person_is_given_to_the_organization(
    portal: UdataPortal, raw: Raw, producer: Producer, organization: str
) -> None:
    made = raw.post("/datasets/", json={"title": "À moi", "description": "Seule."})

    plan = producer.plan(portal, a_dataset(), attached=made["id"])
    assert producer.carry_out(portal, plan).status == "ok"

    there = raw.get(made["id"])
    assert (there["organization"]["id"], there["owner"]) == (organization, None)


def test_a_dataset_of_another_organization_is_not_taken(
    portal: UdataPortal, raw: Raw, producer: Producer, udata: Udata
) -> None:
    other = udata.new_organization("Une autre")
    wish = {"title": "T", "description": "D", "organization": other}
    made = raw.post("/datasets/", json=wish)

    with pytest.raises(PlanError) as caught:
        producer.plan(portal, a_dataset(), attached=made["id"])

    assert caught.value.code == "other-organization"
    assert raw.get(made["id"])["title"] == "T"


# Fields


def test_a_change_of_title_loses_neither_tags_nor_period(
    portal: UdataPortal, raw: Raw, producer: Producer
) -> None:
    published = producer.publish(portal, a_dataset())
    silent = frozenset({"keywords", "temporal"})

    producer.publish(portal, a_dataset(title="Un autre titre", silent=silent))

    there = raw.get(published.ref.dataset)
    assert there["title"] == "Un autre titre"
    assert there["tags"] == ["police", "securite"]
    assert there["temporal_coverage"] == {"start": "2012-01-01", "end": "2023-12-31"}


def test_showing_a_dataset_loses_neither_tags_nor_period(portal: UdataPortal, raw: Raw) -> None:
    ref = portal.create(a_dataset())

    portal.set_visibility(ref, Visibility.PUBLIC)

    there = raw.get(ref.dataset)
    assert there["tags"] == ["police", "securite"]
    assert there["temporal_coverage"]["start"] == "2012-01-01"


def test_an_update_removes_no_resource_that_came_meanwhile(
    portal: UdataPortal, raw: Raw, producer: Producer
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    files = {"file": ("annexe.csv", b"b\n2\n")}
    raw.post(f"/datasets/{published.ref.dataset}/upload/", files=files)

    portal.update(published.ref, a_dataset(title="Autre"), published.dataset)

    assert len(raw.get(published.ref.dataset)["resources"]) == 2


def test_extras_of_others_are_left_alone(
    portal: UdataPortal, raw: Raw, producer: Producer, udata: Udata
) -> None:
    published = producer.publish(portal, a_dataset(extras={"ours": 1}))
    path = f"/api/2/datasets/{published.ref.dataset}/extras/"
    udata.api("PUT", path, token=raw.token, json={"theirs": {"kept": [1, 2]}})

    producer.publish(portal, a_dataset(extras={"ours": None, "more": "x"}))

    extras = raw.get(published.ref.dataset)["extras"]
    assert extras == {"opendata_key": KEY, "more": "x", "theirs": {"kept": [1, 2]}}


def test_extras_of_a_resource_are_left_alone(
    portal: UdataPortal, raw: Raw, producer: Producer, udata: Udata
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    ref = resource_ref(published)
    path = f"/api/2/datasets/{ref.dataset}/resources/{ref.resource}/extras/"
    udata.api("PUT", path, token=raw.token, json={"theirs": "kept"})

    told = producer.resource("a", b"a\n2\n", title="Autre", description="Autre")
    producer.publish(portal, a_dataset(told))

    (there,) = raw.get(ref.dataset)["resources"]
    assert there["extras"] == {"opendata_key": "a", "theirs": "kept"}


@pytest.mark.parametrize(
    "words",
    [
        ("Données Ouvertes", "L'été", "œuvre", "1er tour", "Straße", "N°5", "a_b", "été—hiver"),
        ("Zèbre", "abc", "ABC", "a,b c"),
        ("中文", "Ελλάδα", "Российская"),
    ],
)
def test_keywords_are_foreseen_as_udata_writes_them(
    portal: UdataPortal, producer: Producer, words: tuple[str, ...]
) -> None:
    told = a_dataset(keywords=words)

    published = producer.publish(portal, told)

    assert published.dataset.keywords == portal.as_stored(told)[0].keywords
    assert producer.plan(portal, told).empty


def test_keywords_that_udata_refuses_are_told_and_left_out(
    portal: UdataPortal, producer: Producer
) -> None:
    told = a_dataset(keywords=("C++", "ab", "x" * 97, "permis"))

    plan = producer.plan(portal, told)

    (notice,) = [item for item in plan.notices if item.code == "keywords-refused"]
    assert notice.params == {"keywords": ["C++", "ab", "x" * 97]}
    assert producer.publish(portal, told).dataset.keywords == ("permis",)


def test_a_period_is_sent_in_whole_days_and_may_stay_open(
    portal: UdataPortal, raw: Raw, producer: Producer
) -> None:
    period = TemporalCoverage(start=dt.date(2024, 1, 1), end=None, precision="year")

    published = producer.publish(portal, a_dataset(temporal=period))

    there = raw.get(published.ref.dataset)["temporal_coverage"]
    assert there == {"start": "2024-01-01", "end": None}


def test_a_period_without_a_start_is_told_and_left_as_it_is(
    portal: UdataPortal, producer: Producer
) -> None:
    published = producer.publish(portal, a_dataset())
    told = a_dataset(temporal=TemporalCoverage(start=None, end=dt.date(2020, 12, 31)))

    plan = producer.plan(portal, told)

    assert plan.empty
    assert "period-without-start" in {item.code for item in plan.notices}
    assert published.dataset.temporal is not None


def test_an_unknown_licence_stops_the_plan_and_the_list_is_told(
    portal: UdataPortal, producer: Producer
) -> None:
    told = a_dataset(license=License(name="Ma-Licence", url="https://example.org/licence"))

    with pytest.raises(ConfigError) as caught:
        producer.plan(portal, told)

    assert caught.value.code == "license-not-listed"
    assert caught.value.params["listed"] == ["etalab-2.0", "fr-lo", "ODbL-1.0", "CC-BY-4.0"]


def test_a_licence_that_only_the_portal_knows_may_be_named(
    portal: UdataPortal, producer: Producer
) -> None:
    told = a_dataset(license=License(name="fr-lo"))

    assert producer.publish(portal, told).dataset.license == License(name="fr-lo")
    assert producer.plan(portal, told).empty


def test_unknown_is_no_frequency(portal: UdataPortal, producer: Producer) -> None:
    told = a_dataset(frequency=Frequency.UNKNOWN)

    assert producer.publish(portal, told).dataset.frequency is None
    assert producer.plan(portal, told).empty


def test_a_frequency_that_an_older_portal_has_not_stops_the_plan(
    portal: UdataPortal, producer: Producer, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = [item for item in portal._client.frequencies() if item != "annual"]
    monkeypatch.setattr(portal._client, "frequencies", lambda: older)

    with pytest.raises(ConfigError) as caught:
        producer.plan(portal, a_dataset(frequency=Frequency.ANNUAL))

    assert caught.value.code == "frequency-not-listed"


@pytest.mark.parametrize(
    ("places", "code"),
    [
        (SpatialCoverage(zones=("fr:commune:99999",)), "zones-not-listed"),
        (SpatialCoverage(granularity="fr:quartier"), "granularity-not-listed"),
    ],
)
def test_unknown_places_stop_the_plan(
    portal: UdataPortal, producer: Producer, places: SpatialCoverage, code: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        producer.plan(portal, a_dataset(spatial=places))

    assert caught.value.code == code


def test_places_that_udata_never_forgets_are_told_and_make_no_difference(
    portal: UdataPortal, producer: Producer
) -> None:
    places = SpatialCoverage(granularity="fr:commune", zones=("fr:commune:35238",))
    producer.publish(portal, a_dataset(spatial=places))

    plan = producer.plan(portal, a_dataset(spatial=None))

    assert plan.empty
    assert "places-not-cleared" in {item.code for item in plan.notices}
    assert producer.plan(portal, a_dataset(spatial=replace(places, zones=()))).empty


@pytest.mark.parametrize(
    "contact",
    [
        Contact(name="Bureau", email="bureau@example.org", role="author"),
        Contact(name="Bureau", url="https://www.example.org/contact", role="publisher"),
    ],
)
def test_contacts_come_back_and_are_cleared(
    portal: UdataPortal, producer: Producer, contact: Contact
) -> None:
    told = a_dataset(contacts=(contact, Contact(name="Muette")))
    published = producer.publish(portal, told)

    assert [item.name for item in published.dataset.contacts] == ["Bureau"]
    assert producer.plan(portal, told).empty
    assert producer.publish(portal, a_dataset(contacts=())).dataset.contacts == ()


def test_what_has_no_place_is_told(portal: UdataPortal, producer: Producer) -> None:
    told = a_dataset(languages=("fr",), themes=("JUST",), homepage="https://www.example.org")

    (notice,) = producer.plan(portal, told).notices

    assert notice.code == "fields-not-kept"
    assert notice.params == {"fields": ["languages", "themes", "homepage"]}


@pytest.mark.parametrize("field", ["title", "description"])
@pytest.mark.parametrize(
    ("words", "code"), [(" ", "text-required"), ("x" * 100_001, "text-too-long")]
)
def test_texts_that_udata_refuses_stop_the_plan(
    portal: UdataPortal, producer: Producer, field: str, words: str, code: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        producer.plan(portal, a_dataset(**{field: words}))

    assert (caught.value.code, caught.value.params["field"]) == (code, field)


# Files


def test_a_replaced_file_keeps_a_title_on_which_nothing_is_said(
    portal: UdataPortal, producer: Producer
) -> None:
    producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n", title="Beau titre")))
    silent = frozenset({"title", "description", "type", "schema"})

    published = producer.publish(
        portal, a_dataset(producer.resource("a", b"a\n2\n", silent=silent))
    )

    assert published.dataset.resources[0].title == "Beau titre"


def test_resources_stand_in_the_manifests_order(portal: UdataPortal, producer: Producer) -> None:
    told = a_dataset(*(producer.resource(key, key.encode()) for key in ("c", "a", "b")))

    published = producer.publish(portal, told)

    assert [item.key for item in published.dataset.resources] == ["c", "a", "b"]


def test_two_files_of_one_name_in_one_second_both_arrive(
    portal: UdataPortal, producer: Producer
) -> None:
    told = a_dataset(
        producer.resource("a", b"a\n1\n", path="2023/effectifs.csv"),
        producer.resource("b", b"a\n2\n", path="2024/effectifs.csv"),
    )

    published = producer.publish(portal, told)

    assert len({item.url for item in published.dataset.resources}) == 2


@pytest.mark.parametrize("name", ["data/a.parquet", "data/a.tsv", "data/LISEZMOI"])
def test_an_ending_that_udata_refuses_stops_the_plan(
    portal: UdataPortal, producer: Producer, name: str
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n", path=name))

    with pytest.raises(InputError) as caught:
        producer.plan(portal, told)

    assert caught.value.code == "extension-refused"
    assert "csv" in str(caught.value.params["listed"])


def test_a_file_too_large_is_told_and_the_dataset_stays_hidden(
    start_udata: Callable[..., Udata], open_portal: Open, producer: Producer
) -> None:
    server = start_udata(max_upload=50_000)
    portal = open_portal(server=server, organization=server.new_organization("Petite"))
    plan = producer.plan(portal, a_dataset(producer.resource("a", b"x" * 100_000)))

    receipt = producer.carry_out(portal, plan)

    failures = [item.failure.code for item in receipt.outcomes if item.failure]
    assert failures == ["file-too-large"]
    (there,) = portal.find(KEY)
    assert there.dataset.visibility is Visibility.PRIVATE


def test_an_empty_file_is_a_file(portal: UdataPortal, producer: Producer) -> None:
    told = a_dataset(producer.resource("a", b""))

    assert producer.publish(portal, told).dataset.resources[0].bytes == 0
    assert producer.plan(portal, told).empty


def a_link(**changes: object) -> Resource:
    told: dict[str, object] = {
        "title": "Ailleurs",
        "description": "Un fichier d'un autre site",
        "type": ResourceType.MAIN,
        "url": "https://www.example.org/données.csv?a=1",
        "format": "CSV",
        "mime": "text/csv",
        "linked": True,
    }
    return Resource(key="ailleurs", **{**told, **changes})  # type: ignore[arg-type]


def test_a_link_is_published_and_followed(portal: UdataPortal, producer: Producer) -> None:
    published = producer.publish(portal, a_dataset(a_link()))
    assert producer.plan(portal, a_dataset(a_link())).empty

    elsewhere = "https://www.example.org/2024.csv"
    after = producer.publish(portal, a_dataset(a_link(url=elsewhere)))

    (before,), (now,) = published.dataset.resources, after.dataset.resources
    assert (now.id, now.url, now.linked) == (before.id, elsewhere, True)


def test_a_link_never_becomes_a_file(portal: UdataPortal, producer: Producer) -> None:
    producer.publish(portal, a_dataset(a_link()))

    with pytest.raises(PlanError) as caught:
        producer.plan(portal, a_dataset(producer.resource("ailleurs", b"a\n1\n")))

    assert caught.value.code == "resource-kind"


# Schemas


def published_schema(portal: Portal, producer: Producer, schema: SchemaRef) -> SchemaRef | None:
    told = a_dataset(producer.resource("a", b"a\n1\n", schema=schema))
    published = producer.publish(portal, told)
    assert producer.plan(portal, told).empty
    return published.dataset.resources[0].schema


@pytest.fixture
def with_catalogue(udata_with_catalogue: Udata, open_portal: Open) -> UdataPortal:
    organization = udata_with_catalogue.new_organization("Avec un catalogue de schémas")
    return open_portal(server=udata_with_catalogue, organization=organization)


A = CATALOGUE[0]["name"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (SchemaRef(name=A), SchemaRef(name=A)),
        (SchemaRef(name=A, version="1.0.0"), SchemaRef(name=A, version="1.0.0")),
        (SchemaRef(url=f"{SCHEMAS}/{A}/1.1.0/schema.json"), SchemaRef(name=A, version="1.1.0")),
        (SchemaRef(url=f"{SCHEMAS}/{A}/latest/schema.json"), SchemaRef(name=A)),
        (
            SchemaRef(name="ours", version="1.0.0", url="https://www.example.org/s.json"),
            SchemaRef(name="ours", version="1.0.0", url="https://www.example.org/s.json"),
        ),
    ],
)
def test_a_schema_is_foreseen_as_the_catalogue_has_it(
    with_catalogue: UdataPortal, producer: Producer, told: SchemaRef, kept: SchemaRef
) -> None:
    assert published_schema(with_catalogue, producer, told) == kept


@pytest.mark.parametrize("told", [SchemaRef(name="ours"), SchemaRef(name=A, version="9.9")])
def test_a_schema_that_the_catalogue_has_not_is_told_and_left_out(
    with_catalogue: UdataPortal, producer: Producer, told: SchemaRef
) -> None:
    resource = producer.resource("a", b"a\n1\n", schema=told)

    plan = producer.plan(with_catalogue, a_dataset(resource))

    assert "schema-not-listed" in {item.code for item in plan.notices}
    assert published_schema(with_catalogue, producer, told) is None


def test_from_a_schemas_address_to_its_name_nothing_of_the_address_stays(
    portal: UdataPortal, producer: Producer
) -> None:
    published_schema(portal, producer, SchemaRef(url="https://www.example.org/s.json"))
    named = SchemaRef(name="etalab/schema", version="1.0.0")

    assert published_schema(portal, producer, named) == named


# What became of it


def test_a_deleted_dataset_is_not_there_although_udata_still_lists_it(
    portal: UdataPortal, producer: Producer, raw: Raw
) -> None:
    published = producer.publish(portal, a_dataset())
    raw.server.api("DELETE", f"/datasets/{published.ref.dataset}/", token=raw.token)

    assert portal.read(published.ref) is None
    assert list(portal.find(KEY)) == []
    assert list(portal.catalog()) == []


def test_an_archived_dataset_is_found_told_and_made_no_second_time(
    portal: UdataPortal, producer: Producer, raw: Raw
) -> None:
    published = producer.publish(portal, a_dataset())
    raw.put(published.ref.dataset, archived="2026-01-01T00:00:00")

    plan = producer.plan(portal, a_dataset())

    assert plan.empty
    assert "dataset-archived" in {item.code for item in plan.notices}


def test_a_harvested_dataset_is_not_published_over(
    portal: UdataPortal, producer: Producer, udata: Udata
) -> None:
    published = producer.publish(portal, a_dataset())
    harvest = {"harvest": {"domain": "example.org", "remote_id": "1", "backend": "dcat"}}
    udata.set_document("dataset", published.ref.dataset, harvest)

    with pytest.raises(PlanError) as caught:
        producer.plan(portal, a_dataset(title="Autre"))

    assert caught.value.code == "harvested"


def test_the_files_of_a_private_dataset_are_public_and_the_plan_says_so(
    portal: UdataPortal, producer: Producer
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"), visibility=Visibility.PRIVATE)

    plan = producer.plan(portal, told)

    assert "private-files-public" in {item.code for item in plan.notices}
    url = producer.publish(portal, told).dataset.resources[0].url
    assert net.fetch(str(url)) == b"a\n1\n"


def test_a_creation_that_was_cut_and_will_be_shown_is_not_told_to_be_private(
    portal: UdataPortal, producer: Producer
) -> None:
    portal.create(a_dataset())

    plan = producer.plan(portal, a_dataset(silent=frozenset({"visibility"})))

    assert "private-files-public" not in {item.code for item in plan.notices}


def test_a_dataset_is_named_by_its_id_its_slug_its_page_or_its_address(
    portal: UdataPortal, producer: Producer, raw: Raw
) -> None:
    published = producer.publish(portal, a_dataset(title="Premier titre"))
    slug = raw.get(published.ref.dataset)["slug"]
    producer.publish(portal, a_dataset(title="Second titre"))  # which changes the slug

    words = (published.ref.dataset, slug, published.page, published.url)
    assert {portal.locate(word) for word in words} == {published.ref}
    assert portal.locate("https://elsewhere.example.org/datasets/premier-titre/") is None
    assert portal.locate("nothing-of-that-name") is None


# What it costs


@pytest.mark.parametrize(("locked", "most"), [(True, 2), (False, 4)])
def test_a_publication_that_changes_nothing_costs_little(
    portal: UdataPortal, open_portal: Open, producer: Producer, *, locked: bool, most: int
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    producer.publish(portal, told)
    if not locked:
        producer.lock = type(producer.lock)()
    later = open_portal()

    receipt = producer.carry_out(later, producer.plan(later, told))

    assert receipt.bytes_sent == 0
    assert later.requests <= most


def test_pages_are_followed_to_the_end(open_portal: Open, raw: Raw, organization: str) -> None:
    wishes = [f"Jeu {number}" for number in range(55)]
    for title in wishes:
        body = {"title": title, "description": "D", "organization": organization}
        raw.post("/datasets/", json=body)

    titles = sorted(item.dataset.title for item in open_portal().catalog())

    assert titles == sorted(wishes)


# Large files


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("opendata_cli.portals.udata.uploading.PART", 10)
    return 10


LARGE = bytes(range(256)) * 2 + b"the end"


def test_a_large_file_arrives_in_parts(
    portal: UdataPortal, producer: Producer, small_parts: int
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", LARGE)))

    with portal.download(resource_ref(published)) as file:
        assert file.read() == LARGE
    assert portal.requests > len(LARGE) / small_parts


class Cut(io.BytesIO):
    """A file whose reading stops after some bytes, as a process that dies."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content)
        self.after = after

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self.after:
            raise KeyboardInterrupt
        return super().read(size)


def test_a_large_file_that_was_cut_goes_on_where_it_stopped(
    portal: UdataPortal, open_portal: Open, producer: Producer, small_parts: int
) -> None:
    ref = portal.create(a_dataset())
    resource = producer.resource("a", LARGE)
    with pytest.raises(KeyboardInterrupt):
        portal.upload(ref, resource, Cut(LARGE, after=len(LARGE) - small_parts))
    later = open_portal()

    made = later.upload(ref, resource, io.BytesIO(LARGE))

    assert later.requests < 8
    with later.download(made) as file:
        assert file.read() == LARGE


def test_parts_that_udata_lost_are_sent_again(
    portal: UdataPortal, open_portal: Open, producer: Producer, small_parts: int, tmp_path: Path
) -> None:
    ref = portal.create(a_dataset())
    resource = producer.resource("a", LARGE)
    with pytest.raises(KeyboardInterrupt):
        portal.upload(ref, resource, Cut(LARGE, after=len(LARGE) - small_parts))
    memory = tmp_path / "memory" / "uploads.json"
    told = memory.read_text("utf-8")
    uuid = told.partition('"uuid": "')[2].partition('"')[0]
    memory.write_text(told.replace(uuid, "00000000-0000-4000-8000-000000000000"), "utf-8")

    made = open_portal().upload(ref, resource, io.BytesIO(LARGE))

    with portal.download(made) as file:
        assert file.read() == LARGE


def test_of_twins_made_at_once_the_later_is_taken_back(
    portal: UdataPortal, raw: Raw, organization: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both looked before either was there."""
    extras = {"opendata_key": KEY}
    wish = {"title": "T", "description": "D", "organization": organization, "private": True}
    first = raw.post("/datasets/", json={**wish, "extras": extras})
    looked = portal._keyed
    seen: list[str] = []

    def look(key: str) -> list[str]:
        seen.append(key)
        return [] if len(seen) == 1 else looked(key)

    monkeypatch.setattr(portal, "_keyed", look)

    with pytest.raises(Refused) as caught:
        portal.create(a_dataset())

    assert caught.value.code == "already-exists"
    monkeypatch.undo()
    assert portal._keyed(KEY) == [first["id"]]
