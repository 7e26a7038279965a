"""A Table Schema, as far as the program itself needs to know it.

The reference engine reads the descriptor; these values serve headers, hints,
descriptions and pages. Source: https://specs.frictionlessdata.io/table-schema/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaRef:
    """Which schema: a name with a version, or a URL, or both.

    `path` is the file it was read from, as the user wrote it: it is shown, never published.
    """

    name: str | None = None
    version: str | None = None
    url: str | None = None
    path: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """What to call it: its name, else where it is; an empty text when it has neither."""
        return self.name or self.url or self.path or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column. `format` is "default" when the schema says nothing."""

    name: str
    type: str = "string"
    format: str = "default"
    title: str = ""
    description: str = ""
    example: object = None
    constraints: Mapping[str, object] = field(default_factory=dict)
    descriptor: Mapping[str, object] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether every row must fill the cell."""
        return self.constraints.get("required") is True


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSchema:
    """A sound schema. `descriptor` is the JSON it was read from, untouched."""

    ref: SchemaRef
    title: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    descriptor: Mapping[str, object]

    @property
    def references(self) -> frozenset[str]:
        """The other resources of a manifest that the foreign keys point to."""
        told = self.descriptor.get("foreignKeys")
        keys = [key for key in told if isinstance(key, Mapping)] if isinstance(told, list) else []
        targets = [key.get("reference") for key in keys]
        names = [target.get("resource") for target in targets if isinstance(target, Mapping)]
        return frozenset(name for name in names if isinstance(name, str) and name)

    @property
    def names(self) -> tuple[str, ...]:
        """The field names, in order."""
        return tuple(item.name for item in self.fields)
