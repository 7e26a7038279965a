"""A code explained: meaning, why it matters, how to mend it."""

from __future__ import annotations

from opendata_cli.i18n import _
from opendata_cli.model.explanation import Explanation
from opendata_cli.views import messages
from opendata_cli.views.document import Block, Document, Facts, Heading, Text


def view_explanation(explanation: Explanation) -> Document:
    """The general meaning, and the remedy of the code and of its variants."""
    blocks: list[Block] = [
        Heading(explanation.code),
        Text(messages.meaning(explanation.code)),
    ]
    remedy = messages.remedy(explanation.code, {})
    if remedy:
        blocks.append(Facts(((_("what to do"), remedy),)))
    return Document(tuple(blocks))
