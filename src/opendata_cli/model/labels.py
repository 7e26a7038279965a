"""When two labels are the same column, whatever their spelling."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s_\-\u200b\ufeff]+")


def fold_label(label: str) -> str:
    """The label without case, accents, spaces, `_` or `-`: equal for two spellings of one name."""
    bare = "".join(
        sign for sign in unicodedata.normalize("NFKD", label) if not unicodedata.combining(sign)
    )
    return _SEPARATORS.sub("", bare.casefold())
