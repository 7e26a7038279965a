"""Which resource of the portal is which of ours.

By id in the lock, then by `opendata_key`, then, for what carries no key: the file's
checksum or the link's address, else the file's normalised name when it was not there before
a publication that was cut. A title counts only where a portal made it of the file's name.
Two candidates stop the plan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from opendata_cli.errors import PlanError
from opendata_cli.model.dataset import Resource


def match_resources(
    desired: Sequence[Resource],
    current: Sequence[Resource],
    *,
    locked: Mapping[str, str],
    before: frozenset[str] | None,
) -> dict[str, Resource]:
    """The portal's resource for each key of `desired` that has one.

    `locked` maps keys to ids; `before` holds the ids that stood when a cut
    publication began, or is None when none was cut. Raises PlanError
    `ambiguous-resource` (key, ids).
    """
    matched: dict[str, Resource] = {}
    for resource in desired:
        known = _by_lock(resource, current, locked) or _by_key(resource, current)
        if known is not None:
            matched[resource.key] = known
    left = [resource for resource in desired if resource.key not in matched]
    taken = {resource.id for resource in matched.values()}
    keyless = [item for item in current if not item.key and item.id not in taken]
    matched.update(_adopt(left, keyless, before))
    _refuse_twins(matched)
    return matched


def normalised_name(name: str) -> str:
    """A file name as portals rewrite it: ASCII, lower case, words joined by dashes."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]+", "-", ascii_only.lower()).strip("-")


def look_alikes(
    desired: Sequence[Resource], current: Sequence[Resource], matched: Mapping[str, Resource]
) -> dict[str, Resource]:
    """What carries no key and has the name of a file that would be new: perhaps the same one."""
    taken = {item.id for item in matched.values()}
    keyless = [item for item in current if not item.key and item.id not in taken]
    new = [item for item in desired if item.key not in matched and not item.linked]
    pairs = (
        (item.key, next((one for one in keyless if _same_name(item, one)), None)) for item in new
    )
    return {key: found for key, found in pairs if found is not None}


def is_called_by_its_file(item: Resource, resource: Resource) -> bool:
    """Whether the portal's `item` has for title no more than the name of our file."""
    wanted = normalised_name(PurePosixPath(resource.path or resource.key).name)
    return normalised_name(item.title) == wanted


def _by_lock(
    resource: Resource, current: Sequence[Resource], locked: Mapping[str, str]
) -> Resource | None:
    wanted = locked.get(resource.key)
    # One that carries another key of ours is another resource, whatever the lock says.
    fits = (item for item in current if item.id == wanted and item.key in ("", resource.key))
    return None if wanted is None else next(fits, None)


def _by_key(resource: Resource, current: Sequence[Resource]) -> Resource | None:
    return _only(resource.key, [item for item in current if item.key == resource.key])


def _adopt(
    left: Sequence[Resource], keyless: Sequence[Resource], before: frozenset[str] | None
) -> dict[str, Resource]:
    """What carries no key, by content for all, and only then by name.

    From the last on, as they were written where a new one comes first: of two equal files the
    one that is there is that one.
    """
    adopted: dict[str, Resource] = {}
    free = list(keyless)
    for resource in reversed(left):
        found = _by_content(resource, free, left)
        if found is not None:
            adopted[resource.key] = found
            free.remove(found)
    if before is None:
        return adopted
    for resource in reversed([item for item in left if item.key not in adopted]):
        new = [item for item in free if item.id not in before]
        found = _only(resource.key, [item for item in new if _same_name(resource, item)])
        if found is not None:
            adopted[resource.key] = found
            free.remove(found)
    return adopted


def _by_content(
    resource: Resource, keyless: Sequence[Resource], left: Sequence[Resource]
) -> Resource | None:
    same = [item for item in keyless if _same_file(resource, item)]
    rivals = [item for item in left if item is resource or _same_file(resource, item)]
    if len(same) > 1 or len(rivals) > 1:  # equal files: only their names tell them apart
        named = [item for item in same if _same_name(resource, item)]
        same = named or ([] if len(rivals) > 1 else same)
    return _only(resource.key, same)


def _same_file(resource: Resource, item: Resource) -> bool:
    if resource.linked or item.linked:
        return resource.linked and item.linked and resource.url == item.url
    return resource.checksum is not None and resource.checksum == item.checksum


def _same_name(resource: Resource, item: Resource) -> bool:
    wanted = normalised_name(PurePosixPath(resource.path or resource.key).name)
    address = PurePosixPath(unquote(urlsplit(item.url or "").path)).name
    return wanted in (normalised_name(item.title), normalised_name(address))


def _only(key: str, candidates: Sequence[Resource]) -> Resource | None:
    if len(candidates) > 1:
        ids = [str(item.id) for item in candidates]
        raise PlanError("ambiguous-resource", key=key, ids=ids)
    return candidates[0] if candidates else None


def _refuse_twins(matched: Mapping[str, Resource]) -> None:
    owners: dict[str | None, str] = {}
    for key, resource in matched.items():
        if resource.id in owners:
            raise PlanError("ambiguous-resource", key=key, ids=[str(resource.id)])
        owners[resource.id] = key
