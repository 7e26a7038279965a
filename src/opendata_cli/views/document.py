"""A neutral page: what text and Markdown are made from.

Blocks in order, plain strings inside. Nothing here knows a language or a terminal.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a line means; colour only adds to it."""

    PLAIN = "plain"
    GOOD = "good"
    BAD = "bad"
    WARNING = "warning"
    DIM = "dim"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The first line: it alone answers the question. Tone GOOD, BAD or WARNING."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows; `aside` is said on the same line, further right."""

    text: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or more, `depth` steps to the right."""

    text: str
    depth: int = 1
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    pairs: tuple[tuple[str, str], ...]
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `numeric` are the columns (from 0) to align on the right."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a list with a sign before it (`+ ~ ^ - =` in a plan)."""

    sign: str
    text: str
    aside: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Command:
    """A command to type next, and what it does."""

    text: str
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An address to open or copy, never cut."""

    address: str


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line."""


Block = Verdict | Heading | Text | Facts | Grid | Mark | Command | Link | Blank


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks from top to bottom."""

    blocks: tuple[Block, ...]
