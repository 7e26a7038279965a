"""A document as Markdown, for a ticket, a wiki or a job summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from opendata_cli.formats.escape import for_markdown, for_terminal
from opendata_cli.views.document import (
    Blank,
    Block,
    Command,
    Document,
    Facts,
    Grid,
    Heading,
    Link,
    Mark,
    Text,
    Verdict,
)


def to_markdown(document: Document) -> str:
    """CommonMark with GitHub's tables."""
    parts = [part for block in document.blocks if (part := _block(block))]
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:  # noqa: PLR0911 - one a kind of block
    match block:
        case Verdict(text):
            return f"## {for_markdown(text)}"
        case Heading(text, aside):
            return f"### {for_markdown(text)}" + (f"\n\n{for_markdown(aside)}" if aside else "")
        case Text(text):
            return for_markdown(text)
        case Facts(pairs):
            return "\n".join(
                f"- {for_markdown(name)}: {for_markdown(value)}" for name, value in pairs
            )
        case Grid(headers, rows, numeric):
            return _grid(headers, rows, numeric)
        case Mark(sign, text, aside):
            return f"- `{sign}` {for_markdown(text)}" + (
                f" — {for_markdown(aside)}" if aside else ""
            )
        case Command(text, purpose):
            code = f"```\n{for_terminal(text)}\n```"
            return f"{for_markdown(purpose)}\n\n{code}" if purpose else code
        case Link(address):
            return f"<{for_terminal(address)}>"
        case Blank():
            return ""
    assert_never(block)


def _grid(
    headers: tuple[str, ...], rows: tuple[tuple[str, ...], ...], numeric: frozenset[int]
) -> str:
    rule = ["---:" if index in numeric else "---" for index in range(len(headers))]
    lines = [headers, rule, *rows]
    return "\n".join("| " + " | ".join(_cells(line, rule)) + " |" for line in lines)


def _cells(line: Sequence[str], rule: list[str]) -> list[str]:
    return list(line) if line is rule else [for_markdown(cell) for cell in line]
