"""The JSON Schema of each command's result: the published contract, made from the payload types."""

from __future__ import annotations

import json
from collections.abc import Mapping

from opendata_cli.formats.json import ErrorPayload
from opendata_cli.formats.payloads.describe import DescriptionPayload
from opendata_cli.formats.payloads.draft import DraftPayload
from opendata_cli.formats.payloads.explain import ExplanationPayload
from opendata_cli.formats.payloads.portals import (
    PortalCheckPayload,
    PortalListPayload,
    PortalLoginPayload,
    PortalLogoutPayload,
)
from opendata_cli.formats.payloads.publish import PlanPayload, PublicationPayload
from opendata_cli.formats.payloads.validate import ReportsPayload

SCHEMAS: Mapping[str, type] = {
    "validate": ReportsPayload,
    "describe": DescriptionPayload,
    "explain": ExplanationPayload,
    "init": DraftPayload,
    "plan": PlanPayload,
    "apply": PublicationPayload,
    "publish": PublicationPayload,
    "portal add": PortalListPayload,
    "portal list": PortalListPayload,
    "portal remove": PortalListPayload,
    "portal check": PortalCheckPayload,
    "portal login": PortalLoginPayload,
    "portal logout": PortalLogoutPayload,
}


def schema_text(command: str) -> str:
    """The JSON Schema (2020-12) of the document that `command -f json` prints."""
    return json.dumps(json_schema(command), ensure_ascii=False, indent=2) + "\n"


def json_schema(command: str) -> dict[str, object]:
    """The envelope, with the command's own `data`: empty when the command failed."""
    from pydantic import TypeAdapter

    data = TypeAdapter(SCHEMAS[command]).json_schema(ref_template="#/$defs/{model}")
    errors = TypeAdapter(ErrorPayload).json_schema()
    definitions = data.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"opendata {command} -f json",
        "type": "object",
        "required": ["opendata_result", "command", "status", "exit_code", "data", "errors"],
        "properties": {
            "opendata_result": {"const": 1},
            "command": {"const": command},
            "status": {"enum": ["ok", "problems", "partial", "error"]},
            "exit_code": {"enum": [0, 1, 2, 3, 4, 130]},
            "data": {"anyOf": [data, {"type": "object", "maxProperties": 0}]},
            "errors": {"type": "array", "items": errors},
        },
        "$defs": definitions,
    }
