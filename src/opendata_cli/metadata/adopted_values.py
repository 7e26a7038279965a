"""What a portal holds, as the values of a manifest; what is empty there is left out."""

from __future__ import annotations

from opendata_cli.metadata.describe import FileFacts, TableFacts
from opendata_cli.model.dataset import (
    Contact,
    Dataset,
    Resource,
    ResourceType,
    SpatialCoverage,
    TemporalCoverage,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import License, find_license
from opendata_cli.model.schema import SchemaRef


def dataset_values(dataset: Dataset) -> dict[str, object]:
    """The dataset's own fields by the keys of the manifest, in its order."""
    values: dict[str, object] = {
        "title": dataset.title,
        "description": dataset.description,
        "licenses": [_license(dataset.license)] if dataset.license else None,
        "keywords": list(dataset.keywords),
        "frequency": _frequency(dataset.frequency),
        "temporal": _temporal(dataset.temporal),
        "spatial": _spatial(dataset.spatial),
        "language": list(dataset.languages),
        "theme": list(dataset.themes),
        "homepage": dataset.homepage,
        "contributors": [_contributor(item) for item in dataset.contacts],
    }
    return _full(values)


def resource_values(resource: Resource) -> dict[str, object]:
    """A resource's own fields, apart from what its file shows."""
    values: dict[str, object] = {
        "title": resource.title,
        "description": resource.description,
        "type": None if resource.type is ResourceType.MAIN else resource.type.value,
        "temporal": _temporal(resource.temporal),
        "spatial": _spatial(resource.spatial),
    }
    return _full(values)


def link_values(resource: Resource) -> dict[str, object]:
    """What can only be told of a file that lies elsewhere."""
    return _full({"format": resource.format, "mediatype": resource.mime})


def schema_value(resource: Resource, facts: FileFacts) -> dict[str, object]:
    """The schema by which the file was read: another cannot be, and would stop everything."""
    schema = facts.schema if isinstance(facts, TableFacts) else None
    if schema is None or schema != resource.schema:
        return {}
    return {"schema": f"{schema.name}@{schema.version}" if schema.version else str(schema)}


def same(field: str, read: object, there: object) -> bool:
    """Whether a value read back is the portal's, as far as publishing compares them."""
    if field == "license" and isinstance(read, License) and isinstance(there, License):
        return (read.name, read.url) == (there.name, there.url)
    if field == "schema" and isinstance(read, SchemaRef) and isinstance(there, SchemaRef):
        return (read.name, read.version) == (there.name, there.version)
    return read == there


def _full(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


def _license(told: License) -> dict[str, object]:
    if find_license(told.name) is not None:
        return {"name": told.name}
    return _full({"name": told.name, "title": told.title, "path": told.url})


def _frequency(told: Frequency | None) -> str | None:
    """`unknown` is what portals have where nothing was said."""
    return None if told in (None, Frequency.UNKNOWN) else told.id


def _temporal(told: TemporalCoverage | None) -> dict[str, object] | None:
    return None if told is None else _full({"start": told.start, "end": told.end})


def _spatial(told: SpatialCoverage | None) -> dict[str, object] | None:
    if told is None:
        return None
    return _full({"granularity": told.granularity, "zones": list(told.zones)})


def _contributor(contact: Contact) -> dict[str, object]:
    told = {"title": contact.name, "email": contact.email, "path": contact.url}
    return _full({**told, "role": contact.role})
