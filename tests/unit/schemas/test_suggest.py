from __future__ import annotations

from opendata_cli.model.schema import SchemaRef, TableSchema
from opendata_cli.schemas.descriptor import read_descriptor
from opendata_cli.schemas.suggest import suggest_schema


def schema(name: str, *fields: str) -> TableSchema:
    return read_descriptor({"fields": [{"name": field} for field in fields]}, SchemaRef(name=name))


CITIES = schema("villes", "code_insee", "nom", "population", "surface")
AGENTS = schema("agents", "matricule", "nom", "grade")


def test_the_schema_with_most_labels_is_suggested() -> None:
    assert suggest_schema(["Code INSEE", "Nom", "Population"], [AGENTS, CITIES]) is CITIES


def test_half_the_labels_are_enough() -> None:
    assert suggest_schema(["code_insee", "nom", "x", "y"], [CITIES]) is CITIES


def test_less_than_half_the_labels_is_not_enough() -> None:
    assert suggest_schema(["nom", "x", "y"], [CITIES, AGENTS]) is None


def test_between_equals_the_smaller_schema_is_suggested() -> None:
    assert suggest_schema(["nom"], [CITIES, AGENTS]) is AGENTS


def test_blank_labels_do_not_count() -> None:
    assert suggest_schema(["matricule", "", " "], [AGENTS]) is AGENTS


def test_nothing_is_suggested_without_labels_or_schemas() -> None:
    assert suggest_schema([], [CITIES]) is None
    assert suggest_schema(["nom"], []) is None
