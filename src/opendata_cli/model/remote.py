"""A dataset as a portal has it, and who we are there."""

from __future__ import annotations

from dataclasses import dataclass

from opendata_cli.model.dataset import Dataset
from opendata_cli.model.notice import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalInfo:
    """Which portal. Its identity is `origin` (scheme, host and port, or a folder), not `name`."""

    name: str
    kind: str
    url: str
    origin: str
    production: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteRef:
    """The portal's identifiers of a dataset, or of one of its resources."""

    dataset: str
    resource: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A dataset as a portal has it now.

    `dataset.resources` carry the portal's `id`, `url` and `permalink`; their
    `key` is empty when the portal holds none of ours. `version` changes whenever
    anything of the dataset does. `settled` is False when what the portal derives
    from the dataset (pages, feed) is behind it: publishing again mends that.
    `unfinished` is True for a dataset whose creation was cut, where the portal can
    tell. `organization` is the portal's own id of the organisation that owns it, None where
    it has none, as in a folder. `notices` are what to know of it before publishing over it.
    """

    ref: RemoteRef
    dataset: Dataset
    version: str
    page: str
    url: str
    settled: bool = True
    unfinished: bool = False
    organization: str | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """An organisation of the portal to which we belong.

    `role` is the portal's own word; `slug` is its name in the portal's addresses, which a
    person can write in a manifest.
    """

    id: str
    name: str
    role: str
    slug: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the portal takes us for, and what that one may do.

    `organization` is the one that publishes, by its name; `organizations` are all of ours.
    """

    who: str
    may_publish: bool
    notes: tuple[Notice, ...] = ()
    organization: str | None = None
    organizations: tuple[Membership, ...] = ()
