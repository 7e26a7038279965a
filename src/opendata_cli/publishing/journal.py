"""What stood on the portal before the first write, kept beside the manifest.

A cut publication may leave resources on which no key was put yet. The journal tells
them from those that were there: written before the first write, removed when the
publication is complete. One entry a portal, in `.opendata/journal.json`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout

from opendata_cli.errors import ConfigError, PlanError
from opendata_cli.files import private_folder, sweep_rests, write_atomically, writing
from opendata_cli.publishing.plain import mapping, text

_STALE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What stood: the plan's `base`, the dataset's id if there was one, its resources.

    `resources` maps their ids to their titles: a portal may give a resource the name of its
    new file, and a run cut at that moment leaves the next one no other way to know the title.
    """

    key: str
    base: str
    dataset: str | None
    resources: Mapping[str, str] = field(default_factory=dict)


class JournalFile:
    """The journals of the manifest in `folder`, by portal (`lock_file.portal_key`)."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / ".opendata"
        self._path = self._home / "journal.json"

    def read(self, portal: str, key: str) -> Journal | None:
        """What a cut publication of the dataset `key` on `portal` left, if one was cut.

        Raises ConfigError `invalid-journal` (path).
        """
        journal = self._load().get(portal)
        return journal if journal is not None and journal.key == key else None

    def begin(self, portal: str, journal: Journal) -> None:
        """Keep `journal`, unless a cut publication already left one: what stood first counts.

        Raises ConfigError `invalid-journal`, OutputError.
        """
        if self.read(portal, journal.key) is None:
            self._save({**self._load(), portal: journal})

    def end(self, portal: str) -> None:
        """Forget the journal of `portal`. Raises ConfigError `invalid-journal`, OutputError."""
        journals = self._load()
        if journals.pop(portal, None) is not None:
            self._save(journals)

    @contextlib.contextmanager
    def exclusive(self, moment: dt.datetime) -> Iterator[None]:
        """Keep any other publication of the same manifest on this machine from writing.

        What cut runs left is swept; beside the manifest, where others may be writing at
        this `moment`, only what is older than a day.
        Raises PlanError `already-publishing` (path), OutputError.
        """
        private_folder(self._home)
        lock = FileLock(self._home / "publishing.lock", timeout=0)
        with writing(self._home):
            try:
                lock.acquire()
            except Timeout as error:
                raise PlanError("already-publishing", path=str(self._home.parent)) from error
        try:
            self._sweep(moment)
            yield
        finally:
            lock.release()

    def _sweep(self, moment: dt.datetime) -> None:
        for ours in (self._home, self._home / "receipts"):
            sweep_rests(ours)
        sweep_rests(self._home.parent, before=moment - _STALE)

    def _load(self) -> dict[str, Journal]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            return {portal: _journal(mapping(item)) for portal, item in mapping(data).items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise ConfigError("invalid-journal", path=str(self._path)) from error

    def _save(self, journals: Mapping[str, Journal]) -> None:
        if not journals:
            with writing(self._path):
                self._path.unlink(missing_ok=True)
            return
        private_folder(self._home)
        data = {
            portal: {
                "key": journal.key,
                "base": journal.base,
                "dataset": journal.dataset,
                "resources": dict(sorted(journal.resources.items())),
            }
            for portal, journal in journals.items()
        }
        write_atomically(self._path, json.dumps(data, indent=2) + "\n")


def _journal(data: Mapping[str, object]) -> Journal:
    dataset, resources = data["dataset"], mapping(data["resources"])
    return Journal(
        key=text(data["key"]),
        base=text(data["base"]),
        dataset=None if dataset is None else text(dataset),
        resources={name: text(title) for name, title in resources.items()},
    )
