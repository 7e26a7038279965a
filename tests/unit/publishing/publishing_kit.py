"""A portal whose writes are told, and may be made to fail; a dataset to publish on it."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from opendata_cli.model.dataset import Checksum, Dataset, Resource, Visibility
from opendata_cli.model.plan import Plan, PlannedFile
from opendata_cli.model.receipt import Receipt
from opendata_cli.model.remote import PortalInfo, RemoteRef
from opendata_cli.portals.directory.portal import DirectoryPortal
from opendata_cli.publishing.apply import apply
from opendata_cli.publishing.journal import JournalFile
from opendata_cli.publishing.lock_file import Lock, portal_key
from opendata_cli.publishing.plan import make_plan

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FILES = {"data/a.csv": b"a\n1\n", "data/b.csv": b"b\n1\n", "data/c.csv": b"c\n1\n"}


class Watched(DirectoryPortal):
    """A folder that tells its writes in `calls`; `failures` maps one of them to what it raises."""

    def __init__(self, root: Path) -> None:
        self.calls: list[str] = []
        self.failures: dict[str, BaseException] = {}
        super().__init__(
            root,
            PortalInfo(name="local", kind="directory", url=str(root), origin=str(root)),
            default_title="Catalogue",
            base_url="https://data.example.org",
            render=lambda _page: "<!doctype html>",
            now=lambda: NOON,
            new_id=lambda: "00000000-0000-4000-8000-000000000001",
        )

    def create(self, dataset: Dataset) -> RemoteRef:
        self._tell("create")
        return super().create(dataset)

    def update(self, ref: RemoteRef, desired: Dataset, current: Dataset) -> None:
        self._tell("update")
        super().update(ref, desired, current)

    def upload(self, ref: RemoteRef, resource: Resource, content: BinaryIO) -> RemoteRef:
        self._tell(f"upload {resource.key}")
        return super().upload(ref, resource, content)

    def update_resource(self, ref: RemoteRef, desired: Resource, current: Resource) -> None:
        self._tell(f"update {desired.key}")
        super().update_resource(ref, desired, current)

    def set_visibility(self, ref: RemoteRef, visibility: Visibility) -> None:
        self._tell(visibility.value)
        super().set_visibility(ref, visibility)

    def delete(self, ref: RemoteRef) -> None:
        self._tell("delete")
        super().delete(ref)

    def _tell(self, call: str) -> None:
        self.calls.append(call)
        if call in self.failures:
            raise self.failures[call]


@dataclass
class Desk:
    """The manifest's folder, the portal, and the files as they are now."""

    folder: Path
    portal: Watched
    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))

    @property
    def journal(self) -> JournalFile:
        return JournalFile(self.folder)

    def plan(self, dataset: Dataset, *, prune: bool = False, lock: Lock | None = None) -> Plan:
        journal = self.journal.read(portal_key(self.portal.info), dataset.key)
        return make_plan(dataset, self.portal, lock=lock or Lock(), journal=journal, prune=prune)

    def apply(self, plan: Plan) -> Receipt:
        self.portal.calls.clear()
        return apply(plan, self.portal, open_file=self.open, journal=self.journal, now=lambda: NOON)

    def publish(self, dataset: Dataset, *, prune: bool = False) -> Receipt:
        return self.apply(self.plan(dataset, prune=prune))

    def open(self, planned: PlannedFile) -> BinaryIO:
        return io.BytesIO(self.files[planned.path])


def a_resource(key: str, content: bytes | None = None, **changes: object) -> Resource:
    data = FILES[f"data/{key}.csv"] if content is None else content
    told: dict[str, object] = {
        "path": f"data/{key}.csv",
        "title": f"Fichier {key}",
        "format": "csv",
        "bytes": len(data),
        "checksum": Checksum(type="sha256", value=sha256(data).hexdigest()),
    }
    return Resource(key=key, **{**told, **changes})  # type: ignore[arg-type]


def a_dataset(*resources: Resource, **changes: object) -> Dataset:
    told: dict[str, object] = {"key": "the-key", "name": "jeu", "title": "Un jeu"}
    return Dataset(**{**told, **changes}, resources=resources)  # type: ignore[arg-type]
