"""Strict mode against what Frictionless 5.21 said of real files.

Each case is a folder of the corpus; each of its files must give the same errors
(row, column, code), in the same order, or the same refusal of its schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from opendata_cli.errors import SchemaError
from opendata_cli.model.report import Mode
from opendata_cli.model.table import Dialect
from opendata_cli.schemas.load import load_schema
from opendata_cli.validation.validate import validate_file

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus"
REFERENCES = SHARED / "corpus-reference"
LARGEST = 1_500_000
REFERENCE_LIMIT = 100_000

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason=f"NO CORPUS at {CORPUS}: strict mode was NOT compared"
)


@dataclass
class Tally:
    compared: int = 0
    differences: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    count = Tally()
    yield count
    reporter = request.config.pluginmanager.getplugin("terminalreporter")
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        reporter.write_line(
            f"\ncorpus: {count.compared} files compared, {len(count.differences)} differences"
        )


def cases() -> list[str]:
    return (
        sorted(path.name for path in CORPUS.iterdir() if path.is_dir()) if CORPUS.is_dir() else []
    )


def files(case: str) -> list[Path]:
    known = (path for path in sorted((CORPUS / case).iterdir()) if path.is_file())
    return [
        path
        for path in known
        if reference_path(path).exists() and schema_path(path) and path.stat().st_size < LARGEST
    ]


def reference_path(path: Path) -> Path:
    return REFERENCES / f"{path.parent.name}-{path.name}.json"


def schema_path(path: Path) -> Path | None:
    own = path.with_name(path.name + ".schema.json")
    shared = path.with_name("schema.json")
    return next((found for found in (own, shared) if found.exists()), None)


def dialect(path: Path) -> Dialect:
    told = path.with_name(path.name + ".dialect.json")
    rows = json.loads(told.read_text("utf-8"))["headerRows"] if told.exists() else []
    return Dialect(header_rows=tuple(rows))


def fetch(url: str) -> bytes:
    raise AssertionError(url)


def verdict(path: Path, limit: int) -> list[tuple[Any, ...]] | str:
    try:
        schema = load_schema(str(schema_path(path)), fetch=fetch)
        report = validate_file(path, schema, mode=Mode.STRICT, dialect=dialect(path), limit=limit)
    except SchemaError as error:
        return error.code
    return [(issue.row, issue.column, issue.code) for issue in report.issues]


def reference(path: Path) -> list[tuple[Any, ...]] | str:
    told = json.loads(reference_path(path).read_text("utf-8"))
    if told["exception"] is not None:
        return "invalid-schema"
    return [(row, column, code) for row, column, _, code, *_ in told["errors"]]


@pytest.mark.parametrize("case", cases())
def test_strict_mode_says_what_frictionless_says(case: str, tally: Tally) -> None:
    different = []
    for path in files(case):
        tally.compared += 1
        known = reference(path)
        # A reference that was cut is compared on what it has; the others are whole.
        limit = REFERENCE_LIMIT if len(known) == REFERENCE_LIMIT else 0
        if verdict(path, limit) != known:
            different.append(path.name)
    tally.differences += different
    assert different == []
