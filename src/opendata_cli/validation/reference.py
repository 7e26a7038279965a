"""The judge: Frictionless 5.21, the only place that knows it.

Nothing of its verdict is interpreted here; its error types are our codes.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from frictionless import (
    Dialect as FrictionlessDialect,
)
from frictionless import (
    Field as FrictionlessField,
)
from frictionless import (
    FrictionlessException,
    Package,
    Resource,
    Schema,
    formats,
    system,
)
from frictionless.resources import TableResource

from opendata_cli.errors import OpendataError, SchemaError
from opendata_cli.model.report import Issue
from opendata_cli.model.schema import Field, TableSchema
from opendata_cli.model.table import Dialect, FileFormat
from opendata_cli.validation.engine import Feed, Judged, Neighbour, Request, Verdict

CELL_LIMIT = 1000
"""Characters of a cell kept in an issue; a longer one is cut, with the param `cut`."""

_SAME_ROW = re.compile(r"(the same as in the row at position )(\d+)")
_CONSTRAINT = re.compile(r'constraint "([^"]+)" is "(.*)"', re.DOTALL)
# What frictionless breaks down with on parts of the wrong shape (`"foreignKeys": 1`), or too deep.
_BREAKDOWNS = (AttributeError, TypeError, ValueError, LookupError, RecursionError)
_EXACT = 2**53
"""Above, a whole number is no longer one of JavaScript's, nor of most programs'."""

_REQUIRED_NOTE = 'constraint "required" is "True"'
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
# In an inline table the header is record 1, so that the first record of a feed is 2.
_FIRST = 2
_NO_CELLS: list[str] = []
_SHEETED: dict[str | None, FileFormat] = {
    kind.value: kind for kind in FileFormat if kind.is_workbook
}


class Reference:
    """The reference engine; see `engine.Engine`."""

    name = "reference"

    def judge_file(self, asked: Request) -> Verdict:
        """Exactly what `frictionless validate --trusted` says of the file."""
        schema = asked.schema
        with system.use_context(trusted=True):
            resource = _resource(asked.source.path, schema, asked.dialect)
            if asked.others:
                resource.package = _package(resource, asked.others)
            on_row = None if asked.described else _lighten
            report = resource.validate(limit_errors=asked.limit, on_row=on_row)
        task = report.tasks[0]
        fields = {item.name: item for item in schema.fields} if schema else {}
        return Verdict(
            issues=tuple(_issue(error, fields) for error in task.errors),
            dialect=_found(resource, asked.dialect),
            labels=tuple(task.labels),
            rows=resource.stats.rows,
            columns=len(task.labels) or None,
            truncated=any("limit" in warning for warning in task.warnings),
            reference=report.to_descriptor() if asked.described else None,
        )

    def judge_rows(self, feed: Feed, others: Sequence[Feed]) -> Judged:
        """Each record of the feed with its issues; see `engine.Engine`."""
        fields = {item["name"]: _field(item) for item in _field_descriptors(feed.descriptor)}
        resource = _inline(feed)
        if others:
            resource.package = Package(resources=[resource, *map(_inline, others)])
        try:
            with resource:
                for row in resource.row_stream:
                    found = chain.from_iterable(_judged(error, fields) for error in row.errors)
                    yield row.row_number - _FIRST, list(map(_positioned, found))
        except FrictionlessException as error:
            # Frictionless wraps whatever its source raises, our own errors included.
            if isinstance(error.__cause__, OpendataError):
                raise error.__cause__ from error
            raise


def _lighten(row: Any) -> None:  # noqa: ANN401 - untyped library
    """Let go of the row that each of its errors holds: a million blank rows would fill 9 GB."""
    for error in row.errors:
        error.cells = _NO_CELLS


def check_schema(schema: TableSchema) -> None:
    """Refuse a schema the reference refuses, or could not use.

    Raises SchemaError: invalid-schema, with frictionless's notes as `reasons`.
    """
    _schema(schema.descriptor, schema)


def accepts(field: Field) -> Callable[[object], bool]:
    """Whether a cell is right for the field, by the reference's own reader."""
    return _accepts(json.dumps(field.descriptor, sort_keys=True, default=str))


@lru_cache(maxsize=512)
def _accepts(descriptor: str) -> Callable[[object], bool]:
    reader = FrictionlessField.from_descriptor(json.loads(descriptor)).create_cell_reader()

    def accept(cell: object) -> bool:
        value, notes = reader(cell)
        return value is not None and not notes

    return accept


def describe_report(
    issues: Sequence[Issue], *, name: str, labels: Sequence[str], rows: int, seconds: float
) -> dict[str, object]:
    """A standard Frictionless report of errors found with tolerance."""
    errors = [_describe_issue(issue) for issue in issues]
    stats = {"errors": len(errors), "warnings": 0, "seconds": seconds}
    task = {
        "name": name,
        "type": "table",
        "valid": not errors,
        "place": name,
        "labels": list(labels),
        "stats": {**stats, "fields": len(labels), "rows": rows},
        "warnings": [],
        "errors": errors,
    }
    return {
        "valid": not errors,
        "stats": {"tasks": 1, **stats},
        "warnings": [],
        "errors": [],
        "tasks": [task],
    }


def _describe_issue(issue: Issue) -> dict[str, object]:
    """The issue as a Frictionless error; a code of ours has no title or template there."""
    told = {
        "rowNumber": issue.row,
        "fieldNumber": issue.column,
        "fieldName": issue.field,
        "cell": issue.cell,
        "label": issue.params.get("label"),
        "note": issue.params.get("note", ""),
    }
    kinds = {kind.type: kind for kind in system.select_error_class("error").list_children()}
    kind = kinds.get(issue.code)
    if kind is None:
        words = {"title": issue.code, "description": "", "message": issue.code, "tags": []}
    else:
        words = {
            "title": kind.title,
            "description": kind.description,
            "message": kind.template.format_map(_Blank(told)),
            "tags": list(kind.tags),
        }
    return {"type": issue.code, **words, **{k: v for k, v in told.items() if v is not None}}


class _Blank(dict[str, object]):
    """Values of a template; what is unknown is left blank."""

    def __missing__(self, key: str) -> str:
        return ""


def _resource(path: Path, schema: TableSchema | None, dialect: Dialect) -> Any:  # noqa: ANN401 - untyped library
    options: dict[str, Any] = {"path": str(path)}
    if schema is not None:
        options["schema"] = _schema(schema.descriptor, schema)
    if dialect.encoding:
        options["encoding"] = dialect.encoding
    told = _dialect(dialect)
    if told is not None:
        options["dialect"] = told
    return Resource(**options)


def _dialect(dialect: Dialect) -> FrictionlessDialect | None:
    controls: list[Any] = []
    if dialect.delimiter:
        controls.append(formats.CsvControl(delimiter=dialect.delimiter))
    if dialect.sheet:
        controls.append(formats.ExcelControl(sheet=dialect.sheet))
        controls.append(formats.OdsControl(sheet=dialect.sheet))
    told: dict[str, Any] = {"controls": controls} if controls else {}
    if dialect.header_rows:
        told["header_rows"] = list(dialect.header_rows)
    return FrictionlessDialect(**told) if told else None


def _package(resource: Any, others: Mapping[str, Neighbour]) -> Package:  # noqa: ANN401 - untyped library
    neighbours = []
    for name, other in others.items():
        neighbour = _resource(other.path, other.schema, other.dialect)
        neighbour.name = name
        neighbours.append(neighbour)
    return Package(resources=[resource, *neighbours])


def _schema(descriptor: Mapping[str, object], schema: TableSchema | None = None) -> Schema:
    try:
        # A copy: frictionless completes the descriptor it is given.
        read = Schema.from_descriptor(copy.deepcopy(dict(descriptor)))
    except FrictionlessException as error:
        reasons = [reason.note or reason.message for reason in error.to_errors()]
        raise _invalid(reasons, schema) from error
    except _BREAKDOWNS as error:
        raise _invalid([str(error)], schema) from error
    faults = [fault for field in read.fields for fault in _unusable(field)]
    if faults:
        raise _invalid(faults, schema)
    return read


def _invalid(reasons: list[str], schema: TableSchema | None) -> SchemaError:
    ref = str(schema.ref) if schema else ""
    told = {"ref": ref} if ref else {}
    return SchemaError("invalid-schema", reasons=reasons, **told)


def _unusable(field: Any) -> Iterator[str]:  # noqa: ANN401 - untyped library
    """The constraints on which frictionless itself would break down while reading."""
    try:
        field.create_cell_reader()
        refused = list(_refused_bounds(field))
    except re.error:
        refused = ["pattern"]
    except _BREAKDOWNS as error:
        yield f"{field.name}: {error}"
        return
    for name in refused:
        yield f"{field.name}: constraints.{name} = {field.constraints.get(name)!r}"


def _refused_bounds(field: Any) -> Iterator[str]:  # noqa: ANN401 - untyped library
    read = field.create_value_reader()
    for bound in _BOUNDS:
        limit = field.constraints.get(bound)
        if bound in field.supported_constraints and limit is not None and read(limit) is None:
            yield bound


def _inline(feed: Feed) -> Any:  # noqa: ANN401 - untyped library
    schema = _schema(feed.descriptor)

    def rows() -> Iterator[Sequence[object]]:
        yield [field.name for field in schema.fields]
        yield from feed.records()

    return TableResource(name=feed.name, data=rows, format="inline", schema=schema)


def _field_descriptors(descriptor: Mapping[str, object]) -> list[dict[str, Any]]:
    fields = descriptor.get("fields")
    return fields if isinstance(fields, list) else []


def _field(item: Mapping[str, Any]) -> Field:
    return Field(
        name=item["name"],
        type=item.get("type", "string"),
        format=item.get("format", "default"),
        example=item.get("example"),
        constraints=item.get("constraints", {}),
        descriptor=item,
    )


def _found(resource: Any, told: Dialect) -> Dialect:  # noqa: ANN401 - untyped library
    """What frictionless found, in our words; a sheet is told by its number until it has a name."""
    kind = _SHEETED.get(resource.format)
    found = replace(told, format=kind or FileFormat.CSV, compression=resource.compression)
    if not isinstance(resource, TableResource):
        return found
    header = tuple(resource.dialect.header_rows)
    if kind:
        return replace(found, header_rows=header)
    control = formats.CsvControl.from_dialect(resource.dialect)
    delimiter = control.delimiter
    return replace(found, encoding=resource.encoding, delimiter=delimiter, header_rows=header)


def _judged(error: Any, fields: Mapping[str, Field]) -> Iterator[Issue]:  # noqa: ANN401 - untyped library
    """The issue of an error; for a record of missing values, those of its required fields.

    Frictionless calls such a record blank and looks no further. But blank rows are not in a
    feed: this one fills columns that the schema has not, or says in words that it has no value.
    """
    if error.type != "blank-row":
        yield _issue(error, fields)
        return
    for column, field in enumerate(fields.values(), start=1):
        if field.required:
            cell = error.cells[column - 1]
            yield Issue(
                code="constraint-error",
                row=error.row_number,
                column=column,
                field=field.name,
                cell="" if cell == "None" else cell,
                params={"note": _REQUIRED_NOTE, "constraint": "required", "limit": True},
            )


def _issue(error: Any, fields: Mapping[str, Field]) -> Issue:  # noqa: ANN401 - untyped library
    name = getattr(error, "field_name", None) or None
    cell = getattr(error, "cell", None)
    params: dict[str, object] = {"note": error.note}
    if error.type == "type-error" and name and name in fields:
        params.update(type=fields[name].type, format=fields[name].format)
    if error.type == "encoding-error":
        params["variant"] = "unknown"  # frictionless does not say where
    if error.type == "constraint-error":
        params.update(_constraint(error.note, fields.get(name or "")))
        # Frictionless writes a missing cell as the Python word.
        cell = "" if params.get("constraint") == "required" and cell == "None" else cell
    if label := getattr(error, "label", None):
        params["label"] = label
    if error.type in ("blank-header", "unmatched-header"):
        params["labels"] = list(error.labels)
    if error.type == "foreign-key":
        params.update(
            fields=list(error.field_names),
            values=list(error.field_cells),
            resource=error.reference_name,
            reference_fields=list(error.reference_field_names),
        )
    if same := _SAME_ROW.fullmatch(error.note):
        params["same_as"] = int(same[2])
    elif error.type == "primary-key":
        params["variant"] = "empty"
    if cell is not None and len(cell) > CELL_LIMIT:
        cell, params["cut"] = cell[:CELL_LIMIT], True
    return Issue(
        code=error.type,
        row=getattr(error, "row_number", None),
        column=getattr(error, "field_number", None),
        field=name,
        cell=cell,
        params=params,
    )


def _constraint(note: str, field: Field | None) -> dict[str, object]:
    """The name and value of the violated constraint, and the field's own example."""
    found = _CONSTRAINT.fullmatch(note)
    if found is None:
        return {}
    name, text = found.groups()
    limit = field.constraints.get(name, text) if field else text
    # YAML has dates, which JSON has not; a number too long to be computed with is only shown.
    told = limit if isinstance(limit, (str, int, float, list)) else text
    long = isinstance(told, int) and abs(told) > _EXACT
    params: dict[str, object] = {"constraint": name, "limit": text if long else told}
    if field is not None and isinstance(field.example, str):
        params["example"] = field.example
    return params


def _positioned(issue: Issue) -> Issue:
    """The issue with positions in the feed for record numbers of the inline table."""
    params = dict(issue.params)
    if isinstance(same := params.get("same_as"), int):
        params["same_as"] = same - _FIRST
    return replace(issue, row=(issue.row or 0) - _FIRST, params=params)
