"""What udata does that costs people a title, a link, a tag or a dataset: whose key, whose dataset.

Each test is a trap observed on a real server, and is held on a real server.
"""

from __future__ import annotations

import pytest
from tests.contract.contract_kit import Producer, a_dataset
from tests.contract.udata_kit import OpenUdata, Raw
from tests.servers.udata import Udata

from opendata_cli.errors import (
    ConfigError,
    CredentialsError,
    NotAllowed,
    NotAuthenticated,
    PlanError,
)
from opendata_cli.model.secret import Secret
from opendata_cli.portals.udata.portal import UdataPortal


@pytest.fixture
def portal(open_udata: OpenUdata) -> UdataPortal:
    return open_udata()


# Who speaks


def test_a_cookie_of_an_earlier_request_never_speaks_for_another_key(
    open_udata: OpenUdata, udata: Udata
) -> None:
    keys = [udata.tokens["editor"]]
    client = open_udata(key=lambda: Secret(value=keys[-1], source="a test"))._client
    client.me()
    keys.append("udata_nobody")
    client.api._headers = None  # the key is asked for again

    with pytest.raises(NotAuthenticated):
        client.me()


def test_a_wrong_key_is_told_with_where_it_was_read_and_never_shown(open_udata: OpenUdata) -> None:
    key = "udata_wrong"
    portal = open_udata(key=lambda: Secret(value=key, source="OPENDATA_TOKEN_UDATA"))

    with pytest.raises(NotAuthenticated) as caught:
        portal.whoami()

    told = caught.value.params
    assert (caught.value.code, told["reason"]) == ("key-refused", "invalid")
    assert told["source"] == "OPENDATA_TOKEN_UDATA"
    assert key not in repr(caught.value) + repr(portal.__dict__)


def test_a_revoked_key_is_told_to_be(open_udata: OpenUdata, raw: Raw, udata: Udata) -> None:
    made = raw.post("/me/api_tokens/", json={"name": "for a test"})
    udata.api("DELETE", f"/me/api_tokens/{made['id']}/", token=raw.token)
    portal = open_udata(key=lambda: Secret(value=made["token"], source="a test"))

    with pytest.raises(NotAuthenticated) as caught:
        portal.whoami()

    assert caught.value.params["reason"] == "revoked"


def no_key() -> Secret:
    raise CredentialsError("missing-token", portal="udata")


def test_without_a_key_a_public_dataset_is_read_and_nothing_is_planned(
    portal: UdataPortal, open_udata: OpenUdata, producer: Producer
) -> None:
    published = producer.publish(portal, a_dataset(producer.resource("a", b"a\n1\n")))
    stranger = open_udata(key=no_key)

    assert stranger.read(published.ref) is not None
    with pytest.raises(CredentialsError):
        producer.plan(stranger, a_dataset(producer.resource("a", b"a\n2\n")))


def test_the_editor_is_known_with_its_role(portal: UdataPortal, organization: str) -> None:
    identity = portal.whoami()

    assert identity.who == "Editor Test <editor@example.org>"
    assert identity.may_publish
    assert ("editor", organization) in [(item.role, item.id) for item in identity.organizations]


def test_an_outsider_may_not_publish_and_the_plan_says_so(
    open_udata: OpenUdata, udata: Udata, producer: Producer
) -> None:
    outsider = open_udata(key=lambda: Secret(value=udata.tokens["outsider"], source="a test"))

    assert not outsider.whoami().may_publish
    with pytest.raises(NotAllowed) as caught:
        producer.plan(outsider, a_dataset(producer.resource("a", b"a\n1\n")))
    assert caught.value.code == "not-a-member"


def test_who_may_not_edit_a_dataset_is_told_before_anything_is_sent(
    portal: UdataPortal, open_udata: OpenUdata, udata: Udata, producer: Producer
) -> None:
    producer.publish(portal, a_dataset())
    outsider = open_udata(key=lambda: Secret(value=udata.tokens["outsider"], source="a test"))

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
    open_udata: OpenUdata, udata: Udata, organization: str
) -> None:
    known = udata.api("GET", f"/organizations/{organization}/").json()

    words = (known["slug"], known["slug"].upper(), known["name"], known["name"].upper())
    for word in words:
        assert open_udata(organization=word).whoami().organization == known["name"]


def test_an_unknown_organization_is_told_with_those_of_the_key(
    open_udata: OpenUdata, producer: Producer
) -> None:
    with pytest.raises(ConfigError) as caught:
        producer.plan(open_udata(organization="nulle-part"), a_dataset())

    assert caught.value.code == "unknown-organization"
    assert caught.value.params["known"]


def test_no_organization_at_all_asks_which_one(open_udata: OpenUdata, producer: Producer) -> None:
    with pytest.raises(ConfigError) as caught:
        producer.plan(open_udata(organization=None), a_dataset())

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
