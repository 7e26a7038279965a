"""Each portal that must show the same behaviours, freshly made and empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contract.contract_kit import Producer, directory_portal

from opendata_cli.portals.portal import Portal

PORTALS = ("directory",)


@pytest.fixture
def producer(tmp_path: Path) -> Producer:
    folder = tmp_path / "manifest"
    folder.mkdir()
    return Producer(folder)


@pytest.fixture
def again(tmp_path: Path) -> Callable[[str], Portal]:
    """The same portal, opened anew, as another run does."""
    return lambda kind: {"directory": directory_portal}[kind](tmp_path / "catalogue")


@pytest.fixture(params=PORTALS)
def portal(request: pytest.FixtureRequest, again: Callable[[str], Portal]) -> Portal:
    return again(request.param)
