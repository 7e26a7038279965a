"""Something to know before saying yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A code and its parameters; its words are in `views/messages`."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
