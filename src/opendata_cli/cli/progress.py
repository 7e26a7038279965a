"""Progress of what is sent, on a terminal only."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opendata_cli.publishing.apply import Progress as Sent


def _ignore(_progress: Sent) -> None:
    pass


@contextlib.contextmanager
def show_progress(*, quiet: bool) -> Iterator[Callable[[Sent], None]]:
    """A bar a file on stderr; nothing when quiet or away from a terminal."""
    if quiet or not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

    columns = (TextColumn("  {task.description}", markup=False), BarColumn(), DownloadColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def show(progress: Sent) -> None:
            key = progress.change.key
            if key not in tasks:
                tasks[key] = bars.add_task(key, total=progress.total)
            bars.update(tasks[key], completed=progress.sent)

        yield show
