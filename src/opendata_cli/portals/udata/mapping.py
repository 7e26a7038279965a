"""udata's words ↔ ours: what a dataset of udata is to us, and what we say to it.

Source: udata `core/dataset/models.py`, `core/contact_point/models.py`; observed on udata 17.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from opendata_cli.model.dataset import (
    Checksum,
    Contact,
    Dataset,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency, parse_frequency
from opendata_cli.model.license import License, find_license
from opendata_cli.model.schema import SchemaRef
from opendata_cli.portals.udata.wire import (
    ContactPoint,
    Digest,
    Period,
    Places,
    SchemaName,
    WireDataset,
    WireResource,
)

KEY = "opendata_key"
CREATING = "opendata_creating"
_OURS = "opendata_"
NO_LICENSE = "notspecified"
_NO_GRANULARITY = "other"

Json = Mapping[str, object]


# What it says


def to_dataset(wire: WireDataset) -> Dataset:
    """The dataset as udata has it."""
    return Dataset(
        key=_key(wire.extras or {}),
        title=wire.title or "",
        description=wire.description or "",
        organization=wire.organization.name if wire.organization else None,
        license=_license(wire.license),
        frequency=_frequency(wire.frequency),
        keywords=tuple(sorted(wire.tags or ())),
        temporal=_temporal(wire.temporal_coverage),
        spatial=to_spatial(wire.spatial),
        contacts=tuple(to_contact(item) for item in wire.contact_points or ()),
        visibility=Visibility.PRIVATE if wire.private else Visibility.PUBLIC,
        extras={
            name: item for name, item in (wire.extras or {}).items() if not name.startswith(_OURS)
        },
        resources=tuple(to_resource(item) for item in wire.resources),
    )


def to_resource(wire: WireResource) -> Resource:
    """The resource as udata has it."""
    kinds = {item.value: item for item in ResourceType}
    checksum, schema = wire.checksum, wire.schema_
    return Resource(
        key=_key(wire.extras or {}),
        title=wire.title or "",
        description=wire.description or "",
        type=kinds.get(wire.type or "", ResourceType.OTHER),
        format=wire.format,
        mime=wire.mime,
        bytes=wire.filesize,
        checksum=to_checksum(checksum) if checksum else None,
        schema=to_schema(schema) if schema else None,
        id=wire.id,
        url=wire.url,
        permalink=wire.latest,
        linked=wire.filetype == "remote",
    )


def to_checksum(wire: Digest) -> Checksum | None:
    """A checksum; None when it is not whole."""
    whole = wire.type and wire.value
    return Checksum(type=wire.type, value=wire.value) if whole else None


def to_contact(wire: ContactPoint) -> Contact:
    """A contact point."""
    name = wire.name or wire.email or ""
    return Contact(name=name, email=wire.email, url=wire.contact_form, role=wire.role)


def to_schema(wire: SchemaName) -> SchemaRef | None:
    """A schema's name, version and address; None when it has none of them."""
    ref = SchemaRef(name=wire.name, version=wire.version, url=wire.url)
    return None if ref == SchemaRef() else ref


def to_spatial(wire: Places | None) -> SpatialCoverage | None:
    """Zones and granularity; "other" is udata's way of saying none."""
    if wire is None:
        return None
    granularity = None if wire.granularity == _NO_GRANULARITY else wire.granularity
    zones = tuple(wire.zones or ())
    return SpatialCoverage(granularity=granularity, zones=zones) if granularity or zones else None


def _key(extras: Json) -> str:
    key = extras.get(KEY)
    return key if isinstance(key, str) else ""


def _license(name: str | None) -> License | None:
    if name is None or name == NO_LICENSE:
        return None
    return find_license(name) or License(name=name)


def _frequency(name: str | None) -> Frequency | None:
    found = parse_frequency(name) if name else None
    return None if found is Frequency.UNKNOWN else found


def _temporal(wire: Period | None) -> TemporalCoverage | None:
    start, end = (_day(wire.start), _day(wire.end)) if wire else (None, None)
    return TemporalCoverage(start=start, end=end) if start or end else None


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


# What we say


def license_id(told: License) -> str:
    """The name that udata has for a licence."""
    return told.udata or told.name


def temporal_json(told: TemporalCoverage | None) -> Json | None:
    """Whole days: udata completes a year or a month with today's month or day."""
    if told is None or told.start is None:
        return None
    return {"start": told.start.isoformat(), "end": told.end and told.end.isoformat()}


def spatial_json(told: SpatialCoverage | None) -> Json:
    """What is said of places; udata merges it, and refuses an empty granularity."""
    if told is None:
        return {}
    granularity = {"granularity": told.granularity} if told.granularity else {}
    zones = {"zones": list(told.zones)} if told.zones else {}
    return {**granularity, **zones}


def schema_json(told: SchemaRef | None) -> Json | None:
    """All three, since udata merges: one left out would stay what it was."""
    if told is None:
        return None
    return {"name": told.name, "version": told.version, "url": told.url}


def contact_json(told: Contact, organization: str) -> Json:
    """A contact point of the organisation; udata gives back the one it has, if it has it."""
    return {
        "name": told.name,
        "email": told.email,
        "contact_form": told.url,
        "role": told.role,
        "organization": organization,
    }


def dataset_json(told: Dataset) -> dict[str, object]:
    """The fields of a dataset on which there is an opinion, but for who owns and shows it.

    `contact_points` and extras are said apart. udata takes None as "clear".
    """
    said: dict[str, object] = {
        "title": told.title,
        "description": told.description,
        "license": license_id(told.license) if told.license else None,
        "frequency": told.frequency.id if told.frequency else None,
        "keywords": list(told.keywords),
        "temporal": temporal_json(told.temporal),
        "spatial": spatial_json(told.spatial),
    }
    names = {"keywords": "tags", "temporal": "temporal_coverage"}
    return {names.get(name, name): value for name, value in said.items() if name not in told.silent}


def sha1_of(told: Resource) -> str | None:
    """The SHA-1 of its file, which is what udata keeps."""
    known = told.checksum.value if told.checksum and told.checksum.type == "sha1" else None
    return told.sha1 or known


def resource_json(told: Resource) -> dict[str, object]:
    """The fields of a resource on which there is an opinion, its key apart."""
    said: dict[str, object] = {
        "title": told.title,
        "description": told.description or None,
        "type": told.type.value,
        "schema": schema_json(told.schema),
    }
    if told.linked:
        said |= {"url": told.url, "format": told.format, "mime": told.mime}
    return {name: value for name, value in said.items() if name not in told.silent}
