"""What a publication would do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from opendata_cli.model.dataset import Dataset
from opendata_cli.model.notice import Notice
from opendata_cli.model.remote import PortalInfo, Published


class Action(StrEnum):
    """What happens to one dataset or resource."""

    CREATE = "create"
    UPDATE = "update"
    UPLOAD = "upload"
    DELETE = "delete"
    KEEP = "keep"


class Target(StrEnum):
    """What a change is about."""

    DATASET = "dataset"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field, before and after, as plain JSON values."""

    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a plan. `reason` explains, it never decides."""

    action: Action
    target: Target
    key: str
    id: str | None = None
    fields: tuple[FieldChange, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A local file, as it was when the plan was made."""

    key: str
    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would be done, decided before anything is.

    `desired` is what the portal will hold (already in the portal's own form),
    `current` what it holds now, `base` the fingerprint of what was read, and
    `manifest` the SHA-256 of the manifest (None without one). `files` are those to be
    sent, `kept` those that the portal has already.
    """

    portal: PortalInfo
    key: str
    base: str
    desired: Dataset
    current: Published | None
    changes: tuple[Change, ...]
    files: tuple[PlannedFile, ...] = ()
    kept: tuple[PlannedFile, ...] = ()
    notices: tuple[Notice, ...] = ()
    manifest: str | None = None
    prune: bool = False
    requests: int = 0

    @property
    def empty(self) -> bool:
        """Whether the portal already has all of it."""
        return all(change.action is Action.KEEP for change in self.changes)
