from __future__ import annotations

import datetime as dt
import json
import warnings
from dataclasses import replace

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD

from opendata_cli.dcat.catalog import Catalog, Dates, Entry, catalog_jsonld
from opendata_cli.model.dataset import (
    Checksum,
    Contact,
    Dataset,
    Resource,
    SpatialCoverage,
    TemporalCoverage,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License, find_license
from opendata_cli.model.schema import SchemaRef

BASE = "https://donnees.example.org/"
EU = "http://publications.europa.eu/resource/authority/"
SPDX = "http://spdx.org/rdf/terms#"
CATALOG = Catalog(title="Données de Ville-Exemple", publisher="Ville-Exemple", base_url=BASE)
DATES = Dates(
    issued=dt.datetime(2025, 3, 1, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-1))),
    modified=dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=1))),
)
DATASET = Dataset(
    key="8f14e45f-ceea-467f-a8a1-5d0e3c1b2a90",
    name="velo",
    title="Stationnement vélo",
    description="Arceaux \U0001f6b2\n\n**Chaque mois**.",
    license=find_license("etalab-2.0"),
    frequency=Frequency.MONTHLY,
    keywords=("vélo", "mobilité durable"),
    temporal=TemporalCoverage(start=dt.date(2024, 1, 1), end=dt.date(2026, 10, 31)),
    spatial=SpatialCoverage(granularity="fr:commune", zones=("fr:commune:35238", "x:y:z")),
    contacts=(
        Contact(name="Service données", email="donnees@example.org"),
        Contact(name="Sans adresse"),
    ),
    languages=("fr",),
    themes=("TRAN", EU + "data-theme/ENVI", "bicycles"),
    resources=(
        Resource(
            key="arceaux",
            title="Arceaux (CSV)",
            path="arceaux.csv",
            format="csv",
            mime="text/csv; charset=utf-8",
            bytes=85,
            checksum=Checksum(type="sha256", value="53" * 32),
            schema=SchemaRef(name="etalab/velo", url="https://schema.example/velo 1.json"),
            id="11111111-1111-4111-8111-111111111111",
        ),
    ),
)
ENTRY = Entry(id="22222222-2222-4222-8222-222222222222", dataset=DATASET, dates=DATES)


def graph(catalog: Catalog, *entries: Entry) -> Graph:
    document = json.dumps(catalog_jsonld(catalog, entries))
    with warnings.catch_warnings():
        # rdflib 7's own JSON-LD parser uses a class that rdflib deprecates.
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        return Graph().parse(data=document, format="json-ld")


def with_dataset(**changes: object) -> Entry:
    return replace(ENTRY, dataset=replace(DATASET, **changes))  # type: ignore[arg-type]


def told(entry: Entry) -> dict[str, object]:
    datasets = catalog_jsonld(CATALOG, [entry])["dcat:dataset"]
    assert isinstance(datasets, list)
    assert isinstance(datasets[0], dict)
    return datasets[0]


def one(found: Graph, subject: object, predicate: object) -> object:
    values = list(found.objects(subject, predicate))  # type: ignore[arg-type]
    assert len(values) == 1, values
    return values[0]


HERE = URIRef(BASE + "velo/")
FILE = URIRef(BASE + "velo/#arceaux")


@pytest.fixture(scope="module")
def feed() -> Graph:
    return graph(CATALOG, ENTRY)


def test_the_catalogue_holds_the_dataset_and_the_dataset_its_distribution(feed: Graph) -> None:
    assert (URIRef(BASE), DCAT.dataset, HERE) in feed
    assert (HERE, DCAT.distribution, FILE) in feed
    assert one(feed, FILE, DCAT.downloadURL) == URIRef(BASE + "velo/arceaux.csv")
    assert one(feed, FILE, DCAT.accessURL) == URIRef(BASE + "velo/index.html")


def test_the_identifier_outlives_the_address(feed: Graph) -> None:
    expected = Literal("urn:uuid:8f14e45f-ceea-467f-a8a1-5d0e3c1b2a90")

    assert one(feed, HERE, DCTERMS.identifier) == expected
    moved = graph(replace(CATALOG, base_url="https://elsewhere.example/d"), ENTRY)
    assert one(moved, URIRef("https://elsewhere.example/d/velo/"), DCTERMS.identifier) == expected


def test_a_key_that_is_no_uuid_gives_way_to_our_id() -> None:
    found = graph(CATALOG, with_dataset(key="velo"))

    assert one(found, HERE, DCTERMS.identifier) == Literal(
        "urn:uuid:22222222-2222-4222-8222-222222222222"
    )


def test_words_carry_their_language(feed: Graph) -> None:
    assert one(feed, HERE, DCTERMS.title) == Literal("Stationnement vélo", lang="fr")
    assert set(feed.objects(HERE, DCAT.keyword)) == {
        Literal("vélo", lang="fr"),
        Literal("mobilité durable", lang="fr"),
    }


@pytest.mark.parametrize(
    ("languages", "expected"), [((), "fr"), (("en", "fr"), "fr"), (("br",), "br")]
)
def test_the_catalogues_language_comes_first(languages: tuple[str, ...], expected: str) -> None:
    found = graph(CATALOG, with_dataset(languages=languages))

    assert one(found, HERE, DCTERMS.title) == Literal("Stationnement vélo", lang=expected)


def test_days_are_those_of_utc_and_times_end_in_z() -> None:
    node = told(ENTRY)

    assert node["dct:issued"] == {"@type": "xsd:date", "@value": "2025-03-02"}
    assert node["dct:modified"] == {"@type": "xsd:dateTime", "@value": "2026-11-20T08:30:00Z"}


def test_a_period_is_a_blank_node_with_full_days(feed: Graph) -> None:
    period = one(feed, HERE, DCTERMS.temporal)

    assert not isinstance(period, URIRef)
    assert one(feed, period, DCAT.startDate) == Literal("2024-01-01", datatype=XSD.date)
    assert one(feed, period, DCAT.endDate) == Literal("2026-10-31", datatype=XSD.date)


def test_an_open_period_has_no_end_and_an_empty_one_is_not_told() -> None:
    opened = TemporalCoverage(start=dt.date(2024, 1, 1), end=None)
    found = graph(CATALOG, with_dataset(temporal=opened))
    assert list(found.objects(None, DCAT.endDate)) == []

    empty = TemporalCoverage(start=None, end=None)
    found = graph(CATALOG, with_dataset(temporal=empty))
    assert list(found.objects(None, DCTERMS.temporal)) == []


def test_values_of_the_eus_tables_are_typed_and_unknown_ones_left_out(feed: Graph) -> None:
    assert one(feed, HERE, DCTERMS.accrualPeriodicity) == URIRef(EU + "frequency/MONTHLY")
    assert one(feed, HERE, DCTERMS.language) == URIRef(EU + "language/FRA")
    assert set(feed.objects(HERE, DCAT.theme)) == {
        URIRef(EU + "data-theme/TRAN"),
        URIRef(EU + "data-theme/ENVI"),
    }
    assert one(feed, HERE, DCTERMS.spatial) == URIRef("http://id.insee.fr/geo/commune/35238")
    assert one(feed, FILE, DCTERMS["format"]) == URIRef(EU + "file-type/CSV")
    assert (URIRef(EU + "frequency/MONTHLY"), RDF.type, DCTERMS.Frequency) in feed
    assert (URIRef(EU + "file-type/CSV"), RDF.type, DCTERMS.MediaTypeOrExtent) in feed


def test_a_checksum_is_a_plain_literal(feed: Graph) -> None:
    checksum = one(feed, FILE, URIRef(SPDX + "checksum"))

    assert one(feed, checksum, URIRef(SPDX + "checksumValue")) == Literal("53" * 32)
    assert one(feed, checksum, URIRef(SPDX + "algorithm")) == URIRef(
        SPDX + "checksumAlgorithm_sha256"
    )


def test_a_size_is_a_non_negative_integer(feed: Graph) -> None:
    assert one(feed, FILE, DCAT.byteSize) == Literal("85", datatype=XSD.nonNegativeInteger)


def test_a_media_type_has_the_label_by_which_ckan_knows_it() -> None:
    distributions = told(ENTRY)["dcat:distribution"]

    assert isinstance(distributions, list)
    assert distributions[0]["dcat:mediaType"] == {
        "@id": "https://www.iana.org/assignments/media-types/text/csv",
        "@type": "dct:MediaType",
        "rdfs:label": "text/csv",
    }


def test_a_licence_is_told_by_the_page_portals_know(feed: Graph) -> None:
    page = URIRef("https://www.etalab.gouv.fr/licence-ouverte-open-licence")

    assert one(feed, FILE, DCTERMS.license) == page
    assert one(feed, page, DCTERMS.title) == Literal("Licence Ouverte / Open Licence version 2.0")


def test_a_licence_without_a_page_is_told_by_its_name() -> None:
    found = graph(CATALOG, with_dataset(license=License(name="maison")))

    assert one(found, one(found, FILE, DCTERMS.license), DCTERMS.title) == Literal("maison")


def test_a_contact_without_an_address_is_left_out(feed: Graph) -> None:
    contact = one(feed, HERE, DCAT.contactPoint)

    mail = URIRef("http://www.w3.org/2006/vcard/ns#hasEmail")
    assert one(feed, contact, mail) == URIRef("mailto:donnees@example.org")


def test_a_schemas_address_is_made_an_iri(feed: Graph) -> None:
    assert one(feed, FILE, DCTERMS.conformsTo) == URIRef("https://schema.example/velo%201.json")


def test_without_a_base_every_address_is_relative() -> None:
    document = json.dumps(catalog_jsonld(replace(CATALOG, base_url=None), [ENTRY]))

    assert '"dcat:downloadURL": {"@id": "velo/arceaux.csv"}' in document
    assert BASE not in document


def test_an_empty_catalogue_is_still_one() -> None:
    found = graph(CATALOG)

    assert (URIRef(BASE), RDF.type, DCAT.Catalog) in found
    assert list(found.objects(None, DCAT.dataset)) == []


def test_the_context_is_inside() -> None:
    context = catalog_jsonld(CATALOG, [])["@context"]

    assert isinstance(context, dict)
    assert all(value.startswith("http") and value[-1] in "#/" for value in context.values())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("https://www.example.org/velo", ["https://www.example.org/velo"]),
        ("HTTP://example.org/", ["HTTP://example.org/"]),
        ("javascript:alert(1)", []),
        ("data:text/html,x", []),
        ("file:///etc/passwd", []),
    ],
)
def test_only_pages_of_the_web_are_linked(told: str, expected: list[str]) -> None:
    dataset = replace(DATASET, homepage=told, contacts=(Contact(name="Service", url=told),))
    entry = Entry(id="one", dataset=dataset, dates=DATES)

    text = json.dumps(catalog_jsonld(CATALOG, [entry]))

    (node,) = json.loads(text)["dcat:dataset"]
    pages = [node["foaf:page"]["@id"]] if "foaf:page" in node else []
    contacts = [item["vcard:hasURL"]["@id"] for item in node.get("dcat:contactPoint", [])]
    assert (pages, contacts) == (expected, expected)
