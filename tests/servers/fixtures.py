"""Real servers, one of each for all tests, started when a test first asks for it.

Where their environment cannot be built, their tests are skipped and this is said at the end; in
continuous integration it is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.environments import NotBuilt, environment
from tests.servers.udata import Udata

NO_SERVER = "no environment for"
IN_CI = os.environ.get("CI") == "true"
SCHEMAS = "https://schemas.example.org"
StartUdata = Callable[..., Udata]


def a_schema(name: str, *versions: str) -> dict[str, Any]:
    """An entry of a catalogue in the shape of schema.data.gouv.fr's."""

    def address(version: str) -> str:
        return f"{SCHEMAS}/{name}/{version}/schema.json"

    return {
        "name": name,
        "title": name.partition("/")[2],
        "description": "A schema for the tests",
        "schema_url": address("latest"),
        "schema_type": "tableschema",
        "contact": "schemas@example.org",
        "examples": [],
        "labels": [],
        "consolidation_dataset_id": None,
        "versions": [{"version_name": item, "schema_url": address(item)} for item in versions],
        "external_doc": None,
        "external_tool": None,
        "homepage": f"{SCHEMAS}/{name}",
    }


CATALOGUE = [
    a_schema("etalab/schema-a", "1.0.0", "1.1.0"),
    a_schema("scdl/schema-b", "2.0.0"),
]


def has_environment(name: str) -> Path:
    """The Python of that environment, or the reason why its tests do not run."""
    try:
        return environment(name)
    except NotBuilt as error:
        if IN_CI:
            raise
        last_line = str(error).rpartition("\n")[2]
        pytest.skip(f"{NO_SERVER} {name}: {last_line}")


@pytest.fixture(scope="session")
def datagouv_client() -> Path:
    """The Python that has datagouv-client, a client which is not ours."""
    return has_environment("datagouv-client")


@pytest.fixture(scope="session")
def start_udata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartUdata]:
    """Start a server for one test or module, with the options of `Udata.start`."""
    has_environment("udata")
    started: list[Udata] = []

    def start(**options: Any) -> Udata:
        started.append(Udata.start(tmp_path_factory.mktemp("udata"), **options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def udata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Udata]:
    """A udata without a catalogue of schemas: any name is taken.

    One for each module: it looks through all that it holds at each request, and grows slow.
    """
    has_environment("udata")
    server = Udata.start(tmp_path_factory.mktemp("udata"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def udata_with_catalogue(start_udata: StartUdata) -> Udata:
    """A udata which knows the schemas of `CATALOGUE` and no other."""
    return start_udata(schemas=CATALOGUE)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    missed = sum(NO_SERVER in reason for reason in skipped)
    if missed:
        terminalreporter.write_line(f"NO SERVER HERE: {missed} tests of real servers did not run")
