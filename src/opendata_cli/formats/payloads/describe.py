"""`describe` in JSON. See docs/reference/json/describe.schema.json."""

from __future__ import annotations

from typing_extensions import TypedDict

from opendata_cli.formats.payloads.validate import SchemaPayload, schema_payload
from opendata_cli.model.dataset import (
    Dataset,
    Evidence,
    Resource,
    SpatialCoverage,
    TemporalCoverage,
)
from opendata_cli.model.description import Description
from opendata_cli.views import messages


class EvidencePayload(TypedDict):
    """What shows a found value."""

    where: str
    what: str


class TemporalPayload(TypedDict):
    """The period covered, both days included; `end` null is "still open"."""

    start: str | None
    end: str | None
    precision: str
    source: str
    confidence: float
    evidence: list[EvidencePayload]


class SpatialPayload(TypedDict):
    """The area covered, in udata's identifiers."""

    granularity: str | None
    zones: list[str]
    source: str
    confidence: float
    evidence: list[EvidencePayload]


class DatasetPayload(TypedDict):
    """The dataset's own metadata; null is "not told and not found"."""

    key: str
    name: str
    title: str | None
    description: str | None
    license: str | None
    frequency: str | None
    keywords: list[str]
    temporal: TemporalPayload | None
    spatial: SpatialPayload | None


class ResourcePayload(TypedDict):
    """One file."""

    key: str
    path: str | None
    format: str | None
    encoding: str | None
    rows: int | None
    columns: int | None
    bytes: int | None
    sha256: str | None
    sha1: str | None
    schema: SchemaPayload | None
    temporal: TemporalPayload | None
    spatial: SpatialPayload | None


class WarningPayload(TypedDict):
    """Something worth a second look."""

    code: str
    message: str


class DescriptionPayload(TypedDict):
    """What is known of a dataset, told and found."""

    dataset: DatasetPayload
    resources: list[ResourcePayload]
    warnings: list[WarningPayload]


def description_payload(description: Description) -> DescriptionPayload:
    """Everything known, each found value with its evidence."""
    dataset = description.dataset
    return {
        "dataset": _dataset(dataset),
        "resources": [_resource(resource) for resource in dataset.resources],
        "warnings": [
            {"code": item.code, "message": messages.sentence(item.code, item.params)}
            for item in description.warnings
        ],
    }


def _dataset(dataset: Dataset) -> DatasetPayload:
    return {
        "key": dataset.key,
        "name": dataset.name,
        "title": dataset.title or None,
        "description": dataset.description or None,
        "license": dataset.license.name if dataset.license else None,
        "frequency": dataset.frequency.id if dataset.frequency else None,
        "keywords": list(dataset.keywords),
        "temporal": _temporal(dataset.temporal),
        "spatial": _spatial(dataset.spatial),
    }


def _resource(resource: Resource) -> ResourcePayload:
    checksum = resource.checksum
    return {
        "key": resource.key,
        "path": resource.path,
        "format": resource.format,
        "encoding": resource.encoding,
        "rows": resource.rows,
        "columns": resource.columns,
        "bytes": resource.bytes,
        "sha256": checksum.value if checksum and checksum.type == "sha256" else None,
        "sha1": resource.sha1,
        "schema": schema_payload(resource.schema),
        "temporal": _temporal(resource.temporal),
        "spatial": _spatial(resource.spatial),
    }


def _temporal(coverage: TemporalCoverage | None) -> TemporalPayload | None:
    if coverage is None:
        return None
    return {
        "start": coverage.start.isoformat() if coverage.start else None,
        "end": coverage.end.isoformat() if coverage.end else None,
        "precision": coverage.precision,
        "source": coverage.origin.value,
        "confidence": coverage.confidence,
        "evidence": _evidence(coverage.evidence),
    }


def _spatial(coverage: SpatialCoverage | None) -> SpatialPayload | None:
    if coverage is None:
        return None
    return {
        "granularity": coverage.granularity,
        "zones": list(coverage.zones),
        "source": coverage.origin.value,
        "confidence": coverage.confidence,
        "evidence": _evidence(coverage.evidence),
    }


def _evidence(evidence: tuple[Evidence, ...]) -> list[EvidencePayload]:
    return [{"where": item.where, "what": item.what} for item in evidence]
