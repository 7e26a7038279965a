"""Write the manifest of a dataset that a portal already has, with its files beside it.

All is put in place at the end: a run that fails, or is stopped, leaves the folder as it was.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from opendata_cli.cli.addresses import is_web, origin_of
from opendata_cli.cli.describing import readable_facts, table_facts
from opendata_cli.cli.drafting import left_to_decide, new_manifest
from opendata_cli.cli.fetching import fetched_files, file_targets, refuse_existing
from opendata_cli.cli.portals import choose_profile, profile_at
from opendata_cli.cli.sources import Target, holds_table
from opendata_cli.errors import ConfigError, UnreadableTable
from opendata_cli.files import write_atomically, writing
from opendata_cli.model.drafted import Adoption, Drafted
from opendata_cli.model.plan import PlannedFile

if TYPE_CHECKING:
    from opendata_cli.cli.config import Config, Profile
    from opendata_cli.cli.session import Session
    from opendata_cli.metadata.adopt import Adopted, AdoptedFile, Part
    from opendata_cli.metadata.describe import FileFacts
    from opendata_cli.metadata.draft import Draft
    from opendata_cli.model.dataset import Dataset, Resource
    from opendata_cli.model.notice import Notice
    from opendata_cli.model.remote import PortalInfo, Published, RemoteRef
    from opendata_cli.model.schema import SchemaRef
    from opendata_cli.portals.portal import Portal
    from opendata_cli.publishing.lock_file import Lock


def adopt_for(
    session: Session,
    word: str,
    *,
    output: Path | None,
    asked: str | None,
    organization: str | None,
) -> Drafted:
    """Write the manifest of the dataset at `word`: its page, or its id on the portal `asked`.

    `organization` is to publish a dataset that belongs to a person. Raises as `new_manifest`,
    `choose_profile` and `adopt`.
    """
    from opendata_cli.metadata.draft import TODO

    path = new_manifest(output, Path())
    config = session.config(path.parent)
    profile = _profile(config, word, asked)
    how = How(
        path=path,
        portal=_portal_word(config, profile, path.parent),
        holder=organization or (TODO if profile.is_web else None),  # folders have no accounts
    )
    return adopt(session, session.portal(profile, folder=path.parent), word, how)


@dataclass(frozen=True, slots=True)
class How:
    """Where the manifest goes, how it names the portal, and the organisation it names if none is.

    That one is for a dataset that belongs to a person.
    """

    path: Path
    portal: str
    holder: str | None = None


class Read(NamedTuple):
    """What the files that came show, and why the others did not come, by key."""

    files: Mapping[str, AdoptedFile]
    refused: Mapping[str, Notice]


def adopt(session: Session, portal: Portal, word: str, how: How) -> Drafted:
    """Write the manifest of the dataset that the portal knows as `word`, its files and its lock.

    Raises ConfigError `dataset-not-found` (dataset, portal), `file-exists` (path), and as
    `adopt_dataset`; PortalError; OutputError.
    """
    from opendata_cli.cli.config import PROJECT_FILE
    from opendata_cli.metadata.adopt import named_resources
    from opendata_cli.metadata.manifest import MANIFEST_NAMES
    from opendata_cli.publishing.lock_file import LOCK_NAME

    there = _published(portal, word)
    named = named_resources(there.dataset)
    path, lock = how.path, how.path.with_name(LOCK_NAME)
    ours = (*MANIFEST_NAMES, LOCK_NAME, PROJECT_FILE, path.name)
    targets = file_targets(named, path.parent, ours)
    refuse_existing([lock, *targets.values()])
    with fetched_files(
        portal,
        there.ref,
        named,
        targets,
        folder=path.parent,
        now=session.now(),
        quiet=session.output.quiet,
    ) as fetched:
        staged = fetched.files
        own = [item for item in named if item.key in staged]
        files = {item.key: _file(session, item, staged[item.key]) for item in own}
        adopted = _adopt(there, named, Read(files, fetched.refused), how, portal)
        taken = _taken(adopted, files)
        _put_in_place(
            [(staged[item.key], targets[item.key]) for item in taken],
            lock=(lock, _lock(portal.info, there.ref, adopted, taken)),
            manifest=(path, adopted.draft),
        )
    return Drafted(
        path=str(path),
        resources=len(adopted.resources),
        todo=left_to_decide(path),
        adoption=_adoption(portal.info, there, adopted, taken, lock),
    )


def _profile(config: Config, word: str, asked: str | None) -> Profile:
    """The portal asked for, else the one whose address the dataset's begins with."""
    if asked is None and is_web(word) and not word.startswith("file:"):
        based = [item for item in config.profiles.values() if item.base_url is not None]
        known = next((item for item in based if word.startswith(item.base_url or "")), None)
        return known or profile_at(config, origin_of(word), source="address")
    return choose_profile(config, asked=asked, told=(), folder=Path())


def _published(portal: Portal, word: str) -> Published:
    ref = portal.locate(word)
    found = None if ref is None else portal.read(ref)
    if found is None:
        raise ConfigError("dataset-not-found", dataset=word, portal=portal.info.name)
    return found


def _portal_word(config: Config, profile: Profile, folder: Path) -> str:
    """The portal as the manifest names it: a profile, an address, or a folder from its own."""
    if config.profiles.get(profile.name) == profile:
        return profile.name
    if profile.is_web:
        return profile.url
    try:
        relative = Path(os.path.relpath(profile.url, folder.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return Path(profile.url).as_posix()
    return relative if relative.startswith(".") else f"./{relative}"


def _file(session: Session, resource: Resource, path: Path) -> AdoptedFile:
    """What the file shows, read by the schema that the portal names when it can be read here."""
    from opendata_cli.metadata.adopt import AdoptedFile
    from opendata_cli.metadata.describe import describe_file
    from opendata_cli.tabular.open import read_source

    schema = _known(resource.schema)
    facts: FileFacts | None = None
    if schema is not None:
        with contextlib.suppress(UnreadableTable):
            facts = table_facts(session, Target(path=path, name=path.name, schema=schema))
    if facts is None and holds_table(path):
        facts, _ = readable_facts(session, Target(path=path, name=path.name))
    return AdoptedFile(path=path.name, facts=facts or describe_file(read_source(path)))


def _known(ref: SchemaRef | None) -> str | None:
    """The name of the bundled schema that the portal names, in that very version."""
    from opendata_cli.schemas.load import bundled_schemas

    same = (schema.ref for schema in bundled_schemas() if schema.ref == ref)
    return next((f"{known.name}@{known.version}" for known in same), None)


def _adopt(
    there: Published,
    named: Sequence[Resource],
    read: Read,
    how: How,
    portal: Portal,
) -> Adopted:
    from opendata_cli.metadata.adopt import Source, adopt_dataset

    source = Source(
        portal=how.portal,
        dataset=there.ref.dataset,
        page=there.page,
        organization=there.organization,
        holder=how.holder,
    )
    return adopt_dataset(
        there.dataset,
        read.files,
        refused=read.refused,
        id=there.dataset.key or str(uuid.uuid4()),
        source=source,
        path=how.path,
        changed=lambda desired: _changes(portal, desired, there.dataset, named),
    )


def _changes(
    portal: Portal, desired: Dataset, there: Dataset, named: Sequence[Resource]
) -> set[Part]:
    """The fields that publishing `desired` would change, but for who owns the dataset.

    The owner stays who it is, and asking the portal who it would be may need a key.
    """
    from opendata_cli.publishing.diff import diff_dataset, diff_resource

    current = replace(there, organization=there.organization or "-")
    stored, _notices = portal.as_stored(desired, current)
    stored = replace(stored, silent=stored.silent | {"organization"})
    kept = {item.key: item for item in named}
    own = {("", change.path) for change in diff_dataset(stored, current)}
    return own | {
        (item.key, change.path)
        for item in stored.resources
        for change in diff_resource(item, kept[item.key])
    }


def _taken(adopted: Adopted, files: Mapping[str, AdoptedFile]) -> tuple[PlannedFile, ...]:
    """The files that go with the manifest."""
    sources = {item.key: files[item.key] for item in adopted.resources if item.key in files}
    return tuple(
        PlannedFile(
            key=key,
            path=file.path,
            sha256=file.facts.source.sha256,
            bytes=file.facts.source.bytes,
        )
        for key, file in sources.items()
    )


def _lock(info: PortalInfo, ref: RemoteRef, adopted: Adopted, taken: Sequence[PlannedFile]) -> Lock:
    from opendata_cli.publishing.lock_file import Lock, LockedDataset, LockedResource, portal_key

    sums = {item.key: item.sha256 for item in taken}
    resources = {
        item.key: LockedResource(id=item.id, sha256=sums.get(item.key))
        for item in adopted.resources
        if item.id is not None
    }
    entry = LockedDataset(dataset=ref.dataset, resources=resources)
    return Lock(portals={portal_key(info): entry})


def _put_in_place(
    files: Sequence[tuple[Path, Path]], *, lock: tuple[Path, Lock], manifest: tuple[Path, Draft]
) -> None:
    """The files, the lock, then the manifest which makes them a whole; or none of them."""
    from opendata_cli.metadata.draft import write_draft
    from opendata_cli.publishing.lock_file import write_lock
    from opendata_cli.views.drafted import comment

    refuse_existing([*(target for _staged, target in files), lock[0], manifest[0]])
    try:
        for staged, target in files:
            with writing(target):
                staged.rename(target)
        write_lock(*lock)
        write_atomically(manifest[0], write_draft(manifest[1], comment))
    except BaseException:
        moved = [target for staged, target in files if not staged.exists()]
        for path in (*moved, lock[0], manifest[0]):
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def _adoption(
    info: PortalInfo, there: Published, adopted: Adopted, taken: tuple[PlannedFile, ...], lock: Path
) -> Adoption:
    return Adoption(
        portal=info,
        id=there.ref.dataset,
        title=there.dataset.title,
        page=there.page,
        lock=str(lock),
        files=taken,
        links=tuple(item.key for item in adopted.resources if item.linked),
        left_out=adopted.left_out,
        notices=there.notices,
    )
