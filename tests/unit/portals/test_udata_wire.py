"""What udata says may be left out, or null: a dataset is readable all the same."""

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
REQUIRED = {"id": "x", "user": {"id": "x"}}


def required(kind: type[BaseModel]) -> dict[str, object]:
    return {
        name: REQUIRED[name] for name, field in kind.model_fields.items() if field.is_required()
    }


def read(kind: type[BaseModel], told: object) -> BaseModel:
    return wire.parse(kind, told, portal="x", operation="read")


@pytest.mark.parametrize("kind", KINDS)
def test_null_is_the_same_as_silence(kind: type[BaseModel]) -> None:
    told = required(kind)
    optional = [name for name, field in kind.model_fields.items() if not field.is_required()]
    nulls = dict.fromkeys(kind.model_fields[name].alias or name for name in optional)

    assert read(kind, {**told, **nulls}) == read(kind, told)


@pytest.mark.parametrize("kind", KINDS)
def test_only_identities_are_required(kind: type[BaseModel]) -> None:
    assert required(kind).keys() <= REQUIRED.keys()
    for name in required(kind):
        with pytest.raises(UnexpectedAnswer):
            read(kind, {**required(kind), name: None})


def test_a_dataset_of_nulls_is_a_dataset() -> None:
    fields = dict.fromkeys(wire.WireDataset.model_fields)
    resource = {**dict.fromkeys(wire.WireResource.model_fields), "schema": None, "id": "r"}
    half = {**resource, "checksum": {"type": "sha1", "value": None}, "schema": {"name": None}}
    contact = dict.fromkeys(wire.ContactPoint.model_fields)
    told = {**fields, "id": "d", "resources": [resource, half], "contact_points": [contact]}

    there = read(wire.WireDataset, told)

    assert isinstance(there, wire.WireDataset)
    dataset = mapping.to_dataset(there)
    assert (dataset.title, dataset.keywords, dataset.extras) == ("", (), {})
    assert [(item.url, item.checksum, item.schema) for item in dataset.resources] == [
        ("", None, None)
    ] * 2
