"""The files of a dataset, from its portal to a folder, and why some did not come."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from opendata_cli.errors import ConfigError, PortalError, UnexpectedAnswer, Unreachable
from opendata_cli.files import writing
from opendata_cli.model.notice import Notice
from opendata_cli.model.remote import RemoteRef

if TYPE_CHECKING:
    from opendata_cli.model.dataset import Resource
    from opendata_cli.portals.portal import Portal

_STAGING = ".opendata-init-"
_LONGEST_RUN = dt.timedelta(days=1)
_BLOCK = 1 << 16
_KINDS = frozenset({"md5", "sha1", "sha256", "sha512"})
_FORMAT = re.compile(r"[a-z0-9]{1,10}", re.IGNORECASE)
_WHY = {
    "not-found": "left-out-gone",
    "file-not-given": "left-out-not-given",
    "file-without-address": "left-out-no-address",
    "download-differs": "left-out-altered",
}
"""What is wrong with one file alone, as the reason to leave it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The files that came, and why the others did not, by the keys of their resources."""

    files: dict[str, Path]
    refused: dict[str, Notice]


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
    now: dt.datetime,
    quiet: bool,
) -> Iterator[Fetched]:
    """The files that have a target, under their names in a folder of their own inside `folder`.

    That folder is gone at the end, with what is still in it; those of runs that were killed go
    when they are a day old. What is wrong with one file does
    not stop the others. Raises PortalError when the portal itself fails, OutputError.
    """
    from opendata_cli.cli.progress import show_transfers

    _sweep(folder, now - _LONGEST_RUN)
    with writing(folder):
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        with show_transfers(quiet=quiet) as show:
            came = {
                item.key: _fetch_or_tell(portal, ref, item, staging, targets[item.key], show)
                for item in resources
                if item.key in targets
            }
        yield Fetched(
            files={key: path for key, path in came.items() if isinstance(path, Path)},
            refused={key: why for key, why in came.items() if isinstance(why, Notice)},
        )
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _sweep(folder: Path, before: dt.datetime) -> None:
    """Remove the folders of runs that were killed, unless something in them is newer."""
    for rest in folder.glob(f"{_STAGING}*"):
        with contextlib.suppress(OSError):  # a file or a link of that name, or not ours to remove
            last = max(item.lstat().st_mtime for item in (rest, *rest.iterdir()))
            if last < before.timestamp():
                shutil.rmtree(rest)


def _fetch_or_tell(
    portal: Portal,
    ref: RemoteRef,
    resource: Resource,
    staging: Path,
    target: Path,
    show: Callable[[str, int, int | None], None],
) -> Path | Notice:
    """The file, or why it is to be left out."""
    try:
        return _fetch(portal, ref, resource, staging, target, show)
    except PortalError as error:
        silent = isinstance(error, Unreachable)
        code = "left-out-silent" if silent else _WHY.get(error.code)
        if code is None:
            raise
        if silent:
            portal.read(ref)  # raises when it is the portal itself that does not answer
        told = {name: error.params.get(name) for name in ("url", "status", "reason")}
    title = resource.title.strip() or resource.key
    known = {name: value for name, value in told.items() if value is not None}
    return Notice(code=code, params={"title": title, "id": resource.id, **known})


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
            if resource.bytes is not None and received > resource.bytes:
                break  # it is not that file, and may have no end
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
