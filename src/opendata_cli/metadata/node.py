"""A manifest's text as a tree that remembers where everything is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TODO = re.compile(r"\s*TODO(?![\w.-])")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text: `line` and `column` count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. `text` is as it was written, so that the title 2023 stays "2023"."""

    mark: Mark
    value: str | int | float | bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    mark: Mark
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value; `mark` is the key's."""

    mark: Mark
    key: str
    node: Node


@dataclass(frozen=True, slots=True)
class Section:
    """A mapping. A key written twice is there twice."""

    mark: Mark
    entries: tuple[Entry, ...]


Node = Scalar | Sequence | Section


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, and under which key (`resources[0].title`)."""

    mark: Mark
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in a manifest: a code, its place, its parameters."""

    mark: Mark
    code: str
    key: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    def as_params(self) -> dict[str, object]:
        """The problem as plain values, for the parameters of an error."""
        place = {"line": self.mark.line, "column": self.mark.column, "key": self.key}
        return {**place, "code": self.code, **self.params}


class BadSyntaxError(Exception):
    """The text cannot be made into a tree; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def plain(node: Node) -> object:
    """The values alone: dicts, lists and scalars; of a key written twice, the last."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Section():
            return {entry.key: plain(entry.node) for entry in node.entries}


def todos(node: Node, key: str = "") -> Iterator[Place]:
    """Every value that begins with the word TODO: what a person has still to decide."""
    match node:
        case Scalar():
            if _is_todo(node):
                yield Place(node.mark, key)
        case Sequence():
            for index, item in enumerate(node.items):
                yield from todos(item, f"{key}[{index}]")
        case Section():
            for entry in node.entries:
                yield from todos(entry.node, f"{key}.{entry.key}" if key else entry.key)


def without_todos(node: Node) -> Node | None:
    """The tree without its undecided values; what held nothing else goes with them."""
    match node:
        case Scalar():
            return None if _is_todo(node) else node
        case Sequence():
            items = tuple(kept for item in node.items if (kept := without_todos(item)) is not None)
            return Sequence(node.mark, items) if items or not node.items else None
        case Section():
            entries = tuple(
                Entry(entry.mark, entry.key, kept)
                for entry in node.entries
                if (kept := without_todos(entry.node)) is not None
            )
            return Section(node.mark, entries) if entries or not node.entries else None


def whole(text: str) -> str:
    r"""`text` without halves of letters.

    YAML reads JSON's "\ud83d\ude00" as two halves, and either may be written alone:
    pairs are joined, the others become the sign of what cannot be read.
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_todo(node: Scalar) -> bool:
    return isinstance(node.value, str) and _TODO.match(node.value) is not None
