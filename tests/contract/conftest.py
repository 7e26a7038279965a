"""Each portal that must show the same behaviours, freshly made and empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.contract.contract_kit import Producer, directory_portal, udata_portal
from tests.contract.udata_kit import OpenUdata, Raw
from tests.servers.udata import Udata
from tests.unit.conftest import opendata  # noqa: F401 - a fixture

from opendata_cli.portals.portal import Portal
from opendata_cli.portals.udata.portal import UdataPortal

PORTALS = ("directory", "udata")
NAMED = ("directory",)


@pytest.fixture
def producer(tmp_path: Path) -> Producer:
    folder = tmp_path / "manifest"
    folder.mkdir()
    return Producer(folder)


@pytest.fixture
def organization(udata: Udata, request: pytest.FixtureRequest) -> str:
    """An organisation of its own for each test: its catalogue is empty."""
    return udata.new_organization(f"Ville de Test {request.node.name}"[:200])


@pytest.fixture
def again(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Portal]]:
    """The same portal, opened anew, as another run does."""
    opened: list[Portal] = []

    def open_(kind: str) -> Portal:
        if kind == "directory":
            return directory_portal(tmp_path / "catalogue")
        udata: Udata = request.getfixturevalue("udata")
        organization: str = request.getfixturevalue("organization")
        opened.append(udata_portal(udata, organization, tmp_path / "manifest" / ".opendata"))
        return opened[-1]

    yield open_
    for portal in opened:
        portal.close()


@pytest.fixture(params=NAMED)
def named_portal(request: pytest.FixtureRequest, again: Callable[[str], Portal]) -> Portal:
    """A portal where a dataset has a name, which no other may have."""
    return again(request.param)


@pytest.fixture(params=PORTALS)
def portal(request: pytest.FixtureRequest, again: Callable[[str], Portal]) -> Portal:
    return again(request.param)


@pytest.fixture
def open_udata(udata: Udata, organization: str, tmp_path: Path) -> Iterator[OpenUdata]:
    opened: list[UdataPortal] = []

    def open_(**changes: Any) -> UdataPortal:
        server = changes.pop("server", udata)
        told = changes.pop("organization", organization)
        opened.append(udata_portal(server, told, tmp_path / "memory", **changes))
        return opened[-1]

    yield open_
    for portal in opened:
        portal.close()


@pytest.fixture
def raw(udata: Udata) -> Raw:
    return Raw(udata)
