"""One document of JSON, whatever the values."""

from __future__ import annotations

import json

from opendata_cli.formats.json import envelope


def test_what_json_has_not_is_said_as_text() -> None:
    params = {"limit": [float("inf"), 9], "value": float("nan")}
    text = envelope("validate", 2, None, [{"code": "x", "params": params}])
    told = json.loads(text, parse_constant=lambda name: f"not JSON: {name}")
    assert told["errors"][0]["params"] == {"limit": ["inf", 9], "value": "nan"}
