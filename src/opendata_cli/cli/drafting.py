"""Write a first manifest: from data files, or from a dataset that a portal already has."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from opendata_cli.cli.addresses import refuse_bare
from opendata_cli.cli.describing import file_facts
from opendata_cli.errors import ConfigError, InputError
from opendata_cli.files import write_atomically
from opendata_cli.model.drafted import Drafted

if TYPE_CHECKING:
    from opendata_cli.cli.session import Session
    from opendata_cli.metadata.draft import DraftFile


def first_manifest(
    session: Session,
    files: Sequence[Path],
    dataset: str | None,
    *,
    output: Path | None,
    portal: str | None,
    organization: str | None,
) -> Drafted:
    """As `draft_for`, or as `adopt_for` where a `dataset` is named.

    Raises InputError `files-and-dataset`, `nothing-named`, ConfigError as `refuse_bare`.
    """
    from opendata_cli.cli.adopting import adopt_for

    if portal is not None and portal not in session.config(Path()).profiles:
        refuse_bare(portal, Path())
    if dataset is not None and files:
        raise InputError("files-and-dataset")
    if dataset is not None:
        return adopt_for(session, dataset, output=output, asked=portal, organization=organization)
    if not files:
        raise InputError("nothing-named")
    return draft_for(session, files, output=output, portal=portal, organization=organization)


def draft_for(
    session: Session,
    files: Sequence[Path],
    *,
    output: Path | None,
    portal: str | None,
    organization: str | None,
) -> Drafted:
    """Write the manifest; an existing one is never touched.

    Raises ConfigError `outside-manifest`, and as `new_manifest`; InputError.
    """
    from opendata_cli.metadata.draft import draft_manifest, write_draft
    from opendata_cli.views.drafted import comment

    path = new_manifest(output, files[0].parent)
    draft = draft_manifest(
        [_file(session, file, path.parent) for file in files],
        id=str(uuid.uuid4()),
        organization=organization,
        portal=portal,
    )
    write_atomically(path, write_draft(draft, comment))
    return Drafted(path=str(path), resources=len(files), todo=left_to_decide(path))


def new_manifest(output: Path | None, folder: Path) -> Path:
    """Where the manifest will be: at `output`, else under its usual name in `folder`.

    Raises ConfigError `manifest-exists`, `draft-is-yaml`.
    """
    from opendata_cli.metadata.manifest import MANIFEST_NAMES, has_manifest

    path = output or folder / MANIFEST_NAMES[0]
    if path.suffix.lower() not in {".yaml", ".yml"}:
        raise ConfigError("draft-is-yaml", path=str(path))
    if path.exists() or (output is None and has_manifest(path.parent)):
        raise ConfigError("manifest-exists", path=str(path))
    return path


def left_to_decide(path: Path) -> tuple[str, ...]:
    """The keys of the manifest at `path` that still say TODO."""
    from opendata_cli.metadata.manifest import load_manifest

    places = load_manifest(path, allow_todo=True).todo
    return tuple(dict.fromkeys(place.key.split("[")[0] for place in places))


def _file(session: Session, file: Path, folder: Path) -> DraftFile:
    from opendata_cli.metadata.describe import TableFacts
    from opendata_cli.metadata.draft import DraftFile

    facts = file_facts(session, file)
    labels = facts.labels if isinstance(facts, TableFacts) else ()
    return DraftFile(path=_inside(file, folder), facts=facts, schema=_schema(labels))


def _inside(file: Path, folder: Path) -> str:
    """The file from the manifest's folder: a manifest speaks of nothing outside it."""
    relative = Path(os.path.relpath(file.resolve(), folder.resolve()))
    if relative.is_absolute() or relative.parts[:1] == ("..",):
        raise ConfigError("outside-manifest", path=str(file), folder=str(folder))
    return relative.as_posix()


def _schema(labels: Sequence[str]) -> str | None:
    from opendata_cli.schemas.load import bundled_schemas
    from opendata_cli.schemas.suggest import suggest_schema

    found = suggest_schema(labels, bundled_schemas())
    return found.ref.name if found else None
