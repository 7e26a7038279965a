"""From what the user points at to the tables: files, folders, addresses, manifests, stdin."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opendata_cli.errors import ConfigError, InputError, UnreadableTable
from opendata_cli.model.table import Dialect

if TYPE_CHECKING:
    from opendata_cli.metadata.manifest import Manifest

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".csv.gz", ".tsv.gz", ".zip")
MANIFEST_SUFFIXES = (".yaml", ".yml", ".json")


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
    return [
        target
        for number, word in enumerate(words)
        for target in _targets(word, folder / str(number))
    ]


def _targets(word: str, folder: Path) -> Iterator[Target]:
    """`folder` is for this word alone: two addresses may end with one name."""
    path = Path(word)
    if not word.strip():
        raise InputError("file-not-found", path=repr(word))
    if word == "-":
        yield Target(path=_from_stdin(folder), name="stdin")
    elif "://" in word:
        yield Target(path=_from_address(word, folder), name=word)
    elif path.is_dir():
        yield from _in_folder(path)
    elif path.suffix.lower() in MANIFEST_SUFFIXES:
        yield from _in_manifest(path)
    else:
        yield Target(path=path, name=word)


def is_manifest(path: Path) -> bool:
    """Whether `path` is a manifest, or a folder that may hold one."""
    return path.is_dir() or path.suffix.lower() in MANIFEST_SUFFIXES


def is_table(path: Path) -> bool:
    """Whether a file that nobody called a table is to be read as one: by its extension."""
    return path.name.lower().endswith(_TABLES)


def holds_table(path: Path) -> bool:
    """The same, but for a zip of several files, or of one that is no text: an archive is no table.

    A zip that is damaged counts: whoever reads it will say so.
    """
    from opendata_cli.tabular.content import read_content

    if not is_table(path) or path.suffix.lower() != ".zip":
        return is_table(path)
    try:
        read_content(path)
    except UnreadableTable as error:
        return error.code != "format-error" or error.params.get("reason") == "broken-archive"
    return True


def _from_stdin(folder: Path) -> Path:
    """Standard input as a file, since it is read more than once."""
    folder.mkdir()
    path = folder / "stdin"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    return _named_by_content(path)


def _from_address(address: str, folder: Path) -> Path:
    from opendata_cli.net import download

    folder.mkdir()
    try:
        suffix = "".join(Path(urlsplit(address).path).suffixes[-2:])[:20]
    except ValueError as error:
        raise InputError("bad-address", url=address) from error
    path = folder / f"download{suffix}"
    download(address, path)
    return path if suffix else _named_by_content(path)


def _named_by_content(path: Path) -> Path:
    """The file under a name that says what it is: Frictionless goes by the extension."""
    from opendata_cli.tabular.content import read_content

    try:
        content = read_content(path)
    except UnreadableTable:
        return path  # the verdict comes with the validation
    packed = f".{content.compression}" if content.compression else ""
    return path.rename(path.with_name(f"{path.name}.{content.format}{packed}"))


def _in_folder(folder: Path) -> Iterator[Target]:
    """A folder with a manifest is what the manifest says; else every table below it."""
    from opendata_cli.metadata.manifest import has_manifest

    if has_manifest(folder):
        yield from _in_manifest(folder)
        return
    paths = [path for path in sorted(folder.rglob("*")) if _is_shown_table(path, folder)]
    if not paths:
        raise InputError("no-table", path=str(folder))
    for path in paths:
        yield Target(path=path, name=str(path))


def _is_shown_table(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    return path.is_file() and not hidden and is_table(path)


def _in_manifest(path: Path) -> Iterator[Target]:
    from opendata_cli.metadata.manifest import find_manifest, load_manifest

    targets = list(manifest_targets(load_manifest(find_manifest(path), allow_todo=True)))
    if not targets:
        raise InputError("no-table", path=str(path))
    yield from targets


def manifest_targets(manifest: Manifest) -> Iterator[Target]:
    """The tables of a manifest, each with its own schema; other files are left out.

    Raises ConfigError `resource-file-missing`.
    """
    _refuse_missing(manifest)
    for resource in manifest.resources:
        path = resource.path
        if path is None or not (resource.schema or holds_table(path)):
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


def _refuse_missing(manifest: Manifest) -> None:
    """Raise ConfigError `resource-file-missing` for a file that is no longer there."""
    for resource in manifest.resources:
        if resource.path is not None and not resource.path.exists():
            raise ConfigError(
                "resource-file-missing",
                key=resource.key,
                path=str(resource.path),
                manifest=str(manifest.path),
            )
