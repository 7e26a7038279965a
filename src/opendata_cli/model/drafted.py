"""A manifest just written by `init`."""

from __future__ import annotations

from dataclasses import dataclass

from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import PlannedFile
from opendata_cli.model.remote import PortalInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """The dataset of a portal that the manifest was written from.

    `files` were downloaded, `links` are the keys of the resources that are addresses;
    `left_out` says what only the portal keeps, `notices` what to know of the dataset there.
    """

    portal: PortalInfo
    id: str
    title: str
    page: str
    lock: str
    files: tuple[PlannedFile, ...]
    links: tuple[str, ...]
    left_out: tuple[Notice, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Where it is, how many files it holds, and the keys a person must still decide."""

    path: str
    resources: int
    todo: tuple[str, ...]
    adoption: Adoption | None = None
