"""The small nodes of a DCAT-AP feed, each with the rdf:type that its shapes demand.

A value that cannot be told rightly gives None, and `said` leaves it out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from opendata_cli.dcat.vocabularies import (
    FILE_TYPE,
    FILE_TYPES,
    LANGUAGE,
    LANGUAGES,
    MEDIA_TYPE,
    PUBLIC_ACCESS,
    SHA_ALGORITHM,
    THEME_SCHEME,
    THEMES,
    theme_code,
    zone_uri,
)
from opendata_cli.model.dataset import Checksum, Contact, SpatialCoverage, TemporalCoverage
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License
from opendata_cli.model.schema import SchemaRef

Node = dict[str, object]

PUBLIC: Node = {"@id": PUBLIC_ACCESS, "@type": "dct:RightsStatement"}

_IRI_SAFE = ":/?#[]@!$&'()*+,;=-._~%"
_ALGORITHMS = ("md5", "sha1", "sha256")


def said(node: Mapping[str, object]) -> Node:
    """`node` without what it does not say: None, and empty lists."""
    return {name: value for name, value in node.items() if value is not None and value != []}


def text(value: str, language: str) -> Node | None:
    """Words in a language; None when there are none."""
    tag = language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*", language) else "und"
    return {"@language": tag, "@value": value} if value.strip() else None


def date(moment_: dt.datetime) -> Node:
    """The UTC day of a moment."""
    return _day(moment_.astimezone(dt.UTC).date())


def moment(moment_: dt.datetime) -> Node:
    """A moment, in UTC: udata takes the clock time of any other zone for UTC."""
    value = f"{moment_.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {"@type": "xsd:dateTime", "@value": value}


def languages(told: Sequence[str]) -> list[Node]:
    """The languages that the EU's table is known to hold."""
    codes = (LANGUAGES.get(language.lower()) for language in told)
    return [{"@id": LANGUAGE + code, "@type": "dct:LinguisticSystem"} for code in codes if code]


def theme_taxonomy(language: str) -> Node:
    """The EU's table of themes itself."""
    names = {"fr": "Thèmes de données de l’UE", "en": "EU data themes"}
    tag = language if language in names else "en"
    return {
        "@id": THEME_SCHEME,
        "@type": "skos:ConceptScheme",
        "dct:title": text(names[tag], tag),
    }


def themes(told: Sequence[str], language: str) -> list[Node]:
    """Themes with the label that makes a tag of them in udata; unknown ones are left out."""
    codes = [code for code in map(theme_code, told) if code]
    tag = language if language in ("fr", "en") else "en"
    return [
        {
            "@id": f"{THEME_SCHEME}/{code}",
            "@type": "skos:Concept",
            "skos:prefLabel": text(THEMES[code][tag], tag),
            "skos:inScheme": {"@id": THEME_SCHEME},
        }
        for code in codes
    ]


def agent(name: str, language: str) -> Node:
    """Who publishes."""
    return {"@type": "foaf:Agent", "foaf:name": text(name, language)}


def contacts(told: Sequence[Contact], base: str) -> list[Node]:
    """Whom to write to: only those with an address, which udata demands."""
    return [_contact(item, base) for item in told if item.email or _web(item.url)]


def _contact(contact: Contact, base: str) -> Node:
    same = f"{contact.name}\n{contact.email}\n{contact.url}"
    mark = hashlib.sha256(same.encode("utf-8", "replace")).hexdigest()[:12]
    url = _web(contact.url)
    mail = quote(contact.email or "", safe="@+.-_", errors="replace")
    return said(
        {
            "@id": f"{base}#contact-{mark}",
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": contact.name or contact.email,
            "vcard:hasEmail": {"@id": "mailto:" + mail} if mail else None,
            "vcard:hasURL": {"@id": iri(url)} if url else None,
        }
    )


def frequency(told: Frequency | None) -> Node | None:
    """How often, by the EU's URI; no label, which CKAN would keep instead of it."""
    return {"@id": told.uri, "@type": "dct:Frequency"} if told else None


def period(told: TemporalCoverage | None) -> Node | None:
    """A blank node: udata would fetch a named one and lose the days. Full days only."""
    if told is None or (told.start is None and told.end is None):
        return None
    return said(
        {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(told.start) if told.start else None,
            "dcat:endDate": _day(told.end) if told.end else None,
        }
    )


def places(told: SpatialCoverage | None) -> list[Node]:
    """The zones that have a URI."""
    uris = (zone_uri(zone) for zone in (told.zones if told else ()))
    return [{"@id": uri, "@type": "dct:Location"} for uri in uris if uri]


def document(url: str | None) -> Node | None:
    """A page of the web: what else a browser may run is no link."""
    return {"@id": iri(url), "@type": "foaf:Document"} if url and _web(url) else None


def licence(told: License | None) -> Node | None:
    """A licence by the page portals know, with dct:title: rdfs:label would hide it in udata."""
    if told is None:
        return None
    url = told.url or told.eu
    return said(
        {
            "@id": iri(url) if url else None,
            "@type": "dct:LicenseDocument",
            "dct:title": told.title or told.name,
        }
    )


def file_format(told: str | None) -> Node | None:
    """A format by the EU's URI, else by its name."""
    if not told:
        return None
    code = FILE_TYPES.get(told.lower().rsplit(".", 1)[-1])
    known = {"@id": FILE_TYPE + code} if code else {"rdfs:label": told}
    return {**known, "@type": "dct:MediaTypeOrExtent"}


def media_type(told: str | None) -> Node | None:
    """A media type by IANA's page, with the label by which CKAN knows it."""
    name = (told or "").partition(";")[0].strip().lower()
    if not re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", name):
        return None
    return {"@id": MEDIA_TYPE + name, "@type": "dct:MediaType", "rdfs:label": name}


def size(told: int | None) -> Node | None:
    """Bytes, in the one type that DCAT-AP takes."""
    return None if told is None else {"@type": "xsd:nonNegativeInteger", "@value": str(told)}


def standard(told: SchemaRef | None) -> Node | None:
    """The schema, when it has an address."""
    if told is None or not told.url:
        return None
    return said({"@id": iri(told.url), "@type": "dct:Standard", "dct:title": told.name or told.url})


def checksum(told: Checksum | None) -> Node | None:
    """A digest as a plain literal: udata fails the whole dataset on xsd:hexBinary."""
    if told is None or told.type not in _ALGORITHMS:
        return None
    algorithm = {"@id": SHA_ALGORITHM + told.type, "@type": "spdx:ChecksumAlgorithm"}
    return {
        "@type": "spdx:Checksum",
        "spdx:algorithm": algorithm,
        "spdx:checksumValue": {"@value": told.value},
    }


def iri(told: str) -> str:
    """An address with what an IRI cannot hold escaped."""
    return quote(told.strip(), safe=_IRI_SAFE, errors="replace")


def _web(url: str | None) -> str | None:
    return url if url and re.match(r"https?://", url.strip(), re.IGNORECASE) else None


def _day(day: dt.date) -> Node:
    return {"@type": "xsd:date", "@value": day.isoformat()}
