"""What the files show, and how it joins what the manifest tells. What is told wins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from opendata_cli.metadata.columns import DateColumn
from opendata_cli.metadata.manifest import DATASET_OPINIONS, Manifest
from opendata_cli.metadata.manifest_resource import RESOURCE_OPINIONS
from opendata_cli.metadata.media import media_of_name, media_of_table
from opendata_cli.metadata.temporal import contradicts, find_coverage, hull
from opendata_cli.model.dataset import Checksum, Dataset, Origin, Resource, TemporalCoverage
from opendata_cli.model.description import Description
from opendata_cli.model.notice import Notice
from opendata_cli.model.schema import SchemaRef
from opendata_cli.model.table import Dialect, Row, Source, Table, has_data

_LOOK_EVERY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file shows without being read as a table."""

    source: Source
    format: str | None
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts(FileFacts):
    """What a table shows.

    `rows` counts the records after the header that are not blank, `columns` the
    labels. `schema` is given by who loaded it: a local one tells its own name.
    """

    dialect: Dialect
    sheets: tuple[str, ...]
    labels: tuple[str, ...]
    rows: int
    columns: int
    temporal: TemporalCoverage | None
    schema: SchemaRef | None = None


def describe_file(source: Source) -> FileFacts:
    """The facts of a file that is not a table: a PDF, a text."""
    kind, mime = media_of_name(source.name)
    return FileFacts(source=source, format=kind, mime=mime)


def describe_table(table: Table, rows: Iterable[Row]) -> TableFacts:
    """The facts of a table, in one pass over its `rows`."""
    columns = [DateColumn(label, place) for place, label in enumerate(table.labels)]
    count = _read(rows, columns)
    names = (("sheet", table.dialect.sheet or ""), ("file-name", table.source.name))
    kind, mime = media_of_table(table.dialect)
    return TableFacts(
        source=table.source,
        format=kind,
        mime=mime,
        dialect=table.dialect,
        sheets=table.sheets,
        labels=table.labels,
        rows=count,
        columns=len(table.labels),
        temporal=find_coverage(columns, names),
    )


def _read(rows: Iterable[Row], columns: list[DateColumn]) -> int:
    """Show every row to the columns, dropping the hopeless ones; the count of rows with data."""
    count = 0
    watched = columns
    for row in rows:
        cells = row.cells
        count += any(map(has_data, cells))
        for column in watched:
            if column.place < len(cells):
                column.add(cells[column.place])
        if count % _LOOK_EVERY == 0:
            watched = [column for column in watched if not column.hopeless]
    return count


def describe(told: Manifest | None, facts: Mapping[str, FileFacts]) -> Description:
    """The dataset as told by its manifest and found in its files, `facts` by resource key.

    Without a manifest, a dataset of these files that says nothing else. A field
    told stays as told, even told empty. A temporal coverage that was found is
    always shown; it leaves `silent`, to be published, only where the manifest
    says `auto` and the coverage is more than a proposal.
    """
    if told is None:
        return Description(dataset=_bare(facts))
    warnings = [*told.warnings, *_missing(told)]
    resources = tuple(
        _resource(resource, facts.get(resource.key), warnings)
        for resource in told.dataset.resources
    )
    dataset = _with_temporal(replace(told.dataset, resources=resources), told, warnings)
    if told.spatial_auto:
        warnings.append(Notice(code="spatial-not-found"))
    return Description(dataset=dataset, warnings=tuple(warnings))


def _missing(told: Manifest) -> Iterator[Notice]:
    """What whoever looks for data misses first; a dataset taken over may have it already."""
    dataset = told.dataset
    if told.publish.dataset is not None:
        return
    if not dataset.title:
        yield Notice(code="missing-title")
    if not dataset.description:
        yield Notice(code="missing-description")
    if dataset.license is None:
        yield Notice(code="missing-license")


def _bare(facts: Mapping[str, FileFacts]) -> Dataset:
    resources = tuple(
        _resource(
            Resource(key=key, path=item.source.name, silent=RESOURCE_OPINIONS), item, warnings=[]
        )
        for key, item in facts.items()
    )
    key = next(iter(facts), "")
    return Dataset(
        key=key,
        name=key,
        temporal=hull(resource.temporal for resource in resources),
        resources=resources,
        silent=DATASET_OPINIONS - {"name"},
    )


def _resource(told: Resource, facts: FileFacts | None, warnings: list[Notice]) -> Resource:
    if facts is None:
        return told
    found = _found(facts)
    given = {name: found[name] for name in told.silent & found.keys() if found[name] is not None}
    if isinstance(facts, TableFacts) and facts.schema not in (None, SchemaRef()):
        given["schema"] = facts.schema  # the same schema, with its version and address
    temporal = facts.temporal if isinstance(facts, TableFacts) else None
    if "temporal" not in told.silent:
        _compare(told.temporal, temporal, told.key, warnings)
        temporal = told.temporal
    return replace(
        told,
        **given,
        **_measures(facts),
        temporal=temporal,
        silent=told.silent.difference(given),
    )


def _found(facts: FileFacts) -> dict[str, Any]:
    """What a manifest may say otherwise."""
    encoding = facts.dialect.encoding if isinstance(facts, TableFacts) else None
    return {"format": facts.format, "mime": facts.mime, "encoding": encoding}


def _measures(facts: FileFacts) -> dict[str, Any]:
    """What nobody can say otherwise."""
    source = facts.source
    table = facts if isinstance(facts, TableFacts) else None
    return {
        "bytes": source.bytes,
        "checksum": Checksum(type="sha256", value=source.sha256),
        "sha1": source.sha1,
        "rows": table.rows if table else None,
        "columns": table.columns if table else None,
    }


def _with_temporal(dataset: Dataset, told: Manifest, warnings: list[Notice]) -> Dataset:
    found = hull(resource.temporal for resource in dataset.resources)
    if "temporal" not in dataset.silent:
        _compare(dataset.temporal, found, dataset.key, warnings)
        return dataset
    if not told.temporal_auto:
        return replace(dataset, temporal=found)
    if found is None:
        warnings.append(Notice(code="temporal-not-found"))
        return dataset
    if found.origin is Origin.PROPOSED:
        warnings.append(Notice(code="temporal-proposed", params=_days(found)))
        return replace(dataset, temporal=found)
    return replace(dataset, temporal=found, silent=dataset.silent - {"temporal"})


def _compare(
    told: TemporalCoverage | None,
    found: TemporalCoverage | None,
    key: str,
    warnings: list[Notice],
) -> None:
    """Warn when the data deny the period told; a proposal denies nothing."""
    if told is None or found is None or found.origin is not Origin.FOUND:
        return
    if contradicts(told, found):
        params = {"of": key, "told": _interval(told), "found": _interval(found)}
        warnings.append(Notice(code="coverage-contradiction", params=params))


def _days(coverage: TemporalCoverage) -> dict[str, str | None]:
    return {
        "start": coverage.start.isoformat() if coverage.start else None,
        "end": coverage.end.isoformat() if coverage.end else None,
    }


def _interval(coverage: TemporalCoverage) -> str:
    """An ISO 8601 interval; `..` for an open end."""
    return "/".join(day or ".." for day in _days(coverage).values())
