"""From what the user points at to the tables: files, folders, addresses, manifests, stdin."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.model.table import Dialect

if TYPE_CHECKING:
    from opendata_cli.metadata.manifest import Manifest

_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".csv.gz", ".tsv.gz", ".zip")
_MANIFESTS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One table to read. `base` is where a schema's relative path starts from.

    `key` is its name in the manifest at `manifest`, when one gave it.
    """

    path: Path
    name: str
    key: str | None = None
    manifest: Path | None = None
    schema: str | Mapping[str, object] | None = None
    dialect: Dialect = field(default_factory=Dialect)
    base: Path | None = None


def find_targets(words: Sequence[str], folder: Path) -> list[Target]:
    """Every table that `words` point at; what must be fetched first goes to `folder`.

    Raises InputError `file-not-found`, `no-table`; ConfigError for a manifest.
    """
    return [target for word in words for target in _targets(word, folder)]


def _targets(word: str, folder: Path) -> Iterator[Target]:
    path = Path(word)
    if word == "-":
        yield Target(path=_from_stdin(folder), name="stdin")
    elif "://" in word:
        yield Target(path=_from_address(word, folder), name=word)
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.suffix.lower() in _MANIFESTS:
        yield from _in_manifest(path)
    else:
        yield Target(path=path, name=word)


def is_manifest(path: Path) -> bool:
    """Whether `path` is a manifest, or a folder that may hold one."""
    return path.is_dir() or path.suffix.lower() in _MANIFESTS


def _from_stdin(folder: Path) -> Path:
    """Standard input as a file, since it is read more than once."""
    path = folder / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return _named_by_content(path)


def _from_address(address: str, folder: Path) -> Path:
    from opendata_cli.net import download

    path = folder / (Path(urlsplit(address).path).name or "download")
    download(address, path)
    return path if path.suffix else _named_by_content(path)


def _named_by_content(path: Path) -> Path:
    """The file under a name that says what it is: Frictionless goes by the extension."""
    from opendata_cli.tabular.content import read_content

    try:
        content = read_content(path)
    except UnreadableTable:
        return path  # the verdict comes with the validation
    packed = {"gzip": ".gz", "zip": ".zip"}.get(content.compression or "", "")
    return path.rename(path.with_name(f"{path.name}.{content.format}{packed}"))


def _in_folder(folder: Path) -> Iterator[Target]:
    """A folder with a manifest is what the manifest says; else every table below it."""
    from opendata_cli.metadata.manifest import MANIFEST_NAMES

    manifest = next((folder / name for name in MANIFEST_NAMES if (folder / name).is_file()), None)
    if manifest is not None:
        yield from _in_manifest(manifest)
        return
    paths = [path for path in sorted(folder.rglob("*")) if _is_table(path, folder)]
    if not paths:
        raise InputError("no-table", path=str(folder))
    for path in paths:
        yield Target(path=path, name=str(path))


def _is_table(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and path.name.lower().endswith(_TABLES)


def _in_manifest(path: Path) -> Iterator[Target]:
    from opendata_cli.metadata.manifest import find_manifest, load_manifest

    yield from manifest_targets(load_manifest(find_manifest(path), allow_todo=True))


def manifest_targets(manifest: Manifest) -> Iterator[Target]:
    """The tables of a manifest, each with its own schema; other files are left out."""
    for resource in manifest.resources:
        path = resource.path
        if path is None or not (resource.schema or path.name.lower().endswith(_TABLES)):
            continue
        yield Target(
            path=path,
            name=str(path),
            key=resource.key,
            manifest=manifest.path,
            schema=resource.schema,
            dialect=resource.dialect,
            base=manifest.folder,
        )
