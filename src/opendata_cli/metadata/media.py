"""What a file is: its format's name and media type, from a table of our own.

The operating system's table differs from one machine to the next. Source of the
types: https://www.iana.org/assignments/media-types/
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from opendata_cli.model.table import Dialect, FileFormat

UNKNOWN = "application/octet-stream"

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OASIS = "application/vnd.oasis.opendocument."

MEDIA_TYPES: Mapping[str, str] = {
    "7z": "application/x-7z-compressed",
    "doc": "application/msword",
    "docx": _OFFICE + "wordprocessingml.document",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "gz": "application/gzip",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "md": "text/markdown",
    "odt": _OASIS + "text",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "png": "image/png",
    "rdf": "application/rdf+xml",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "tar": "application/x-tar",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "txt": "text/plain",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
    **{kind.value: kind.mime for kind in FileFormat},
}


def media_of_name(name: str) -> tuple[str | None, str]:
    """Format and media type of a file by its extension; no format without one."""
    extension = PurePath(name).suffix.lstrip(".").lower()
    return extension or None, MEDIA_TYPES.get(extension, UNKNOWN)


def media_of_table(dialect: Dialect) -> tuple[str, str]:
    """Format and media type of a table, by what its content was found to be.

    A compressed table is named by both (`csv.gz`) and typed by what wraps it.
    """
    kind = (dialect.format or FileFormat.CSV).value
    if dialect.format is FileFormat.CSV and dialect.delimiter == "\t":
        kind = "tsv"
    if dialect.compression is None:
        return kind, MEDIA_TYPES[kind]
    return f"{kind}.{dialect.compression}", MEDIA_TYPES[dialect.compression]
