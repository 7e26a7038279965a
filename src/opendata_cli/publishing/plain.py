"""Datasets as plain JSON values, and back: for plans, differences and files.

A difference shows a licence by its name, a frequency by udata's identifier and a
coverage by its days; a whole dataset keeps what is needed to write it elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import cast

from opendata_cli.model.dataset import (
    DATASET_FIELDS,
    RESOURCE_FIELDS,
    Checksum,
    Contact,
    Dataset,
    Origin,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency, parse_frequency
from opendata_cli.model.license import License, find_license
from opendata_cli.model.schema import SchemaRef

_NEVER_NONE = frozenset(
    {
        "key",
        "title",
        "description",
        "type",
        "visibility",
        "keywords",
        "contacts",
        "languages",
        "themes",
    }
)

_PORTAL_FIELDS = ("path", "sha1", "id", "url", "permalink")


def plain(value: object) -> object:
    """A field's value as JSON would hold it; what is none of our types is left as it is."""
    match value:
        case StrEnum():
            return value.value
        case License():
            return value.name
        case Frequency():
            return value.id
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case _:
            return _record(value)


def from_plain(field: str, value: object) -> object:
    """The value of `field` that `plain` gave. Raises TypeError, ValueError or KeyError."""
    reader = _READERS.get(field)
    if value is None and field in _NEVER_NONE:
        raise TypeError(field)
    return value if value is None or reader is None else reader(value)


def dataset_to_json(dataset: Dataset) -> dict[str, object]:
    """The whole dataset, `silent` included; evidence of found values is left out."""
    return {
        "name": dataset.name,
        **{field: plain(getattr(dataset, field)) for field in DATASET_FIELDS},
        "license": dataset.license and _license_to_json(dataset.license),
        "temporal": _found(dataset.temporal),
        "spatial": _found(dataset.spatial),
        "extras": plain(dataset.extras),
        "silent": sorted(dataset.silent),
        "resources": [resource_to_json(resource) for resource in dataset.resources],
    }


def dataset_from_json(data: Mapping[str, object]) -> Dataset:
    """The dataset that `dataset_to_json` gave. Raises TypeError, ValueError or KeyError."""
    fields = {field: from_plain(field, data[field]) for field in DATASET_FIELDS}
    resources = cast("list[Mapping[str, object]]", data["resources"])
    return Dataset(
        **{**fields, "key": text(data["key"])},  # type: ignore[arg-type]
        name=text(data["name"]),
        extras=mapping(data["extras"]),
        silent=frozenset(_texts(data["silent"])),
        resources=tuple(resource_from_json(resource) for resource in resources),
    )


def resource_to_json(resource: Resource) -> dict[str, object]:
    """The whole resource, with what the portal gave it."""
    return {
        **{field: plain(getattr(resource, field)) for field in RESOURCE_FIELDS},
        **{field: getattr(resource, field) for field in _PORTAL_FIELDS},
        "linked": resource.linked,
        "temporal": _found(resource.temporal),
        "spatial": _found(resource.spatial),
        "silent": sorted(resource.silent),
    }


def resource_from_json(data: Mapping[str, object]) -> Resource:
    """The resource that `resource_to_json` gave. Raises TypeError, ValueError or KeyError."""
    names = (*RESOURCE_FIELDS, *_PORTAL_FIELDS)
    fields = {name: from_plain(name, data[name]) for name in names}
    return Resource(
        **{**fields, "key": text(data["key"])},  # type: ignore[arg-type]
        linked=data.get("linked") is True,
        silent=frozenset(_texts(data["silent"])),
    )


def text(value: object) -> str:
    """`value`, which must be a text. Raises TypeError."""
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def mapping(value: object) -> Mapping[str, object]:
    """`value`, which must be a JSON object. Raises TypeError."""
    if not isinstance(value, dict):
        raise TypeError(value)
    return value


def number(value: object) -> int:
    """`value`, which must be a whole number. Raises TypeError."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(value)
    return value


def _record(value: object) -> object:
    match value:
        case TemporalCoverage():
            return {"start": _day(value.start), "end": _day(value.end)}
        case SpatialCoverage():
            return {"granularity": value.granularity, "zones": list(value.zones)}
        case SchemaRef():
            return {"name": value.name, "version": value.version, "url": value.url}
        case Contact():
            return {"name": value.name, "email": value.email, "url": value.url, "role": value.role}
        case Checksum():
            return {"type": value.type, "value": value.value}
        case _:
            return value


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _license_to_json(told: License) -> dict[str, object]:
    names = ("name", "title", "url", "udata", "ckan", "eu")
    return {name: getattr(told, name) for name in names}


def _found(coverage: TemporalCoverage | SpatialCoverage | None) -> object:
    """A coverage with how sure it is, which a difference does not show."""
    if coverage is None:
        return None
    told = {"origin": coverage.origin.value, "confidence": coverage.confidence}
    if isinstance(coverage, TemporalCoverage):
        told["precision"] = coverage.precision
    return {**cast("dict[str, object]", plain(coverage)), **told}


def _license(value: object) -> License:
    if isinstance(value, str):
        return find_license(value) or License(name=value)
    told = {name: item if item is None else text(item) for name, item in mapping(value).items()}
    return License(**{**told, "name": text(told["name"])})  # type: ignore[arg-type]


def _frequency(value: object) -> Frequency:
    frequency = parse_frequency(text(value))
    if frequency is None:
        raise ValueError(value)
    return frequency


def _temporal(value: object) -> TemporalCoverage:
    data = mapping(value)
    return TemporalCoverage(
        start=_parsed_day(data["start"]),
        end=_parsed_day(data["end"]),
        precision=text(data.get("precision", "day")),
        origin=Origin(text(data.get("origin", "told"))),
        confidence=_share(data.get("confidence", 1.0)),
    )


def _share(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def _parsed_day(value: object) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(text(value))


def _spatial(value: object) -> SpatialCoverage:
    data = mapping(value)
    granularity = data["granularity"]
    return SpatialCoverage(
        granularity=None if granularity is None else text(granularity),
        zones=_texts(data["zones"]),
        origin=Origin(text(data.get("origin", "told"))),
        confidence=_share(data.get("confidence", 1.0)),
    )


def _schema(value: object) -> SchemaRef:
    return SchemaRef(**_optional_texts(value, ("name", "version", "url")))


def _contacts(value: object) -> tuple[Contact, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    names = ("email", "url")
    return tuple(
        Contact(name=text(item["name"]), role=text(item["role"]), **_optional_texts(item, names))
        for item in value
    )


def _checksum(value: object) -> Checksum:
    data = mapping(value)
    return Checksum(type=text(data["type"]), value=text(data["value"]))


def _optional_texts(value: object, names: tuple[str, ...]) -> dict[str, str | None]:
    data = mapping(value)
    return {name: None if data[name] is None else text(data[name]) for name in names}


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(text(item) for item in value)


_READERS: Mapping[str, Callable[[object], object]] = {
    **dict.fromkeys(("key", "title", "description", "organization", "homepage"), text),
    **dict.fromkeys(("format", "mime", "encoding", *_PORTAL_FIELDS), text),
    **dict.fromkeys(("keywords", "languages", "themes"), _texts),
    **dict.fromkeys(("rows", "columns", "bytes"), number),
    "license": _license,
    "frequency": _frequency,
    "temporal": _temporal,
    "spatial": _spatial,
    "schema": _schema,
    "contacts": _contacts,
    "checksum": _checksum,
    "type": lambda value: ResourceType(text(value)),
    "visibility": lambda value: Visibility(text(value)),
}
