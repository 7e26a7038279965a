"""udata's API, call by call. Writes go to API 1; extras, which only API 2 merges, to API 2.

Every trap that shapes these calls is told where it is avoided; they were observed on udata 17.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote, urlsplit

from opendata_cli.errors import NotFound, Redirected, UnexpectedAnswer
from opendata_cli.model.remote import PortalInfo
from opendata_cli.model.secret import Secret
from opendata_cli.portals.api import Api, Call
from opendata_cli.portals.udata.wire import (
    CataloguedSchema,
    DatasetPage,
    Listed,
    ListedPage,
    M,
    Me,
    Members,
    Named,
    Organization,
    Reference,
    WireDataset,
    WireResource,
    Within,
    parse,
)

P = TypeVar("P", DatasetPage, ListedPage)

_IDENTITY = "data{id,deleted,extras{opendata_key,opendata_creating}},next_page,total"


class Client:
    """udata's API as one key sees it. Every method may raise PortalError."""

    def __init__(
        self,
        info: PortalInfo,
        *,
        key: Callable[[], Secret],
        watch: Callable[[Call], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._portal = info.name
        self.api = Api(
            info,
            info.url,
            key_headers=lambda secret: {"X-API-KEY": secret.value},
            key=key,
            watch=watch,
            sleep=sleep,
        )

    # Who

    def me(self) -> Me:
        """Who the key is."""
        return self._get(Me, "/api/1/me/", "whoami")

    def members(self, organization: str) -> Members:
        """Who may do what in an organisation."""
        return self._get(Members, f"/api/1/organizations/{quote(organization)}/", "whoami")

    def organization(self, word: str) -> Organization | None:
        """The organisation with that id or slug, old slugs included."""
        return self._find(Organization, "/api/1/organizations/", word, "organization")

    # Datasets

    def dataset(self, word: str) -> WireDataset | None:
        """The dataset with that id or slug, old slugs included; None when gone or deleted."""
        found = self._find(WireDataset, "/api/1/datasets/", word, "read")
        # Members are still shown what was deleted.
        return None if found is None or found.deleted else found

    def datasets(self, organization: str) -> Iterator[WireDataset]:
        """Every dataset of the organisation, hidden ones included, deleted ones left out."""
        path = f"/api/1/organizations/{quote(organization)}/datasets/?page_size=50"
        for page in self._pages(DatasetPage, path, "catalog"):
            yield from (item for item in page.data if not item.deleted)

    def keyed(self, organization: str) -> Iterator[Listed]:
        """The same, read for their identity only: a catalogue of 500 in one request.

        A list cut short would make a dataset look absent, and then be made a second time: it
        is counted. Raises UnexpectedAnswer.
        """
        path = f"/api/1/organizations/{quote(organization)}/datasets/?page_size=500"
        count, total = 0, 0
        for page in self._pages(ListedPage, path, "find", fields=_IDENTITY):
            count, total = count + len(page.data), page.total
            yield from (item for item in page.data if not item.deleted)
        if count < total:
            raise self._odd("total", "find")

    def create(self, body: Mapping[str, object], done: Callable[[], str | None]) -> str:
        """Create a dataset; its id. `done` looks for it after a doubt: it is not said twice."""
        return self.api.write(
            lambda: (
                self._parse(
                    Reference,
                    self.api.send("POST", "/api/1/datasets/", operation="create", json=body),
                    "create",
                ).id
            ),
            done=done,
            repeatable=False,
        )

    def update(self, dataset: str, body: Mapping[str, object]) -> None:
        """PUT fields of a dataset; `body` must hold `tags` and `temporal_coverage`.

        udata empties these two whenever a PUT leaves them out. `resources` must not be there:
        it becomes the whole list.
        """
        assert {"tags", "temporal_coverage"} <= body.keys()
        assert not body.keys() & {"resources", "owner"}
        self._put(f"/api/1/datasets/{dataset}/", body, "update")

    def merge_extras(self, ref: str, extras: Mapping[str, object]) -> None:
        """Set extras of a dataset, or of a resource (`<dataset>/resources/<id>`); None removes.

        The only write of udata that merges: what others keep there is left alone.
        """
        self._put(f"/api/2/datasets/{ref}/extras/", extras, "update")

    def contact(self, body: Mapping[str, object]) -> str:
        """The id of such a contact point of the organisation: udata keeps one of a kind."""
        return self.api.write(
            lambda: (
                self._parse(
                    Reference,
                    self.api.send("POST", "/api/1/contacts/", operation="update", json=body),
                    "update",
                ).id
            ),
            done=lambda: None,
            repeatable=True,
        )

    # Resources

    def update_resource(self, dataset: str, resource: str, body: Mapping[str, object]) -> None:
        """PUT fields of a resource: the others stay as they are."""
        self._put(f"/api/1/datasets/{dataset}/resources/{resource}/", body, "update")

    def link(self, dataset: str, body: Mapping[str, object], done: Callable[[], str | None]) -> str:
        """Add a resource whose file lives elsewhere; its id."""
        path = f"/api/1/datasets/{dataset}/resources/"
        return self.api.write(
            lambda: (
                self._parse(
                    Reference, self.api.send("POST", path, operation="link", json=body), "link"
                ).id
            ),
            done=done,
            repeatable=False,
        )

    def resource(self, dataset: str, resource: str) -> WireResource | None:
        """One resource, None when it is gone."""
        there = self.dataset(dataset)
        found = there.resources if there else []
        return next((item for item in found if item.id == resource), None)

    def dataset_of(self, resource: str) -> str | None:
        """The id of the dataset with that resource, None when there is none."""
        path = f"/api/2/datasets/resources/{quote(resource, safe='')}/"
        try:
            return self._get(Within, path, "read").dataset_id
        except NotFound:
            return None

    def delete(self, path: str) -> None:
        """Delete the dataset or resource at `path` under /datasets/."""
        address = f"/api/1/datasets/{path}/"

        def send() -> bool:
            self.api.send("DELETE", address, operation="delete")
            return True

        def gone() -> bool | None:
            try:
                there = self.api.read(address, operation="delete")
            except NotFound:
                return True
            return True if isinstance(there, dict) and there.get("deleted") else None

        self.api.write(send, done=gone, repeatable=True)

    # Lists of choices

    def licenses(self) -> Sequence[str]:
        """The identifiers of licences."""
        return self._licenses

    def granularities(self) -> Sequence[str]:
        """The identifiers of granularities."""
        listed = self._get(list[Named], "/api/1/spatial/granularities/", "check")
        return [item.id for item in listed]

    def extensions(self) -> Collection[str]:
        """The endings of files that may be sent."""
        return self._extensions

    def unknown_zones(self, zones: Sequence[str]) -> Sequence[str]:
        """Those of `zones` that the portal does not know: all at once, one by one if any is."""
        if self._has_zones(",".join(zones)):
            return []
        return [zone for zone in zones if not self._has_zones(zone)]

    def frequencies(self) -> Sequence[str]:
        """The identifiers of frequencies: older portals have fewer."""
        return [item.id for item in self._get(list[Named], "/api/1/datasets/frequencies/", "check")]

    @cached_property
    def schemas(self) -> Sequence[CataloguedSchema]:
        """The portal's catalogue of schemas; empty when any name may be given."""
        return self._get(list[CataloguedSchema], "/api/1/datasets/schemas/", "check")

    @cached_property
    def _licenses(self) -> Sequence[str]:
        listed = self._get(list[Named], "/api/1/datasets/licenses/", "check")
        return [item.id for item in listed]

    @cached_property
    def _extensions(self) -> Collection[str]:
        return frozenset(self._get(list[str], "/api/1/datasets/extensions/", "check"))

    def _has_zones(self, zones: str) -> bool:
        try:
            self.api.read(f"/api/1/spatial/zones/{quote(zones, safe=':,')}/", operation="check")
        except NotFound:
            return False
        return True

    # How

    def _put(self, path: str, body: Mapping[str, object], operation: str) -> None:
        """A PUT ends alike however often it is said: again when reading shows it undone."""

        def send() -> bool:
            self.api.send("PUT", path, operation=operation, json=body)
            return True

        def done() -> bool | None:
            there = self.api.read(path, operation=operation)
            holds = isinstance(there, dict) and all(
                _is_said(value, there.get(name)) for name, value in body.items()
            )
            return True if holds else None

        self.api.write(send, done=done, repeatable=True)

    def _find(self, kind: type[M], under: str, word: str, operation: str) -> M | None:
        """What udata has under an id or a slug; an old slug leads to the new one.

        That is the one redirect that is heeded, by asking again for the slug it names.
        """
        try:
            return self._get(kind, f"{under}{quote(word, safe='')}/", operation)
        except NotFound:
            return None
        except Redirected as error:
            slug = _slug(str(error.params["location"]), under)
            if slug is None:
                raise
            return self._get(kind, f"{under}{quote(slug, safe='')}/", operation)

    def _pages(
        self, kind: type[P], path: str, operation: str, *, fields: str | None = None
    ) -> Iterator[P]:
        """Each page, as the one before tells the next. A circle of pages would never end."""
        seen: set[str] = set()
        following: str | None = path
        while following is not None:
            if following in seen:
                raise self._odd("next_page", operation)
            seen.add(following)
            page = self._get(kind, following, operation, fields=fields)
            yield page
            following = page.next_page

    def _odd(self, where: str, operation: str) -> UnexpectedAnswer:
        return UnexpectedAnswer(
            "unexpected-answer", portal=self._portal, operation=operation, where=where
        )

    def _get(self, kind: type[M], path: str, operation: str, *, fields: str | None = None) -> M:
        headers = {"X-Fields": fields} if fields else None
        return self._parse(
            kind, self.api.read(path, operation=operation, headers=headers), operation
        )

    def _parse(self, kind: type[M], told: object, operation: str) -> M:
        return parse(kind, told, portal=self._portal, operation=operation)


def _is_said(said: object, there: object) -> bool:
    """Whether udata holds what was said: it shows a whole organisation where an id was told."""
    match said, there:
        case str(), {"id": identifier}:
            return bool(identifier == said)
        case list(), list():
            pairs = zip(said, there, strict=False)
            return len(said) == len(there) and all(_is_said(*pair) for pair in pairs)
        case _:
            return said == there


def _slug(location: str, under: str) -> str | None:
    path = urlsplit(location).path
    head, found, slug = path.partition(under)
    slug = slug.strip("/")
    return slug if found and slug and "/" not in slug and not head else None
