"""What udata would refuse, found before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import PurePosixPath
from typing import Protocol

from opendata_cli.errors import ConfigError, InputError, NotAllowed, PlanError
from opendata_cli.model.dataset import Dataset, SpatialCoverage
from opendata_cli.model.license import find_license
from opendata_cli.model.plan import Action, Plan, Target
from opendata_cli.portals.udata.mapping import NO_LICENSE, license_id
from opendata_cli.portals.udata.stored import LONGEST_TAG, SHORTEST_TAG
from opendata_cli.portals.udata.wire import WireDataset

_MOST_TITLE, _MOST_DESCRIPTION = 350, 100_000


class Lists(Protocol):
    """The choices that the portal offers; each is asked when it is needed."""

    def licenses(self) -> Sequence[str]:
        """The identifiers of licences."""

    def granularities(self) -> Sequence[str]:
        """The identifiers of granularities."""

    def frequencies(self) -> Sequence[str]:
        """The identifiers of frequencies."""

    def extensions(self) -> Collection[str]:
        """The endings of files that may be sent."""

    def unknown_zones(self, zones: Sequence[str]) -> Sequence[str]:
        """Those of `zones` that the portal does not know."""


def check_plan(plan: Plan, current: WireDataset | None, lists: Lists) -> None:
    """Raise what carrying out `plan` would be refused with, asking only what changes.

    ConfigError (exit 2): `text-required` (field), `text-too-long` (field, most),
    `license-not-listed` (license, listed), `frequency-not-listed` (frequency, listed),
    `granularity-not-listed` (granularity, listed), `zones-not-listed` (zones); InputError
    `extension-refused` (name, extension, listed); `old-keywords-refused` (keywords); NotAllowed
    `may-not-edit` (page);
    PlanError: `harvested` (page), `other-organization` (organization, found).
    """
    if current is not None and current.harvest is not None:
        raise PlanError("harvested", portal=plan.portal.name, page=current.page)
    if current is not None and current.permissions and not current.permissions.edit:
        told = {"portal": plan.portal.name, "operation": "update"}
        raise NotAllowed("may-not-edit", page=current.page, **told)
    changed = _changed(plan)
    _check_organization(plan, changed)
    if current is not None and changed and "keywords" in plan.desired.silent:
        _check_tags_of_before(current.tags or ())
    for name in ("title", "description"):
        if name in changed or plan.current is None:
            _check_text(name, getattr(plan.desired, name))
    if "license" in changed:
        _check_license(plan.desired, lists)
    if "frequency" in changed:
        _check_frequency(plan.desired, lists)
    if "spatial" in changed and plan.desired.spatial is not None:
        _check_places(plan.desired.spatial, lists)
    _check_files(plan, lists.extensions)


def _changed(plan: Plan) -> frozenset[str]:
    on_dataset = (item for item in plan.changes if item.target is Target.DATASET)
    return frozenset(field.path for change in on_dataset for field in change.fields)


def _check_organization(plan: Plan, changed: Collection[str]) -> None:
    """A person's own dataset may be given to an organisation, another's may not be taken."""
    found = plan.current.dataset.organization if plan.current else None
    if "organization" in changed and found is not None:
        told = {"organization": plan.desired.organization, "found": found}
        raise PlanError("other-organization", portal=plan.portal.name, **told)


def _check_tags_of_before(tags: Sequence[str]) -> None:
    """They are said again with each change, and some that were taken once are refused today."""
    refused = [tag for tag in tags if not SHORTEST_TAG <= len(tag) <= LONGEST_TAG]
    if refused:
        raise ConfigError("old-keywords-refused", keywords=refused)


def _check_text(name: str, text: str) -> None:
    if not text.strip():
        raise ConfigError("text-required", field=name)
    most = {"title": _MOST_TITLE, "description": _MOST_DESCRIPTION}[name]
    if len(text) > most:
        raise ConfigError("text-too-long", field=name, most=most)


def _check_license(desired: Dataset, lists: Lists) -> None:
    if desired.license is None:
        return
    listed = [name for name in lists.licenses() if name != NO_LICENSE]
    if license_id(desired.license) not in listed:
        known = ((find_license(name), name) for name in listed)
        names = [found.name if found else name for found, name in known]
        raise ConfigError("license-not-listed", license=desired.license.name, listed=names)


def _check_frequency(desired: Dataset, lists: Lists) -> None:
    if desired.frequency is not None and desired.frequency.id not in (
        listed := lists.frequencies()
    ):
        told = {"frequency": desired.frequency.id, "listed": list(listed)}
        raise ConfigError("frequency-not-listed", **told)


def _check_places(told: SpatialCoverage, lists: Lists) -> None:
    if told.granularity is not None and told.granularity not in (listed := lists.granularities()):
        raise ConfigError(
            "granularity-not-listed", granularity=told.granularity, listed=list(listed)
        )
    unknown = lists.unknown_zones(told.zones) if told.zones else ()
    if unknown:
        raise ConfigError("zones-not-listed", zones=list(unknown))


def _check_files(plan: Plan, extensions: Callable[[], Collection[str]]) -> None:
    uploads = {item.key for item in plan.changes if item.action in (Action.CREATE, Action.UPLOAD)}
    for file in (item for item in plan.files if item.key in uploads):
        name = PurePosixPath(file.path).name
        extension = PurePosixPath(name).suffix.removeprefix(".").lower()
        listed = extensions()
        if extension not in listed:
            raise InputError(
                "extension-refused", name=name, extension=extension, listed=sorted(listed)
            )
