"""Text from cells and portals is hostile: what it must not do in each format."""

from __future__ import annotations

import unicodedata

# Formulas run in a spreadsheet that opens our CSV report.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def for_terminal(text: str) -> str:
    """`text` without control or bidirectional characters, which could rewrite the screen."""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char == "\n":
        return "⏎"
    if unicodedata.category(char) in ("Cc", "Cs") or char in "\u202a\u202b\u202c\u202d\u202e":
        return f"\\x{ord(char):02x}"
    return " " if char in "\u2028\u2029" else char


def for_spreadsheet(text: str) -> str:
    """`text` that no spreadsheet takes for a formula (CSV injection, OWASP)."""
    return "'" + text if text.startswith(_FORMULA) else text


def for_markdown(text: str) -> str:
    """`text` that Markdown shows as it is."""
    shown = for_terminal(text)
    for char in "\\`*_{}[]<>#|":
        shown = shown.replace(char, "\\" + char)
    return shown
