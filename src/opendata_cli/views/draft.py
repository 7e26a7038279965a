"""The comments of a first manifest."""

from __future__ import annotations

from opendata_cli.model.plan import Notice
from opendata_cli.views import messages


def comment(notice: Notice) -> str:
    """Where a value comes from, or what is to be decided."""
    return messages.sentence(notice.code, notice.params)
