"""JSON text → tree with places. The standard library judges the syntax, we only keep places."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

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

_TOKEN = re.compile(r'[{}\[\]]|"(?:[^"\\]|\\.)*"|[^\s{}\[\],:"]+')

_Token = tuple[str, Mark]


def read_json(text: str) -> Node:
    """The tree of a JSON text; raises `BadSyntaxError`."""
    try:
        json.loads(text)
        return _node(*(tokens := _tokens(text)).__next__(), tokens)
    except json.JSONDecodeError as error:
        mark = Mark(error.lineno, error.colno)
        problem = Problem(mark=mark, code="syntax", params={"detail": error.msg})
        raise BadSyntaxError(problem) from error
    except ValueError as error:  # a number of thousands of digits
        problem = Problem(mark=Mark(), code="syntax", params={"detail": str(error)})
        raise BadSyntaxError(problem) from error
    except RecursionError as error:
        raise BadSyntaxError(Problem(mark=Mark(), code="too-complex")) from error


def _tokens(text: str) -> Iterator[_Token]:
    """Brackets, strings and bare words; commas and colons say nothing once the syntax is known."""
    starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
    for match in _TOKEN.finditer(text):
        line = bisect_right(starts, match.start())
        yield match.group(), Mark(line, match.start() - starts[line - 1] + 1)


def _node(token: str, mark: Mark, tokens: Iterator[_Token]) -> Node:
    if token == "{":  # noqa: S105 - a bracket, not a password
        return Section(mark, tuple(_entries(tokens)))
    if token == "[":  # noqa: S105 - same
        return Sequence(mark, tuple(_items(tokens)))
    value = json.loads(token)
    if isinstance(value, str):
        value = token = whole(value)
    return Scalar(mark, value, token)


def _entries(tokens: Iterator[_Token]) -> Iterator[Entry]:
    for token, mark in tokens:
        if token == "}":  # noqa: S105 - same
            return
        yield Entry(mark, whole(json.loads(token)), _node(*next(tokens), tokens))


def _items(tokens: Iterator[_Token]) -> Iterator[Node]:
    for token, mark in tokens:
        if token == "]":  # noqa: S105 - same
            return
        yield _node(token, mark, tokens)
