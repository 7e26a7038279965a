"""What would change, field by field: pure.

Both sides are in the portal's own form (`Portal.as_stored`). A `silent` field is
no opinion and never differs; an empty value is one, and clears. Lists are compared
in their order: a portal which keeps none must sort on both sides. Extras are compared
key by key, those of others are left alone; None clears one of ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from opendata_cli.model.dataset import DATASET_FIELDS, RESOURCE_FIELDS, Dataset, Resource
from opendata_cli.model.plan import FieldChange
from opendata_cli.publishing.plain import plain


def diff_dataset(desired: Dataset, current: Dataset) -> tuple[FieldChange, ...]:
    """The dataset's own fields that differ, resources apart; extras as `extras.<key>`."""
    return (*_differences(DATASET_FIELDS, desired, current), *_extras(desired, current))


def diff_resource(desired: Resource, current: Resource) -> tuple[FieldChange, ...]:
    """The resource's fields that differ, its file's size and checksum included.

    Its id and addresses are the portal's to give, and are not compared; but the address
    of a linked one is told.
    """
    names = (*RESOURCE_FIELDS, "url") if desired.linked else RESOURCE_FIELDS
    return _differences(names, desired, current)


def _differences(
    names: Sequence[str], desired: Dataset | Resource, current: Dataset | Resource
) -> tuple[FieldChange, ...]:
    told = (name for name in names if name not in desired.silent)
    pairs = ((name, plain(getattr(current, name)), plain(getattr(desired, name))) for name in told)
    return tuple(
        FieldChange(path=name, before=before, after=after)
        for name, before, after in pairs
        if before != after
    )


def _extras(desired: Dataset, current: Dataset) -> tuple[FieldChange, ...]:
    if "extras" in desired.silent:
        return ()
    pairs = (
        (name, plain(current.extras.get(name)), plain(desired.extras[name]))
        for name in sorted(desired.extras)
    )
    return tuple(
        FieldChange(path=f"extras.{name}", before=before, after=after)
        for name, before, after in pairs
        if before != after
    )
