"""What is wanted, brought together with what stands on the portal.

Which resource is which, and what a wish leaves open that only what stands can tell: a title that
a cut run replaced by a file's name, a file of which the portal tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from opendata_cli.errors import PlanError
from opendata_cli.model.dataset import Dataset, Resource
from opendata_cli.model.remote import Published
from opendata_cli.publishing.journal import Journal
from opendata_cli.publishing.lock_file import LockedDataset
from opendata_cli.publishing.matching import is_called_by_its_file, look_alikes, match_resources


def matched_resources(
    desired: Dataset,
    current: Published | None,
    locked: LockedDataset | None,
    journal: Journal | None,
) -> Mapping[str, Resource]:
    """The portal's resource for each key that has one. Raises PlanError `ambiguous-resource`."""
    if current is None:
        return {}
    mine = locked is not None and locked.dataset == current.ref.dataset
    known = locked.resources if locked is not None and mine else {}
    return match_resources(
        desired.resources,
        current.dataset.resources,
        locked={key: item.id for key, item in known.items()},
        before=frozenset(journal.resources) if journal else None,
    )


def refuse_look_alikes(
    desired: Dataset, current: Published | None, matched: Mapping[str, Resource]
) -> None:
    """A dataset that is taken over may hold the very file, under no key: no twin is made of it."""
    if current is None or current.dataset.key:
        return
    found = look_alikes(desired.resources, current.dataset.resources, matched)
    for key, there in found.items():
        told = {"title": there.title, "page": current.page}
        raise PlanError("resource-maybe-there", key=key, id=there.id, **told)


def titled_as_before(
    desired: Dataset, matched: Mapping[str, Resource], journal: Journal | None
) -> Dataset:
    """A title that a cut run left as the name of the new file is put back from the journal."""

    def titled(resource: Resource) -> Resource:
        there = matched.get(resource.key)
        if journal is None or there is None or "title" not in resource.silent:
            return resource
        before = journal.resources.get(there.id or "")
        if not before or not is_called_by_its_file(there, resource):
            return resource
        return replace(resource, title=before, silent=resource.silent - {"title"})

    return replace(desired, resources=tuple(titled(item) for item in desired.resources))


def as_sent(
    desired: Dataset,
    told: Dataset,
    matched: Mapping[str, Resource],
    locked: LockedDataset | None,
) -> Dataset:
    """A file that the portal has, and of which it tells nothing, is left as it is."""
    local = {item.key: item for item in told.resources}

    def known(resource: Resource) -> Resource:
        there = matched.get(resource.key)
        if there is None or resource.linked or there.checksum is not None:
            return resource
        if not was_sent(local[resource.key], there, locked):
            return resource
        return replace(resource, silent=resource.silent | {"checksum", "bytes"})

    return replace(desired, resources=tuple(known(item) for item in desired.resources))


def was_sent(local: Resource, current: Resource, locked: LockedDataset | None) -> bool:
    """Where the portal tells no checksum: the last one published, and the size it has if any."""
    sent = locked.resources.get(local.key) if locked else None
    if sent is None or local.checksum is None:
        return False
    return sent.sha256 == local.checksum.value and current.bytes in (None, local.bytes)
