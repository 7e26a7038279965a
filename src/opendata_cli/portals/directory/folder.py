"""The folder itself: where datasets lie, one writer at a time, nothing outside the root.

Readers take no lock: `datapackage.json` is replaced whole and a dataset changes place by
one rename. A folder without our `datapackage.json` is none of ours and left alone.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from opendata_cli.errors import Refused, UnexpectedAnswer, Unreachable
from opendata_cli.files import (
    TEMPORARY,
    private_folder,
    sync_folder,
    write_atomically,
    writing,
)
from opendata_cli.portals.directory.names import PACKAGE
from opendata_cli.portals.directory.stored import Stored, from_bytes, to_bytes

_TRASH = ".trash-"


@dataclass(frozen=True, slots=True)
class Kept:
    """A dataset in its place: `shown` in the public tree, or hidden; `raw` is its package."""

    place: Path
    shown: bool
    raw: bytes
    stored: Stored


class Folder:
    """The root of a catalogue, as `portal` (its name, for errors)."""

    def __init__(self, root: Path, portal: str, patience: float) -> None:
        self.root = root
        self._portal = portal
        self._patience = patience
        self._hidden = root / ".hidden"

    def datasets(self) -> list[Kept]:
        """Every dataset, hidden ones first, by name.

        Raises UnexpectedAnswer `damaged-dataset` (path): with one that cannot be read no
        feed is right, and a harvester would delete what is missing from it. Raises
        Unreachable `folder-unreadable` (path).
        """
        try:
            # Hidden first: one that is shown meanwhile is met twice and never missed.
            places = [(place, False) for place in _folders(self._hidden)]
            places += [(place, True) for place in _folders(self.root)]
        except OSError as error:
            raise Unreachable("folder-unreadable", **self._told("read", self.root)) from error
        kept = [found for place, shown in places if (found := self._load(place, shown=shown))]
        return list({item.stored.entry.id: item for item in kept}.values())

    def place(self, name: str, identifier: str, *, shown: bool) -> Path:
        """Where a dataset lies."""
        return self.root / name if shown else self._hidden / identifier

    def new_place(self, identifier: str) -> Path:
        """An empty hidden folder. Raises OutputError."""
        place = private_folder(self.inside(self._hidden)) / identifier
        with writing(place):
            place.mkdir()
        return place

    def save(self, place: Path, stored: Stored) -> None:
        """Write a dataset's package. Raises OutputError, Refused `unsafe-path`."""
        write_atomically(self.inside(place / PACKAGE), to_bytes(stored))

    def write(self, path: Path, content: str) -> None:
        """Write a page or a feed. Raises OutputError, Refused `unsafe-path`."""
        write_atomically(self.inside(path), content.encode("utf-8", "replace"))

    def move(self, place: Path, target: Path) -> None:
        """Move a dataset, whole, by one rename.

        Raises Refused `name-taken` (path) when something is there, OutputError.
        """
        if target.parent == self._hidden:
            private_folder(self.inside(self._hidden))
        if target.exists() or target.is_symlink():
            raise Refused("name-taken", **self._told("move", target))
        with writing(self.inside(target)):
            place.rename(target)
            sync_folder(target.parent)
            sync_folder(place.parent)

    def discard(self, place: Path) -> None:
        """Remove a dataset: out of sight by one rename, then for good. Raises OutputError."""
        trash = private_folder(self.inside(self._hidden)) / f"{_TRASH}{place.name}"
        self.move(place, trash)
        _remove_tree(trash)

    def inside(self, path: Path) -> Path:
        """`path`, which must lead nowhere else. Raises Refused `unsafe-path` (path)."""
        steps = [path, *path.parents]
        below = steps[: steps.index(self.root)]
        if any(step.is_symlink() for step in below):
            raise Refused("unsafe-path", **self._told("write", path))
        return path

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer, in a folder that exists and holds no rest of a cut write.

        Raises Unreachable `portal-busy` (path, seconds), OutputError.
        """
        with writing(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.inside(self.root / ".opendata.lock"), timeout=self._patience)
            try:
                lock.acquire()
            except Timeout as error:
                told = self._told("lock", self.root)
                raise Unreachable("portal-busy", seconds=self._patience, **told) from error
        try:
            self._sweep()
            yield
        finally:
            lock.release()

    def has_rests(self, place: Path) -> bool:
        """Whether a cut write left something in `place`."""
        return next(place.glob(TEMPORARY), None) is not None

    def _sweep(self) -> None:
        hidden = self.inside(self._hidden)
        ours = [place for place in _folders(self.root) if (place / PACKAGE).exists()]
        with writing(self.root):
            for place in (self.root, hidden, *ours, *_folders(hidden)):
                for rest in place.glob(TEMPORARY):
                    rest.unlink()
            for place in _folders(hidden):
                if next(place.iterdir(), None) is None:  # cut between it and its package
                    place.rmdir()
        for trash in hidden.glob(_TRASH + "*"):
            _remove_tree(self.inside(trash))

    def _load(self, place: Path, *, shown: bool) -> Kept | None:
        path = place / PACKAGE
        try:
            raw = path.read_bytes()
            stored = from_bytes(raw)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise UnexpectedAnswer("damaged-dataset", **self._told("read", path)) from error
        return None if stored is None else Kept(place, shown, raw, stored)

    def _told(self, operation: str, path: Path) -> dict[str, object]:
        return {"portal": self._portal, "operation": operation, "path": str(path)}


def _folders(parent: Path) -> list[Path]:
    """Folders that may be datasets: no hidden name, no link to elsewhere."""
    if not parent.is_dir() or parent.is_symlink():
        return []
    found = (item for item in parent.iterdir() if not item.name.startswith("."))
    return sorted(item for item in found if item.is_dir() and not item.is_symlink())


def _remove_tree(place: Path) -> None:
    with writing(place):
        shutil.rmtree(place)
