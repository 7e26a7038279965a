"""A reference as the user writes it, and the schema it means."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from opendata_cli.errors import SchemaError
from opendata_cli.model.schema import SchemaRef, TableSchema
from opendata_cli.schemas.descriptor import read_descriptor

_PACKAGED = Path(__file__).parent / "bundled"
_CHECKOUT = Path(__file__).parents[3] / "schemas"
_EXTENSIONS = (".json", ".yaml", ".yml")


def load_schema(
    ref: str, *, base: Path | None = None, fetch: Callable[[str], bytes]
) -> TableSchema:
    """The schema `ref` means.

    With `://` a URL, read by `fetch`; ending in `.json`, `.yaml` or `.yml` a path, relative
    to `base` or the working folder; else `name[@version]` of a bundled schema.
    Raises SchemaError: schema-not-found (`known`, `close`), invalid-schema (`reasons`, `line`).
    """
    if "://" in ref:
        return _read(fetch(ref), ref, SchemaRef(url=ref))
    if ref.lower().endswith(_EXTENSIONS):
        path = (base or Path()) / ref
        if not path.is_file():
            raise _not_found(ref)
        return _read(path.read_bytes(), ref, SchemaRef())
    return _bundled(ref)


@cache
def bundled_schemas() -> tuple[TableSchema, ...]:
    """The schemas that come with the program, by file name."""
    folder = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT
    return tuple(
        _read(path.read_bytes(), path.name, SchemaRef(name=path.stem))
        for path in sorted(folder.glob("*.json"))
    )


def _bundled(ref: str) -> TableSchema:
    name, _, version = ref.partition("@")
    for schema in bundled_schemas():
        if schema.ref.name == name and version in ("", schema.ref.version):
            return schema
    raise _not_found(ref)


def _not_found(ref: str) -> SchemaError:
    known = [schema.ref.name or "" for schema in bundled_schemas()]
    close = difflib.get_close_matches(Path(ref.partition("@")[0]).stem, known)
    ordered = [*close, *(name for name in known if name not in close)]
    return SchemaError("schema-not-found", ref=ref, known=ordered, close=close)


def _read(content: bytes, ref: str, where: SchemaRef) -> TableSchema:
    descriptor = _parse(content, ref)
    if not isinstance(descriptor, dict):
        raise SchemaError("invalid-schema", ref=ref, reasons=[type(descriptor).__name__])
    return read_descriptor(descriptor, where)


def _parse(content: bytes, ref: str) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError("invalid-schema", ref=ref, reasons=[str(error)]) from error
    if ref.lower().endswith((".yaml", ".yml")):
        return _parse_yaml(text, ref)
    try:
        return json.loads(text)
    except RecursionError as error:
        raise SchemaError("invalid-schema", ref=ref, reasons=[str(error)]) from error
    except json.JSONDecodeError as error:
        raise SchemaError(
            "invalid-schema", ref=ref, reasons=[error.msg], line=error.lineno, column=error.colno
        ) from error


def _parse_yaml(text: str, ref: str) -> object:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise SchemaError(
            "invalid-schema", ref=ref, reasons=[str(error.problem)], **place
        ) from error
    except YAMLError as error:
        raise SchemaError("invalid-schema", ref=ref, reasons=[str(error)]) from error
