"""The folder itself: where datasets lie, one writer at a time, nothing outside the root.

Readers take no lock: `datapackage.json` is replaced whole and a dataset changes place by
one rename. A folder without our `datapackage.json` is none of ours and left alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
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
from opendata_cli.portals.directory.names import FEED, PACKAGE, PAGE
from opendata_cli.portals.directory.state import STATE, State, read_state
from opendata_cli.portals.directory.stored import Stored, from_bytes, to_bytes

_TRASH = ".trash-"
_DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    RecursionError,
)


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
        feed is right, and a harvester would delete what is missing from it. So is one that
        the catalogue lists and whose place holds no package of ours any more; one whose
        place is gone was deleted. Raises Unreachable `folder-unreadable` (path).
        """
        state = self.state()
        try:
            # Hidden first: one that is shown meanwhile is met twice and never missed.
            places = [(place, False) for place in _folders(self._hidden)]
            places += [(place, True) for place in _folders(self.root)]
        except OSError as error:
            raise Unreachable("folder-unreadable", **self._told("read", self.root)) from error
        kept = [found for place, shown in places if (found := self._load(place, shown=shown))]
        met = {item.place.name for item in kept if item.shown}
        listed = sorted((state.datasets if state else {}).keys() - met)
        kept += [found for name in listed if (found := self._load_listed(self.root / name))]
        return list({item.stored.entry.id: item for item in kept}.values())

    def state(self) -> State | None:
        """What `.opendata.json` tells, None without it.

        Raises UnexpectedAnswer `damaged-catalogue` (path), Unreachable `folder-unreadable`.
        """
        try:
            return read_state(self.root)
        except OSError as error:
            raise Unreachable("folder-unreadable", **self._told("read", self.root)) from error
        except _DAMAGE as error:
            told = self._told("read", self.root / STATE)
            raise UnexpectedAnswer("damaged-catalogue", **told) from error

    def is_missing(self) -> bool:
        """Whether there is no catalogue of ours here: the folder of others, or none."""
        return self.state() is None and not self.datasets()

    def refuse_foreign(self) -> None:
        """Raise Refused `folder-not-ours` (path) where a site that we did not make stands."""
        pages = [self.root / name for name in (PAGE, FEED)]
        foreign = [page for page in pages if page.exists() or page.is_symlink()]
        if foreign and self.is_missing():
            raise Refused("folder-not-ours", **self._told("create", foreign[0]))

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

    def write(self, path: Path, content: str) -> str:
        """Write a page or a feed; its SHA-256. Raises OutputError, Refused `unsafe-path`."""
        data = content.encode("utf-8", "replace")
        write_atomically(self.inside(path), data)
        return hashlib.sha256(data).hexdigest()

    def move(self, place: Path, target: Path) -> None:
        """Move a dataset, whole, by one rename.

        Raises Refused `name-taken` (name, path) when something is there, OutputError.
        """
        if target.parent == self._hidden:
            private_folder(self.inside(self._hidden))
        if target.exists() or target.is_symlink():
            raise Refused("name-taken", name=target.name, **self._told("move", target))
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
            self._prove_writable()
            self._sweep()
            yield
        finally:
            lock.release()

    def has_rests(self, place: Path) -> bool:
        """Whether a cut write left something in `place`."""
        return next(place.glob(TEMPORARY), None) is not None

    def _prove_writable(self) -> None:
        """Before any data: a root where no page can follow is not half written."""
        probe = self.root / TEMPORARY.replace("*", f"{os.getpid()}-probe")
        with writing(self.root):
            probe.touch()
            probe.unlink()

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
        except _DAMAGE as error:
            raise UnexpectedAnswer("damaged-dataset", **self._told("read", path)) from error
        return None if stored is None else Kept(place, shown, raw, stored)

    def _load_listed(self, place: Path) -> Kept | None:
        """A dataset that is said to be shown and was not met: shown meanwhile, gone or lost."""
        if not place.exists() and not place.is_symlink():
            return None
        found = None if place.is_symlink() else self._load(place, shown=True)
        if found is None:
            raise UnexpectedAnswer("damaged-dataset", **self._told("read", place / PACKAGE))
        return found

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
