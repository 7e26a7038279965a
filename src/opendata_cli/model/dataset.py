"""A dataset and its resources, in the words of Data Package, DCAT-AP, udata and CKAN."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License
from opendata_cli.model.schema import SchemaRef


class Visibility(StrEnum):
    """Who sees the dataset on its portal."""

    PUBLIC = "public"
    PRIVATE = "private"


class ResourceType(StrEnum):
    """What a resource is for; udata's own list."""

    MAIN = "main"
    DOCUMENTATION = "documentation"
    UPDATE = "update"
    API = "api"
    CODE = "code"
    OTHER = "other"


class Origin(StrEnum):
    """Where a value comes from: a person, the data, or the data without certainty."""

    TOLD = "told"
    FOUND = "found"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """Hexadecimal digest of a file; `type` in sha256, sha1, md5."""

    type: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to write to. `role` is the Data Package's contributor role."""

    name: str
    email: str | None = None
    url: str | None = None
    role: str = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows a found value: the place (`column`, `sheet`, `file-name`) and its content."""

    where: str
    what: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalCoverage:
    """The period the data speak of, both days included; `end` None is "still open".

    `precision` is "day", "month" or "year"; `confidence` goes from 0 to 1. Two
    coverages are equal when their days are: how they were found does not count.
    """

    start: dt.date | None
    end: dt.date | None
    precision: str = field(default="day", compare=False)
    origin: Origin = field(default=Origin.TOLD, compare=False)
    confidence: float = field(default=1.0, compare=False)
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialCoverage:
    """The places the data speak of; identifiers are udata's (`fr:commune`, `fr:commune:35238`)."""

    granularity: str | None = None
    zones: tuple[str, ...] = ()
    origin: Origin = field(default=Origin.TOLD, compare=False)
    confidence: float = field(default=1.0, compare=False)
    evidence: tuple[Evidence, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One file of a dataset.

    `key` is ours (the Data Package's resource name), `id`, `url` and `permalink`
    are the portal's. `path` is relative to the manifest's folder. A `linked` resource
    has no file of ours: its `url` is told, and leads to a file that lives elsewhere.
    `silent` names the fields about which nothing is said: publishing leaves them alone.
    """

    key: str
    title: str = ""
    description: str = ""
    type: ResourceType = ResourceType.MAIN
    path: str | None = None
    format: str | None = None
    mime: str | None = None
    encoding: str | None = None
    rows: int | None = None
    columns: int | None = None
    bytes: int | None = None
    checksum: Checksum | None = None
    sha1: str | None = None
    schema: SchemaRef | None = None
    temporal: TemporalCoverage | None = None
    spatial: SpatialCoverage | None = None
    id: str | None = None
    url: str | None = None
    permalink: str | None = None
    linked: bool = False
    silent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A dataset: what is wanted (from a manifest) or what a portal has.

    `key` is our identity, kept on the portal as extra `opendata_key`. `silent`
    names the fields about which nothing is said: publishing leaves them alone,
    where an empty value would clear them.
    """

    key: str
    name: str = ""
    title: str = ""
    description: str = ""
    organization: str | None = None
    license: License | None = None
    frequency: Frequency | None = None
    keywords: tuple[str, ...] = ()
    temporal: TemporalCoverage | None = None
    spatial: SpatialCoverage | None = None
    contacts: tuple[Contact, ...] = ()
    languages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    homepage: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    extras: Mapping[str, object] = field(default_factory=dict)
    resources: tuple[Resource, ...] = ()
    silent: frozenset[str] = frozenset()


DATASET_FIELDS = (
    "key",
    "title",
    "description",
    "organization",
    "license",
    "frequency",
    "keywords",
    "temporal",
    "spatial",
    "contacts",
    "languages",
    "themes",
    "homepage",
    "visibility",
)
"""The fields of a dataset that publishing compares, `extras` apart, in the order shown."""

RESOURCE_FIELDS = (
    "key",
    "title",
    "description",
    "type",
    "format",
    "mime",
    "encoding",
    "schema",
    "temporal",
    "spatial",
    "rows",
    "columns",
    "bytes",
    "checksum",
)
"""The fields of a resource that publishing compares, in the order shown."""
