"""The files of a dataset, from its portal to a folder: all of them, or none."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from opendata_cli.errors import ConfigError, UnexpectedAnswer
from opendata_cli.files import writing
from opendata_cli.model.remote import RemoteRef

if TYPE_CHECKING:
    from opendata_cli.model.dataset import Resource
    from opendata_cli.portals.portal import Portal

_BLOCK = 1 << 16
_KINDS = frozenset({"md5", "sha1", "sha256", "sha512"})
_FORMAT = re.compile(r"[a-z0-9]{1,10}", re.IGNORECASE)


def file_targets(
    resources: Sequence[Resource], folder: Path, reserved: Sequence[str]
) -> dict[str, Path]:
    """Where the file of each resource goes, by its key: under its own name, made safe.

    `reserved` are the names that none may have.
    """
    from opendata_cli.metadata.naming import file_name

    taken = {name.lower() for name in reserved}
    targets: dict[str, Path] = {}
    for resource in resources:
        if not resource.linked:
            name = file_name(_last_part(resource), taken, resource.key)
            taken.add(name.lower())
            targets[resource.key] = folder / name
    return targets


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise ConfigError `file-exists` (path) for one that is there, be it a broken link."""
    for path in paths:
        if os.path.lexists(path):
            raise ConfigError("file-exists", path=str(path))


def _last_part(resource: Resource) -> str:
    """The name of the file in its address; the format makes its ending where it has none."""
    try:
        name = PurePosixPath(unquote(urlsplit(resource.url or "").path)).name
    except ValueError:
        name = ""
    if "." in name or not _FORMAT.fullmatch(resource.format or ""):
        return name
    return f"{name or resource.key}.{resource.format}"


@contextlib.contextmanager
def fetched_files(
    portal: Portal,
    ref: RemoteRef,
    resources: Sequence[Resource],
    targets: Mapping[str, Path],
    *,
    folder: Path,
    quiet: bool,
) -> Iterator[dict[str, Path]]:
    """The files that have a target, under their names in a folder of their own inside `folder`.

    That folder is gone at the end, with what is still in it. Raises UnexpectedAnswer
    `download-differs` (key), PortalError, OutputError.
    """
    from opendata_cli.cli.progress import show_transfers

    with writing(folder):
        staging = Path(tempfile.mkdtemp(prefix=".opendata-init-", dir=folder))
    try:
        with show_transfers(quiet=quiet) as show:
            fetched = {
                item.key: _fetch(portal, ref, item, staging, targets[item.key], show)
                for item in resources
                if item.key in targets
            }
        yield fetched
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _fetch(
    portal: Portal,
    ref: RemoteRef,
    resource: Resource,
    staging: Path,
    target: Path,
    show: Callable[[str, int, int | None], None],
) -> Path:
    path = staging / target.name
    digest, received = _digest(resource), 0
    there = RemoteRef(dataset=ref.dataset, resource=resource.id)
    with writing(target), portal.download(there) as source, path.open("xb") as out:
        while block := source.read(_BLOCK):
            out.write(block)
            digest.update(block)
            received += len(block)
            show(resource.key, received, resource.bytes)
        out.flush()
        os.fsync(out.fileno())
    _check(portal, resource, received, digest.hexdigest())
    return path


def _digest(resource: Resource) -> hashlib._Hash:
    """What the portal's checksum is made with; SHA-256 where it tells none that is known."""
    told = resource.checksum
    kind = told.type if told is not None and told.type in _KINDS else "sha256"
    return hashlib.new(kind, usedforsecurity=False)


def _check(portal: Portal, resource: Resource, received: int, digest: str) -> None:
    """Raise UnexpectedAnswer `download-differs` for what is not the file the portal tells of."""
    told = resource.checksum
    same_digest = told is None or told.type not in _KINDS or told.value.lower() == digest
    if not same_digest or resource.bytes not in (None, received):
        where = {"portal": portal.info.name, "operation": "download"}
        raise UnexpectedAnswer("download-differs", key=resource.key, **where)
