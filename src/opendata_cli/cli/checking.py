"""Validate what the user pointed at, each table against its schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from opendata_cli.model.report import Mode, Report, Reports
from opendata_cli.model.table import Dialect

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session
    from opendata_cli.cli.sources import Target
    from opendata_cli.model.schema import TableSchema
    from opendata_cli.validation.engine import Neighbour


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """The options of a validation; `described` wants a standard Frictionless report too."""

    mode: Mode = Mode.TOLERANT
    limit: int = 1000
    dialect: Dialect = field(default_factory=Dialect)
    described: bool = False


def check_targets(
    session: Session, targets: Iterable[Target], schema: str | None, how: How
) -> Reports:
    """One report a table. `schema` is for all of them; else each has its own, or none."""
    common = session.schema(schema)
    known = list(targets)
    session.output.protect(*(target.path for target in known))
    return Reports(
        reports=tuple(
            _check(session, target, common or own_schema(session, target), how, known)
            for target in known
        ),
    )


def _check(
    session: Session, target: Target, schema: TableSchema | None, how: How, known: list[Target]
) -> Report:
    from opendata_cli.validation.validate import validate_file

    session.detail(target.name)
    report = validate_file(
        target.path,
        schema,
        mode=how.mode,
        dialect=_merged(how.dialect, target.dialect),
        limit=how.limit,
        others=_neighbours(session, target, schema, known),
        name=target.name,
        described=how.described,
    )
    return report if report.schema else replace(report, suggestion=_suggestion(report))


def _neighbours(
    session: Session, target: Target, schema: TableSchema | None, known: list[Target]
) -> dict[str, Neighbour]:
    """The resources of the same manifest that the foreign keys point to."""
    from opendata_cli.validation.engine import Neighbour

    if schema is None or target.manifest is None:
        return {}
    return {
        other.key: Neighbour(
            path=other.path, schema=own_schema(session, other), dialect=other.dialect
        )
        for other in known
        if other.key in schema.references and other.manifest == target.manifest and other.key
    }


def own_schema(session: Session, target: Target) -> TableSchema | None:
    """The schema that a manifest gives to a table, by reference or inline."""
    from opendata_cli.model.schema import SchemaRef
    from opendata_cli.schemas.descriptor import read_descriptor

    if target.schema is None or isinstance(target.schema, str):
        return session.schema(target.schema, base=target.base)
    return read_descriptor(target.schema, SchemaRef())


def _suggestion(report: Report) -> str | None:
    from opendata_cli.schemas.load import bundled_schemas
    from opendata_cli.schemas.suggest import suggest_schema

    found = suggest_schema(report.labels, bundled_schemas())
    return found.ref.name if found else None


def _merged(asked: Dialect, told: Dialect) -> Dialect:
    """The command line wins over the manifest."""
    return replace(
        told,
        encoding=asked.encoding or told.encoding,
        delimiter=asked.delimiter or told.delimiter,
        sheet=asked.sheet or told.sheet,
        header_rows=asked.header_rows or told.header_rows,
    )
