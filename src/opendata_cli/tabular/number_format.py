"""The text a spreadsheet shows for a number.

Only what matters for codes is followed: leading zeros, decimals, percent, literal
signs between the digits (a phone number as `0#" "##" "##`). Group separators
depend on the reader's country and are left out; whole numbers are shown whole
even where a narrow column would show `1,2E+13`, for they are what was typed.
Source: ECMA-376 part 1, section 18.8.31.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

_LONGEST = 255
"""Characters of a number format, for spreadsheets; a longer one is not followed."""

_ROOM = 20
"""Digits beside those of the number and of the format: a percentage adds two."""

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([0#?])|(\.)|(%)|(.)', re.DOTALL)
_PLAIN = frozenset({"general", "standard", "@", ""})
_NUMERIC_SIGNS = frozenset("+-/ ()€$°\u00a0\u202f")


def display(value: float, number_format: str | None) -> str:
    """The text shown for the value under the format (None: General), whatever both are."""
    code = (number_format or "").split(";")
    section = code[1] if value < 0 and len(code) > 1 and code[1] else code[0]
    tokens = _tokens(section) if len(section) <= _LONGEST else None
    shown = Decimal(repr(value))
    if section.strip().casefold() in _PLAIN or tokens is None or not shown.is_finite():
        return plain(value)
    with localcontext() as exactly:
        exactly.prec = max(shown.adjusted(), 0) + _LONGEST + _ROOM
        shown = shown.scaleb(2 if ("%", "") in tokens else 0)
        sign = "-" if shown < 0 and section is code[0] else ""
        return sign + _fill(tokens, abs(shown)).strip()


def plain(value: float) -> str:
    """The number as General shows it: no `.0`, no exponent."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _tokens(section: str) -> list[tuple[str, str]] | None:
    """(kind, text) of each token, kind among `0 # ? . % literal`; None for another grammar."""
    tokens: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(section):
        quoted, escaped, digit, point, percent, other = found.groups()
        if digit or point or percent:
            tokens.append((digit or point or percent, ""))
        elif quoted is not None or escaped or (other and other in _NUMERIC_SIGNS):
            tokens.append(("literal", quoted or escaped or other or ""))
        elif other and other != ",":
            return None
    return tokens if any(kind in "0#?" for kind, _ in tokens) else None


def _fill(tokens: list[tuple[str, str]], value: Decimal) -> str:
    point = next((at for at, (kind, _) in enumerate(tokens) if kind == "."), len(tokens))
    places = [kind for kind, _ in tokens[point:] if kind in "0#?"]
    rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    whole, _, fraction = format(rounded, "f").partition(".")
    kept = _optional(fraction, places)
    tail = "".join(text or kind for kind, text in tokens[point:] if kind in ("literal", "%"))
    return _fill_whole(tokens[:point], whole) + (f".{kept}" if kept else "") + tail


def _optional(fraction: str, places: list[str]) -> str:
    """The decimals without the zeros that `#` leaves out."""
    digits = list(zip(fraction, places, strict=True))
    while digits and digits[-1] == ("0", "#"):
        digits.pop()
    return "".join(digit for digit, _ in digits)


def _fill_whole(tokens: list[tuple[str, str]], whole: str) -> str:
    """The digits put in their places from the right; those left over go before the first place."""
    left = "" if whole == "0" else whole
    shown: list[str] = []
    first = next((at for at, (kind, _) in enumerate(tokens) if kind in "0#?"), 0)
    for at in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[at]
        if kind not in "0#?":
            shown.append(text or ("%" if kind == "%" else ""))
            continue
        shown.append(left[-1:] or ("0" if kind == "0" else ""))
        left = left[:-1]
        if at == first:
            shown.append(left)
    return "".join(reversed(shown))
