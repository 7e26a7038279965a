"""A document on a terminal, or as plain lines."""

from __future__ import annotations

import textwrap
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from opendata_cli.formats.escape import for_terminal
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
    Tone,
    Verdict,
)

_STEP = 2
_ASIDE = 32
_MARK_NAME = 22
_STYLES = {
    Tone.PLAIN: "",
    Tone.GOOD: "green",
    Tone.BAD: "red",
    Tone.WARNING: "yellow",
    Tone.DIM: "dim",
}
_SIGNS = {Tone.GOOD: "✓", Tone.BAD: "✗", Tone.WARNING: "!", Tone.PLAIN: "·", Tone.DIM: "·"}
_MARK_STYLES = {"+": "green", "~": "yellow", "^": "yellow", "-": "red", "=": "dim"}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the caller: rich would exit with 1."""
        raise BrokenPipeError


def make_console(stream: TextIO, *, color: bool, width: int | None) -> Console:
    """A console that adds nothing of its own: no highlighting, no markup, no emoji."""
    return _Console(
        file=stream,
        width=width,
        no_color=not color,
        color_system="auto" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
    )


def print_document(document: Document, console: Console) -> None:
    """Write `document` line by line."""
    for block in document.blocks:
        _print(block, console)


def _print(block: Block, console: Console) -> None:  # noqa: C901 - one case a kind of block
    match block:
        case Verdict(text, tone):
            _hang(console, Line(_SIGNS[tone] + " ", _STYLES[tone]), text, "bold")
        case Heading():
            _print_heading(block, console)
        case Text(text, depth, tone):
            _hang(console, _space(depth * _STEP), text, _STYLES[tone])
        case Link(address):
            _whole(console, _space(_STEP) + _line(address))
        case Facts(pairs, depth):
            _print_facts(pairs, depth, console)
        case Grid():
            _print_grid(block, console)
        case Mark():
            _print_mark(block, console)
        case Command(text, purpose):
            _whole(console, _space(_STEP) + _line(text, "bold"))
            if purpose:
                _hang(console, _space(3 * _STEP), purpose, "dim")
        case Blank():
            console.print()


def _line(text: str, style: str = "") -> Line:
    return Line(for_terminal(text), style)


def _space(width: int) -> Line:
    return Line(" " * width)


def _whole(console: Console, line: Line) -> None:
    """What is to be copied is never cut."""
    console.print(line, soft_wrap=True)


def _hang(console: Console, before: Line, text: str, style: str = "") -> None:
    """`text` after `before`, its next lines aligned under its first; long words stay whole."""
    margin = cell_len(before.plain)
    lines = textwrap.wrap(
        for_terminal(text),
        max(20, console.width - margin),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for number, line in enumerate(lines or [""]):
        _whole(console, (before if number == 0 else _space(margin)) + Line(line, style))


def _column(text: Line, width: int) -> Line:
    """`text` filled up to `width`, and two spaces."""
    return text + _space(max(0, width - cell_len(text.plain)) + _STEP)


def _print_heading(heading: Heading, console: Console) -> None:
    left = _space(_STEP) + _column(_line(heading.text, "bold"), _ASIDE)
    aside = _line(heading.aside, "dim")
    if heading.aside and cell_len(left.plain) + cell_len(aside.plain) <= console.width:
        _whole(console, left + aside)
        return
    _hang(console, _space(_STEP), heading.text, "bold")
    if heading.aside:
        _hang(console, _space(2 * _STEP), heading.aside, "dim")


def _print_mark(mark: Mark, console: Console) -> None:
    style = _STYLES[mark.tone]
    before = _space(_STEP) + Line(mark.sign + " ", style or _MARK_STYLES.get(mark.sign, ""))
    if mark.aside:
        before += _column(_line(mark.text, style), _MARK_NAME)
    _hang(console, before, mark.aside or mark.text, style)


def _print_facts(pairs: tuple[tuple[str, str], ...], depth: int, console: Console) -> None:
    width = max(cell_len(name) for name, _value in pairs)
    for name, value in pairs:
        before = _space(depth * _STEP) + _column(_line(name, "dim"), width)
        _hang(console, before, value)


def _print_grid(grid: Grid, console: Console) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for index, header in enumerate(grid.headers):
        right = index in grid.numeric
        table.add_column(
            _line(header, "dim"), justify="right" if right else "left", overflow="fold"
        )
    for row in grid.rows:
        table.add_row(*[_line(cell) for cell in row])
    for segments in console.render_lines(table, console.options, pad=False):
        line = Line.assemble(*[(segment.text, segment.style or "") for segment in segments])
        line.rstrip()
        _whole(console, _space(_STEP) + line)
