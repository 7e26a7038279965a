"""Text from cells and portals is hostile: what it must not do in each format."""

from __future__ import annotations

import unicodedata

# Formulas run in a spreadsheet that opens our CSV report.
# The marks that turn text around, and its isolates (Unicode Bidirectional Algorithm).
_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_MARKS = "\u200e\u200f\u061c"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def for_terminal(text: str) -> str:
    """`text` without control or bidirectional characters, which could rewrite the screen."""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    if char == "\n":
        return "⏎"
    if unicodedata.category(char) in {"Cc", "Cs"} or _turns(char):
        return f"\\x{ord(char):02x}"
    return " " if char in "\u2028\u2029" else char


def _turns(char: str) -> bool:
    return char in _MARKS or unicodedata.bidirectional(char) in _TURNS


def for_spreadsheet(text: str) -> str:
    """`text` that no spreadsheet takes for a formula (CSV injection, OWASP)."""
    return "'" + text if text.startswith(_FORMULA) else text


def for_page(text: str) -> str:
    """`text` for HTML, where Jinja escapes it: its lines are kept."""
    return "\n".join(for_terminal(line) for line in text.splitlines())


def for_markdown(text: str) -> str:
    """`text` that Markdown shows as it is."""
    shown = for_terminal(text)
    for char in "\\`*_{}[]<>#|":
        shown = shown.replace(char, "\\" + char)
    return shown
