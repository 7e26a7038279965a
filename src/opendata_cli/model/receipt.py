"""What a publication did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from opendata_cli.model.plan import Action, Change
from opendata_cli.model.remote import PortalInfo, Published


class Status(StrEnum):
    """How one change ended."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a change failed: an error's code and parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One change and how it ended; `id` is the portal's, when it gave one."""

    change: Change
    status: Status
    id: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What was done. `published` is what was read back from the portal afterwards."""

    portal: PortalInfo
    key: str
    started: dt.datetime
    ended: dt.datetime
    outcomes: tuple[Outcome, ...]
    published: Published | None
    requests: int = 0
    bytes_sent: int = 0

    @property
    def status(self) -> str:
        """`ok`, `partial` (something was done, not all) or `error` (nothing was)."""
        acted = [item for item in self.outcomes if item.change.action is not Action.KEEP]
        if all(outcome.status is Status.DONE for outcome in acted):
            return "ok"
        return "partial" if any(item.status is Status.DONE for item in acted) else "error"
