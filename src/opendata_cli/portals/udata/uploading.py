"""A file on its way to udata: whole when it is small, in parts that survive a cut when not."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from opendata_cli.errors import InputError, PlanError, PortalError, Refused, UnexpectedAnswer
from opendata_cli.model.dataset import Resource
from opendata_cli.model.remote import RemoteRef
from opendata_cli.portals.api import Api, Doubt
from opendata_cli.portals.udata.parts import PartsFile, Sending
from opendata_cli.portals.udata.wire import Reference, parse

PART = 4 * 1024 * 1024
"""How many bytes are sent at once: a file up to that size goes whole.

A part is held several times over while it is sent; twice as much is no faster.
"""

_TRIES = 2

Landed = Callable[[], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """Where a file goes and under which name; a replacement may be said twice."""

    path: str
    name: str
    repeatable: bool


class _StartAgain(Exception):
    """What was received cannot be used; `error` is what to raise when starting again fails too."""

    def __init__(self, error: PortalError) -> None:
        super().__init__(str(error))
        self.error = error


class Uploader:
    """Sends files through `api`; `parts` remembers what was received of the large ones."""

    def __init__(self, api: Api, parts: PartsFile, portal: str) -> None:
        self._api = api
        self._parts = parts
        self._portal = portal
        self.bytes_sent = 0
        """Of files, repeats included."""

    def upload(self, ref: RemoteRef, resource: Resource, content: BinaryIO, landed: Landed) -> str:
        """Send `content`; the resource's id. Raises PortalError, and what `content` raises.

        `landed` reads again, and gives the resource's id if the file is there after all.
        """
        size = content.seek(0, io.SEEK_END)
        content.seek(0)
        name = PurePosixPath(resource.path or resource.key).name
        way = _Way(path=_path(ref), name=name, repeatable=ref.resource is not None)
        try:
            if size <= PART:
                return self._whole(way, _read_part(content), landed)
            return self._in_parts(way, _identity(ref, resource, size), size, content, landed)
        except Refused as error:
            if error.code != "file-too-large":
                raise
            raise Refused(error.code, **{**error.params, "name": name, "bytes": size}) from error

    def _whole(self, way: _Way, data: bytes, landed: Landed) -> str:
        """One request. Two files of one name in one second collide (500): it is said again."""
        return self._api.write(
            lambda: self._resource_id(self._post(way, content=data)),
            done=landed,
            repeatable=way.repeatable,
        )

    def _in_parts(
        self, way: _Way, upload: str, size: int, content: BinaryIO, landed: Landed
    ) -> str:
        """Every part, then the request that puts them together.

        What went wrong for good (a part that udata lost, or has half, or that is no longer the
        file's) begins once more under another identifier: what is there is never put together.
        """
        total = -(-size // PART)
        for attempt in range(_TRIES):
            try:
                sending = self._send_parts(way, upload, total, content)
                found = self._put_together(way, sending, total, landed)
            except _StartAgain as again:
                self._parts.forget(upload)
                if (found_after_all := landed()) is not None:
                    return found_after_all
                if attempt + 1 == _TRIES:
                    raise again.error from again
                content.seek(0)
            except (PlanError, InputError):  # the file itself is not what was planned
                self._parts.forget(upload)
                raise
            else:
                self._parts.forget(upload)
                return found
        raise AssertionError  # the last attempt returns or raises

    def _send_parts(self, way: _Way, upload: str, total: int, content: BinaryIO) -> Sending:
        """The parts that are not there yet; all are read, so that the file is compared whole."""
        sending = self._parts.resume(upload)
        for index in range(total):
            data = _read_part(content)
            digest = hashlib.sha256(data).hexdigest()
            if index < len(sending.parts):
                if sending.parts[index] != digest:
                    raise _StartAgain(self._lost())
            else:
                self._send_part(way, sending.uuid, index, total, data)
                sending = self._parts.note(upload, sending, digest)
        return sending

    def _send_part(self, way: _Way, uuid: str, index: int, total: int, data: bytes) -> None:
        fields = {
            "uuid": uuid,
            "filename": way.name,
            "partindex": str(index),
            "totalparts": str(total),
            "chunksize": str(len(data)),
        }
        unanswered = False

        def send() -> bool:
            nonlocal unanswered
            try:
                self._post(way, data=fields, content=data)
            except Doubt as doubt:
                # A part that udata has already is a 500: after a silence, it did arrive. An
                # answered 500 may have left half of one, which nothing can replace.
                if doubt.ended and not unanswered:
                    raise _StartAgain(doubt.error) from doubt
                if doubt.ended:
                    return True
                unanswered = True
                raise
            return True

        self._api.write(send, done=lambda: None, repeatable=True)

    def _put_together(self, way: _Way, sending: Sending, total: int, landed: Landed) -> str:
        """The resource's id. When a part is missing udata answers 500 whatever is done."""
        fields = {"uuid": sending.uuid, "filename": way.name, "totalparts": str(total)}
        try:
            return self._api.write(
                lambda: self._resource_id(self._post(way, data=fields)),
                done=landed,
                repeatable=way.repeatable,
            )
        except UnexpectedAnswer as error:
            # What stands in front may give up while udata is still putting together.
            doubt = error.__cause__
            if error.code != "portal-broken" or not isinstance(doubt, Doubt) or not doubt.ended:
                raise
            raise _StartAgain(error) from error

    def _post(
        self, way: _Way, *, data: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> object:
        files = None if content is None else {"file": (way.name, content)}
        self.bytes_sent += len(content or b"")
        return self._api.send(
            "POST", way.path, operation="upload", data=data, files=files, patient=True
        )

    def _lost(self) -> UnexpectedAnswer:
        return UnexpectedAnswer(
            "portal-broken", portal=self._portal, operation="upload", status=500, said=""
        )

    def _resource_id(self, told: object) -> str:
        return parse(Reference, told, portal=self._portal, operation="upload").id


def _path(ref: RemoteRef) -> str:
    inside = f"resources/{ref.resource}/" if ref.resource else ""
    return f"/api/1/datasets/{ref.dataset}/{inside}upload/"


def _identity(ref: RemoteRef, resource: Resource, size: int) -> str:
    """What makes two uploads one: the same content, in parts of the same size, for one place."""
    place = ref.resource or f"new {resource.key}"
    content = resource.sha1 or (resource.checksum.value if resource.checksum else "")
    return f"{ref.dataset} {place} {content} {size} {PART}"


def _read_part(content: BinaryIO) -> bytes:
    """A whole part, or the last: a read may give less than was asked for."""
    pieces: list[bytes] = []
    left = PART
    while left and (piece := content.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
