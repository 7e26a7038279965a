"""Pages and feed, made from the datasets that are shown, and again after a cut write.

`.opendata.json` keeps what they were made from. It is written last, after the feed:
as long as it does not tell the present state, the catalogue is not settled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from opendata_cli.dcat.catalog import Catalog, Entry, catalog_jsonld
from opendata_cli.portals.directory.folder import Folder, Kept
from opendata_cli.portals.directory.names import FEED, PAGE
from opendata_cli.portals.directory.pages import CatalogPage, DatasetPage, Page
from opendata_cli.portals.directory.stored import Stored, to_bytes

STATE = ".opendata.json"
LAYOUT = 1
"""Raised when pages or feed take another form: every catalogue is then made again."""

State = dict[str, object]


def is_settled(folder: Folder, catalog: Catalog, datasets: Sequence[Kept]) -> bool:
    """Whether pages and feed show `datasets` as they are."""
    shown = _shown(datasets)
    return _is_current(folder, _read(folder), _state(catalog, shown), shown)


def settle(
    folder: Folder, catalog: Catalog, datasets: Sequence[Kept], render: Callable[[Page], str]
) -> None:
    """Make the pages that are behind, then the list, then the feed. Raises OutputError.

    The caller holds the lock.
    """
    shown = _shown(datasets)
    before, after = _read(folder), _state(catalog, shown)
    if _is_current(folder, before, after, shown):
        return
    for kept in _behind(shown, before, after):
        page = DatasetPage(catalog=catalog, entry=kept.stored.entry)
        folder.write(kept.place / PAGE, render(page))
    entries = _entries(shown)
    folder.write(folder.root / PAGE, render(CatalogPage(catalog=catalog, entries=entries)))
    folder.write(folder.root / FEED, feed_text(catalog, entries))
    folder.write(folder.root / STATE, json.dumps(after, indent=2, sort_keys=True) + "\n")


def feed_text(catalog: Catalog, entries: Sequence[Entry]) -> str:
    """The feed in ASCII: read rightly whatever charset a server announces."""
    return json.dumps(catalog_jsonld(catalog, entries), indent=1) + "\n"


def shown_entries(folder: Folder) -> tuple[Entry, ...]:
    """The datasets that are shown, by name."""
    return _entries(_shown(folder.datasets()))


def _entries(shown: Sequence[Kept]) -> tuple[Entry, ...]:
    return tuple(kept.stored.entry for kept in shown)


def _shown(datasets: Sequence[Kept]) -> list[Kept]:
    return sorted((kept for kept in datasets if kept.shown), key=lambda kept: kept.place.name)


def _state(catalog: Catalog, shown: Sequence[Kept]) -> State:
    settings = json.dumps(asdict(catalog), sort_keys=True)
    return {
        "opendata_catalogue": LAYOUT,
        "settings": hashlib.sha256(settings.encode()).hexdigest(),
        "datasets": {kept.place.name: _digest(kept.stored) for kept in shown},
    }


def _digest(stored: Stored) -> str:
    """Of all that pages and feed may show: the files on their way out are no part of it."""
    return hashlib.sha256(to_bytes(replace(stored, pending=()))).hexdigest()


def _read(folder: Folder) -> State | None:
    """What pages and feed were made from; None, so made again, when that cannot be told."""
    try:
        state = json.loads((folder.root / STATE).read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return state if isinstance(state, dict) else None


def _behind(shown: Sequence[Kept], before: State | None, after: State) -> list[Kept]:
    same = before is not None and all(
        before.get(name) == after[name] for name in ("opendata_catalogue", "settings")
    )
    old = before.get("datasets") if same and before is not None else None
    known = old if isinstance(old, dict) else {}
    new = after["datasets"]
    assert isinstance(new, dict)
    return [
        kept
        for kept in shown
        if known.get(kept.place.name) != new[kept.place.name] or not (kept.place / PAGE).exists()
    ]


def _is_current(folder: Folder, before: State | None, after: State, shown: Sequence[Kept]) -> bool:
    # A feed with nothing in it tells harvesters to delete: none is made before the first dataset.
    begun = before is not None or bool(shown)
    return not begun or (before == after and not _missing(folder, shown))


def _missing(folder: Folder, shown: Sequence[Kept]) -> bool:
    pages: list[Path] = [folder.root / FEED, folder.root / PAGE]
    pages += [kept.place / PAGE for kept in shown]
    return not all(page.is_file() for page in pages)
