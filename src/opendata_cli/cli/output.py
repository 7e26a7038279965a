"""Where results and errors leave the program: the right form, stream and exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from opendata_cli.errors import InputError
from opendata_cli.exits import ExitCode
from opendata_cli.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console

    from opendata_cli.errors import OpendataError
    from opendata_cli.views.document import Document

COMMANDS = ("validate", "init", "describe", "plan", "apply", "publish", "explain")
PORTAL_COMMANDS = ("add", "list", "check", "login", "logout", "remove", "serve")
_WRITING = ("apply", "publish")
"""What they did before they were stopped stays on the portal."""
_BY_EXTENSION = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".txt": "text",
    ".yaml": "yaml",
    ".yml": "yaml",
}


class Output:
    """One run's output.

    It knows the format before the arguments are parsed, so that even a usage
    error is one JSON document when JSON was asked for.
    """

    def __init__(self, arguments: list[str]) -> None:
        self.command = _command_words(arguments)
        self._told_format = _peek(arguments, "-f", "--format")
        self.format = self._told_format or "text"
        self.path: Path | None = None
        self.quiet = False
        self._emitted = False
        self._inputs: set[Path] = set()

    def configure(
        self,
        command: str,
        format_: str | None,
        path: Path | None,
        *,
        quiet: bool,
        known: Sequence[str],
    ) -> None:
        """Take what the parsed arguments say; `known` are the formats of the command.

        Raises InputError `unsupported-format` for an extension of another format.
        """
        self.command = command
        self.path = path
        self.quiet = quiet
        by_name = self._format_of_name(path, known)
        self.format = self._told_format or by_name or format_ or "text"

    def _format_of_name(self, path: Path | None, known: Sequence[str]) -> str | None:
        if path is None or self._told_format or not path.suffix:
            return None
        by_name = _BY_EXTENSION.get(path.suffix.lower())
        if by_name not in known:
            raise InputError("unsupported-format", format=path.suffix, known=list(known))
        return by_name

    def protect(self, *paths: Path) -> None:
        """Never write over these: they are what the command reads."""
        self._inputs |= {path.resolve() for path in paths}

    def refuse_input(self, path: Path) -> None:
        """Raise InputError `output-is-input` for a file that the command reads."""
        if path.resolve() in self._inputs:
            raise InputError("output-is-input", path=str(path))

    # Results

    def emit(
        self, result: object, exit_code: int, errors: list[OpendataError] | None = None
    ) -> None:
        """Write `result` in the format asked for, to stdout or the file of -o."""
        with _unheard():
            if self.format == "text":
                self._emit_text(result)
            else:
                self._write(self._render(result, exit_code, errors or []))
        self._emitted = True

    def _emit_text(self, result: object) -> None:
        from opendata_cli.views.view import view

        document = view(result)
        if self.path is None:
            self._print(document, sys.stdout)
        else:
            self._write(_plain(document))

    def _render(self, result: object, exit_code: int, errors: list[OpendataError]) -> str:
        from opendata_cli.formats.json import envelope
        from opendata_cli.formats.registry import render

        if self.format == "json":
            return envelope(self.command, exit_code, result, [_told(error) for error in errors])
        return render(self.format, result)

    def _write(self, text: str) -> None:
        if self.path is None:
            sys.stdout.write(text)
            sys.stdout.flush()
            return
        from opendata_cli.files import write_atomically

        self.refuse_input(self.path)
        write_atomically(self.path, text.encode("utf-8", errors="replace"))
        self.say(_("Written: {path}").format(path=self.path))

    # Words to the person

    def say(self, text: str) -> None:
        """A hint or a warning about the run, on stderr."""
        from opendata_cli.formats.escape import for_terminal

        if not self.quiet:
            sys.stderr.write(for_terminal(text) + "\n")

    def show(self, result: object) -> None:
        """A value on its way (a plan before the question), on stderr."""
        from opendata_cli.views.view import view

        if not self.quiet:
            self._print(view(result), sys.stderr)

    def _print(self, document: Document, stream: TextIO) -> None:
        from opendata_cli.formats.text import print_document

        print_document(document, console_for(stream))

    # Ends that are not results

    def failed(self, error: OpendataError) -> int:
        """Say what stopped the work, in words and in JSON when asked for."""
        from opendata_cli.views.error import view_error

        self._print(view_error(error), sys.stderr)
        self._close([_told(error)], error.exit)
        return error.exit

    def misused(self, message: str, code: int) -> int:
        """A usage error that Typer found; without a message its help was shown."""
        from opendata_cli.views.usage import usage_words

        command = f"opendata {self.command}".rstrip()
        message = usage_words(message)
        if message:
            self._print(_usage(message, command), sys.stderr)
        self._close(
            [{"code": "usage", "message": message, "remedy": f"{command} --help", "params": {}}],
            code,
        )
        return code

    def broken(self, error: Exception) -> int:
        """A bug of ours: the traceback where a developer looks, one JSON document all the same."""
        words = _("This is a fault of opendata itself; please report it with what precedes.")
        traceback.print_exception(error)
        self.say(words)
        params = {"error": type(error).__name__}
        self._close([{"code": "bug", "message": words, "remedy": "", "params": params}], 3)
        return ExitCode.FAILURE

    def interrupted(self) -> None:
        """Ctrl-C or SIGTERM."""
        words = _("Interrupted.")
        if self.command in _WRITING:
            words = _("Interrupted. What was done stays done; run the command again to go on.")
        sys.stderr.write("\n")
        self.say(words)
        self._close([{"code": "interrupted", "message": words, "remedy": "", "params": {}}], 130)

    def _close(self, errors: list[Mapping[str, object]], code: int) -> None:
        """Exactly one JSON document, whatever happened."""
        if self.format != "json" or self._emitted:
            return
        from opendata_cli.formats.json import envelope

        self._emitted = True
        sys.stdout.write(envelope(self.command, code, None, errors))
        sys.stdout.flush()


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """A reader that left (`| head`) changes nothing to what was done, nor to the exit code."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def console_for(stream: TextIO) -> Console:
    """Colour and width only on a terminal."""
    from opendata_cli.formats.text import make_console

    on_terminal = stream.isatty()
    color = on_terminal and "NO_COLOR" not in os.environ
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdigit() else None if on_terminal else 100
    return make_console(stream, color=color, width=width)


def _plain(document: Document) -> str:
    import io

    from opendata_cli.formats.text import make_console, print_document

    stream = io.StringIO()
    print_document(document, make_console(stream, color=False, width=100))
    return stream.getvalue()


def _told(error: OpendataError) -> Mapping[str, object]:
    from opendata_cli.views.error import error_words

    message, remedy = error_words(error)
    return {"code": error.code, "message": message, "remedy": remedy, "params": error.params}


def _usage(message: str, command: str) -> Document:
    from opendata_cli.views.document import Command, Document, Tone, Verdict

    words = _("The command is not written right: {message}").format(message=message)
    help_ = _("its options")
    return Document((Verdict(words, Tone.BAD), Command(f"{command} --help", help_)))


def _command_words(arguments: list[str]) -> str:
    """The command meant, before the arguments are parsed: "validate", "portal add", or nothing."""
    for index, word in enumerate(arguments):
        if word in COMMANDS:
            return word
        if word == "portal":
            rest = [item for item in arguments[index + 1 :] if item in PORTAL_COMMANDS]
            return " ".join(["portal", *rest[:1]])
    return ""


def _peek(arguments: list[str], short: str, long: str) -> str | None:
    """An option's value, found before the arguments are parsed."""
    for index, word in enumerate(arguments):
        if word == "--":
            return None
        if word in (short, long):
            return next(iter(arguments[index + 1 :]), None)
        if word.startswith(long + "="):
            return word.removeprefix(long + "=")
        if word.startswith(short) and not word.startswith("--"):
            return word.removeprefix(short).removeprefix("=")
    return None
