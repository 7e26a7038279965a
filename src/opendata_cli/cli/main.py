"""`main`: choose the language, run the command, and be the one place where errors end."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

import typer
from typer.exceptions import TyperException

from opendata_cli import i18n
from opendata_cli.cli.output import Output
from opendata_cli.errors import OpendataError, OutputError
from opendata_cli.exits import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run `opendata` with `argv` (default: the process's own) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    signal.signal(signal.SIGTERM, _interrupt)
    language = i18n.choose_language(arguments, os.environ)
    i18n.activate(language)
    os.environ["LANGUAGE"] = language  # Typer's own words follow it, through gettext
    output = Output(arguments)
    code = _run(arguments, output)
    if code == ExitCode.INTERRUPTED:
        output.interrupted()
    return code


def _run(arguments: list[str], output: Output) -> int:
    from opendata_cli.cli.app import build_app  # after the language: help binds at import
    from opendata_cli.cli.session import Session

    try:
        with Session(output) as session:
            app = build_app()
            code = app(args=arguments, prog_name="opendata", standalone_mode=False, obj=session)
    except OpendataError as error:
        return output.failed(error)
    except TyperException as error:
        return output.misused(error.format_message(), error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except OSError as error:
        return output.failed(_machine_error(error))
    except Exception as error:  # noqa: BLE001 - the last boundary: whatever is left is a bug
        return output.broken(error)
    return code if isinstance(code, int) else ExitCode.OK


def _machine_error(error: OSError) -> OpendataError:
    """What the machine refused while no room was watching: a sentence, not a traceback."""
    reason = error.strerror or type(error).__name__
    path = str(error.filename or i18n._("the standard output"))
    return OutputError("machine-refused", path=path, reason=reason)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    """SIGTERM ends the work as Ctrl-C does."""
    raise KeyboardInterrupt


def _open_streams() -> None:
    """Three streams, in UTF-8: Windows consoles and bare CI machines have other habits."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the shell (`>&-`): nobody listens
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
