"""Read what the files of a manifest show, and join it to what the manifest tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.checking import own_schema
from opendata_cli.cli.sources import Target, holds_table, manifest_targets
from opendata_cli.errors import InputError, UnreadableTable
from opendata_cli.model.notice import Notice

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session
    from opendata_cli.metadata.describe import FileFacts
    from opendata_cli.metadata.manifest import Manifest
    from opendata_cli.model.description import Description


def describe_manifest(session: Session, manifest: Manifest) -> Description:
    """The dataset of a manifest, told and found.

    A table without schema that cannot be read is described as a document, and said to be:
    what was published before as it is must not stop the rest. Raises InputError,
    UnreadableTable for a file that has a schema, SchemaError.
    """
    from opendata_cli.metadata.describe import describe, describe_file
    from opendata_cli.tabular.open import read_source

    paths = [resource.path for resource in manifest.resources if resource.path is not None]
    session.output.protect(manifest.path, *paths)
    tables = {target.key: target for target in manifest_targets(manifest)}
    facts: dict[str, FileFacts] = {}
    unread: list[Notice] = []
    for resource in manifest.resources:
        if resource.key in tables:
            facts[resource.key], notices = readable_facts(session, tables[resource.key])
            unread += notices
        elif resource.path is not None:
            facts[resource.key] = describe_file(read_source(resource.path))
    found = describe(manifest, facts)
    return replace(found, warnings=(*found.warnings, *unread))


def readable_facts(session: Session, target: Target) -> tuple[FileFacts, list[Notice]]:
    """A table's facts; those of a document, with a notice, for one that cannot be read.

    Raises UnreadableTable when a schema says that it is a table.
    """
    from opendata_cli.metadata.describe import describe_file
    from opendata_cli.tabular.open import read_source

    try:
        return table_facts(session, target), []
    except UnreadableTable:
        if target.schema is not None:
            raise
        notice = Notice(code="read-as-document", params={"path": target.name})
        return describe_file(read_source(target.path)), [notice]


def describe_files(session: Session, paths: Sequence[Path]) -> Description:
    """A dataset of bare files: all that can be found."""
    from opendata_cli.metadata.describe import describe
    from opendata_cli.metadata.naming import file_keys

    session.output.protect(*paths)
    keys = file_keys([path.name for path in paths])
    return describe(
        None, {key: file_facts(session, path) for key, path in zip(keys, paths, strict=True)}
    )


def file_facts(session: Session, path: Path) -> FileFacts:
    """What a file shows: a table's facts, or a document's."""
    from opendata_cli.metadata.describe import describe_file
    from opendata_cli.tabular.open import read_source

    if path.is_dir():
        raise InputError("not-a-file", path=str(path))
    if not path.is_file():
        raise InputError("file-not-found", path=str(path))
    if path.name.startswith("~$"):
        raise InputError("excel-lock", path=str(path))
    if not holds_table(path):
        return describe_file(read_source(path))
    return table_facts(session, Target(path=path, name=str(path)))


def table_facts(session: Session, target: Target) -> FileFacts:
    """What a table shows, read once from top to bottom."""
    from opendata_cli.metadata.describe import describe_table
    from opendata_cli.tabular.open import open_table, read_rows

    session.detail(target.name)
    schema = own_schema(session, target)
    expected = schema.names if schema else ()
    table = open_table(target.path, dialect=target.dialect, expected=expected)
    facts = describe_table(table, read_rows(table))
    return replace(facts, schema=schema.ref) if schema else facts
