"""What an engine is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from opendata_cli.model.report import Issue
from opendata_cli.model.schema import TableSchema
from opendata_cli.model.table import Dialect, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another resource of the same manifest, for the foreign keys that point to it."""

    path: Path
    schema: TableSchema | None = None
    dialect: Dialect = field(default_factory=Dialect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be checked. `limit` bounds the errors (0: all).

    `described` asks for a standard Frictionless report too, which is heavy: every
    error of it holds the whole row.
    """

    source: Source
    schema: TableSchema | None
    dialect: Dialect
    limit: int
    others: Mapping[str, Neighbour]
    described: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found in one file. `rows` and `columns` are None when it could not be read."""

    issues: tuple[Issue, ...]
    dialect: Dialect
    labels: tuple[str, ...] = ()
    rows: int | None = None
    columns: int | None = None
    truncated: bool = False
    reference: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Records in the order of a schema's fields, each as long as there are fields.

    `records` may be called again: a table that refers to itself is read twice.
    `descriptor` is a Table Schema.
    """

    name: str
    descriptor: Mapping[str, object]
    records: Callable[[], Iterator[Sequence[object]]]


Judged = Generator[tuple[int, list[Issue]], None, None]
"""Records by their position from 0, with their issues; to be closed when not read to the end."""


class Engine(Protocol):
    """Whoever says what is wrong with a cell."""

    name: str

    def judge_file(self, asked: Request) -> Verdict:
        """All that is wrong with the file, at most `asked.limit` errors.

        Raises SchemaError: invalid-schema.
        """
        ...

    def judge_rows(self, feed: Feed, others: Sequence[Feed]) -> Judged:
        """Each record, by its position from 0 in the feed, with its issues.

        There, `row` and the param `same_as` are such positions too, and `column` is the
        position of the field from 1. No record is blank in the file: one whose cells are all
        missing values is judged like the others. Raises SchemaError: invalid-schema.
        """
        ...
