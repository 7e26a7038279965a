"""What a code means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A code to be explained: of an issue, an error or a notice."""

    code: str
