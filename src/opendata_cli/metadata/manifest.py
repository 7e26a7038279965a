"""The manifest: a Data Package (`datapackage.yaml` or `.json`), read with the place of every fault.

Sources: https://specs.frictionlessdata.io/data-package/ (v1) and
https://datapackage.org/standard/data-package/ (v2), for the names of the keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from opendata_cli.errors import ConfigError
from opendata_cli.metadata.fields import Fields, Findings
from opendata_cli.metadata.manifest_resource import (
    ManifestResource,
    read_resources,
)
from opendata_cli.metadata.naming import is_name, slug
from opendata_cli.metadata.node import (
    BadSyntaxError,
    Mark,
    Node,
    Place,
    Problem,
    Section,
    todos,
    without_todos,
)
from opendata_cli.metadata.told import (
    is_auto,
    told_address,
    told_contacts,
    told_frequency,
    told_license,
    told_spatial,
    told_temporal,
)
from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.notice import Notice

MANIFEST_NAMES = ("datapackage.yaml", "datapackage.yml", "datapackage.json")

_STANDARD = [
    "$schema",
    "profile",
    "id",
    "name",
    "title",
    "description",
    "licenses",
    "keywords",
    "contributors",
    "homepage",
    "resources",
    "sources",
    "version",
    "created",
    "image",
]
_DCAT = ["frequency", "temporal", "spatial", "language", "languages", "theme", "themes"]
_SAID_BY: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "title": ("title",),
    "description": ("description",),
    "license": ("licenses",),
    "frequency": ("frequency",),
    "keywords": ("keywords",),
    "temporal": ("temporal",),
    "spatial": ("spatial",),
    "contacts": ("contributors",),
    "languages": ("language", "languages"),
    "themes": ("theme", "themes"),
    "homepage": ("homepage",),
}


DATASET_OPINIONS = frozenset({*_SAID_BY, "organization", "visibility", "extras"})
"""The fields of a dataset about which a manifest speaks or is silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSection:
    """Where to publish. `dataset` (an id or a page) attaches to a dataset that exists."""

    portals: tuple[str, ...] = ()
    organization: str | None = None
    visibility: Visibility | None = None
    dataset: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest as it was told.

    `dataset.silent` and `Resource.silent` name the fields about which nothing is
    said (a value `auto` or `TODO` says nothing yet); `resources` goes with
    `dataset.resources`, one for one. `todo` lists what is still to be decided,
    `extra` the keys that are none of ours.
    """

    path: Path
    folder: Path
    sha256: str
    dataset: Dataset
    resources: tuple[ManifestResource, ...]
    publish: PublishSection = field(default_factory=PublishSection)
    temporal_auto: bool = False
    spatial_auto: bool = False
    warnings: tuple[Notice, ...] = ()
    todo: tuple[Place, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)


def find_manifest(path: Path) -> Path:
    """The manifest itself, or the one that a folder holds.

    Raises `ConfigError`: `manifest-not-found`, `two-manifests`.
    """
    if not path.is_dir():
        if path.is_file() and path.suffix.lower() in {".yaml", ".yml", ".json"}:
            return path
        raise ConfigError("manifest-not-found", path=str(path))
    found = [path / name for name in MANIFEST_NAMES if (path / name).is_file()]
    if not found:
        raise ConfigError("manifest-not-found", path=str(path))
    if len(found) > 1:
        raise ConfigError("two-manifests", path=str(path), names=[item.name for item in found])
    return found[0]


def has_manifest(folder: Path) -> bool:
    """Whether the folder holds a manifest under one of its names."""
    return any((folder / name).is_file() for name in MANIFEST_NAMES)


def load_manifest(path: Path, *, allow_todo: bool = False) -> Manifest:
    """The manifest of that file.

    Raises `ConfigError`: `manifest-not-found`, `manifest-unreadable`,
    `invalid-manifest` with all its `problems`, and `manifest-todo` unless `allow_todo`.
    """
    manifest, problems = read_manifest(path, _bytes(path))
    if problems:
        raise _invalid(path, problems)
    if manifest.todo and not allow_todo:
        marked = [
            {"line": p.mark.line, "column": p.mark.column, "key": p.key} for p in manifest.todo
        ]
        raise ConfigError("manifest-todo", path=str(path), places=marked)
    return manifest


def read_manifest(path: Path, content: bytes) -> tuple[Manifest, list[Problem]]:
    """The manifest that `content` would be at `path`, and what refuses it.

    Raises `ConfigError` `invalid-manifest` for what is no YAML or JSON at all.
    """
    findings = Findings()
    tree = _tree(path, content)
    places = tuple(todos(tree))
    manifest = _manifest(path, content, without_todos(tree), findings, places)
    return manifest, findings.problems


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError("manifest-not-found", path=str(path)) from error
    except OSError as error:
        raise ConfigError("manifest-unreadable", path=str(path), reason=error.strerror) from error


def _tree(path: Path, content: bytes) -> Node:
    from opendata_cli.metadata.json_text import read_json
    from opendata_cli.metadata.yaml_text import read_yaml

    try:
        text = content.decode("utf-8-sig")
        return read_json(text) if path.suffix.lower() == ".json" else read_yaml(text)
    except BadSyntaxError as error:
        raise _invalid(path, [error.problem]) from error
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mark = Mark(before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        raise _invalid(path, [Problem(mark=mark, code="not-utf8")]) from error


def _invalid(path: Path, problems: list[Problem]) -> ConfigError:
    ordered = sorted(problems, key=lambda problem: problem.mark)
    told = [problem.as_params() for problem in ordered]
    return ConfigError("invalid-manifest", path=str(path), problems=told)


def _manifest(
    path: Path, content: bytes, tree: Node | None, findings: Findings, places: tuple[Place, ...]
) -> Manifest:
    if tree is not None and not isinstance(tree, Section):
        findings.problem(tree.mark, "", "type", expected="mapping")
    root = tree if isinstance(tree, Section) else Section(Mark(), ())
    fields = Fields(root, "", findings)
    extra = fields.unknown((*_STANDARD, *_DCAT, "publish"))
    publish = _publish(fields)
    pairs = read_resources(fields, path.parent)
    return Manifest(
        path=path,
        folder=path.parent,
        sha256=hashlib.sha256(content).hexdigest(),
        dataset=_dataset(fields, publish, tuple(resource for resource, _ in pairs)),
        resources=tuple(how for _, how in pairs),
        publish=publish,
        temporal_auto=is_auto(fields, "temporal"),
        spatial_auto=is_auto(fields, "spatial"),
        warnings=tuple(findings.warnings),
        todo=places,
        extra=extra,
    )


def _dataset(fields: Fields, publish: PublishSection, resources: tuple[Resource, ...]) -> Dataset:
    name = _name(fields)
    return Dataset(
        key=fields.text("id") or name,
        name=name,
        title=fields.text("title"),
        description=fields.text("description"),
        organization=publish.organization,
        license=told_license(fields),
        frequency=told_frequency(fields),
        keywords=fields.texts("keywords"),
        temporal=told_temporal(fields),
        spatial=told_spatial(fields),
        contacts=told_contacts(fields),
        languages=fields.text_or_texts("language") or fields.text_or_texts("languages"),
        themes=fields.text_or_texts("theme") or fields.text_or_texts("themes"),
        homepage=told_address(fields, "homepage") or None,
        visibility=publish.visibility or Visibility.PUBLIC,
        resources=resources,
        silent=_silent(fields),
    )


def _name(fields: Fields) -> str:
    name = fields.text("name")
    if name and not is_name(name):
        fields.problem("name", "bad-name", value=name, expected=slug(name))
    if not name and not fields.text("id"):
        fields.problem("name", "missing")
    return name


def _silent(fields: Fields) -> frozenset[str]:
    said = {name for name, keys in _SAID_BY.items() if fields.says(*keys)}
    said -= {name for name in ("temporal", "spatial") if is_auto(fields, name)}
    publish = fields.section("publish")
    if publish is not None:
        said |= {name for name in ("organization", "visibility") if publish.says(name)}
    return DATASET_OPINIONS - said


def _publish(fields: Fields) -> PublishSection:
    section = fields.section("publish")
    if section is None:
        return PublishSection()
    section.unknown(("portal", "organization", "visibility", "dataset"))
    visibility = section.choice("visibility", tuple(Visibility))
    if section.empty("visibility"):  # silence shows the dataset: it must not be a slip
        allowed = sorted(map(str, Visibility))
        section.problem("visibility", "unknown-value", value='""', allowed=allowed)
    before = len(section.findings.problems)
    portals = section.text_or_texts("portal")
    wrong = len(section.findings.problems) > before
    if section.says("portal") and not portals and not wrong:  # it would be the default: same
        section.problem("portal", "empty-portal")
    return PublishSection(
        portals=portals,
        organization=section.text("organization") or None,
        visibility=Visibility(visibility) if visibility else None,
        dataset=section.text("dataset") or None,
    )
