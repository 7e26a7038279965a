"""The embedded default portal: a folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from opendata_cli.dcat.catalog import Catalog, Dates, Entry
from opendata_cli.errors import NotFound, Refused, Unreachable
from opendata_cli.model.dataset import (
    Dataset,
    Resource,
    Visibility,
)
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import Plan
from opendata_cli.model.remote import Identity, PortalInfo, Published, RemoteRef
from opendata_cli.portals.directory.fields import (
    FILE_FIELDS,
    OWN_FIELDS,
    OWN_RESOURCE_FIELDS,
    merged_extras,
    new_resource,
    told_over,
)
from opendata_cli.portals.directory.folder import Folder, Kept
from opendata_cli.portals.directory.names import next_file_name, safe_name
from opendata_cli.portals.directory.pages import Page
from opendata_cli.portals.directory.reading import Reader, address
from opendata_cli.portals.directory.receiving import mend, receive, with_resource
from opendata_cli.portals.directory.settling import (
    feed_text,
    is_settled,
    settle,
    shown_entries,
)
from opendata_cli.portals.directory.stored import Stored, as_stored


class DirectoryPortal:
    """A folder as a portal. It exists from the first write on; reading creates nothing."""

    def __init__(  # noqa: PLR0913 - a portal is made once, by name
        self,
        root: Path,
        info: PortalInfo,
        *,
        default_title: str,
        title: str | None = None,
        language: str | None = None,
        organization: str | None = None,
        base_url: str | None = None,
        render: Callable[[Page], str],
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        patience: float = 60.0,
    ) -> None:
        """`patience` is how many seconds to wait for another writer.

        The catalogue keeps what was told of it (title, language, organization, base_url):
        None leaves that as it is. `default_title` is for one that never had any.
        """
        self._told = {
            "title": title,
            "language": language,
            "publisher": organization,
            "base_url": None if base_url is None else base_url.rstrip("/") + "/",
        }
        self._default_title = default_title
        self._info = info
        self._folder = Folder(Path(os.path.abspath(root)), info.name, patience)  # noqa: PTH100
        self._reader = Reader(self._folder)
        self._render = render
        self._now = now
        self._new_id = new_id
        self._received = 0

    @property
    def info(self) -> PortalInfo:
        """Name, kind and address."""
        return self._info

    @property
    def requests(self) -> int:
        """None."""
        return 0

    @property
    def bytes_sent(self) -> int:
        """What was put in the folder."""
        return self._received

    @property
    def newest_first(self) -> bool:
        """A new resource comes last."""
        return False

    not_kept: Sequence[str] = ()
    """All is kept."""

    def whoami(self) -> Identity:
        """Whether the folder, or the nearest one above it that exists, may be written."""
        root = self._folder.root
        nearest = next(step for step in (root, *root.parents) if step.exists())
        writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
        notes = () if nearest == root else (Notice(code="missing-folder"),)
        return Identity(who=str(root), may_publish=writable, notes=notes)

    def find(self, key: str) -> Sequence[Published]:
        """Every dataset with `key`. Raises UnexpectedAnswer `damaged-dataset` (path)."""
        return [item for item in self.catalog() if item.dataset.key == key]

    def locate(self, word: str) -> RemoteRef | None:
        """The dataset with that id, or that page."""
        named = (item for item in self.catalog() if word in (item.ref.dataset, item.page, item.url))
        return next((item.ref for item in named), None)

    def read(self, ref: RemoteRef) -> Published | None:
        """The dataset, or None.

        Raises UnexpectedAnswer `damaged-dataset` (path), Unreachable `catalogue-missing`
        (path) when there is no catalogue at all: what is known of it says that there was one.
        """
        if self._folder.is_missing():
            told = {"portal": self._info.name, "operation": "read"}
            raise Unreachable("catalogue-missing", path=str(self._folder.root), **told)
        return next((item for item in self.catalog() if item.ref.dataset == ref.dataset), None)

    def catalog(self) -> Iterator[Published]:
        """Every dataset, hidden ones first. Raises UnexpectedAnswer `damaged-dataset` (path)."""
        datasets, catalog = self._folder.datasets(), self._catalog()
        settled = is_settled(self._folder, catalog, datasets)
        return (self._reader.published(kept, catalog, settled=settled) for kept in datasets)

    def as_stored(
        self,
        dataset: Dataset,
        current: Dataset | None = None,  # noqa: ARG002 - nothing is merged here
    ) -> tuple[Dataset, Sequence[Notice]]:
        """All is kept; lone surrogates are replaced, and the name made safe.

        Notices: `feed-relative` without base_url, `private-readable` (path) for a private
        dataset: whoever can read the folder can read its files.
        """
        notices = []
        if self._catalog().base_url is None:
            notices.append(Notice(code="feed-relative"))
        if dataset.visibility is Visibility.PRIVATE and "visibility" not in dataset.silent:
            told = {"path": str(self._folder.root)}
            notices.append(Notice(code="private-readable", params=told))
        stored = as_stored(dataset, _name(dataset))
        return replace(stored, visibility=dataset.visibility), notices

    def check(self, plan: Plan) -> None:
        """Raise Refused: `link-not-kept` (key), and what `create` would be refused with.

        Those are `already-exists` (key), `name-taken` (name, path), `folder-not-ours`.
        """
        for resource in plan.desired.resources:
            if resource.linked:
                raise self._no_link(resource)
        if plan.current is None:
            self._check_create(plan.desired)

    def _check_create(self, dataset: Dataset) -> None:
        self._folder.refuse_foreign()
        name = _name(dataset)
        told = {"portal": self._info.name, "operation": "create"}
        datasets = self._folder.datasets()
        if any(kept.stored.dataset.key == dataset.key for kept in datasets):
            raise Refused("already-exists", key=dataset.key, **told)
        place = self._folder.place(name, "", shown=True)
        held = any(kept.stored.dataset.name == name for kept in datasets)
        if held or place.exists() or place.is_symlink():
            raise Refused("name-taken", name=name, path=str(place), **told)

    def future_link(self, ref: RemoteRef, resource: Resource) -> str | None:
        """Where the resource's file would be read after `upload`. Raises as `upload` does."""
        kept = self._kept(ref, "read")
        old = self._resource(kept, ref, "read") if ref.resource else None
        return address(kept, self._catalog(), self._free_name(kept, resource, old))

    def create(self, dataset: Dataset) -> RemoteRef:
        """Create the dataset, hidden. Raises as `check`, OutputError."""
        self._folder.refuse_foreign()  # before the folder gets even a lock
        with self._writing():
            self._check_create(dataset)
            name = _name(dataset)
            moment, identifier = self._now(), self._new_id()
            entry = Entry(
                id=identifier,
                dataset=replace(as_stored(dataset, name), resources=()),
                dates=Dates(issued=moment, modified=moment),
            )
            stored = Stored(entry=entry, creating=True)
            self._folder.save(self._folder.new_place(identifier), stored)
        return RemoteRef(dataset=identifier)

    def update(self, ref: RemoteRef, desired: Dataset, current: Dataset) -> None:  # noqa: ARG002
        """Make the dataset's own fields those of `desired`; its folder keeps its name."""
        with self._writing():
            kept = self._kept(ref, "update")
            entry, old = kept.stored.entry, kept.stored.dataset
            new = told_over(old, desired, OWN_FIELDS)
            if "extras" not in desired.silent:
                new = replace(new, extras=merged_extras(old, desired))
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
            self._received += received.bytes
            new = replace(
                told_over(old or new_resource(kept, resource), resource, FILE_FIELDS),
                path=name,
                bytes=received.bytes,
                checksum=received.checksum,
            )
            stored = with_resource(kept.stored, new, self._dates(kept, new.key))
            gone = (old.path,) if old and old.path and old.path != name else ()
            mtimes = {**stored.mtimes, name: received.mtime_ns}
            self._folder.save(kept.place, replace(stored, pending=gone, mtimes=mtimes))
        return RemoteRef(dataset=ref.dataset, resource=new.id)

    def link(self, ref: RemoteRef, resource: Resource) -> RemoteRef:  # noqa: ARG002
        """Refused `link-not-kept`: a folder holds the files themselves."""
        raise self._no_link(resource)

    def _no_link(self, resource: Resource) -> Refused:
        told = {"portal": self._info.name, "operation": "link"}
        return Refused("link-not-kept", key=resource.key, **told)

    def update_resource(
        self,
        ref: RemoteRef,
        desired: Resource,
        current: Resource,  # noqa: ARG002 - the folder is read under its lock
    ) -> None:
        """Make the resource's fields those of `desired`. Raises NotFound, OutputError."""
        with self._writing():
            kept = self._kept(ref, "update")
            old = self._resource(kept, ref, "update")
            new = told_over(old, desired, OWN_RESOURCE_FIELDS)
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
        """Show or hide the dataset by one rename; its creation has then ended.

        Raises Refused `name-taken` (name, path), OutputError.
        """
        with self._writing():
            kept = self._kept(ref, "visibility")
            shown = visibility is Visibility.PUBLIC
            if kept.shown is not shown:
                name = kept.stored.dataset.name
                target = self._folder.place(name, ref.dataset, shown=shown)
                self._folder.move(kept.place, target)
            elif kept.stored.creating:
                self._folder.save(kept.place, replace(kept.stored, creating=False))

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
            self._folder.save(kept.place, replace(kept.stored, entry=entry, pending=pending))

    def close(self) -> None:
        """Nothing is held."""

    def feed(self, base_url: str) -> str:
        """The feed as it would be if the folder were served at `base_url`; nothing is written."""
        catalog = replace(self._catalog(), base_url=base_url)
        return feed_text(catalog, shown_entries(self._folder))

    def _catalog(self) -> Catalog:
        """What is told of the catalogue, else what it keeps."""
        state = self._folder.state()
        kept = state.catalog if state is not None else Catalog(title=self._default_title)
        told = {name: value for name, value in self._told.items() if value is not None}
        return replace(kept, **told)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One write: alone, on a sound folder, its pages and feed made before it ends."""
        with self._folder.locked():
            self._tidy()
            yield
            self._tidy()

    def _tidy(self) -> None:
        datasets = self._folder.datasets()
        settle(self._folder, self._catalog(), datasets, self._render)
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

    def _free_name(self, kept: Kept, resource: Resource, old: Resource | None) -> str:
        others = [
            item for item in kept.stored.dataset.resources if old is None or item.id != old.id
        ]
        told = {"portal": self._info.name, "operation": "upload"}
        if any(item.key == resource.key for item in others):
            raise Refused("already-exists", key=resource.key, **told)
        stored = {item.path for item in others if item.path is not None}
        name = next_file_name(
            resource.key,
            resource.path,
            resource.format,
            old=old.path if old else None,
            others=stored,
        )
        path = kept.place / name
        ours = name in kept.stored.pending or (old is not None and old.path == name)
        if name in stored or (path.exists() and not ours):
            raise Refused("name-taken", name=name, path=str(path), **told)
        return name

    def _dates(self, kept: Kept, key: str) -> Dates:
        moment = self._now()
        known = kept.stored.entry.resources.get(key, Dates(issued=moment, modified=moment))
        return replace(known, modified=moment)


def _name(dataset: Dataset) -> str:
    return safe_name(dataset.name or dataset.key)
