"""Which dataset of the portal is ours: by the lock, else by key, never by title."""

from __future__ import annotations

import hashlib
import json

from opendata_cli.errors import PlanError
from opendata_cli.model.notice import Notice
from opendata_cli.model.remote import Published, RemoteRef
from opendata_cli.portals.portal import Portal
from opendata_cli.publishing.lock_file import LockedDataset
from opendata_cli.publishing.plain import dataset_to_json

ABSENT = "absent"
"""The fingerprint of a dataset that the portal does not have."""


def find_dataset(
    key: str, portal: Portal, *, locked: LockedDataset | None, attached: str | None = None
) -> tuple[Published | None, tuple[Notice, ...]]:
    """The dataset `key` on the portal, if it is there, and what to say of how it was found.

    `attached` is the id or page of a dataset that the manifest takes over. Raises PlanError:
    `duplicate-identity` (key, ids, pages), `identity-lost` (key, id, page) when the dataset
    of the lock no longer carries any key, `identity-changed` (old, new, page) when it carries
    another one, `dataset-gone` (id, key) when the one of the lock is deleted or out of sight,
    `attached-not-found` (id), `attached-to-another` (key, id, page, found);
    PortalError.
    """
    known = portal.read(RemoteRef(dataset=locked.dataset)) if locked else None
    if known is not None and known.dataset.key == key:
        return known, ()
    found = _by_key(key, portal)
    if found is not None:
        return found, (Notice(code="adopted", params=_named(found)),)
    if attached is not None:
        return _attached(key, portal, attached)
    if known is not None and not known.dataset.key:
        # Creating a twin beside it would be worse than asking.
        raise PlanError("identity-lost", key=key, **_named(known))
    if known is not None:
        old = known.dataset.key
        raise PlanError("identity-changed", old=old, new=key, **_named(known))
    if locked is not None:
        # Somebody took it off the portal, perhaps for a reason: it is not made again unasked.
        raise PlanError("dataset-gone", id=locked.dataset, key=key)
    return None, ()


def fingerprint(current: Published | None) -> str:
    """What was read, in 64 characters: it changes whenever the dataset does on the portal."""
    if current is None:
        return ABSENT
    read = [current.ref.dataset, current.version, dataset_to_json(current.dataset)]
    return hashlib.sha256(json.dumps(read, sort_keys=True, default=str).encode()).hexdigest()


def _by_key(key: str, portal: Portal) -> Published | None:
    found = portal.find(key)
    if len(found) > 1:
        ids, pages = [item.ref.dataset for item in found], [item.page for item in found]
        raise PlanError("duplicate-identity", key=key, ids=ids, pages=pages)
    return found[0] if found else None


def _attached(key: str, portal: Portal, wanted: str) -> tuple[Published, tuple[Notice, ...]]:
    ref = portal.locate(wanted)
    current = None if ref is None else portal.read(ref)
    if current is None:
        raise PlanError("attached-not-found", id=wanted)
    if current.dataset.key not in ("", key):
        found = current.dataset.key
        raise PlanError("attached-to-another", key=key, found=found, **_named(current))
    return current, (Notice(code="attached", params=_named(current)),)


def _named(found: Published) -> dict[str, object]:
    return {"id": found.ref.dataset, "title": found.dataset.title, "page": found.page}
