"""Progress of what is sent or fetched, on a terminal only."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opendata_cli.publishing.apply import Progress as Sent


def _ignore(_key: str, _done: int, _total: int | None) -> None:
    pass


@contextlib.contextmanager
def show_progress(*, quiet: bool) -> Iterator[Callable[[Sent], None]]:
    """A bar for each file that is sent."""
    with show_transfers(quiet=quiet) as show:
        yield lambda progress: show(progress.change.key, progress.sent, progress.total)


@contextlib.contextmanager
def show_transfers(*, quiet: bool) -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar a file on stderr, told its key, how many bytes are done, of how many if known.

    Nothing when quiet or away from a terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    from opendata_cli.views.humanize import size

    columns = (
        TextColumn("  {task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[bytes]}", markup=False),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def show(key: str, done: int, total: int | None) -> None:
            words = size(done) if total is None else f"{size(done)} / {size(total)}"
            if key not in tasks:
                tasks[key] = bars.add_task(key, total=total, bytes=words)
            bars.update(tasks[key], completed=done, bytes=words)

        yield show
