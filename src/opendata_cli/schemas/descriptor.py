"""A Table Schema descriptor as a TableSchema.

It is read leniently: whether a schema is refused is the reference engine's
judgement, and a part of the wrong shape is left aside here.
Source: https://specs.frictionlessdata.io/table-schema/
"""

from __future__ import annotations

from collections.abc import Mapping

from opendata_cli.model.address import is_address
from opendata_cli.model.schema import Field, SchemaRef, TableSchema


def read_descriptor(descriptor: Mapping[str, object], ref: SchemaRef) -> TableSchema:
    """The schema in the descriptor, which is kept untouched.

    `ref` says where it came from; the name and version the schema gives itself fill its gaps.
    """
    path = _text(descriptor.get("path"))
    return TableSchema(
        ref=SchemaRef(
            name=ref.name or _text(descriptor.get("name")) or None,
            version=ref.version or _text(descriptor.get("version")) or None,
            url=ref.url or (path if is_address(path) else None),
            path=ref.path,
        ),
        title=_text(descriptor.get("title")),
        fields=tuple(
            _field(item) for item in _items(descriptor.get("fields")) if isinstance(item, Mapping)
        ),
        primary_key=_names(descriptor.get("primaryKey")),
        descriptor=descriptor,
    )


def _field(item: Mapping[str, object]) -> Field:
    constraints = item.get("constraints")
    return Field(
        name=_text(item.get("name")),
        type=_text(item.get("type")) or "string",
        format=_text(item.get("format")) or "default",
        title=_text(item.get("title")),
        description=_text(item.get("description")),
        example=item.get("example"),
        constraints=constraints if isinstance(constraints, Mapping) else {},
        descriptor=item,
    )


def _names(told: object) -> tuple[str, ...]:
    if isinstance(told, str):
        return (told,)
    return tuple(item for item in _items(told) if isinstance(item, str))


def _items(told: object) -> list[object]:
    return told if isinstance(told, list) else []


def _text(told: object) -> str:
    return told if isinstance(told, str) else ""
