"""A whole catalogue as DCAT-AP 3, in the shape that udata and CKAN both harvest.

Everything is in one file with its context inside; identifiers are `urn:uuid:` or the
key as it is, so that a moved site keeps them; checksums are plain literals (udata fails
on xsd:hexBinary, which DCAT-AP would prefer); times are UTC.
Source: https://semiceu.github.io/DCAT-AP/releases/3.0.0/ and what the harvesters of
udata 17.18 and ckanext-dcat 2.4.4 were seen to read.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from opendata_cli.dcat import nodes
from opendata_cli.dcat.nodes import Node
from opendata_cli.model.dataset import Dataset, Resource

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When something was first published, and last changed."""

    issued: dt.datetime
    modified: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A dataset of the catalogue.

    `dataset.name` is its folder in the catalogue, and each resource's `path` its file in
    that folder; `resources` gives dates by resource key.
    """

    id: str
    dataset: Dataset
    dates: Dates
    resources: Mapping[str, Dates] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """What is said of the catalogue itself.

    `language` is ISO 639-1. `base_url` is where the folder is served, None when that is
    not known: every address is then relative, and the feed cannot be harvested.
    """

    title: str
    description: str = ""
    language: str = "fr"
    publisher: str | None = None
    base_url: str | None = None

    def address(self, *parts: str) -> str:
        """The address of a file of the catalogue, from its path in the folder."""
        path = "/".join(quote(part) for part in parts)
        return path if self.base_url is None else f"{self.base_url.rstrip('/')}/{path}"


def catalog_jsonld(catalog: Catalog, entries: Sequence[Entry]) -> dict[str, object]:
    """The catalogue and its datasets, in the order given, as one JSON-LD document."""
    document: dict[str, object] = {
        "@context": CONTEXT,
        "@id": catalog.address(""),
        "@type": "dcat:Catalog",
        "dct:title": nodes.text(catalog.title, catalog.language),
        "dct:description": nodes.text(catalog.description or catalog.title, catalog.language),
        "dct:language": nodes.languages([catalog.language]),
        "dct:publisher": _publisher(catalog),
        "foaf:homepage": {"@id": catalog.address("index.html"), "@type": "foaf:Document"},
        "dcat:themeTaxonomy": nodes.theme_taxonomy(catalog.language),
    }
    if entries:
        document["dct:issued"] = nodes.date(min(entry.dates.issued for entry in entries))
        document["dct:modified"] = nodes.moment(max(entry.dates.modified for entry in entries))
    document["dcat:dataset"] = [dataset_node(catalog, entry) for entry in entries]
    return document


def dataset_node(catalog: Catalog, entry: Entry) -> Node:
    """One dataset with its distributions."""
    dataset = entry.dataset
    language = _language(catalog, dataset)
    page = catalog.address(dataset.name, "index.html")
    return nodes.said(
        {
            "@id": catalog.address(dataset.name, ""),
            "@type": "dcat:Dataset",
            "dct:identifier": _identifier(entry),
            "dct:title": nodes.text(dataset.title or dataset.name, language),
            "dct:description": nodes.text(dataset.description, language),
            "dcat:keyword": [nodes.text(word, language) for word in dataset.keywords],
            "dcat:theme": nodes.themes(dataset.themes, catalog.language),
            "dct:publisher": _dataset_publisher(catalog, dataset),
            "dcat:contactPoint": nodes.contacts(dataset.contacts, catalog.address("")),
            "dct:issued": nodes.date(entry.dates.issued),
            "dct:modified": nodes.moment(entry.dates.modified),
            "dct:accrualPeriodicity": nodes.frequency(dataset.frequency),
            "dct:language": nodes.languages(dataset.languages),
            "dct:accessRights": nodes.PUBLIC,
            "dct:temporal": nodes.period(dataset.temporal),
            "dct:spatial": nodes.places(dataset.spatial),
            "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
            "foaf:page": nodes.document(dataset.homepage),
            "dcat:distribution": [
                _distribution(catalog, entry, resource) for resource in dataset.resources
            ],
        }
    )


def _distribution(catalog: Catalog, entry: Entry, resource: Resource) -> Node:
    dataset = entry.dataset
    language = _language(catalog, dataset)
    name = resource.path or resource.key
    fragment = quote(resource.key, safe="", errors="replace")
    dates = entry.resources.get(resource.key, entry.dates)
    home = catalog.address(dataset.name, "")
    return nodes.said(
        {
            "@id": f"{home}#{fragment}",
            "@type": "dcat:Distribution",
            "dct:identifier": resource.id,
            "dct:title": nodes.text(resource.title or resource.key, language),
            "dct:description": nodes.text(resource.description, language),
            "dcat:accessURL": {"@id": catalog.address(dataset.name, "index.html")},
            "dcat:downloadURL": {"@id": catalog.address(dataset.name, name)},
            "dct:license": nodes.licence(dataset.license),
            "dct:format": nodes.file_format(resource.format),
            "dcat:mediaType": nodes.media_type(resource.mime),
            "dcat:byteSize": nodes.size(resource.bytes),
            "dct:issued": nodes.date(dates.issued),
            "dct:modified": nodes.moment(dates.modified),
            "dct:conformsTo": nodes.standard(resource.schema),
            "dct:temporal": nodes.period(resource.temporal),
            "spdx:checksum": nodes.checksum(resource.checksum),
        }
    )


def _language(catalog: Catalog, dataset: Dataset) -> str:
    """The language of the dataset's own words: the catalogue's whenever it may be."""
    known = dataset.languages
    return catalog.language if not known or catalog.language in known else known[0]


def _identifier(entry: Entry) -> str:
    key = entry.dataset.key
    for candidate in (key, entry.id):
        try:
            return uuid.UUID(candidate).urn
        except ValueError:
            continue
    return key


def _publisher(catalog: Catalog) -> Node:
    agent = nodes.agent(catalog.publisher or catalog.title, catalog.language)
    return {**_publisher_ref(catalog), **agent}


def _dataset_publisher(catalog: Catalog, dataset: Dataset) -> Node:
    if dataset.organization is None or dataset.organization == catalog.publisher:
        return _publisher_ref(catalog)
    return nodes.agent(dataset.organization, catalog.language)


def _publisher_ref(catalog: Catalog) -> Node:
    return {"@id": catalog.address("") + "#publisher"}
