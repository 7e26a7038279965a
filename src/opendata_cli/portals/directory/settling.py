"""Pages and feed, made from the datasets that are shown, and again after a cut write.

`.opendata.json` keeps what they were made from and what they hold. It is written last,
after the feed: as long as it does not tell the present state, the catalogue is not settled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from opendata_cli.dcat.catalog import Catalog, Entry, catalog_jsonld
from opendata_cli.portals.directory.folder import Folder, Kept
from opendata_cli.portals.directory.names import FEED, PAGE
from opendata_cli.portals.directory.pages import CatalogPage, DatasetPage, Page
from opendata_cli.portals.directory.state import STATE, State, state_text
from opendata_cli.portals.directory.stored import Stored, to_bytes


def is_settled(folder: Folder, catalog: Catalog, datasets: Sequence[Kept]) -> bool:
    """Whether pages and feed show `datasets` as they are, and hold what was written."""
    before = folder.state()
    if before is None:
        return not datasets
    shown = _shown(datasets)
    same = (before.catalog, before.datasets) == (catalog, _digests(shown))
    expected = _derived_names(shown) if _has_begun(before, shown) else set()
    sound = all(_is_sound(folder, name, before) for name in expected)
    return same and before.derived.keys() == expected and sound


def settle(
    folder: Folder, catalog: Catalog, datasets: Sequence[Kept], render: Callable[[Page], str]
) -> None:
    """Make the pages that are behind, then the list, then the feed. Raises OutputError.

    The caller holds the lock.
    """
    if is_settled(folder, catalog, datasets):
        return
    shown, before = _shown(datasets), folder.state()
    derived: dict[str, str] = {}
    if _has_begun(before, shown):
        for kept in shown:
            name = _page_of(kept)
            if before is None or _is_behind(folder, catalog, kept, before):
                page = DatasetPage(catalog=catalog, entry=kept.stored.entry)
                derived[name] = folder.write(kept.place / PAGE, render(page))
            else:
                derived[name] = before.derived[name]
        entries = _entries(shown)
        whole = CatalogPage(catalog=catalog, entries=entries)
        derived[PAGE] = folder.write(folder.root / PAGE, render(whole))
        derived[FEED] = folder.write(folder.root / FEED, feed_text(catalog, entries))
    state = State(catalog=catalog, datasets=_digests(shown), derived=derived)
    folder.write(folder.root / STATE, state_text(state))


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


def _has_begun(before: State | None, shown: Sequence[Kept]) -> bool:
    """A feed with nothing in it tells harvesters to delete: none before the first dataset."""
    return bool(shown) or (before is not None and bool(before.derived))


def _derived_names(shown: Sequence[Kept]) -> set[str]:
    return {PAGE, FEED, *(_page_of(kept) for kept in shown)}


def _page_of(kept: Kept) -> str:
    return f"{kept.place.name}/{PAGE}"


def _digests(shown: Sequence[Kept]) -> dict[str, str]:
    return {kept.place.name: _digest(kept.stored) for kept in shown}


def _digest(stored: Stored) -> str:
    """Of all that pages and feed may show: how a write went on is no part of it."""
    bare = replace(stored, pending=(), creating=False, mtimes={})
    return hashlib.sha256(to_bytes(bare)).hexdigest()


def _is_behind(folder: Folder, catalog: Catalog, kept: Kept, before: State) -> bool:
    same = before.datasets.get(kept.place.name) == _digest(kept.stored)
    return not (same and before.catalog == catalog and _is_sound(folder, _page_of(kept), before))


def _is_sound(folder: Folder, name: str, before: State) -> bool:
    """Whether a page is what was written: one damaged or edited since is made again."""
    return name in before.derived and _sha256(folder.root / name) == before.derived[name]


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
