"""The parts of the EU's authority tables that a feed needs, and where they come from.

Source: the Publications Office's authority tables under
http://publications.europa.eu/resource/authority/, and the INSEE's geographical
identifiers under http://id.insee.fr/geo/. A code is here only when it is known to be
there: a feed says nothing rather than something false.
"""

from __future__ import annotations

AUTHORITY = "http://publications.europa.eu/resource/authority/"
FILE_TYPE = AUTHORITY + "file-type/"
LANGUAGE = AUTHORITY + "language/"
THEME_SCHEME = AUTHORITY + "data-theme"
PUBLIC_ACCESS = AUTHORITY + "access-right/PUBLIC"
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
SHA_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_"

FILE_TYPES = {
    "csv": "CSV",
    "doc": "DOC",
    "docx": "DOCX",
    "geojson": "GEOJSON",
    "gml": "GML",
    "gpkg": "GPKG",
    "gz": "GZIP",
    "html": "HTML",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "json": "JSON",
    "jsonld": "JSON_LD",
    "kml": "KML",
    "kmz": "KMZ",
    "ods": "ODS",
    "odt": "ODT",
    "parquet": "PARQUET",
    "pdf": "PDF",
    "png": "PNG",
    "shp": "SHP",
    "tsv": "TSV",
    "txt": "TXT",
    "xls": "XLS",
    "xlsx": "XLSX",
    "xml": "XML",
    "zip": "ZIP",
}
"""Our formats → codes of the table `file-type`."""

LANGUAGES = {
    "br": "BRE",
    "ca": "CAT",
    "co": "COS",
    "de": "DEU",
    "en": "ENG",
    "es": "SPA",
    "eu": "EUS",
    "fr": "FRA",
    "it": "ITA",
    "nl": "NLD",
    "oc": "OCI",
    "pt": "POR",
}
"""ISO 639-1 → codes of the table `language` (ISO 639-3, upper case)."""

THEMES = {
    "AGRI": {
        "fr": "Agriculture, pêche, sylviculture et alimentation",
        "en": "Agriculture, fisheries, forestry and food",
    },
    "ECON": {"fr": "Économie et finances", "en": "Economy and finance"},
    "EDUC": {"fr": "Éducation, culture et sport", "en": "Education, culture and sport"},
    "ENER": {"fr": "Énergie", "en": "Energy"},
    "ENVI": {"fr": "Environnement", "en": "Environment"},
    "GOVE": {"fr": "Gouvernement et secteur public", "en": "Government and public sector"},
    "HEAL": {"fr": "Santé", "en": "Health"},
    "INTR": {"fr": "Questions internationales", "en": "International issues"},
    "JUST": {
        "fr": "Justice, système juridique et sécurité publique",
        "en": "Justice, legal system and public safety",
    },
    "REGI": {"fr": "Régions et villes", "en": "Regions and cities"},
    "SOCI": {"fr": "Population et société", "en": "Population and society"},
    "TECH": {"fr": "Science et technologie", "en": "Science and technology"},
    "TRAN": {"fr": "Transports", "en": "Transport"},
}
"""Codes of the table `data-theme` and its own labels."""

ZONES = {
    "country:fr": AUTHORITY + "country/FRA",
    "fr:commune:": "http://id.insee.fr/geo/commune/",
    "fr:departement:": "http://id.insee.fr/geo/departement/",
    "fr:region:": "http://id.insee.fr/geo/region/",
}
"""udata's zones → URIs; a name that ends in `:` is followed by the code on both sides."""


def theme_code(theme: str) -> str | None:
    """The code that `theme` tells, be it a code or a URI of the table; None when it is neither."""
    code = theme.strip().rstrip("/").rsplit("/", 1)[-1].upper()
    return code if code in THEMES else None


def zone_uri(zone: str) -> str | None:
    """The URI of one of udata's zones; None for a kind of zone that is not in the table."""
    if zone in ZONES:
        return ZONES[zone]
    prefix, _, code = zone.rpartition(":")
    base = ZONES.get(prefix + ":")
    return base + code if base and code.isalnum() and code.isascii() else None
