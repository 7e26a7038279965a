"""The shape of an entry of the message table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """English source texts, translated where they are shown."""

    sentence: str
    meaning: str
    remedy: str = ""
