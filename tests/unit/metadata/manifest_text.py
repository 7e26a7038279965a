"""Reading a manifest written in a test as a text."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

import pytest

from opendata_cli.errors import ConfigError
from opendata_cli.metadata.manifest import Manifest, load_manifest


class Load(Protocol):
    """The manifest of a text."""

    def __call__(self, text: str, *, allow_todo: bool = False) -> Manifest: ...


class Problems(Protocol):
    """What refuses the manifest of a text."""

    def __call__(self, text: str) -> list[dict[str, object]]: ...


def loader(folder: Path) -> Load:
    """A reader of YAML texts, completed with a name and a resource when they have none."""
    return partial(_load, folder)


def refuser(folder: Path) -> Problems:
    """The same for texts that are refused."""
    return partial(_refused, folder)


def problems_of(path: Path) -> list[dict[str, object]]:
    """What refuses the manifest of a file."""
    with pytest.raises(ConfigError) as caught:
        load_manifest(path)
    assert caught.value.code == "invalid-manifest"
    told = caught.value.params["problems"]
    assert isinstance(told, list)
    return told


def _load(folder: Path, text: str, *, allow_todo: bool = False) -> Manifest:
    return load_manifest(_written(folder, text), allow_todo=allow_todo)


def _refused(folder: Path, text: str) -> list[dict[str, object]]:
    return problems_of(_written(folder, text))


def _written(folder: Path, text: str) -> Path:
    keys = {line.partition(":")[0] for line in text.splitlines()}
    if not keys & {"id", "name"}:
        text += "\nname: essai"
    if "resources" not in keys:
        text += "\nresources: [{name: a, path: a.csv}]"
    path = folder / "datapackage.yaml"
    path.write_text(text, encoding="utf-8")
    return path
