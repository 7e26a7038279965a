"""What udata does that costs people a title, a tag or a dataset: fields, and what becomes of them.

Each test is a trap observed on a real server, and is held on a real server.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from tests.contract.contract_kit import KEY, Producer, a_dataset
from tests.contract.udata_kit import OpenUdata, Raw, resource_ref
from tests.servers.udata import Udata

from opendata_cli import net
from opendata_cli.errors import (
    ConfigError,
    PlanError,
    Refused,
)
from opendata_cli.model.dataset import (
    Contact,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License
from opendata_cli.portals.udata.portal import UdataPortal


@pytest.fixture
def portal(open_udata: OpenUdata) -> UdataPortal:
    return open_udata()


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


@pytest.mark.parametrize("change", [{"title": "Autre"}, {"visibility": Visibility.PUBLIC}])
def test_an_old_keyword_that_udata_takes_no_more_stops_the_plan(
    portal: UdataPortal, producer: Producer, udata: Udata, change: dict[str, Any]
) -> None:
    """It would have to be said again with the change, which would be refused half-way."""
    silent = frozenset({"keywords"})
    published = producer.publish(portal, a_dataset(visibility=Visibility.PRIVATE))
    udata.set_document("dataset", published.ref.dataset, {"tags": ["ab"]})
    told = {"visibility": Visibility.PRIVATE, "silent": silent, **change}

    with pytest.raises(ConfigError) as caught:
        producer.plan(portal, a_dataset(**told))

    assert caught.value.code == "old-keywords-refused"


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


# Twins


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


# What it costs


@pytest.mark.parametrize(("locked", "most"), [(True, 2), (False, 4)])
def test_a_publication_that_changes_nothing_costs_little(
    portal: UdataPortal, open_udata: OpenUdata, producer: Producer, *, locked: bool, most: int
) -> None:
    told = a_dataset(producer.resource("a", b"a\n1\n"))
    producer.publish(portal, told)
    if not locked:
        producer.lock = type(producer.lock)()
    later = open_udata()

    receipt = producer.carry_out(later, producer.plan(later, told))

    assert receipt.bytes_sent == 0
    assert later.requests <= most


def test_pages_are_followed_to_the_end(open_udata: OpenUdata, raw: Raw, organization: str) -> None:
    wishes = [f"Jeu {number}" for number in range(55)]
    for title in wishes:
        body = {"title": title, "description": "D", "organization": organization}
        raw.post("/datasets/", json=body)

    titles = sorted(item.dataset.title for item in open_udata().catalog())

    assert titles == sorted(wishes)
