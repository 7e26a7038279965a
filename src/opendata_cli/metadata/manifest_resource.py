"""The `resources` of a manifest: what each is, and how its file is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opendata_cli.metadata.fields import Fields
from opendata_cli.metadata.naming import is_name, slug
from opendata_cli.metadata.node import Scalar, Section, Sequence, plain
from opendata_cli.metadata.told import is_auto, schema_ref, told_spatial, told_temporal, unsafe
from opendata_cli.model.address import is_address
from opendata_cli.model.dataset import Resource, ResourceType
from opendata_cli.model.encoding import encoding_name
from opendata_cli.model.table import Dialect, is_header

_STANDARD = [
    "$schema",
    "profile",
    "name",
    "path",
    "data",
    "type",
    "title",
    "description",
    "format",
    "mediatype",
    "encoding",
    "bytes",
    "hash",
    "sources",
    "licenses",
    "schema",
    "dialect",
    "homepage",
]
_DCAT = ("temporal", "spatial")
_SAID_BY: Mapping[str, str] = {
    "title": "title",
    "description": "description",
    "type": "type",
    "format": "format",
    "mime": "mediatype",
    "encoding": "encoding",
    "schema": "schema",
    "temporal": "temporal",
    "spatial": "spatial",
}
_DIALECT = [
    "$schema",
    "title",
    "description",
    "delimiter",
    "lineTerminator",
    "quoteChar",
    "doubleQuote",
    "escapeChar",
    "nullSequence",
    "skipInitialSpace",
    "header",
    "headerJoin",
    "headerRows",
    "headerCase",
    "caseSensitiveHeader",
    "commentRows",
    "commentChar",
    "csvddfVersion",
    "sheet",
    "sheetName",
    "sheetNumber",
    "table",
    "property",
    "itemType",
    "itemKeys",
]
_UNHEEDED = ("escapeChar", "commentChar", "commentRows", "sheetNumber")
_TABLE_KINDS = ("table", "tabular", "file")  # Data Package v2 and Frictionless: not a purpose


RESOURCE_OPINIONS = frozenset(_SAID_BY)
"""The fields of a resource about which a manifest speaks or is silent."""

_MEASURED = frozenset({"rows", "columns", "bytes", "checksum"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestResource:
    """How to read a resource.

    `path` is the file's place, None for one that is only an address. `schema` is
    the reference as written, or the schema itself; `dialect` holds what is told
    and leaves the rest to be found.
    """

    key: str
    path: Path | None
    schema: str | Mapping[str, object] | None = None
    dialect: Dialect = field(default_factory=Dialect)


def read_resources(fields: Fields, folder: Path) -> tuple[tuple[Resource, ManifestResource], ...]:
    """Every resource with its way of reading; what is wrong is noted in the findings."""
    sections = list(fields.sections("resources"))
    node = fields.node("resources")
    if node is None or (isinstance(node, Sequence) and not node.items):
        fields.problem("resources", "missing")
    _refuse_duplicates(sections)
    return tuple((_resource(item), _how(item, folder)) for item in sections)


def _refuse_duplicates(sections: list[Fields]) -> None:
    seen: set[str] = set()
    for section in sections:
        name = section.text("name").casefold()
        if name and name in seen:
            section.problem("name", "duplicate-resource", value=section.text("name"))
        seen.add(name)


def _resource(fields: Fields) -> Resource:
    fields.unknown((*_STANDARD, *_DCAT))
    path = _path(fields)
    said = {name for name, key in _SAID_BY.items() if fields.says(key)}
    said -= {name for name in _DCAT if is_auto(fields, name)}
    kind = _kind(fields)
    schema = schema_ref(_schema(fields))
    if schema is not None and schema.url and not is_address(schema.url):
        fields.problem("schema", "bad-address", value=schema.url)
    if kind is None:
        said.discard("type")
    if schema is None and _schema(fields) is not None:
        said.discard("schema")  # a local one: there is nothing a portal could be told
    silent = RESOURCE_OPINIONS - said
    linked = "://" in path
    return Resource(
        key=_key(fields),
        title=fields.text("title"),
        description=fields.text("description"),
        type=kind or ResourceType.MAIN,
        path=None if linked else path or None,
        url=path if linked else None,
        linked=linked,
        format=fields.text("format") or None,
        mime=fields.text("mediatype") or None,
        encoding=_encoding(fields),
        schema=schema,
        temporal=told_temporal(fields),
        spatial=told_spatial(fields),
        silent=silent | _MEASURED if linked else silent,  # nobody measures a file elsewhere
    )


def _key(fields: Fields) -> str:
    name = fields.text("name")
    if not name:
        fields.problem("name", "missing")
    elif not is_name(name):
        fields.problem("name", "bad-name", value=name, expected=slug(name))
    return name


def _kind(fields: Fields) -> ResourceType | None:
    if fields.text("type") in _TABLE_KINDS:
        return None
    kind = fields.choice("type", tuple(ResourceType))
    return ResourceType(kind) if kind else None


def _path(fields: Fields) -> str:
    """The path; a list of one is the same, a list of several is one file cut in parts."""
    paths = fields.text_or_texts("path")
    if len(paths) > 1:
        fields.problem("path", "several-paths", value=list(paths))
    if paths and "://" in paths[0] and not is_address(paths[0]):
        fields.problem("path", "bad-address", value=paths[0])
    if not fields.says("path") or fields.node("path") is None:
        fields.problem("path", "missing")
    return paths[0] if paths else ""


def _encoding(fields: Fields) -> str | None:
    name = fields.text("encoding")
    if name and encoding_name(name) is None:
        fields.problem("encoding", "unknown-encoding", value=name)
        return None
    return name or None


def _schema(fields: Fields) -> str | dict[str, object] | None:
    node = fields.node("schema")
    if isinstance(node, Section):
        return {entry.key: plain(entry.node) for entry in node.entries} or None
    return fields.text("schema") or None


def _how(fields: Fields, folder: Path) -> ManifestResource:
    path = next(iter(fields.text_or_texts("path")), "")
    local = path and "://" not in path
    if local and (reason := unsafe(path, folder)) is not None:
        fields.problem("path", "unsafe-path", value=path, reason=reason)
    return ManifestResource(
        key=fields.text("name"),
        path=folder / path if local else None,
        schema=_schema(fields),
        dialect=_dialect(fields),
    )


def _dialect(fields: Fields) -> Dialect:
    encoding = _encoding(fields)
    if isinstance(fields.node("dialect"), Scalar):  # Data Package allows a reference
        fields.warn("dialect", "unheeded-key")
        return Dialect(encoding=encoding)
    told = fields.section("dialect")
    if told is None:
        return Dialect(encoding=encoding)
    told.unknown(_DIALECT)
    for name in _UNHEEDED:
        if told.node(name) is not None:
            told.warn(name, "unheeded-key")
    rows = told.numbers("headerRows")
    if not is_header(rows):
        told.problem("headerRows", "bad-header-row", value=list(rows))
    header = told.node("header")
    if isinstance(header, Scalar) and header.value is False:
        told.warn("header", "unheeded-key")
    return Dialect(
        encoding=encoding,
        delimiter=_delimiter(told),
        sheet=told.text("sheet") or told.text("sheetName") or None,
        header_rows=rows,
    )


def _delimiter(fields: Fields) -> str | None:
    """One character; white space is one too, and is not trimmed away."""
    node = fields.node("delimiter")
    if node is None:
        return None
    if isinstance(node, Scalar) and isinstance(node.value, str) and len(node.value) == 1:
        return node.value
    fields.problem("delimiter", "type", expected="character")
    return None
