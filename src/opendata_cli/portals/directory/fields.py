"""What a wish changes of what a folder keeps: the fields on which it has an opinion."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from opendata_cli.model.dataset import DATASET_FIELDS, RESOURCE_FIELDS, Dataset, Resource
from opendata_cli.portals.directory.folder import Kept

Kind = TypeVar("Kind", Dataset, Resource)

OWN_FIELDS = tuple(name for name in DATASET_FIELDS if name != "visibility")
FILE_FIELDS = ("format", "mime", "encoding", "rows", "columns")
OWN_RESOURCE_FIELDS = tuple(name for name in RESOURCE_FIELDS if name not in {"bytes", "checksum"})


def told_over(old: Kind, desired: Kind, names: Sequence[str]) -> Kind:
    """`old` with the fields of `desired` on which it has an opinion."""
    changes = {name: getattr(desired, name) for name in names if name not in desired.silent}
    return replace(old, **changes)


def new_resource(kept: Kept, resource: Resource) -> Resource:
    """A resource whose id follows from its key: made again, it is the same one."""
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{kept.stored.entry.id}/{resource.key}")
    told = told_over(Resource(key=resource.key), resource, OWN_RESOURCE_FIELDS)
    return replace(told, id=str(identifier))


def merged_extras(old: Dataset, desired: Dataset) -> dict[str, object]:
    """Extras of both; None removes one."""
    extras = {**old.extras, **desired.extras}
    return {key: value for key, value in extras.items() if value is not None}
