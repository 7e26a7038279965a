"""A reference as the user writes it, and the schema it means."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable
from functools import cache
from pathlib import Path

from opendata_cli.errors import SchemaError
from opendata_cli.model.schema import SchemaRef, TableSchema
from opendata_cli.schemas.descriptor import read_descriptor

_PACKAGED = Path(__file__).parent / "bundled"
_CHECKOUT = Path(__file__).parents[3] / "schemas"
_YAML = (".yaml", ".yml")
_EXTENSIONS = (".json", *_YAML)
_LARGEST = 200_000
_DEEPEST = 100
# What the parsers themselves break down with on a value: a number of thousands of digits,
# a day that is none, a `!!bool` that is neither true nor false.
_BAD_VALUES = (ValueError, OverflowError, LookupError, TypeError, AttributeError)


def load_schema(
    ref: str, *, base: Path | None = None, fetch: Callable[[str], bytes]
) -> TableSchema:
    """The schema `ref` means.

    With `://` a URL, read by `fetch`; ending in `.json`, `.yaml` or `.yml` a path, relative
    to `base` or the working folder; else `name[@version]` of a bundled schema.
    Raises SchemaError: schema-not-found (`known`, `close`), invalid-schema with a `reason`
    (not-a-mapping, not-utf8, too-complex, key-not-text, bad-value, syntax) and, as `reasons`,
    what the parser said.
    """
    if "://" in ref:
        return _read(fetch(ref), ref, SchemaRef(url=ref))
    if ref.lower().endswith(_EXTENSIONS):
        path = (base or Path()) / ref
        if not path.is_file():
            raise _not_found(ref)
        return _read(path.read_bytes(), ref, SchemaRef(path=ref))
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
        raise _invalid(ref, "not-a-mapping")
    _check_tree(descriptor, ref)
    return read_descriptor(descriptor, where)


def _parse(content: bytes, ref: str) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _invalid(ref, "not-utf8") from error
    try:
        return _parse_yaml(text, ref) if ref.lower().endswith(_YAML) else json.loads(text)
    except json.JSONDecodeError as error:
        raise _invalid(ref, "syntax", error.msg, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise _invalid(ref, "too-complex") from error
    except _BAD_VALUES as error:
        raise _invalid(ref, "bad-value", detail=str(error)) from error


def _parse_yaml(text: str, ref: str) -> object:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = {"line": mark.line + 1, "column": mark.column + 1} if mark else {}
        raise _invalid(ref, "syntax", str(error.problem), **place) from error
    except YAMLError as error:
        raise _invalid(ref, "syntax", str(error)) from error


def _check_tree(descriptor: object, ref: str) -> None:
    """Refuse what JSON has not, and what would take for ever: aliases make a small YAML immense."""
    waiting = [(descriptor, 0)]
    for _ in range(_LARGEST):
        if not waiting:
            return
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            break
        if isinstance(value, dict):
            for key in value:
                if not isinstance(key, str):
                    raise _invalid(ref, "key-not-text", key=str(key))
            waiting += [(item, depth + 1) for item in value.values()]
        elif isinstance(value, list):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, float) and not math.isfinite(value):
            raise _invalid(ref, "bad-value", detail=str(value))
    raise _invalid(ref, "too-complex")


def _invalid(ref: str, reason: str, *details: str, **params: object) -> SchemaError:
    return SchemaError("invalid-schema", ref=ref, reason=reason, reasons=list(details), **params)
