"""A manifest just written by `init`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Where it is, how many files it holds, and the keys a person must still decide."""

    path: str
    resources: int
    todo: tuple[str, ...]
