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


def test_half_the_fields_of_the_schema_are_enough() -> None:
    assert suggest_schema(["code_insee", "nom"], [CITIES]) is CITIES


def test_a_label_that_many_schemas_have_is_not_enough() -> None:
    assert suggest_schema(["nom"], [CITIES, AGENTS]) is None
    assert suggest_schema(["nom", "coût"], [CITIES, AGENTS]) is None


def test_the_fields_that_a_schema_requires_are_those_that_count() -> None:
    needed = {"name": "matricule", "constraints": {"required": True}}
    fields = [needed, *({"name": name} for name in ("nom", "grade", "age", "service"))]
    agents = read_descriptor({"fields": fields}, SchemaRef(name="agents"))
    assert suggest_schema(["matricule", "x"], [agents]) is agents
    assert suggest_schema(["nom", "grade", "age"], [agents]) is None


def test_between_equals_the_smaller_schema_is_suggested() -> None:
    smaller = schema("petite", "code_insee", "nom", "maire")
    assert suggest_schema(["code_insee", "nom"], [CITIES, smaller]) is smaller


def test_blank_labels_do_not_count() -> None:
    assert suggest_schema(["matricule", "grade", "", " "], [AGENTS]) is AGENTS


def test_nothing_is_suggested_without_labels_or_schemas() -> None:
    assert suggest_schema([], [CITIES]) is None
    assert suggest_schema(["nom"], []) is None
