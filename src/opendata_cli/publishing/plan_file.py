"""A plan as JSON and back: what `plan -o` writes, what a person reviews, what `apply` reads.

It holds no secret, and its paths lie inside the manifest's folder: one that names
another is refused, so that a plan from elsewhere cannot send a file nobody meant.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from opendata_cli.errors import ConfigError
from opendata_cli.files import write_atomically
from opendata_cli.model.notice import Notice
from opendata_cli.model.plan import (
    Action,
    Change,
    FieldChange,
    Plan,
    PlannedFile,
    Target,
)
from opendata_cli.model.remote import PortalInfo, Published, RemoteRef
from opendata_cli.publishing.coherence import check_coherent
from opendata_cli.publishing.plain import (
    dataset_from_json,
    dataset_to_json,
    mapping,
    number,
    plain,
    text,
)
from opendata_cli.publishing.receipt_file import portal_to_json

VERSION = 1


def plan_to_json(plan: Plan) -> dict[str, object]:
    """The plan with no word in it: notices are `{"code", "params"}`."""
    return {
        "opendata_plan": VERSION,
        "portal": portal_to_json(plan.portal),
        "key": plan.key,
        "empty": plan.empty,
        "dataset_id": plan.current and plan.current.ref.dataset,
        "base": plan.base,
        "manifest": plan.manifest,
        "prune": plan.prune,
        "files": [_file_to_json(item) for item in plan.files],
        "kept": [_file_to_json(item) for item in plan.kept],
        "desired": dataset_to_json(plan.desired),
        "current": plan.current and _published_to_json(plan.current),
        "changes": [_change_to_json(change) for change in plan.changes],
        "notices": [{"code": item.code, "params": plain(item.params)} for item in plan.notices],
        "requests": plan.requests,
    }


def plan_from_json(data: object, folder: Path) -> Plan:
    """The plan that `plan_to_json` gave; `folder` is the manifest's.

    Raises ConfigError `invalid-plan` (reason: version, shape, path-outside; what).
    """
    try:
        found = mapping(data)["opendata_plan"]
        if found != VERSION:
            raise ConfigError("invalid-plan", reason="version", what=found)
        plan = _plan(mapping(data))
        check_coherent(plan)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise ConfigError("invalid-plan", reason="shape", what=str(error)) from error
    told = [item.path for item in (*plan.files, *plan.kept)]
    told += [item.path for item in plan.desired.resources if item.path is not None]
    for path in told:
        _refuse_outside(path, folder)
    return plan


def write_plan(path: Path, plan: Plan) -> None:
    """Write the plan file. Raises OutputError."""
    told = json.dumps(plan_to_json(plan), indent=2, ensure_ascii=False) + "\n"
    # A lone surrogate has no UTF-8: it stays the JSON escape it came from.
    write_atomically(path, told.encode("utf-8", "backslashreplace"))


def read_plan(path: Path, folder: Path) -> Plan:
    """The plan file at `path`, made for the manifest in `folder`.

    Raises ConfigError `invalid-plan` (reason: unreadable, version, shape, path-outside).
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigError("invalid-plan", reason="unreadable", what=str(path)) from error
    return plan_from_json(data, folder)


def _refuse_outside(path: str, folder: Path) -> None:
    odd = PurePosixPath(path).is_absolute() or PureWindowsPath(path).anchor or "\0" in path
    if odd or not (folder / path).resolve().is_relative_to(folder.resolve()):
        raise ConfigError("invalid-plan", reason="path-outside", what=path)


def _file_to_json(item: PlannedFile) -> dict[str, object]:
    return {"key": item.key, "path": item.path, "sha256": item.sha256, "bytes": item.bytes}


def _published_to_json(published: Published) -> dict[str, object]:
    return {
        "id": published.ref.dataset,
        "version": published.version,
        "page": published.page,
        "url": published.url,
        "settled": published.settled,
        "unfinished": published.unfinished,
        "dataset": dataset_to_json(published.dataset),
    }


def _change_to_json(change: Change) -> dict[str, object]:
    return {
        "action": change.action.value,
        "target": change.target.value,
        "key": change.key,
        "id": change.id,
        "fields": [
            {"path": item.path, "before": item.before, "after": item.after}
            for item in change.fields
        ],
        "reason": change.reason,
    }


def _plan(data: Mapping[str, object]) -> Plan:
    current = data["current"]
    return Plan(
        portal=_portal(mapping(data["portal"])),
        key=text(data["key"]),
        base=text(data["base"]),
        desired=dataset_from_json(mapping(data["desired"])),
        current=None if current is None else _published(mapping(current)),
        changes=tuple(_change(item) for item in _objects(data["changes"])),
        files=tuple(_file(item) for item in _objects(data["files"])),
        notices=tuple(_notice(item) for item in _objects(data["notices"])),
        manifest=_optional(data["manifest"]),
        prune=data["prune"] is True,
        kept=tuple(_file(item) for item in _objects(data["kept"])),
        requests=number(data["requests"]),
    )


def _portal(data: Mapping[str, object]) -> PortalInfo:
    told = {name: text(data[name]) for name in ("name", "kind", "url", "origin")}
    return PortalInfo(**told, production=data["production"] is True)


def _published(data: Mapping[str, object]) -> Published:
    return Published(
        version=text(data["version"]),
        page=text(data["page"]),
        url=text(data["url"]),
        ref=RemoteRef(dataset=text(data["id"])),
        dataset=dataset_from_json(mapping(data["dataset"])),
        settled=data["settled"] is True,
        unfinished=data["unfinished"] is True,
    )


def _change(data: Mapping[str, object]) -> Change:
    return Change(
        action=Action(text(data["action"])),
        target=Target(text(data["target"])),
        key=text(data["key"]),
        id=_optional(data["id"]),
        fields=tuple(
            FieldChange(path=text(item["path"]), before=item["before"], after=item["after"])
            for item in _objects(data["fields"])
        ),
        reason=_optional(data["reason"]),
    )


def _file(data: Mapping[str, object]) -> PlannedFile:
    told = {name: text(data[name]) for name in ("key", "path", "sha256")}
    return PlannedFile(**told, bytes=number(data["bytes"]))


def _notice(data: Mapping[str, object]) -> Notice:
    return Notice(code=text(data["code"]), params=mapping(data["params"]))


def _objects(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError(value)
    return [mapping(item) for item in value]


def _optional(value: object) -> str | None:
    return None if value is None else text(value)
