"""YAML text ↔ tree with places. The only home of ruamel.yaml.

Reading stops at ruamel's node graph: nothing is constructed, so that a tag such
as `!!python/object` is only a word in front of a value.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Mapping
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as YamlNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, ScalarString

from opendata_cli.metadata.node import (
    BadSyntaxError,
    Entry,
    Mark,
    Node,
    Problem,
    Scalar,
    Section,
    Sequence,
    whole,
)

_TAG = "tag:yaml.org,2002:"
_LARGEST = 200_000

# The words of ruamel.yaml for the faults that people make.
_COLON = "mapping values are not allowed here"
_BLOCK_END = "expected <block end>, but found"

KeyPath = tuple[str | int, ...]


def read_yaml(text: str) -> Node:
    """The tree of a YAML text; an empty text is an empty mapping. Raises `BadSyntaxError`."""
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        return Section(Mark(), ()) if root is None else _Reader().node(root)
    except MarkedYAMLError as error:
        raise BadSyntaxError(_faulty_line(text, error)) from error
    except ReaderError as error:
        raise BadSyntaxError(_forbidden_character(text, error)) from error
    except RecursionError as error:
        raise BadSyntaxError(Problem(mark=Mark(), code="too-complex")) from error
    except (YAMLError, ValueError, OverflowError) as error:  # the last two: no such character
        raise BadSyntaxError(
            Problem(mark=Mark(), code="syntax", params={"detail": str(error)})
        ) from error


def write_yaml(content: Mapping[str, object], comments: Mapping[KeyPath, str]) -> str:
    """`content` as YAML, with at the end of the line of a path what `comments` says of it.

    A path is keys and list indexes: `("resources", 0, "path")`. Comments are put
    on one line, without control characters.
    """
    yaml = YAML()
    yaml.width = 1_000_000  # a folded line would carry its comment to the wrong place
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_commented(content, (), comments), stream)
    return stream.getvalue()


class _Reader:
    """One reading; it counts nodes, for aliases can make a small text immense."""

    def __init__(self) -> None:
        self.count = 0

    def node(self, node: YamlNode) -> Node:
        self.count += 1
        mark = Mark(node.start_mark.line + 1, node.start_mark.column + 1)
        if self.count > _LARGEST:
            raise BadSyntaxError(Problem(mark=mark, code="too-complex"))
        match node:
            case SequenceNode():
                return Sequence(mark, tuple(self.node(item) for item in node.value))
            case MappingNode():
                return Section(mark, tuple(self.entry(key, item) for key, item in node.value))
            case _:
                text = whole(str(node.value))
                return Scalar(mark, _value(str(node.tag), text), text)

    def entry(self, key: YamlNode, node: YamlNode) -> Entry:
        mark = Mark(key.start_mark.line + 1, key.start_mark.column + 1)
        if not isinstance(key, ScalarNode):
            raise BadSyntaxError(
                Problem(mark=mark, code="syntax", params={"detail": "complex key"})
            )
        return Entry(mark, whole(str(key.value)), self.node(node))


def _value(tag: str, text: str) -> str | int | float | bool | None:
    match tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return text.lower() == "true"
        case "int":
            return _number(text, int)
        case "float":
            return _number(text, float)
        case _:
            return text


def _number(text: str, kind: Callable[[str], int | float]) -> int | float | str:
    """The number; rarer notations (`0x1F`, `.inf`) mean nothing in a manifest and stay text."""
    try:
        return kind(text)
    except ValueError:
        return text


def _faulty_line(text: str, error: MarkedYAMLError) -> Problem:
    """The fault and its place: those people make have a code, others the library's words."""
    place = error.problem_mark or error.context_mark
    if place is None:
        return Problem(mark=Mark(), code="syntax", params={"detail": str(error)})
    mark = Mark(place.line + 1, place.column + 1)
    said = error.problem or error.context or ""
    before = text.splitlines()[place.line][: place.column] if said == _COLON else ""
    if ": " in before:
        return Problem(mark=mark, code="colon-in-text")
    if "'\\t'" in said:
        return Problem(mark=mark, code="tab")
    if said == _COLON or said.startswith(_BLOCK_END):
        return Problem(mark=mark, code="indentation")
    return Problem(mark=mark, code="syntax", params={"detail": said})


def _forbidden_character(text: str, error: ReaderError) -> Problem:
    before = text[: error.position]
    mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
    return Problem(mark=mark, code="syntax", params={"detail": str(error.reason)})


def _commented(value: object, path: KeyPath, comments: Mapping[KeyPath, str]) -> object:
    if isinstance(value, Mapping):
        section = CommentedMap()
        for key, item in value.items():
            section[key] = _commented(item, (*path, key), comments)
            comment = _one_line(comments.get((*path, key), ""))
            if comment and not isinstance(section[key], ScalarString):
                section.yaml_add_eol_comment(comment, key, column=0)
        return section
    if isinstance(value, list | tuple):
        items = CommentedSeq(
            _commented(item, (*path, index), comments) for index, item in enumerate(value)
        )
        if not any(isinstance(item, Mapping) for item in value):
            items.fa.set_flow_style()  # on one line, where a comment can follow
        return items
    return _block_or_quoted(value) if isinstance(value, str) else value


def _block_or_quoted(text: str) -> str:
    """Lines as they are where they can be, else with every odd sign told by its number."""
    lines = text.split("\n")
    clean = all(_is_shown(line) and line == line.rstrip() for line in lines)
    if clean and text == text.strip():
        return cast("str", LiteralScalarString(text)) if len(lines) > 1 else text
    return text if text.isprintable() else cast("str", DoubleQuotedScalarString(text))


def _is_shown(line: str) -> bool:
    """Whether every sign is seen; French has spaces of its own before some."""
    return all(sign.isprintable() or unicodedata.category(sign) == "Zs" for sign in line)


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return "".join(character for character in words if character.isprintable())
