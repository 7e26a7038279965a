"""`datapackage.lock.json`: what was published where, by the portals' own ids.

Meant to be committed. It saves searching and tells a lost key from a new dataset; once a
dataset was published, nothing but time is lost without it. Before the first publication of
one that was adopted, it alone tells which resource is which. A portal is known by
`<kind>+<origin>`, never by a profile's name; a folder inside the manifest's is written
relative to it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from opendata_cli.errors import ConfigError
from opendata_cli.files import write_atomically
from opendata_cli.model.dataset import Resource
from opendata_cli.model.plan import Plan, Target
from opendata_cli.model.remote import PortalInfo, Published
from opendata_cli.publishing.plain import mapping, text

LOCK_NAME = "datapackage.lock.json"
_FOLDER_PORTAL = "directory+"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedResource:
    """A resource's id on the portal, and the SHA-256 of the file last published."""

    id: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedDataset:
    """A dataset's id on the portal, and its resources by key.

    `version` is what the portal said of it after the last publication: another one since means
    that somebody else changed it.
    """

    dataset: str
    resources: Mapping[str, LockedResource] = field(default_factory=dict)
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What is known of each portal, by `portal_key`."""

    portals: Mapping[str, LockedDataset] = field(default_factory=dict)


def portal_key(portal: PortalInfo) -> str:
    """A portal's identity in locks and journals: `<kind>+<origin>`."""
    return f"{portal.kind}+{portal.origin}"


def read_lock(path: Path) -> Lock:
    """The lock at `path`, empty when there is none. Raises ConfigError `invalid-lock` (path)."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Lock()
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("invalid-lock", path=str(path), reason="unreadable") from error
    try:
        return _lock(data, path.parent)
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError("invalid-lock", path=str(path), reason="shape") from error


def write_lock(path: Path, lock: Lock) -> None:
    """Write the lock, sorted, so that it makes small differences in a repository.

    Raises OutputError.
    """
    portals = {
        _relative(key, path.parent): {
            "dataset": entry.dataset,
            "version": entry.version,
            "resources": {
                name: {"id": item.id, "sha256": item.sha256}
                for name, item in entry.resources.items()
            },
        }
        for key, entry in lock.portals.items()
    }
    data = {"opendata_lock": 1, "portals": portals}
    write_atomically(path, json.dumps(data, indent=2, sort_keys=True) + "\n")


def locked_after(lock: Lock, plan: Plan, published: Published | None) -> Lock:
    """`lock` with what was read back after `plan`; unchanged when nothing could be read."""
    if published is None:
        return lock
    sent = {item.key: item.sha256 for item in (*plan.files, *plan.kept)}
    old = lock.portals.get(portal_key(plan.portal), LockedDataset(dataset=""))
    resources = {
        key: LockedResource(id=item.id, sha256=_published_sha256(item, sent, old))
        for key, item in _ours(plan, published).items()
        if item.id is not None
    }
    # Nothing was written: what somebody else changed since is still to be told.
    version = old.version if plan.empty and old.version else published.version
    entry = LockedDataset(dataset=published.ref.dataset, resources=resources, version=version)
    return replace(lock, portals={**lock.portals, portal_key(plan.portal): entry})


def _ours(plan: Plan, published: Published) -> dict[str, Resource]:
    """The portal's resources by key: those that the plan was about, whatever twins they have."""
    there = published.dataset.resources
    by_id = {item.id: item for item in there}
    keyed = {item.key: item for item in there if item.key}
    on_resources = (item for item in plan.changes if item.target is Target.RESOURCE)
    planned = {change.key: by_id[change.id] for change in on_resources if change.id in by_id}
    return {**keyed, **{key: item for key, item in planned.items() if key}}


def _published_sha256(
    resource: Resource, sent: Mapping[str, str], old: LockedDataset
) -> str | None:
    checksum = resource.checksum
    if checksum is not None and checksum.type == "sha256":
        return checksum.value
    known = old.resources.get(resource.key)
    return sent.get(resource.key) or (known.sha256 if known else None)


def _lock(data: object, folder: Path) -> Lock:
    if mapping(data)["opendata_lock"] != 1:
        raise ValueError(data)
    portals = mapping(mapping(data)["portals"])
    return Lock(portals={_absolute(key, folder): _entry(item) for key, item in portals.items()})


def _entry(data: object) -> LockedDataset:
    resources = mapping(mapping(data)["resources"])
    return LockedDataset(
        dataset=text(mapping(data)["dataset"]),
        resources={key: _resource(mapping(item)) for key, item in resources.items()},
        version=None if (version := mapping(data).get("version")) is None else text(version),
    )


def _resource(data: Mapping[str, object]) -> LockedResource:
    sha256 = data["sha256"]
    return LockedResource(id=text(data["id"]), sha256=None if sha256 is None else text(sha256))


def _relative(key: str, folder: Path) -> str:
    origin = Path(key.removeprefix(_FOLDER_PORTAL))
    here = Path(os.path.abspath(folder))  # noqa: PTH100 - links are kept as they are told
    if key.startswith(_FOLDER_PORTAL) and origin.is_relative_to(here):
        return f"{_FOLDER_PORTAL}./{origin.relative_to(here).as_posix()}"
    return key


def _absolute(key: str, folder: Path) -> str:
    if key.startswith(_FOLDER_PORTAL + "./"):
        inside = os.path.abspath(folder / key.removeprefix(_FOLDER_PORTAL))  # noqa: PTH100
        return _FOLDER_PORTAL + inside
    return key
