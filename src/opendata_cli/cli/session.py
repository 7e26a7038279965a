"""What a command works with: output, questions, configuration, portals; each made when needed."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

import typer

from opendata_cli.errors import InputError, OpendataError
from opendata_cli.exits import ExitCode
from opendata_cli.formats.escape import for_terminal
from opendata_cli.i18n import _, activate
from opendata_cli.views.humanize import number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from opendata_cli.cli.config import Config, Profile
    from opendata_cli.cli.output import Output
    from opendata_cli.model.schema import TableSchema
    from opendata_cli.model.secret import Secret
    from opendata_cli.portals.api import Call
    from opendata_cli.portals.portal import Portal


_LONG_WAIT = 4.0
_YES = {"y", "yes", "o", "oui"}


class Session:
    """One run of one command."""

    def __init__(self, output: Output) -> None:
        self.output = output
        self.verbose = False
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._portals: list[Portal] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_stop: object) -> None:
        for portal in self._portals:
            portal.close()
        if self._folder is not None:
            self._folder.cleanup()

    def configure(
        self,
        *,
        command: str,
        format: str | None = None,  # noqa: A002 - the option's name
        output: Path | None = None,
        lang: str | None = None,
        quiet: bool = False,
        verbose: bool = False,
        known: Sequence[str] = (),
    ) -> None:
        """Take the options that every command has."""
        if lang is not None:
            activate(lang)
        self.verbose = verbose
        self.output.configure(command, format, output, quiet=quiet, known=known)

    # Results and words

    def emit(
        self,
        result: object,
        *,
        code: ExitCode = ExitCode.OK,
        errors: list[OpendataError] | None = None,
    ) -> NoReturn:
        """Hand over the result and end the command with `code`."""
        self.output.emit(result, code, errors)
        raise typer.Exit(code)

    def say(self, text: str) -> None:
        """A hint, on stderr."""
        self.output.say(text)

    def detail(self, text: str) -> None:
        """What is being done, told with --verbose only."""
        if self.verbose:
            self.output.say(text)

    def confirm(self, question: str, *, yes: bool) -> bool:
        """Ask, unless --yes said it already. Raises InputError `confirmation-needed`."""
        if yes:
            return True
        if not sys.stdin.isatty():
            raise InputError("confirmation-needed")
        sys.stderr.write(for_terminal(question) + " " + _("[y/N]") + " ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in _YES

    # What the machine gives

    @property
    def folder(self) -> Path:
        """A temporary folder of this run."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="opendata-")
        return Path(self._folder.name)

    def now(self) -> datetime:
        """The time, UTC."""
        return datetime.now(tz=UTC)

    def config(self, folder: Path) -> Config:
        """Profiles and defaults: built in, the user's, the project's around `folder`."""
        from opendata_cli.cli.config import load_config

        return load_config(folder, os.environ)

    def schema(self, ref: str | None, *, base: Path | None = None) -> TableSchema | None:
        """The Table Schema that `ref` names."""
        from opendata_cli.net import fetch
        from opendata_cli.schemas.load import load_schema

        if ref is not None and (path := (base or Path()) / ref).is_file():
            self.output.protect(path)
        return None if ref is None else load_schema(ref, base=base, fetch=fetch)

    def portal(
        self,
        profile: Profile,
        *,
        key: Callable[[], Secret] | None = None,
        organization: str | None = None,
        folder: Path = Path(),
    ) -> Portal:
        """The portal behind a profile; without `key`, that of the environment or of the user.

        `organization` publishes there, else the profile's. What a publication must remember is
        kept in `folder`.
        """
        from opendata_cli.cli.keys import key_for
        from opendata_cli.cli.portals import connect

        portal = connect(
            profile,
            now=self.now,
            key=key or key_for(self, profile, yes=False),
            organization=organization,
            folder=folder,
            watch=self._tell_call,
            sleep=self._wait,
        )
        self._portals.append(portal)
        return portal

    def _wait(self, seconds: float) -> None:
        """A portal in trouble is given time; a long wait is said, or it looks like a fault."""
        if seconds >= _LONG_WAIT:
            self.say(_("The portal is busy: next try in {count} s").format(count=number(seconds)))
        time.sleep(seconds)

    def _tell_call(self, call: Call) -> None:
        ended = _("no answer") if call.status is None else str(call.status)
        self.detail(f"{call.method} {call.url} → {ended} ({number(call.seconds, 2)} s)")
