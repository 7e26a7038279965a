"""A resource's file comes in, or goes, so that no package or feed says what is not so.

The package first names the file as `pending`, then the file is renamed into place, then
the package tells the new size and checksum. A file that goes is named as `pending` in the
package that tells it no more, and removed by `mend` once the feed follows. A cut anywhere
is seen, and mended too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from opendata_cli.dcat.catalog import Dates
from opendata_cli.errors import Refused
from opendata_cli.files import atomic_file, sync_folder, writing
from opendata_cli.model.dataset import Checksum, Resource
from opendata_cli.portals.directory.folder import Folder, Kept
from opendata_cli.portals.directory.stored import Stored

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Received:
    """What came in."""

    bytes: int
    checksum: Checksum
    mtime_ns: int = 0


def receive(
    folder: Folder, kept: Kept, name: str, content: BinaryIO, expected: Checksum | None
) -> Received:
    """Put `content` in place as `name`, which stays pending until the package is written.

    Raises Refused `checksum-mismatch` (path) before anything changed, OutputError.
    """
    path = folder.inside(kept.place / name)
    with atomic_file(path) as out:
        received = _copy(content, out)
        if expected is not None and expected.type == "sha256" and expected != received.checksum:
            raise Refused(
                "checksum-mismatch", portal=str(folder.root), operation="upload", path=name
            )
        folder.save(kept.place, replace(kept.stored, pending=(name,)))
    with writing(path):
        return replace(received, mtime_ns=path.stat().st_mtime_ns)


def mend(folder: Folder, kept: Kept) -> None:
    """End what is pending: look at a file that the package tells, remove one that it does not.

    A dataset that is shown is created. The feed must be that of the package, or it would
    lead to a file that is gone. Raises OutputError.
    """
    creating = kept.stored.creating and not kept.shown
    if not kept.stored.pending and creating == kept.stored.creating:
        return
    told = {item.path: item for item in kept.stored.dataset.resources}
    found = kept.stored
    for name in kept.stored.pending:
        if name in told:
            found = _looked_at(found, kept.place / name, told[name])
        else:
            _remove(folder, kept.place / name)
    folder.save(kept.place, replace(found, pending=(), creating=creating))


def with_resource(stored: Stored, resource: Resource, dates: Dates) -> Stored:
    """`stored` with `resource` in the place of the one with its id, else at the end."""
    entry, old = stored.entry, stored.dataset.resources
    there = [item.id for item in old]
    place = there.index(resource.id) if resource.id in there else len(old)
    resources = (*old[:place], resource, *old[place + 1 :])
    known = {**entry.resources, resource.key: dates}
    kept = {item.key: known[item.key] for item in resources}
    changed = replace(
        entry,
        dataset=replace(entry.dataset, resources=resources),
        dates=replace(entry.dates, modified=dates.modified),
        resources=kept,
    )
    return replace(stored, entry=changed)


def _looked_at(stored: Stored, path: Path, resource: Resource) -> Stored:
    if not path.is_file():
        return stored
    with path.open("rb") as file:
        checksum = Checksum(type="sha256", value=hashlib.file_digest(file, "sha256").hexdigest())
    found = path.stat()
    seen = replace(resource, bytes=found.st_size, checksum=checksum)
    others = (seen if item.id == resource.id else item for item in stored.dataset.resources)
    dataset = replace(stored.dataset, resources=tuple(others))
    return replace(
        stored,
        entry=replace(stored.entry, dataset=dataset),
        mtimes={**stored.mtimes, path.name: found.st_mtime_ns},
    )


def _copy(content: BinaryIO, out: BinaryIO) -> Received:
    digest, size = hashlib.sha256(), 0
    while block := content.read(_BLOCK):
        out.write(block)
        digest.update(block)
        size += len(block)
    return Received(size, Checksum(type="sha256", value=digest.hexdigest()))


def _remove(folder: Folder, path: Path) -> None:
    with writing(folder.inside(path)):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
