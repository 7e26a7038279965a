"""`explain` in JSON."""

from __future__ import annotations

from typing_extensions import TypedDict

from opendata_cli.model.explanation import Explanation
from opendata_cli.views import messages


class ExplanationPayload(TypedDict):
    """What a code means and what to do about it, in the user's language."""

    code: str
    meaning: str
    remedy: str


def explanation_payload(explanation: Explanation) -> ExplanationPayload:
    """The general words of a code."""
    code = explanation.code
    return {"code": code, "meaning": messages.meaning(code), "remedy": messages.remedy(code, {})}
