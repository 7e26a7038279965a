"""Files written whole or not at all: beside their place, then renamed.

A run that is cut, refused or out of room leaves the file that was there before.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import itertools
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from opendata_cli.errors import OutputError

TEMPORARY = ".opendata-*.tmp"
"""The pattern of names a cut run may leave behind; whoever owns the folder may sweep them."""

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_numbers = itertools.count()


def write_atomically(path: Path, data: bytes | str, *, private: bool = False) -> None:
    """Write the whole of `data` (text as UTF-8, line ends untouched) to `path`.

    `private` makes it readable by its owner only, from its first byte. Raises OutputError:
    `disk-full`, `not-writable`.
    """
    with atomic_file(path, private=private) as out:
        out.write(data.encode("utf-8") if isinstance(data, str) else data)


@contextlib.contextmanager
def atomic_file(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A binary file that takes the place of `path` when the block ends well.

    When the block raises, `path` is as it was and nothing is left beside it. A
    symbolic link keeps pointing where it did, a device or a pipe is written
    directly, an existing file keeps its mode unless `private` asks for its own. An
    OSError of the block counts as one of `path`. Raises OutputError: `disk-full`,
    `not-writable`.
    """
    with writing(path):
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
            return
        target = path.resolve()
        with _replacing(target, private=private) as out:
            yield out
        sync_folder(target.parent)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into the OutputError that names `path`."""
    try:
        yield
    except OSError as error:
        raise output_error(error, path) from error


def output_error(error: OSError, path: Path | str) -> OutputError:
    """What the system refused at `path`: `disk-full` or `not-writable` (reason)."""
    if error.errno in _FULL:
        return OutputError("disk-full", path=str(path))
    reason = errno.errorcode.get(error.errno or 0, "unknown")
    return OutputError("not-writable", path=str(path), reason=reason)


def private_folder(path: Path) -> Path:
    """Make `path` a folder for its owner only (mode 0700), which git ignores.

    Raises OutputError: `disk-full`, `not-writable`.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)
    ignore = path / ".gitignore"
    if not ignore.exists():
        write_atomically(ignore, "*\n")
    return path


def sweep_rests(folder: Path, *, before: dt.datetime | None = None) -> None:
    """Remove what cut runs left in `folder`; with `before`, only what is older than that.

    Raises OutputError.
    """
    with writing(folder):
        for rest in folder.glob(TEMPORARY):
            with contextlib.suppress(FileNotFoundError):  # its writer ended meanwhile
                if before is None or rest.stat().st_mtime < before.timestamp():
                    rest.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names of `folder` survive a loss of power, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _replacing(target: Path, *, private: bool) -> Iterator[BinaryIO]:
    temporary, handle = _open_beside(target, 0o600 if private else 0o666)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if target.exists() and not private:
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        # The first error is the one to tell; a leftover is harmless and sweepable.
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _open_beside(target: Path, mode: int) -> tuple[Path, int]:
    """A new file in the folder of `target`, with what the umask leaves of `mode`."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        name = TEMPORARY.replace("*", f"{os.getpid()}-{next(_numbers)}")
        temporary = target.with_name(name)
        with contextlib.suppress(FileExistsError):  # a cut run had the same number
            return temporary, os.open(temporary, flags, mode)
