"""Portals by kind, each imported only when one is opened."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from opendata_cli.errors import ConfigError
from opendata_cli.portals.portal import Portal

_FACTORIES = {
    "directory": ("opendata_cli.portals.directory.portal", "DirectoryPortal"),
    "udata": ("opendata_cli.portals.udata.portal", "UdataPortal"),
}

KINDS = tuple(_FACTORIES)
"""The kinds of portal that can be opened."""


def portal_factory(kind: str) -> Callable[..., Portal]:
    """What makes a portal of `kind`; its arguments are those of that class.

    Raises ConfigError `unknown-portal-kind` (kind, known).
    """
    if kind not in _FACTORIES:
        raise ConfigError("unknown-portal-kind", kind=kind, known=list(KINDS))
    module, name = _FACTORIES[kind]
    return cast("Callable[..., Portal]", getattr(importlib.import_module(module), name))
