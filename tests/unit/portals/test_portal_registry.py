from __future__ import annotations

import pytest

from opendata_cli.errors import ConfigError
from opendata_cli.portals.directory.portal import DirectoryPortal
from opendata_cli.portals.registry import KINDS, portal_factory


def test_a_kind_gives_its_portal() -> None:
    assert portal_factory("directory") is DirectoryPortal


def test_an_unknown_kind_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(ConfigError) as caught:
        portal_factory("gopher")

    assert caught.value.code == "unknown-portal-kind"
    assert caught.value.params == {"kind": "gopher", "known": list(KINDS)}
