"""Whether the parts of a plan fit together: a plan file may have been edited by hand.

What the planner makes always fits; what does not fit could write, or delete, what nobody
was shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from opendata_cli.model.dataset import Dataset, Resource, Visibility
from opendata_cli.model.plan import Action, Change, FieldChange, Plan, Target
from opendata_cli.publishing.diff import diff_dataset, diff_resource

_WITH_FILE = {Action.CREATE, Action.UPLOAD}
_HIDDEN = Visibility.PRIVATE


def check_coherent(plan: Plan) -> None:
    """Raise ValueError, with the key or the part at fault, when the plan contradicts itself."""
    _check_dataset(plan, [item for item in plan.changes if item.target is Target.DATASET])
    on_resources = [item for item in plan.changes if item.target is Target.RESOURCE]
    written = [item for item in on_resources if item.action is not Action.DELETE]
    _check_unique("desired", (item.key for item in plan.desired.resources))
    _check_unique("changes", (item.key for item in written))
    _check_written(plan, written)
    _check_shown(plan)
    _check_deleted(plan, on_resources)
    _check_files(plan, written)


def _check_dataset(plan: Plan, changes: Sequence[Change]) -> None:
    identifier = plan.current.ref.dataset if plan.current else None
    for change in changes:
        allowed = change.action in (Action.CREATE, Action.UPDATE, Action.KEEP)
        if not allowed or (change.key, change.id) != (plan.desired.key, identifier):
            raise ValueError(change.key)
    created = [change for change in plan.changes if _is_creation(change)]
    expected = [] if plan.current else list(plan.changes[:1])
    if created != expected or (plan.current is None and not created):
        raise ValueError("create")


def _check_shown(plan: Plan) -> None:
    """What would be written is what was shown: no other field of `desired` differs."""
    there = plan.current.dataset if plan.current else Dataset(key="", visibility=_HIDDEN)
    resources = {item.id: item for item in there.resources}
    wanted = {item.key: item for item in plan.desired.resources}
    for change in plan.changes:
        if change.action in (Action.DELETE, Action.KEEP) or _is_showing(change):
            continue
        if change.target is Target.DATASET:
            found = diff_dataset(plan.desired, there)
        else:
            current = resources.get(change.id) if change.id else None
            found = diff_resource(wanted[change.key], current or Resource(key=""))
        if _paths(found) != _paths(change.fields):
            raise ValueError(change.key)


def _is_showing(change: Change) -> bool:
    """It shows or hides, or mends what the portal derives: no field of the dataset is written."""
    on_dataset = change.target is Target.DATASET and change.action is Action.UPDATE
    return on_dataset and not _paths(change.fields)


def _paths(fields: Iterable[FieldChange]) -> set[tuple[str, str]]:
    """Each field with what it becomes; visibility is a change of its own."""
    pairs = ((item.path, json.dumps(item.after, sort_keys=True, default=str)) for item in fields)
    return {(path, after) for path, after in pairs if path != "visibility"}


def _is_creation(change: Change) -> bool:
    return change.target is Target.DATASET and change.action is Action.CREATE


def _check_written(plan: Plan, written: Sequence[Change]) -> None:
    known = {item.key for item in plan.desired.resources}
    there = _ids(plan)
    for change in written:
        new = change.action is Action.CREATE
        fits = change.id is None if new else change.id in there
        if change.key not in known or not fits:
            raise ValueError(change.key)
    _check_unique("id", (item.id for item in written if item.id is not None))


def _check_deleted(plan: Plan, changes: Sequence[Change]) -> None:
    deleted = [item for item in changes if item.action is Action.DELETE]
    kept = {item.id for item in changes if item.action is not Action.DELETE}
    for change in deleted:
        if not plan.prune or change.id not in _ids(plan) or change.id in kept:
            raise ValueError(change.key)
    _check_unique("delete", (item.id or "" for item in deleted))


def _check_files(plan: Plan, written: Sequence[Change]) -> None:
    linked = {item.key for item in plan.desired.resources if item.linked}
    sent = {item.key for item in written if item.action in _WITH_FILE} - linked
    _check_unique("files", (item.key for item in (*plan.files, *plan.kept)))
    if sent != {item.key for item in plan.files}:
        raise ValueError("files")
    sizes = [*(item.bytes for item in plan.files), *(r.bytes for r in plan.desired.resources)]
    if any(size is not None and size < 0 for size in sizes):
        raise ValueError("bytes")


def _ids(plan: Plan) -> set[str | None]:
    there = plan.current.dataset.resources if plan.current else ()
    return {item.id for item in there if item.id is not None}


def _check_unique(what: str, keys: Iterable[str]) -> None:
    seen = list(keys)
    if len(set(seen)) != len(seen):
        raise ValueError(what)
