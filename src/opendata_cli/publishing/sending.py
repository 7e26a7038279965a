"""A local file on its way to a portal: hashed as it is read, refused when it changed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import BinaryIO

from opendata_cli.errors import InputError, PlanError
from opendata_cli.model.plan import PlannedFile

_BLOCK = 1 << 20


class PlannedStream(io.RawIOBase):
    """The content of a planned file; the last bytes are given only when all is as planned.

    So a portal never gets the whole of a file that changed since the plan. It can be
    measured (seek to the end) and sent again (seek to the start). Reading raises
    PlanError `stale-plan` (what="file", path) and InputError `file-unreadable` (path).
    """

    def __init__(
        self, file: BinaryIO, planned: PlannedFile, on_bytes: Callable[[int], None]
    ) -> None:
        self._file = file
        self._planned = planned
        self._on_bytes = on_bytes
        self._digest = hashlib.sha256()
        self._place = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read the next bytes into `buffer`; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        block = self._read(len(view))
        view[: len(block)] = block
        return len(block)

    def tell(self) -> int:
        """How many bytes come before the next one."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move to the start or to the end: what is sent is read in order."""
        end = self._planned.bytes
        place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: end}[whence]
        if place == self._place:
            return place
        if place == 0:
            self._file.seek(0)
            self._digest = hashlib.sha256()
        elif place != end:
            raise io.UnsupportedOperation("seek")
        self._place = place
        return place

    def close(self) -> None:
        """Close the file too."""
        if not self.closed:
            self._file.close()
        super().close()

    def _read(self, size: int) -> bytes:
        left = self._planned.bytes - self._place
        if left == 0 and self._planned.bytes:
            return b""
        try:
            block = self._file.read(min(size, left))
            more = len(block) == left and self._file.read(1)
        except OSError as error:
            raise InputError("file-unreadable", path=self._planned.path) from error
        self._digest.update(block)
        self._place += len(block)
        ended = self._place == self._planned.bytes
        if more or (not block and left) or (ended and not self._as_planned()):
            raise PlanError("stale-plan", what="file", path=self._planned.path)
        self._on_bytes(len(block))
        return block

    def _as_planned(self) -> bool:
        return self._digest.hexdigest() == self._planned.sha256


def open_planned(
    planned: PlannedFile,
    open_file: Callable[[PlannedFile], BinaryIO],
    on_bytes: Callable[[int], None],
) -> PlannedStream:
    """The planned file, ready to be sent.

    Raises PlanError `stale-plan` when it is gone, InputError `file-unreadable` (path).
    """
    try:
        return PlannedStream(open_file(planned), planned, on_bytes)
    except FileNotFoundError as error:
        raise PlanError("stale-plan", what="file", path=planned.path) from error
    except OSError as error:
        raise InputError("file-unreadable", path=planned.path) from error


def refuse_changed(planned: PlannedFile, open_file: Callable[[PlannedFile], BinaryIO]) -> None:
    """Read the whole file; raises as `open_planned`, and when it is not as planned any more."""
    with open_planned(planned, open_file, lambda _count: None) as stream:
        while stream.read(_BLOCK):
            pass
