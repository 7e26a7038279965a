"""A key, kept out of everything that is printed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A portal's key. `source` says where it was read, in words a person can act on."""

    value: str = field(repr=False)
    source: str

    def __str__(self) -> str:
        """Never the value."""
        return "***"
