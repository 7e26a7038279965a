"""Which parts of a large file a portal has received: what a cut upload leaves to the next run.

udata keeps the parts of an unfinished upload for 24 hours and cannot tell which it has: what
was acknowledged is remembered here, beside the manifest.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from opendata_cli.errors import OutputError
from opendata_cli.files import TEMPORARY, private_folder, writing

_LIFE = dt.timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """An upload under way: its identifier on the portal, and the parts that were received.

    `parts` are their SHA-256: a file that changed and was put right again meanwhile may have
    sent others under the same name.
    """

    uuid: str
    parts: tuple[str, ...]
    last: dt.datetime


class PartsFile:
    """`uploads.json` in `folder`. Unreadable or out of date, it costs nothing but time."""

    def __init__(
        self, folder: Path, *, now: Callable[[], dt.datetime], new_id: Callable[[], str]
    ) -> None:
        self._folder = folder
        self._path = folder / "uploads.json"
        self._now = now
        self._new_id = new_id

    def resume(self, upload: str) -> Sending:
        """What is known of `upload`, or a new beginning."""
        known = self._load().get(upload)
        if known is not None and self._now() - known.last < _LIFE:
            return known
        return Sending(uuid=self._new_id(), parts=(), last=self._now())

    def note(self, upload: str, sending: Sending, digest: str) -> Sending:
        """One more part was received."""
        further = replace(sending, parts=(*sending.parts, digest), last=self._now())
        self._save({**self._load(), upload: further})
        return further

    def forget(self, upload: str) -> None:
        """The upload has ended, or begins again."""
        known = self._load()
        if known.pop(upload, None) is not None:
            self._save(known)

    def _load(self) -> dict[str, Sending]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            return {name: _sending(item) for name, item in data.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _save(self, known: Mapping[str, Sending]) -> None:
        alive = {name: item for name, item in known.items() if self._now() - item.last < _LIFE}
        data = {
            name: {"uuid": item.uuid, "parts": list(item.parts), "last": item.last.isoformat()}
            for name, item in alive.items()
        }
        # What is not remembered is sent again: a loss of power may cost that, a part must not
        # cost the wait for the disk.
        with contextlib.suppress(OutputError), writing(self._path):
            private_folder(self._folder)
            beside = self._path.with_name(TEMPORARY.replace("*", "uploads"))
            beside.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
            beside.replace(self._path)


def _sending(data: Mapping[str, object]) -> Sending:
    uuid, parts = data["uuid"], data["parts"]
    last = dt.datetime.fromisoformat(str(data["last"]))
    if not isinstance(uuid, str) or not isinstance(parts, list) or last.tzinfo is None:
        raise TypeError(data)
    return Sending(uuid=uuid, parts=tuple(str(item) for item in parts), last=last)
