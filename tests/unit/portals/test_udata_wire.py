"""What udata says may be null: a dataset is readable all the same. What it omits is a fault."""

from __future__ import annotations

import inspect

import pytest
from pydantic import BaseModel

from opendata_cli.errors import UnexpectedAnswer
from opendata_cli.portals.udata import mapping, wire

KINDS = [
    kind
    for _name, kind in inspect.getmembers(wire, inspect.isclass)
    if issubclass(kind, BaseModel) and kind.__module__ == wire.__name__
]
RESOURCE = {**dict.fromkeys(wire.WireResource.model_fields), "schema": None}
RESOURCE |= {"id": "r", "filetype": "file"}
DATASET = {**dict.fromkeys(wire.WireDataset.model_fields), "id": "d", "resources": [RESOURCE]}
VALUES: dict[str, object] = {"user": {"id": "x"}, "data": [], "total": 0, "resources": []}
VALUES |= {"extras": {}, "next_page": None}


def whole(kind: type[BaseModel]) -> dict[str, object]:
    """An answer with all that must be there, and nothing else."""
    required = {name for name, field in kind.model_fields.items() if field.is_required()}
    if kind in (wire.WireDataset, wire.WireResource):
        answer = DATASET if kind is wire.WireDataset else RESOURCE
        return {key: item for key, item in answer.items() if key in required or key == "schema"}
    return {name: VALUES.get(name, "x") for name in required}


def read(kind: type[BaseModel], told: object) -> BaseModel:
    return wire.parse(kind, told, portal="x", operation="read")


@pytest.mark.parametrize("kind", KINDS)
def test_null_is_the_same_as_silence_where_silence_is_allowed(kind: type[BaseModel]) -> None:
    told = whole(kind)
    optional = [name for name, field in kind.model_fields.items() if not field.is_required()]
    nulls = dict.fromkeys(kind.model_fields[name].alias or name for name in optional)

    assert read(kind, {**told, **nulls}) == read(kind, told)


@pytest.mark.parametrize("field", sorted(whole(wire.WireDataset)))
def test_a_dataset_that_leaves_a_field_out_is_not_believed(field: str) -> None:
    """Or what was not said would look absent, and be made a second time."""
    told = {name: value for name, value in DATASET.items() if name != field}

    with pytest.raises(UnexpectedAnswer):
        read(wire.WireDataset, told)


def test_a_dataset_of_nulls_is_a_dataset() -> None:
    half = {**RESOURCE, "checksum": {"type": "sha1", "value": None}, "schema": {"name": None}}
    contact = {**dict.fromkeys(wire.ContactPoint.model_fields), "id": "c"}
    told = {**DATASET, "resources": [RESOURCE, half], "contact_points": [contact]}

    there = read(wire.WireDataset, told)

    assert isinstance(there, wire.WireDataset)
    dataset = mapping.to_dataset(there)
    assert (dataset.title, dataset.keywords, dataset.extras) == ("", (), {})
    assert [(item.url, item.checksum, item.schema) for item in dataset.resources] == [
        (None, None, None)
    ] * 2
