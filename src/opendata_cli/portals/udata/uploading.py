"""A file on its way to udata: whole when it is small, in parts that survive a cut when not."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from opendata_cli.errors import PortalError
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


class Uploader:
    """Sends files through `api`; `parts` remembers what was received of the large ones."""

    def __init__(self, api: Api, parts: PartsFile, portal: str) -> None:
        self._api = api
        self._parts = parts
        self._portal = portal

    def upload(self, ref: RemoteRef, resource: Resource, content: BinaryIO, landed: Landed) -> str:
        """Send `content`; the resource's id. Raises PortalError, and what `content` raises.

        `landed` reads again, and gives the resource's id if the file is there after all.
        """
        size = content.seek(0, io.SEEK_END)
        content.seek(0)
        name = PurePosixPath(resource.path or resource.key).name
        way = _Way(path=_path(ref), name=name, repeatable=ref.resource is not None)
        if size <= PART:
            return self._whole(way, content.read(size), landed)
        return self._in_parts(way, _identity(ref, resource, size), size, content, landed)

    def _whole(self, way: _Way, data: bytes, landed: Landed) -> str:
        """One request. Two files of one name in one second collide (500): it is said again."""
        return self._api.write(
            lambda: self._resource_id(
                self._api.send(
                    "POST", way.path, operation="upload", files={"file": (way.name, data)}
                )
            ),
            done=landed,
            repeatable=way.repeatable,
        )

    def _in_parts(
        self, way: _Way, upload: str, size: int, content: BinaryIO, landed: Landed
    ) -> str:
        """Every part, then the request that puts them together.

        When udata lost a part, putting together fails whatever is done: then all is sent
        once more, under another identifier.
        """
        total = -(-size // PART)
        for attempt in range(_TRIES):
            sending = self._send_parts(way, upload, total, content)
            try:
                found = self._put_together(way, sending, total, landed)
            except PortalError as error:
                again = error.code == "portal-broken" and attempt + 1 < _TRIES
                if not again:
                    raise
                self._parts.forget(upload)
                content.seek(0)
            else:
                self._parts.forget(upload)
                return found
        raise AssertionError  # the last attempt returns or raises

    def _send_parts(self, way: _Way, upload: str, total: int, content: BinaryIO) -> Sending:
        """The parts that are not there yet; the last is read in any case.

        With it the file has been read whole: one that changed since the plan is refused.
        """
        sending = self._parts.resume(upload)
        known = min(sending.parts, total - 1)
        content.seek(known * PART)
        for index in range(known, total):
            data = content.read(PART)
            if index >= sending.parts:
                self._send_part(way, sending.uuid, index, total, data)
                sending = self._parts.note(upload, sending)
        return sending

    def _send_part(self, way: _Way, uuid: str, index: int, total: int, data: bytes) -> None:
        fields = {
            "uuid": uuid,
            "filename": way.name,
            "partindex": str(index),
            "totalparts": str(total),
            "chunksize": str(len(data)),
        }
        doubted = False

        def send() -> bool:
            nonlocal doubted
            try:
                self._api.send(
                    "POST",
                    way.path,
                    operation="upload",
                    data=fields,
                    files={"file": (way.name, data)},
                )
            except Doubt as doubt:
                # udata answers 500 to a part that it has already: then it did arrive before.
                if doubted and doubt.error.code == "portal-broken":
                    return True
                doubted = True
                raise
            return True

        self._api.write(send, done=lambda: None, repeatable=True)

    def _put_together(self, way: _Way, sending: Sending, total: int, landed: Landed) -> str:
        fields = {"uuid": sending.uuid, "filename": way.name, "totalparts": str(total)}
        return self._api.write(
            lambda: self._resource_id(
                self._api.send("POST", way.path, operation="upload", data=fields)
            ),
            done=landed,
            repeatable=way.repeatable,
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
