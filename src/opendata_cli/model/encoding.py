"""The names of text encodings."""

from __future__ import annotations

import codecs

_NOT_OF_FILES = frozenset(
    ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem")
)
"""What Python calls encodings: of host names, of source text, or what changes with the machine."""


def encoding_name(told: str) -> str | None:
    """Python's own name of the encoding; None when no file is in it."""
    try:
        "".encode(told)
        name = codecs.lookup(told).name
    except (LookupError, ValueError):  # no such name, or none that can be looked up
        return None
    return None if name.replace("_", "-") in _NOT_OF_FILES else name
