"""`.opendata.json`: what the catalogue is, which datasets it shows, and what its pages hold.

It tells a catalogue of ours from any other folder, keeps the catalogue's own settings for
whoever publishes without them, and lets a dataset that vanished be missed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import cast

from opendata_cli.dcat.catalog import Catalog

STATE = ".opendata.json"
LAYOUT = 2
"""Raised when pages or feed take another form: every catalogue is then made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What pages and feed were made from, and the SHA-256 of what was made.

    `datasets` maps the folder of each shown dataset to a digest of what is shown of it;
    `derived` maps each page, and the feed, to the digest of its content.
    """

    catalog: Catalog
    datasets: Mapping[str, str] = field(default_factory=dict)
    derived: Mapping[str, str] = field(default_factory=dict)


def state_text(state: State) -> str:
    """The content of `.opendata.json`."""
    told = {"opendata_catalogue": LAYOUT, **asdict(state)}
    return json.dumps(told, indent=2, sort_keys=True) + "\n"


def read_state(root: Path) -> State | None:
    """The state of the catalogue at `root`; None when it has none, or one of another layout.

    Raises OSError, and ValueError, TypeError, KeyError or RecursionError when it is damaged.
    """
    try:
        told = json.loads((root / STATE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    if _mapping(told).get("opendata_catalogue") != LAYOUT:
        return None
    return State(
        catalog=_catalog(_mapping(told["catalog"])),
        datasets=_texts(told["datasets"]),
        derived=_texts(told["derived"]),
    )


def _catalog(told: Mapping[str, object]) -> Catalog:
    for name in ("title", "description", "language"):
        if not isinstance(told[name], str):
            raise TypeError(name)
    for name in ("publisher", "base_url"):
        if not isinstance(told[name], str | None):
            raise TypeError(name)
    return Catalog(**cast("dict[str, str]", told))


def _texts(told: object) -> Mapping[str, str]:
    if not all(isinstance(item, str) for item in _mapping(told).values()):
        raise TypeError(told)
    return cast("Mapping[str, str]", told)


def _mapping(told: object) -> Mapping[str, object]:
    if not isinstance(told, dict):
        raise TypeError(told)
    return told
