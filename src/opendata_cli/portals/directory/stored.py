"""A published dataset ↔ its `datapackage.json`.

A Data Package that any tool reads (https://specs.frictionlessdata.io/data-package/),
with DCAT's terms beside, and in `opendata` what we need to read it back exactly.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from opendata_cli.dcat.catalog import Dates, Entry
from opendata_cli.model.dataset import (
    Checksum,
    Contact,
    Dataset,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
)
from opendata_cli.model.frequency import parse_frequency
from opendata_cli.model.license import License, find_license
from opendata_cli.model.schema import SchemaRef

Json = Mapping[str, object]
T = TypeVar("T")

_SOME_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A dataset as its folder holds it.

    `pending` names the files of which a cut write may have left anything: what the
    package says of them is not sure until they are looked at. `creating` marks a dataset
    whose first publication has not ended. `mtimes` is when each file was last written, by
    file name, in nanoseconds: a file of another time is read again.
    """

    entry: Entry
    pending: tuple[str, ...] = ()
    creating: bool = False
    mtimes: Mapping[str, int] = field(default_factory=dict)

    @property
    def dataset(self) -> Dataset:
        """The dataset itself."""
        return self.entry.dataset


def to_bytes(stored: Stored) -> bytes:
    """The content of `datapackage.json`."""
    return (json.dumps(_clean(_package(stored)), indent=2) + "\n").encode("ascii")


def from_bytes(data: bytes) -> Stored | None:
    """What `to_bytes` gave; None for a package that is none of ours.

    Raises ValueError, KeyError or TypeError when it is ours and damaged.
    """
    package = json.loads(data)
    if not isinstance(package, dict) or "opendata" not in package:
        return None
    return _stored(package)


def as_stored(dataset: Dataset, name: str) -> Dataset:
    """`dataset` as `from_bytes` would give it back, under `name`; `silent` is kept."""
    dates = Dates(issued=_SOME_DAY, modified=_SOME_DAY)
    entry = Entry(id="", dataset=replace(dataset, name=name), dates=dates)
    back = _stored(cast("Json", _clean(_package(Stored(entry=entry))))).dataset
    pairs = zip(dataset.resources, back.resources, strict=True)
    resources = (
        replace(new, path=old.path, sha1=old.sha1, silent=old.silent) for old, new in pairs
    )
    # None in extras clears: a package has no place for it, a wish has.
    cleared = {key: None for key, value in dataset.extras.items() if value is None}
    return replace(
        back,
        extras={**back.extras, **cleared},
        resources=tuple(resources),
        silent=dataset.silent,
    )


def _package(stored: Stored) -> dict[str, object]:
    dataset, dates = stored.dataset, stored.entry.dates
    extras = {key: value for key, value in dataset.extras.items() if value is not None}
    told: dict[str, object] = {
        "profile": "data-package",
        "id": dataset.key,
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.description,
        "homepage": dataset.homepage,
        "licenses": [_license(dataset.license)] if dataset.license else None,
        "keywords": list(dataset.keywords) or None,
        "contributors": [_contributor(item) for item in dataset.contacts] or None,
        "created": _moment(dates.issued),
        "frequency": dataset.frequency.id if dataset.frequency else None,
        "temporal": _temporal(dataset.temporal),
        "spatial": _spatial(dataset.spatial),
        "language": list(dataset.languages) or None,
        "theme": list(dataset.themes) or None,
        "resources": [_resource(item) for item in dataset.resources],
    }
    ours: dict[str, object] = {
        "version": 1,
        "id": stored.entry.id,
        "modified": _moment(dates.modified),
        "organization": dataset.organization,
        "extras": extras,
        "pending": list(stored.pending),
        "creating": stored.creating,
        "resources": [_ours(item, stored) for item in dataset.resources],
    }
    return {**_said(told), "opendata": ours}


def _resource(resource: Resource) -> dict[str, object]:
    """What the Data Package standard knows of a resource."""
    schema, checksum = resource.schema, resource.checksum
    told: dict[str, object] = {
        "name": resource.key,
        "path": resource.path,
        "title": resource.title,
        "description": resource.description,
        "format": resource.format,
        "mediatype": resource.mime,
        "encoding": resource.encoding,
        "bytes": resource.bytes,
        "hash": f"{checksum.type}:{checksum.value}" if checksum else None,
        "schema": schema.url if schema else None,
        "temporal": _temporal(resource.temporal),
        "spatial": _spatial(resource.spatial),
    }
    return _said(told)


def _ours(resource: Resource, stored: Stored) -> dict[str, object]:
    entry = stored.entry
    dates = entry.resources.get(resource.key, entry.dates)
    schema = resource.schema
    ref = {"name": schema.name, "version": schema.version, "url": schema.url} if schema else None
    return {
        "id": resource.id,
        "type": resource.type.value,
        "rows": resource.rows,
        "columns": resource.columns,
        "schema": ref,
        "created": _moment(dates.issued),
        "modified": _moment(dates.modified),
        "mtime_ns": stored.mtimes.get(resource.path or ""),
    }


def _stored(package: Json) -> Stored:
    ours = cast("Json", package["opendata"])
    pairs = list(
        zip(
            cast("list[Json]", package["resources"]),
            cast("list[Json]", ours["resources"]),
            strict=True,
        )
    )
    entry = Entry(
        id=_text(ours["id"]),
        dataset=_dataset(package, ours, [_read_resource(*pair) for pair in pairs]),
        dates=Dates(
            issued=_read_moment(package["created"]), modified=_read_moment(ours["modified"])
        ),
        resources={_text(told["name"]): _dates(own) for told, own in pairs},
    )
    mtimes = {
        item.path: mtime
        for item, (_, own) in zip(entry.dataset.resources, pairs, strict=True)
        if item.path is not None and isinstance(mtime := own.get("mtime_ns"), int)
    }
    return Stored(
        entry=entry,
        pending=_texts(ours["pending"]),
        creating=ours.get("creating") is True,
        mtimes=mtimes,
    )


def _dataset(package: Json, ours: Json, resources: list[Resource]) -> Dataset:
    licenses = cast("list[Json]", package.get("licenses", []))
    contributors = cast("list[Json]", package.get("contributors", []))
    return Dataset(
        key=_text(package["id"]),
        name=_text(package["name"]),
        title=_text(package["title"]),
        description=_text(package["description"]),
        organization=_maybe(_text, ours["organization"]),
        license=_read_license(licenses[0]) if licenses else None,
        frequency=_maybe(parse_frequency, package.get("frequency")),
        keywords=_texts(package.get("keywords", [])),
        temporal=_maybe(_read_temporal, package.get("temporal")),
        spatial=_maybe(_read_spatial, package.get("spatial")),
        contacts=tuple(_read_contact(item) for item in contributors),
        languages=_texts(package.get("language", [])),
        themes=_texts(package.get("theme", [])),
        homepage=_maybe(_text, package.get("homepage")),
        extras=cast("Json", ours["extras"]),
        resources=tuple(resources),
    )


def _read_resource(told: Json, ours: Json) -> Resource:
    return Resource(
        key=_text(told["name"]),
        title=_text(told["title"]),
        description=_text(told["description"]),
        type=ResourceType(_text(ours["type"])),
        path=_maybe(_text, told.get("path")),
        format=_maybe(_text, told.get("format")),
        mime=_maybe(_text, told.get("mediatype")),
        encoding=_maybe(_text, told.get("encoding")),
        rows=cast("int | None", ours["rows"]),
        columns=cast("int | None", ours["columns"]),
        bytes=cast("int | None", told.get("bytes")),
        checksum=_maybe(_read_checksum, told.get("hash")),
        schema=_maybe(_read_schema, ours["schema"]),
        temporal=_maybe(_read_temporal, told.get("temporal")),
        spatial=_maybe(_read_spatial, told.get("spatial")),
        id=_maybe(_text, ours["id"]),
    )


def _license(told: License) -> Json:
    return _said({"name": told.name, "title": told.title, "path": told.url})


def _read_license(data: Json) -> License:
    name = _text(data["name"])
    url = _maybe(_text, data.get("path"))
    return find_license(name) or License(name=name, title=_text(data["title"]), url=url)


def _contributor(contact: Contact) -> Json:
    told = {"title": contact.name, "email": contact.email, "path": contact.url}
    return _said({**told, "role": contact.role})


def _read_contact(data: Json) -> Contact:
    return Contact(
        name=_text(data["title"]),
        email=_maybe(_text, data.get("email")),
        url=_maybe(_text, data.get("path")),
        role=_text(data["role"]),
    )


def _temporal(told: TemporalCoverage | None) -> Json | None:
    if told is None:
        return None
    start, end = (day.isoformat() if day else None for day in (told.start, told.end))
    return {"start": start, "end": end}


def _read_temporal(data: object) -> TemporalCoverage:
    told = cast("Mapping[str, str | None]", data)
    pair = (told["start"], told["end"])
    start, end = (dt.date.fromisoformat(day) if day else None for day in pair)
    return TemporalCoverage(start=start, end=end)


def _spatial(told: SpatialCoverage | None) -> Json | None:
    return None if told is None else {"granularity": told.granularity, "zones": list(told.zones)}


def _read_spatial(data: object) -> SpatialCoverage:
    told = cast("Json", data)
    granularity = _maybe(_text, told["granularity"])
    return SpatialCoverage(granularity=granularity, zones=_texts(told["zones"]))


def _read_checksum(data: object) -> Checksum:
    kind, _, value = _text(data).partition(":")
    return Checksum(type=kind, value=value)


def _read_schema(data: object) -> SchemaRef:
    told = cast("Json", data)
    name, version, url = (_maybe(_text, told[part]) for part in ("name", "version", "url"))
    return SchemaRef(name=name, version=version, url=url)


def _dates(own: Json) -> Dates:
    return Dates(issued=_read_moment(own["created"]), modified=_read_moment(own["modified"]))


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _read_moment(data: object) -> dt.datetime:
    return dt.datetime.fromisoformat(_text(data))


def _maybe(read: Callable[..., T], value: object) -> T | None:
    return None if value is None else read(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_text(item) for item in value)


def _said(told: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value is not None}


def _clean(value: object) -> object:
    """`value` as JSON gives it back, lone surrogates replaced: they have no UTF-8."""
    match value:
        case float() if not math.isfinite(value):
            return str(value)
        case str():
            return value.encode("utf-8", "replace").decode("utf-8")
        case Mapping():
            return {str(_clean(str(key))): _clean(item) for key, item in value.items()}
        case tuple() | list():
            return [_clean(item) for item in value]
        case None | int() | float():
            return value
        case _:
            return str(value)
