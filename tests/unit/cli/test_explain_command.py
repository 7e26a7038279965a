"""`opendata explain`: codes and JSON Schemas."""

from __future__ import annotations

import json

import pytest
from tests.unit.conftest import Opendata


def test_a_code_is_explained_with_its_remedy(opendata: Opendata) -> None:
    run = opendata("explain", "stale-plan")
    assert run.code == 0
    assert "Make the plan again: opendata plan" in run.out


def test_a_code_is_explained_in_json(opendata: Opendata) -> None:
    data = opendata("explain", "stale-plan", "-f", "json").json["data"]
    assert data["code"] == "stale-plan"
    assert data["remedy"] == "Make the plan again: opendata plan"


def test_a_misspelt_code_is_met_with_the_close_ones(opendata: Opendata) -> None:
    run = opendata("explain", "stale-pln", "-f", "json")
    assert (run.code, run.json["errors"][0]["code"]) == (2, "unknown-code")
    assert "stale-plan" in run.err


def test_a_json_schema_is_printed_alone(opendata: Opendata) -> None:
    run = opendata("explain", "--json-schema", "validate")
    assert json.loads(run.out)["title"] == "opendata validate -f json"


@pytest.mark.parametrize("arguments", [[], ["--json-schema", "inconnue"]])
def test_nothing_to_explain_is_a_usage_error(opendata: Opendata, arguments: list[str]) -> None:
    run = opendata("explain", *arguments, "-f", "json")
    assert (run.code, len(run.json["errors"])) == (2, 1)


def test_a_code_like_no_other_is_not_given_close_ones(opendata: Opendata) -> None:
    run = opendata("explain", "zzzzqq")
    assert run.code == 2
    assert "There is no code zzzzqq.\n" in run.err
