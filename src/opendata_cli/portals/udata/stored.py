"""What udata gives back after storing a dataset, and what it loses: told before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from slugify import slugify

from opendata_cli.model.dataset import (
    Checksum,
    Contact,
    Dataset,
    Resource,
    SpatialCoverage,
    Visibility,
)
from opendata_cli.model.frequency import Frequency
from opendata_cli.model.license import find_license
from opendata_cli.model.notice import Notice
from opendata_cli.model.schema import SchemaRef
from opendata_cli.portals.udata.mapping import sha1_of
from opendata_cli.portals.udata.wire import CataloguedSchema

NOT_KEPT = (
    "languages",
    "themes",
    "homepage",
    "resources.encoding",
    "resources.rows",
    "resources.columns",
    "resources.temporal",
    "resources.spatial",
)
"""The fields that udata has no place for."""

_TOLD_APART = frozenset({"encoding", "rows", "columns"})
"""Nobody told them: they were found in the file."""

SHORTEST_TAG, LONGEST_TAG = 3, 96
_QUOTES = [["'", ""], ["’", ""]]

_ROLES: Mapping[str, str] = {
    "contact": "contact",
    "contributor": "contact",
    "author": "creator",
    "maintainer": "custodian",
    "wrangler": "processor",
    **{
        role: role
        for role in (
            "creator",
            "publisher",
            "rightsHolder",
            "custodian",
            "distributor",
            "originator",
            "principalInvestigator",
            "processor",
            "resourceProvider",
            "user",
        )
    },
}
"""Data Package's roles (https://datapackage.org/standard/data-package/) in udata's words."""


def foresee(
    told: Dataset,
    current: Dataset | None,
    *,
    organization: str | None,
    catalogue: Callable[[], Sequence[CataloguedSchema]],
) -> tuple[Dataset, tuple[Notice, ...]]:
    """What udata would hold after storing `told` over `current`, and what is lost or odd.

    `organization` is the name of the one that publishes; `catalogue` is read only when a
    schema is told that `current` does not have.
    """
    notices = list(_lost(told))
    known = frozenset(item.schema for item in current.resources) if current else frozenset()
    schemas = _Schemas(known, catalogue, notices)
    stored = replace(
        told,
        name="",
        title=clean(told.title),
        description=clean(told.description),
        organization=organization,
        license=told.license and (find_license(told.license.name) or told.license),
        frequency=None if told.frequency is Frequency.UNKNOWN else told.frequency,
        keywords=_tags(told.keywords, notices),
        contacts=_contacts(told.contacts, notices),
        extras={clean(name): _clean_value(item) for name, item in told.extras.items()},
        resources=tuple(_resource(item, schemas) for item in told.resources),
        silent=told.silent - {"organization"} | {"languages", "themes", "homepage"},
    )
    stored = _with_temporal(stored, notices)
    stored = _with_spatial(stored, current, notices)
    private = stored.visibility if "visibility" not in stored.silent else None
    if private is None and current is not None:
        private = current.visibility
    if private is Visibility.PRIVATE:
        notices.append(Notice(code="private-files-public"))
    return stored, tuple(notices)


def clean(text: str) -> str:
    """Lone surrogates replaced: they have no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _clean_value(value: object) -> object:
    match value:
        case str():
            return clean(value)
        case Mapping():
            return {clean(str(name)): _clean_value(item) for name, item in value.items()}
        case list() | tuple():
            return [_clean_value(item) for item in value]
        case _:
            return value


def _lost(told: Dataset) -> Iterator[Notice]:
    """What a person told and udata has no place for."""
    lost = [name for name in NOT_KEPT if "." not in name and getattr(told, name)]
    lost = [name for name in lost if name not in told.silent]
    for field in (name.removeprefix("resources.") for name in NOT_KEPT if "." in name):
        told_in = [item for item in told.resources if field not in item.silent]
        if field not in _TOLD_APART and any(getattr(item, field) for item in told_in):
            lost.append(field)
    if lost:
        yield Notice(code="fields-not-kept", params={"fields": lost})


def _tags(keywords: Sequence[str], notices: list[Notice]) -> tuple[str, ...]:
    """Keywords as udata writes them: without accents, joined by dashes, 3 to 96 characters."""
    slugs = {word: slugify(word, replacements=_QUOTES) for word in keywords}
    refused = [word for word, slug in slugs.items() if not SHORTEST_TAG <= len(slug) <= LONGEST_TAG]
    if refused:
        notices.append(Notice(code="keywords-refused", params={"keywords": refused}))
    return tuple(sorted({slug for word, slug in slugs.items() if word not in refused}))


def _contacts(contacts: Sequence[Contact], notices: list[Notice]) -> tuple[Contact, ...]:
    mute = [item.name for item in contacts if not item.email and not item.url]
    if mute:
        notices.append(Notice(code="contacts-refused", params={"names": mute}))
    return tuple(
        replace(item, name=clean(item.name), role=_ROLES.get(item.role, "contact"))
        for item in contacts
        if item.email or item.url
    )


def _with_temporal(stored: Dataset, notices: list[Notice]) -> Dataset:
    period = stored.temporal
    if "temporal" in stored.silent or period is None or period.start is not None:
        return stored
    notices.append(Notice(code="period-without-start"))
    return replace(stored, silent=stored.silent | {"temporal"})


def _with_spatial(stored: Dataset, current: Dataset | None, notices: list[Notice]) -> Dataset:
    """Places are merged by udata, which never forgets one: what is not told stays."""
    if "spatial" in stored.silent:
        return stored
    there = current.spatial if current else None
    told = stored.spatial
    finest = (told.granularity if told else None) or (there.granularity if there else None)
    kept = SpatialCoverage(
        granularity=None if finest == "other" else finest,
        zones=(told.zones if told else ()) or (there.zones if there else ()),
    )
    if there is not None and kept.zones != (told.zones if told else ()):
        notices.append(Notice(code="places-not-cleared"))
    return replace(stored, spatial=None if kept == SpatialCoverage() else kept)


def _resource(told: Resource, schemas: _Schemas) -> Resource:
    silent = told.silent | {"encoding", "rows", "columns", "temporal", "spatial"}
    silent |= {"bytes", "checksum"} if told.linked else {"format", "mime"}
    if not told.title:
        silent |= {"title"}  # udata gives it the file's name, and takes no empty one
    sha1 = sha1_of(told)
    stored = replace(
        told,
        title=clean(told.title),
        description=clean(told.description),
        format=told.format.lower() if told.format else None,
        checksum=Checksum(type="sha1", value=sha1) if sha1 else None,
    )
    if "schema" not in silent and told.schema is not None:
        schema = schemas.stored(told.schema, told.key)
        stored = replace(stored, schema=schema)
        silent |= frozenset() if schema else {"schema"}
    return replace(stored, silent=silent)


class _Schemas:
    """The schemas that the portal takes: those it has in use, else those of its catalogue."""

    def __init__(
        self,
        known: frozenset[SchemaRef | None],
        catalogue: Callable[[], Sequence[CataloguedSchema]],
        notices: list[Notice],
    ) -> None:
        self._known = known
        self._catalogue = catalogue
        self._notices = notices

    def stored(self, told: SchemaRef, key: str) -> SchemaRef | None:
        """`told` as udata keeps it; None, with a notice, for a name it does not take."""
        told = replace(told, path=None)
        for form in (told, replace(told, url=None)):
            if form != SchemaRef() and form in self._known:
                return form
        catalogue = self._catalogue()
        if not catalogue:
            return None if told == SchemaRef() else told
        found = _in_catalogue(told, catalogue)
        if found is None:
            params = {"key": key, "schema": str(told)}
            self._notices.append(Notice(code="schema-not-listed", params=params))
        return found


def _in_catalogue(told: SchemaRef, catalogue: Sequence[CataloguedSchema]) -> SchemaRef | None:
    """By its address, else by name; another's address is kept as it is, under any name."""
    for item in catalogue:
        if told.url is not None and told.url == item.schema_url:
            return SchemaRef(name=item.name)
        for version in item.versions:
            if told.url is not None and told.url == version.schema_url:
                return SchemaRef(name=item.name, version=version.version_name)
        versions = {None, "latest", *(version.version_name for version in item.versions)}
        if told.name == item.name and told.version in versions:
            return SchemaRef(name=item.name, version=told.version)
    return told if told.url else None
