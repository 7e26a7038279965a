"""`init` in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from opendata_cli.model.drafted import Drafted


class DraftPayload(TypedDict):
    """The manifest written, and the keys marked TODO in it."""

    output: str
    resources: int
    todo: list[str]


def draft_payload(drafted: Drafted) -> DraftPayload:
    """Where the manifest is and what is left to decide."""
    return {"output": drafted.path, "resources": drafted.resources, "todo": list(drafted.todo)}
