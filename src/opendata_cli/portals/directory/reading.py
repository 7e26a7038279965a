"""A dataset of the folder as publishing sees it: addresses, and which files can be trusted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from opendata_cli.dcat.catalog import Catalog
from opendata_cli.model.dataset import Checksum, Resource, Visibility
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.directory.folder import Folder, Kept
from opendata_cli.portals.directory.names import PACKAGE, PAGE

Mark = tuple[Path, int, int]


@dataclass(slots=True)
class Reader:
    """Reads without hashing what has the size and the time that the package tells.

    A file of another time (copied, restored, edited) is hashed once a run.
    """

    folder: Folder
    _known: dict[Mark, str] = field(default_factory=dict)

    def published(self, kept: Kept, catalog: Catalog, *, settled: bool) -> Published:
        """The dataset as it is there; `settled` tells of pages and feed."""
        entry, stored = kept.stored.entry, kept.stored
        resources = tuple(self._as_there(kept, catalog, item) for item in entry.dataset.resources)
        visibility = Visibility.PUBLIC if kept.shown else Visibility.PRIVATE
        sure = [str(item.checksum) for item in resources]
        rests = stored.pending or (stored.creating and kept.shown)
        return Published(
            ref=RemoteRef(dataset=entry.id),
            dataset=replace(entry.dataset, resources=resources, visibility=visibility),
            version=hashlib.sha256(kept.raw + " ".join([visibility, *sure]).encode()).hexdigest(),
            page=address(kept, catalog, PAGE if kept.shown else PACKAGE),
            url=address(kept, catalog, PACKAGE),
            settled=settled and not rests and not self.folder.has_rests(kept.place),
            unfinished=stored.creating and not kept.shown,
        )

    def _as_there(self, kept: Kept, catalog: Catalog, resource: Resource) -> Resource:
        """A file that is gone, cut, edited or pending has no checksum: it will be sent again."""
        name = resource.path or ""
        sure = name not in kept.stored.pending and self._is_intact(kept, resource)
        link = address(kept, catalog, name)
        checksum = resource.checksum if sure else None
        return replace(resource, path=None, checksum=checksum, url=link, permalink=link)

    def _is_intact(self, kept: Kept, resource: Resource) -> bool:
        path = kept.place / (resource.path or "")
        if not path.is_file():
            return False
        found = path.stat()
        if found.st_size != resource.bytes:
            return False
        if found.st_mtime_ns == kept.stored.mtimes.get(resource.path or ""):
            return True
        mark = (path, found.st_size, found.st_mtime_ns)
        if mark not in self._known:
            with path.open("rb") as file:
                self._known[mark] = hashlib.file_digest(file, "sha256").hexdigest()
        return resource.checksum == Checksum(type="sha256", value=self._known[mark])


def address(kept: Kept, catalog: Catalog, name: str) -> str:
    """Where a file of the dataset is read: on the web when it can be, else on the disk."""
    if kept.shown and catalog.base_url is not None:
        return catalog.address(kept.place.name, name)
    return (kept.place / name).as_uri()
