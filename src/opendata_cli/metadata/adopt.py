"""The manifest of a dataset that a portal already has.

Publishing it must change nothing there. Its text is read as any manifest is, and described as
any dataset is: what does not come back as the portal has it (a title with blanks around it, an
unknown licence without address) is left out. The manifest is then silent about it, and
publishing leaves it alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from opendata_cli.errors import ConfigError
from opendata_cli.metadata.adopted_values import (
    dataset_values,
    link_values,
    resource_values,
    same,
    schema_value,
)
from opendata_cli.metadata.describe import FileFacts, TableFacts, describe
from opendata_cli.metadata.draft import TODO, Draft, KeyPath
from opendata_cli.metadata.manifest import Manifest, read_manifest
from opendata_cli.metadata.naming import is_name, slug, unique_name
from opendata_cli.metadata.temporal import hull, is_weak
from opendata_cli.metadata.told import AUTO
from opendata_cli.model.dataset import Dataset, Origin, Resource, Visibility
from opendata_cli.model.license import find_license
from opendata_cli.model.notice import Notice

_FIELD_OF = {
    "id": "key",
    "licenses": "license",
    "language": "languages",
    "theme": "themes",
    "contributors": "contacts",
    "mediatype": "mime",
}
"""The field that a key of the manifest tells, where they are not called the same."""

_KEY_OF = {name: key for key, name in _FIELD_OF.items()}

_WHOLE = {"", "name", "path"}
"""The keys without which a resource is none."""

_SHOWN = ("format", "mime", "encoding")
"""What a file shows, and a manifest may tell otherwise."""

_RESOURCE = re.compile(r"resources\[(\d+)\]\.?([^.\[]*)")

Part = tuple[str, str]
"""The key of a resource ("" for the dataset itself), and one of its fields or keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedFile:
    """A file of the portal on this disk: its `path` from the manifest's folder, what it shows."""

    path: str
    facts: FileFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the dataset is: the portal as a manifest names it, the dataset's id and page there.

    `organization` is the portal's id of the one that owns it, which is written rather than its
    name; `holder` is the organisation to write when the portal names none.
    """

    portal: str
    dataset: str
    page: str
    organization: str | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """The manifest to be; `resources` are those it speaks of, `left_out` what it cannot tell."""

    draft: Draft
    resources: tuple[Resource, ...]
    left_out: tuple[Notice, ...]


def named_resources(dataset: Dataset) -> tuple[Resource, ...]:
    """The resources that a manifest can speak of, each with a key: its own, else a new name.

    One whose key cannot be a name, or is that of another, is left out: under a new key
    publishing would take it for another resource.
    """
    taken = {item.key.casefold() for item in dataset.resources if item.key}
    named: dict[str, Resource] = {}
    for resource in dataset.resources:
        key = resource.key or unique_name(slug(resource.title), taken)
        taken.add(key.casefold())
        if _is_usable(key):
            named.setdefault(key.casefold(), replace(resource, key=key))
    return tuple(named.values())


def adopt_dataset(  # noqa: PLR0913 - each is a fact of its own
    dataset: Dataset,
    files: Mapping[str, AdoptedFile],
    *,
    id: str,  # noqa: A002 - the manifest's word
    source: Source,
    path: Path,
    changed: Callable[[Dataset], Collection[Part]],
    refused: Mapping[str, Notice] = MappingProxyType({}),
) -> Adopted:
    """The manifest, to be written at `path`, of a dataset as its portal has it.

    `id` is the dataset's key, or a new one where it has none; `files` are the files of its
    resources by key, as `named_resources` gives them; `changed` says which fields publishing
    a dataset would change there; `refused` are the reasons to leave a resource out, by key.
    Raises ConfigError `unusable-key` (key), `nothing-to-adopt` (title, id, left_out).
    """
    told = _told(dataset, files, id, source, refused)
    while told.resources and "id" in told.fields and _mend(told, path, changed):
        pass
    if "id" not in told.fields:
        raise ConfigError("unusable-key", key=id)
    if not told.resources:
        why = [{"code": item.code, **item.params} for item in _left_resources(told, refused)]
        raise ConfigError("nothing-to-adopt", title=dataset.title, id=source.dataset, left_out=why)
    return Adopted(
        draft=Draft(content=told.content(), notes=_notes(told, source.page)),
        resources=tuple(told.originals[key] for key in told.resources),
        left_out=(*_left_fields(told), *_left_resources(told, refused)),
    )


@dataclass(slots=True, kw_only=True)
class _Told:
    """What the manifest still tells, by its keys; `dataset` and `originals` are the portal's.

    `owner` is how the manifest names its organisation: by its id, where the portal has one.
    """

    dataset: Dataset
    originals: Mapping[str, Resource]
    files: Mapping[str, AdoptedFile]
    owner: str | None
    fields: dict[str, object]
    resources: dict[str, dict[str, object]]
    publish: dict[str, object]
    left: list[Part] = field(default_factory=list)

    def content(self) -> dict[str, object]:
        """The manifest, in the order of its keys."""
        resources = list(self.resources.values())
        return {**self.fields, "resources": resources, "publish": self.publish}

    def leave_out(self, parts: Iterable[Part]) -> bool:
        """Say nothing of these any more. Whether anything was said of them."""
        said = [part for part in sorted(set(parts)) if self._forget(*part)]
        self.left += said
        return bool(said)

    def _forget(self, owner: str, key: str) -> bool:
        if not owner:
            return self.fields.pop(key, self.publish.pop(key, None)) is not None
        if key in _WHOLE:
            return self.resources.pop(owner, None) is not None
        resource = self.resources.get(owner, {})
        return key in resource and [resource.pop(key)] != []

    def tell_shown(self, changed: Collection[Part]) -> bool:
        """Tell the portal's own value, be it empty, where a file shows another."""
        shown = [
            (owner, name)
            for owner in self.resources
            for name in _SHOWN
            if (owner, name) in changed and (owner, _KEY_OF.get(name, name)) not in self.left
        ]
        for owner, name in shown:
            value = getattr(self.originals[owner], name)
            self.resources[owner][_KEY_OF.get(name, name)] = value
        return bool(shown)


def _told(
    dataset: Dataset,
    files: Mapping[str, AdoptedFile],
    key: str,
    source: Source,
    refused: Collection[str],
) -> _Told:
    named = [item for item in named_resources(dataset) if item.key not in refused]
    name = dataset.name if _is_usable(dataset.name) else slug(dataset.title)
    publish = {
        "portal": source.portal,
        "organization": source.organization or dataset.organization or source.holder,
        "visibility": "private" if dataset.visibility is Visibility.PRIVATE else None,
        "dataset": source.dataset,
    }
    return _Told(
        dataset=replace(dataset, key=key, name=name),
        originals={item.key: item for item in named},
        files=files,
        owner=source.organization or dataset.organization,
        fields={"id": key, "name": name, **dataset_values(dataset), **_auto(dataset, files)},
        resources={item.key: _resource(item, files.get(item.key)) for item in named},
        publish={key: value for key, value in publish.items() if value},
    )


def _auto(dataset: Dataset, files: Mapping[str, AdoptedFile]) -> dict[str, object]:
    """A period that the data show by themselves goes on being read in them."""
    facts = [item.facts for item in files.values()]
    found = hull(item.temporal for item in facts if isinstance(item, TableFacts))
    if found is None or found != dataset.temporal or found.origin is not Origin.FOUND:
        return {}
    return {} if is_weak(found) else {"temporal": AUTO}


def _resource(resource: Resource, file: AdoptedFile | None) -> dict[str, object]:
    path = resource.url if file is None else file.path
    told = {"name": resource.key, "path": path or "", **resource_values(resource)}
    return {
        **told,
        **(link_values(resource) if file is None else schema_value(resource, file.facts)),
    }


def _mend(told: _Told, path: Path, changed: Callable[[Dataset], Collection[Part]]) -> bool:
    """Take away what would not be as it is there; False once there is nothing such."""
    manifest, faults = _read(told, path)
    if told.leave_out(faults):
        return True
    facts = {key: _facts(told, key) for key in told.resources if key in told.files}
    parts = [part for part in changed(describe(manifest, facts).dataset) if part[1] != "key"]
    return told.leave_out((owner, _KEY_OF.get(name, name)) for owner, name in parts) or (
        told.tell_shown(parts)
    )


def _facts(told: _Told, key: str) -> FileFacts:
    """What describing the file will show: its schema only where the manifest tells one."""
    facts = told.files[key].facts
    if isinstance(facts, TableFacts) and "schema" not in told.resources[key]:
        return replace(facts, schema=None)
    return facts


def _read(told: _Told, path: Path) -> tuple[Manifest, set[Part]]:
    """The manifest as it would be read, and what it tells otherwise or would be refused for."""
    from opendata_cli.metadata.yaml_text import write_yaml

    manifest, problems = read_manifest(path, write_yaml(told.content(), {}).encode())
    keys, read = list(told.resources), manifest.dataset
    there = replace(told.dataset, organization=told.owner)
    places = [*(item.key for item in problems), *(item.key for item in manifest.todo)]
    faults = {_part(place, keys) for place in places if not _is_to_decide(place, told)}
    own = [*told.fields, *(["organization"] if told.owner else [])]
    if told.fields.get("temporal") == AUTO:
        own.remove("temporal")  # what it gives is seen when the files are described
    faults |= {("", key) for key in own if not _survives(key, read, there)}
    for resource, key in zip(read.resources, keys, strict=True):
        faults |= set(_resource_faults(resource, told.originals[key], told.resources[key]))
    return manifest, faults


def _is_to_decide(place: str, told: _Told) -> bool:
    return place == "publish.organization" and not told.owner


def _part(place: str, keys: Sequence[str]) -> Part:
    """Whose the value at `resources[0].title` or `licenses[0].name` is, and under which key."""
    found = _RESOURCE.match(place)
    if found is not None:
        return keys[int(found[1])], found[2]
    return "", re.split(r"[.\[]", place.removeprefix("publish."))[0]


def _resource_faults(read: Resource, there: Resource, told: Mapping[str, object]) -> Iterator[Part]:
    place = read.url if read.linked else read.path
    if (read.key, place, read.linked) != (there.key, told["path"], there.linked):
        yield there.key, "path"
    for key in told.keys() - _WHOLE:
        if not _survives(key, read, there):
            yield there.key, key


def _survives(key: str, read: Dataset | Resource, there: Dataset | Resource) -> bool:
    field = _FIELD_OF.get(key, key)
    return field not in read.silent and same(field, getattr(read, field), getattr(there, field))


def _left_fields(told: _Told) -> Iterator[Notice]:
    for owner, key in told.left:
        name = _FIELD_OF.get(key, key)
        if not owner and name == "license" and told.dataset.license is not None:
            yield Notice(code="left-out-license", params={"license": told.dataset.license.name})
        elif not owner:
            yield Notice(code="left-out-field", params={"field": name})
        elif owner in told.resources and name != "schema":
            yield Notice(code="left-out-resource-field", params={"field": name, "key": owner})


def _left_resources(told: _Told, refused: Mapping[str, Notice]) -> Iterator[Notice]:
    yield from refused.values()
    said: set[object] = {told.originals[key].id for key in told.resources}
    said |= {notice.params.get("id") for notice in refused.values()}
    for key, values in told.resources.items():
        schema = told.originals[key].schema
        if schema is not None and "schema" not in values:
            yield Notice(code="left-out-schema", params={"key": key, "schema": str(schema)})
    for item in told.dataset.resources:
        if item.id not in said:
            title = item.title.strip() or item.key or item.url
            yield Notice(code="left-out-resource", params={"title": title, "id": item.id})


def _notes(told: _Told, page: str) -> dict[KeyPath, Notice]:
    notes: dict[KeyPath, Notice] = {
        ("id",): Notice(code="draft-id"),
        ("name",): Notice(code="adopted-values", params={"page": page}),
        ("publish", "dataset"): Notice(code="adopted-dataset"),
    }
    license_ = told.dataset.license
    if license_ is not None and find_license(license_.name) is None:
        notes["licenses", 0, "name"] = Notice(code="adopted-license")
    if told.fields.get("temporal") == AUTO:
        notes["temporal",] = Notice(code="adopted-auto")
    if not told.owner:
        notes["publish", "organization"] = Notice(code="adopted-holder")
    elif told.owner != (name := told.dataset.organization) and name:
        params = {"organization": name}
        notes["publish", "organization"] = Notice(code="adopted-owner", params=params)
    for index, key in enumerate(told.resources):
        notes.update(_resource_notes(("resources", index), told.files.get(key)))
    return notes


def _resource_notes(place: KeyPath, file: AdoptedFile | None) -> Iterator[tuple[KeyPath, Notice]]:
    if file is None:
        yield (*place, "path"), Notice(code="adopted-link")
        return
    if isinstance(file.facts, TableFacts):
        counts = {"rows": file.facts.rows, "columns": file.facts.columns}
        yield (*place, "path"), Notice(code="draft-table", params=counts)
    for name in _SHOWN:
        yield (*place, _KEY_OF.get(name, name)), Notice(code="adopted-unlike")


def _is_usable(key: str) -> bool:
    return is_name(key) and key != TODO
