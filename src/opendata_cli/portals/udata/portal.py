"""udata as a portal: one organisation of data.gouv.fr, or of any server of that software."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from opendata_cli.errors import NotFound, Refused, UnexpectedAnswer
from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import Plan
from opendata_cli.model.remote import Identity, PortalInfo, Published, RemoteRef
from opendata_cli.model.secret import Secret
from opendata_cli.portals.api import Call
from opendata_cli.portals.downloads import open_file
from opendata_cli.portals.udata import mapping
from opendata_cli.portals.udata.checking import check_plan
from opendata_cli.portals.udata.client import Client
from opendata_cli.portals.udata.membership import Memberships
from opendata_cli.portals.udata.parts import PartsFile
from opendata_cli.portals.udata.stored import NOT_KEPT, foresee
from opendata_cli.portals.udata.uploading import Uploader
from opendata_cli.portals.udata.wire import WireDataset, WireResource

_DATASET_PATH = re.compile(r"/(?:[a-z]{2}/)?(?:api/[12]/)?datasets/([^/]+)(?:/.*)?")

_RESOURCE_PATH = re.compile(
    r"/(?:[a-z]{2}/)?(?:api/[12]/)?datasets/r/([^/]+)/?|/api/2/datasets/resources/([^/]+)/?"
)


class UdataPortal:
    """A udata server, seen with one key as one organisation. Nothing is read before it must."""

    def __init__(  # noqa: PLR0913 - a portal is made once, by name
        self,
        info: PortalInfo,
        *,
        organization: str | None,
        key: Callable[[], Secret],
        memory: Path,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        watch: Callable[[Call], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`organization` is an id, a slug or a name; `memory` is where parts are remembered.

        `key` raises CredentialsError where there is none: then public datasets can be read.
        """
        self._info = info
        self._key = key
        self._new_id = new_id
        self._sleep = sleep
        self._client = Client(info, key=key, watch=watch, sleep=sleep)
        self._members = Memberships(self._client, info.name, organization)
        parts = PartsFile(memory, now=now, new_id=new_id)
        self._uploader = Uploader(self._client.api, parts, info.name)
        self._last: dict[str, WireDataset] = {}

    @property
    def info(self) -> PortalInfo:
        """Name, kind and address."""
        return self._info

    @property
    def requests(self) -> int:
        """How many requests to the API were made so far."""
        return self._client.api.requests

    @property
    def bytes_sent(self) -> int:
        """What the network carried of files: a part sent twice counts twice."""
        return self._uploader.bytes_sent

    @property
    def newest_first(self) -> bool:
        """A new resource is put before the others."""
        return True

    @property
    def not_kept(self) -> Sequence[str]:
        """What udata has no place for."""
        return NOT_KEPT

    def whoami(self) -> Identity:
        """Who the key is, in which organisations, with which role."""
        self._key()
        return self._members.identity()

    def find(self, key: str) -> Sequence[Published]:
        """Every dataset of the organisation with `key`, hidden ones included."""
        self._key()  # without one, what is hidden would be made a second time
        found = (self.read(RemoteRef(dataset=item)) for item in self._keyed(key))
        return [item for item in found if item is not None]

    def locate(self, word: str) -> RemoteRef | None:
        """The dataset with that id or slug, or with that page or API address.

        The permanent link of a resource, or its API address, leads to its dataset.
        """
        if "://" in word:
            address = urlsplit(word).path
            path = _DATASET_PATH.fullmatch(address)
            if path is None or not self._is_ours(word):
                return None
            inside = _RESOURCE_PATH.fullmatch(address)
            if inside is not None:
                there = self._client.dataset_of(unquote(inside[1] or inside[2]))
                return None if there is None else RemoteRef(dataset=there)
            word = unquote(path[1])
        found = self._client.dataset(word)
        return None if found is None else RemoteRef(dataset=found.id)

    def read(self, ref: RemoteRef) -> Published | None:
        """The dataset, or None when it is deleted, or hidden from this key."""
        wire = self._client.dataset(ref.dataset)
        return None if wire is None else self._published(wire)

    def catalog(self) -> Iterator[Published]:
        """Every dataset of the organisation, archived ones included."""
        for wire in self._client.datasets(self._members.organization().id):
            yield self._published(wire)

    def as_stored(
        self, dataset: Dataset, current: Dataset | None = None
    ) -> tuple[Dataset, Sequence[Notice]]:
        """As udata would give it back.

        Notices: `fields-not-kept` (fields), `keywords-refused` (keywords), `contacts-refused`
        (names), `schema-not-listed` (key, schema), `period-without-start`,
        `places-not-cleared`, `private-files-public`.
        """
        kept = current.organization if current and not self._members.told else None
        return foresee(
            dataset,
            current,
            organization=kept or self._members.organization().name,
            catalogue=lambda: self._client.schemas,
        )

    def check(self, plan: Plan) -> None:
        """Raise what udata would refuse; nothing is asked for a plan that is empty.

        As `check_plan`, and CredentialsError; NotAllowed `not-a-member` (organization).
        """
        if plan.empty:
            return
        self._key()
        if plan.current is None:
            self._members.refuse_stranger()
        current = self._last.get(plan.current.ref.dataset) if plan.current else None
        check_plan(plan, current, self._client)

    def future_link(self, ref: RemoteRef, resource: Resource) -> str | None:  # noqa: ARG002
        """The permanent link of a resource never changes."""
        there = self._resource(ref)
        if there is not None and there.latest:
            return there.latest
        return f"{self._info.url}/api/1/datasets/r/{ref.resource}" if ref.resource else None

    def create(self, dataset: Dataset) -> RemoteRef:
        """Create it private, with its key. Raises Refused `already-exists` (key).

        Another run may be doing the same, and udata would keep both: of twins the one with
        the smaller identifier stays, and whoever made the other takes it back.
        """
        organization, mark = self._members.organization().id, self._new_id()
        if self._keyed(dataset.key):
            raise self._exists(dataset)
        ours = {mapping.KEY: dataset.key, mapping.CREATING: mark}
        extras = {} if "extras" in dataset.silent else dataset.extras
        body = {
            **mapping.dataset_json(dataset),
            "contact_points": self._contact_ids(dataset, organization),
            "organization": organization,
            "private": True,
            "extras": {**extras, **ours},
        }
        said = {name: value for name, value in body.items() if value not in (None, [], {})}
        made = self._client.create(said, done=lambda: _only(self._keyed(dataset.key, mark)))
        rivals = self._keyed(dataset.key)
        if made not in rivals:
            raise UnexpectedAnswer("unexpected-answer", where="datasets", **self._at("create"))
        if min(rivals) != made:
            self._client.delete(made)
            raise self._exists(dataset)
        return RemoteRef(dataset=made)

    def update(self, ref: RemoteRef, desired: Dataset, current: Dataset) -> None:
        """Make the dataset's own fields those of `desired`: one PUT, then the extras."""
        held = mapping.dataset_json(replace(current, silent=frozenset()))
        said = mapping.dataset_json(desired)
        body = {name: value for name, value in said.items() if value != held[name]}
        if current.organization is None and "organization" not in desired.silent:
            body["organization"] = self._members.organization().id
        if "contacts" not in desired.silent and desired.contacts != current.contacts:
            body["contact_points"] = self._contact_ids(desired, self._owner(ref)) or None
        if body:
            self._client.update(ref.dataset, {**self._erased(ref), **body})
        extras = {} if "extras" in desired.silent else dict(desired.extras)
        if desired.key != current.key:
            extras[mapping.KEY] = desired.key
        if extras:
            self._client.merge_extras(ref.dataset, extras)

    def upload(self, ref: RemoteRef, resource: Resource, content: BinaryIO) -> RemoteRef:
        """Send the file. udata gives the resource the file's name: its title is put back."""
        known = {item.id for item in self._there(ref).resources}
        before = self._there(ref, fresh=True)
        old = next((item for item in before.resources if item.id == ref.resource), None)
        if old is None:
            self._refuse_twin(before, resource, known)
        identifier = self._uploader.upload(
            ref, resource, content, lambda: self._landed(ref, resource, known)
        )
        if old is not None and "title" in resource.silent and old.title:
            self._client.update_resource(ref.dataset, identifier, {"title": old.title})
        return RemoteRef(dataset=ref.dataset, resource=identifier)

    def link(self, ref: RemoteRef, resource: Resource) -> RemoteRef:
        """Add a resource that is an address, with its key."""
        known = {item.id for item in self._there(ref).resources}
        self._refuse_twin(self._there(ref, fresh=True), resource, known)
        body = {
            **mapping.resource_json(resource),
            "title": resource.title or resource.key,
            "filetype": "remote",
            "extras": {mapping.KEY: resource.key},
        }
        made = self._client.link(ref.dataset, body, done=lambda: self._linked(ref, resource, known))
        return RemoteRef(dataset=ref.dataset, resource=made)

    def update_resource(self, ref: RemoteRef, desired: Resource, current: Resource) -> None:
        """The key first, for a resource without one is known by luck only; then the fields."""
        assert ref.resource is not None
        if desired.key != current.key:
            place = f"{ref.dataset}/resources/{ref.resource}"
            self._client.merge_extras(place, {mapping.KEY: desired.key})
        held = mapping.resource_json(current)
        said = mapping.resource_json(desired)
        body = {name: value for name, value in said.items() if value != held.get(name)}
        if body:
            self._client.update_resource(ref.dataset, ref.resource, body)

    def download(self, ref: RemoteRef) -> BinaryIO:
        """The resource's file, read without the key: udata gives files to whoever asks.

        Raises as `open_file`.
        """
        found = self._client.resource(ref.dataset, ref.resource or "")
        if found is None:
            raise NotFound("not-found", id=ref.resource, **self._at("download"))
        return open_file(found.url or "", self._info, sleep=self._sleep)

    def set_visibility(self, ref: RemoteRef, visibility: Visibility) -> None:
        """Show or hide; then the mark of a creation under way is taken off."""
        there = self._there(ref, fresh=True)
        private = visibility is Visibility.PRIVATE
        if there.private is not private:
            self._client.update(ref.dataset, {**_said_again(there), "private": private})
        if mapping.CREATING in (there.extras or {}):
            self._client.merge_extras(ref.dataset, {mapping.CREATING: None})

    def delete(self, ref: RemoteRef) -> None:
        """Delete the resource, or the dataset."""
        inside = f"/resources/{ref.resource}" if ref.resource else ""
        self._client.delete(ref.dataset + inside)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.api.close()

    # What is known of the portal

    def _published(self, wire: WireDataset) -> Published:
        self._last[wire.id] = wire
        self._members.seen(wire.organization)
        archived = Notice(code="dataset-archived", params={"page": wire.page})
        return Published(
            ref=RemoteRef(dataset=wire.id),
            dataset=mapping.to_dataset(wire),
            version=wire.last_modified or "",
            page=wire.page or "",
            url=f"{self._info.url}/api/1/datasets/{wire.id}/",
            unfinished=mapping.CREATING in (wire.extras or {}),
            organization=wire.organization.id if wire.organization else None,
            notices=(archived,) if wire.archived else (),
        )

    def _there(self, ref: RemoteRef, *, fresh: bool = False) -> WireDataset:
        """The dataset as it was read last. Raises NotFound."""
        known = None if fresh else self._last.get(ref.dataset)
        found = known or self._client.dataset(ref.dataset)
        if found is None:
            raise NotFound("not-found", id=ref.dataset, **self._at("read"))
        self._last[ref.dataset] = found
        return found

    def _resource(self, ref: RemoteRef) -> WireResource | None:
        there = self._last.get(ref.dataset)
        found = there.resources if there else []
        return next((item for item in found if item.id == ref.resource), None)

    def _keyed(self, key: str, mark: str | None = None) -> list[str]:
        """The ids of the organisation's datasets with `key`; with `mark`, of one run's own."""
        listed = self._client.keyed(self._members.organization().id)
        ours = (item for item in listed if item.extras.get(mapping.KEY) == key)
        return [item.id for item in ours if mark in (None, item.extras.get(mapping.CREATING))]

    def _refuse_twin(self, there: WireDataset, resource: Resource, known: set[str]) -> None:
        """Another run, on another machine, may have made the resource since it was looked for."""
        sha1 = mapping.sha1_of(resource)
        for item in there.resources:
            keyed = (item.extras or {}).get(mapping.KEY) == resource.key
            same = item.checksum is not None and item.checksum.value == sha1
            if item.id not in known and (keyed or same):
                raise Refused("already-exists", key=resource.key, **self._at("upload"))

    def _erased(self, ref: RemoteRef) -> dict[str, object]:
        """What a PUT must say again, as it is there now: somebody may have changed it."""
        return _said_again(self._there(ref, fresh=True))

    def _contact_ids(self, dataset: Dataset, organization: str) -> list[str]:
        if "contacts" in dataset.silent:
            return []
        bodies = (mapping.contact_json(item, organization) for item in dataset.contacts)
        return [self._client.contact(body) for body in bodies]

    def _owner(self, ref: RemoteRef) -> str:
        """The organisation of the dataset: contact points belong to it."""
        owner = self._there(ref).organization
        return owner.id if owner else self._members.organization().id

    def _landed(self, ref: RemoteRef, resource: Resource, known: set[str]) -> str | None:
        """The id of the resource that holds the file after all: the same, or a new one."""
        there = self._there(ref, fresh=True)
        sha1 = mapping.sha1_of(resource)
        for item in there.resources:
            mine = item.id == ref.resource if ref.resource else item.id not in known
            if mine and sha1 and item.checksum and item.checksum.value == sha1:
                return item.id
        return None

    def _linked(self, ref: RemoteRef, resource: Resource, known: set[str]) -> str | None:
        there = self._there(ref, fresh=True).resources
        new = [item for item in there if item.id not in known]
        keyed = (item.id for item in new if (item.extras or {}).get(mapping.KEY) == resource.key)
        return next(keyed, None)

    def _exists(self, dataset: Dataset) -> Refused:
        return Refused("already-exists", key=dataset.key, **self._at("create"))

    def _is_ours(self, address: str) -> bool:
        """Whether an address is of this portal; www. or none is the same."""
        there, here = urlsplit(address), urlsplit(self._info.url)
        hosts = [(item.hostname or "").removeprefix("www.") for item in (there, here)]
        return hosts[0] == hosts[1] and there.port == here.port

    def _at(self, operation: str) -> dict[str, object]:
        return {"portal": self._info.name, "operation": operation}


def _said_again(there: WireDataset) -> dict[str, object]:
    """A PUT that leaves these two out empties them: they are said exactly as read."""
    period = there.temporal_coverage
    return {
        "tags": there.tags or [],
        "temporal_coverage": period and {"start": period.start, "end": period.end},
    }


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(found) == 1 else None
