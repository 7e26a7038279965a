"""The embedded default portal: a folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from opendata_cli.dcat.catalog import Catalog, Dates, Entry
from opendata_cli.errors import NotFound, Refused
from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.plan import Notice
from opendata_cli.model.remote import Identity, PortalInfo, Published, RemoteRef
from opendata_cli.portals.directory.folder import Folder, Kept
from opendata_cli.portals.directory.names import PACKAGE, PAGE, file_name, safe_name
from opendata_cli.portals.directory.pages import Page
from opendata_cli.portals.directory.receiving import mend, receive, with_resource
from opendata_cli.portals.directory.settling import (
    feed_text,
    is_settled,
    settle,
    shown_entries,
)
from opendata_cli.portals.directory.stored import Stored, as_stored

Kind = TypeVar("Kind", Dataset, Resource)

_OWN_FIELDS = (
    "key",
    "title",
    "description",
    "organization",
    "license",
    "frequency",
    "keywords",
    "temporal",
    "spatial",
    "contacts",
    "languages",
    "themes",
    "homepage",
)
_FILE_FIELDS = ("format", "mime", "encoding", "rows", "columns")
_RESOURCE_FIELDS = (
    "key",
    "title",
    "description",
    "type",
    "schema",
    "temporal",
    "spatial",
    *_FILE_FIELDS,
)


class DirectoryPortal:
    """A folder as a portal. It exists from the first write on; reading creates nothing."""

    def __init__(  # noqa: PLR0913 - a portal is made once, by name
        self,
        root: Path,
        info: PortalInfo,
        *,
        title: str,
        description: str = "",
        language: str = "fr",
        organization: str | None = None,
        base_url: str | None = None,
        render: Callable[[Page], str],
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        patience: float = 60.0,
    ) -> None:
        """`patience` is how many seconds to wait for another writer."""
        self._catalog = Catalog(
            title=title,
            description=description,
            language=language,
            publisher=organization,
            base_url=base_url,
        )
        self._info = info
        self._folder = Folder(Path(os.path.abspath(root)), info.name, patience)  # noqa: PTH100
        self._render = render
        self._now = now
        self._new_id = new_id

    @property
    def info(self) -> PortalInfo:
        """Name, kind and address."""
        return self._info

    @property
    def requests(self) -> int:
        """None is ever made."""
        return 0

    def whoami(self) -> Identity:
        """Whether the folder, or the nearest one above it that exists, may be written."""
        root = self._folder.root
        nearest = next(step for step in (root, *root.parents) if step.exists())
        writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
        notes = () if nearest == root else ("missing-folder",)
        return Identity(who=str(root), may_publish=writable, notes=notes)

    def find(self, key: str) -> Sequence[Published]:
        """Every dataset with `key`. Raises UnexpectedAnswer `damaged-dataset` (path)."""
        return [item for item in self.catalog() if item.dataset.key == key]

    def read(self, ref: RemoteRef) -> Published | None:
        """The dataset, or None. Raises UnexpectedAnswer `damaged-dataset` (path)."""
        return next((item for item in self.catalog() if item.ref.dataset == ref.dataset), None)

    def catalog(self) -> Iterator[Published]:
        """Every dataset, hidden ones first. Raises UnexpectedAnswer `damaged-dataset` (path)."""
        datasets = self._folder.datasets()
        settled = is_settled(self._folder, self._catalog, datasets)
        return (self._published(kept, settled=settled) for kept in datasets)

    def as_stored(self, dataset: Dataset) -> tuple[Dataset, Sequence[Notice]]:
        """All is kept; lone surrogates are replaced, and the name made safe.

        Notices: `feed-relative` without base_url, `private-readable` (path) for a private
        dataset: whoever can read the folder can read its files.
        """
        notices = []
        if self._catalog.base_url is None:
            notices.append(Notice(code="feed-relative"))
        if dataset.visibility is Visibility.PRIVATE and "visibility" not in dataset.silent:
            told = {"path": str(self._folder.root)}
            notices.append(Notice(code="private-readable", params=told))
        stored = as_stored(dataset, _name(dataset))
        return replace(stored, visibility=dataset.visibility), notices

    def create(self, dataset: Dataset) -> RemoteRef:
        """Create the dataset, hidden.

        Raises Refused `already-exists` (key), `name-taken` (name, path), OutputError.
        """
        with self._writing():
            name = _name(dataset)
            self._refuse_twin(dataset.key, name)
            moment, identifier = self._now(), self._new_id()
            entry = Entry(
                id=identifier,
                dataset=replace(as_stored(dataset, name), resources=()),
                dates=Dates(issued=moment, modified=moment),
            )
            self._folder.save(self._folder.new_place(identifier), Stored(entry=entry))
        return RemoteRef(dataset=identifier)

    def update(self, ref: RemoteRef, desired: Dataset, current: Dataset) -> None:  # noqa: ARG002
        """Make the dataset's own fields those of `desired`; its folder keeps its name."""
        with self._writing():
            kept = self._kept(ref, "update")
            entry, old = kept.stored.entry, kept.stored.dataset
            new = _told(old, desired, _OWN_FIELDS)
            if "extras" not in desired.silent:
                new = replace(new, extras=_merged(old, desired))
            if new != old:
                dates = replace(entry.dates, modified=self._now())
                entry = replace(entry, dataset=new, dates=dates)
                self._folder.save(kept.place, replace(kept.stored, entry=entry))

    def upload(self, ref: RemoteRef, resource: Resource, content: BinaryIO) -> RemoteRef:
        """Put the file in the dataset's folder; a new resource gets all its fields with it.

        A new ending changes the address: the old file goes once the package tells the new
        one. Raises Refused `already-exists` (key), `name-taken` (name), `checksum-mismatch`,
        NotFound, OutputError.
        """
        with self._writing():
            kept = self._kept(ref, "upload")
            old = self._resource(kept, ref, "upload") if ref.resource else None
            name = self._free_name(kept, resource, old)
            received = receive(self._folder, kept, name, content, resource.checksum)
            new = replace(
                _told(old or _new(kept, resource), resource, _FILE_FIELDS),
                path=name,
                bytes=received.bytes,
                checksum=received.checksum,
            )
            stored = with_resource(kept.stored, new, self._dates(kept, new.key))
            gone = (old.path,) if old and old.path and old.path != name else ()
            self._folder.save(kept.place, replace(stored, pending=gone))
        return RemoteRef(dataset=ref.dataset, resource=new.id)

    def update_resource(self, ref: RemoteRef, desired: Resource) -> None:
        """Make the resource's fields those of `desired`. Raises NotFound, OutputError."""
        with self._writing():
            kept = self._kept(ref, "update")
            old = self._resource(kept, ref, "update")
            new = _told(old, desired, _RESOURCE_FIELDS)
            if new != old:
                stored = with_resource(kept.stored, new, self._dates(kept, old.key))
                self._folder.save(kept.place, stored)

    def download(self, ref: RemoteRef) -> BinaryIO:
        """The resource's file. Raises NotFound."""
        kept = self._kept(ref, "download")
        path = kept.place / (self._resource(kept, ref, "download").path or "")
        try:
            return path.open("rb")
        except OSError as error:
            raise NotFound("not-found", **self._at("download", ref)) from error

    def set_visibility(self, ref: RemoteRef, visibility: Visibility) -> None:
        """Show or hide the dataset by one rename. Raises Refused `name-taken`, OutputError."""
        with self._writing():
            kept = self._kept(ref, "visibility")
            shown = visibility is Visibility.PUBLIC
            if kept.shown is not shown:
                name = kept.stored.dataset.name
                target = self._folder.place(name, ref.dataset, shown=shown)
                self._folder.move(kept.place, target)

    def delete(self, ref: RemoteRef) -> None:
        """Delete the resource, or the dataset. Raises NotFound, OutputError."""
        with self._writing():
            kept = self._kept(ref, "delete")
            if ref.resource is None:
                self._folder.discard(kept.place)
                return
            gone = self._resource(kept, ref, "delete")
            left = tuple(item for item in kept.stored.dataset.resources if item.id != gone.id)
            entry = kept.stored.entry
            entry = replace(
                entry,
                dataset=replace(entry.dataset, resources=left),
                dates=replace(entry.dates, modified=self._now()),
            )
            pending = (gone.path,) if gone.path else ()
            self._folder.save(kept.place, Stored(entry=entry, pending=pending))

    def feed(self, base_url: str) -> str:
        """The feed as it would be if the folder were served at `base_url`; nothing is written."""
        catalog = replace(self._catalog, base_url=base_url)
        return feed_text(catalog, shown_entries(self._folder))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One write: alone, on a sound folder, its pages and feed made before it ends."""
        with self._folder.locked():
            self._tidy()
            yield
            self._tidy()

    def _tidy(self) -> None:
        datasets = self._folder.datasets()
        settle(self._folder, self._catalog, datasets, self._render)
        for kept in datasets:
            mend(self._folder, kept)

    def _kept(self, ref: RemoteRef, operation: str) -> Kept:
        for kept in self._folder.datasets():
            if kept.stored.entry.id == ref.dataset:
                return kept
        raise NotFound("not-found", **self._at(operation, ref))

    def _resource(self, kept: Kept, ref: RemoteRef, operation: str) -> Resource:
        for resource in kept.stored.dataset.resources:
            if resource.id == ref.resource:
                return resource
        raise NotFound("not-found", **self._at(operation, ref))

    def _at(self, operation: str, ref: RemoteRef) -> dict[str, object]:
        identifier = ref.resource or ref.dataset
        return {"portal": self._info.name, "operation": operation, "id": identifier}

    def _refuse_twin(self, key: str, name: str) -> None:
        told = {"portal": self._info.name, "operation": "create"}
        datasets = self._folder.datasets()
        if any(kept.stored.dataset.key == key for kept in datasets):
            raise Refused("already-exists", key=key, **told)
        place = self._folder.place(name, "", shown=True)
        held = any(kept.stored.dataset.name == name for kept in datasets)
        if held or place.exists() or place.is_symlink():
            raise Refused("name-taken", name=name, path=str(place), **told)

    def _free_name(self, kept: Kept, resource: Resource, old: Resource | None) -> str:
        others = [
            item for item in kept.stored.dataset.resources if old is None or item.id != old.id
        ]
        told = {"portal": self._info.name, "operation": "upload"}
        if any(item.key == resource.key for item in others):
            raise Refused("already-exists", key=resource.key, **told)
        # The first part of a name stays as it was given: addresses live long.
        stem = (old.path or "").partition(".")[0] if old else ""
        name = file_name(stem or resource.key.replace(".", "-"), resource.path, resource.format)
        path = kept.place / name
        taken = any(item.path == name for item in others)
        if taken or (path.exists() and (old is None or old.path != name)):
            raise Refused("name-taken", name=name, path=str(path), **told)
        return name

    def _dates(self, kept: Kept, key: str) -> Dates:
        moment = self._now()
        known = kept.stored.entry.resources.get(key, Dates(issued=moment, modified=moment))
        return replace(known, modified=moment)

    def _published(self, kept: Kept, *, settled: bool) -> Published:
        entry = kept.stored.entry
        resources = tuple(self._as_there(kept, item) for item in entry.dataset.resources)
        visibility = Visibility.PUBLIC if kept.shown else Visibility.PRIVATE
        sizes = [str(_size(kept, item)) for item in entry.dataset.resources]
        state = " ".join([visibility, *sizes]).encode()
        rests = kept.stored.pending or self._folder.has_rests(kept.place)
        return Published(
            ref=RemoteRef(dataset=entry.id),
            dataset=replace(entry.dataset, resources=resources, visibility=visibility),
            version=hashlib.sha256(kept.raw + state).hexdigest(),
            page=self._address(kept, PAGE if kept.shown else PACKAGE),
            url=self._address(kept, PACKAGE),
            settled=settled and not rests,
        )

    def _as_there(self, kept: Kept, resource: Resource) -> Resource:
        """A file that is gone, cut or pending has no checksum: it will be sent again."""
        name = resource.path or ""
        sure = _size(kept, resource) == resource.bytes and name not in kept.stored.pending
        address = self._address(kept, name)
        checksum = resource.checksum if sure else None
        return replace(resource, path=None, checksum=checksum, url=address, permalink=address)

    def _address(self, kept: Kept, name: str) -> str:
        if kept.shown and self._catalog.base_url is not None:
            return self._catalog.address(kept.place.name, name)
        return (kept.place / name).as_uri()


def _name(dataset: Dataset) -> str:
    return safe_name(dataset.name or dataset.key)


def _new(kept: Kept, resource: Resource) -> Resource:
    """A resource whose id follows from its key: made again, it is the same one."""
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{kept.stored.entry.id}/{resource.key}")
    told = _told(Resource(key=resource.key), resource, _RESOURCE_FIELDS)
    return replace(told, id=str(identifier))


def _size(kept: Kept, resource: Resource) -> int | None:
    path = kept.place / (resource.path or "")
    return path.stat().st_size if path.is_file() else None


def _merged(old: Dataset, desired: Dataset) -> dict[str, object]:
    extras = {**old.extras, **desired.extras}
    return {key: value for key, value in extras.items() if value is not None}


def _told(old: Kind, desired: Kind, names: Sequence[str]) -> Kind:
    """`old` with the fields of `desired` on which it has an opinion."""
    changes = {name: getattr(desired, name) for name in names if name not in desired.silent}
    return replace(old, **changes)
