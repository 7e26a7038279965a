"""What may be made a link."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether the text is an address of the web; `javascript:` and the like are none."""
    return _ADDRESS.fullmatch(text) is not None
