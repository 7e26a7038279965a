"""What stops the work. Bad data and poor catalogues are values, not errors.

An error carries a code and parameters; its sentence, explanation and remedy
are words, and live in `views/messages/`.

    OpendataError                      exit FAILURE
    ├─ InputError                      USAGE    file-not-found, no-such-sheet…
    ├─ UnreadableTable                 PROBLEMS the file is there but is no table
    ├─ SchemaError                     USAGE    schema-not-found, invalid-schema
    ├─ ConfigError                     USAGE    invalid-manifest, unknown-portal…
    ├─ CredentialsError                AUTH     missing-token
    ├─ OutputError                     FAILURE  disk-full, not-writable
    ├─ PortalError                     FAILURE  what a portal answered, or did not
    │    ├─ Unreachable, Refused, RateLimited, NotFound, Redirected, UnexpectedAnswer
    │    └─ NotAuthenticated, NotAllowed   AUTH
    └─ PlanError                       PROBLEMS stale-plan, ambiguous-identity…
"""

from __future__ import annotations

from opendata_cli.exits import ExitCode


class OpendataError(Exception):
    """Base of every foreseen failure: a stable `code` and its `params`."""

    exit = ExitCode.FAILURE

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """Code and parameters, for logs and tests; people read `views.messages`."""
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({told})"


class InputError(OpendataError):
    """What the user pointed at is not there, or not of a kind we read."""

    exit = ExitCode.USAGE


class UnreadableTable(OpendataError):
    """The file exists but cannot be read as a table: a verdict on the file.

    `code` is `encoding-error`, `format-error` or `source-error`, as in Frictionless.
    """

    exit = ExitCode.PROBLEMS


class SchemaError(OpendataError):
    """A Table Schema is missing or refused."""

    exit = ExitCode.USAGE


class ConfigError(OpendataError):
    """The manifest, the configuration or a profile cannot be used."""

    exit = ExitCode.USAGE


class CredentialsError(OpendataError):
    """No key where one is needed."""

    exit = ExitCode.AUTH


class OutputError(OpendataError):
    """The result could not be written on this machine: `disk-full`, `not-writable`."""


class PortalError(OpendataError):
    """Something a portal did. `portal` and `operation` are always among the params."""


class Unreachable(PortalError):
    """The portal did not answer."""


class Refused(PortalError):
    """The portal understood and said no."""


class RateLimited(PortalError):
    """The portal asks to come back later, and was not asked again in vain."""


class Redirected(PortalError):
    """The portal answers from elsewhere (`location`), where a key is never taken."""


class NotFound(PortalError):
    """The portal has no such dataset or resource."""


class UnexpectedAnswer(PortalError):
    """The portal answered what it should not, or stores what it should not."""


class NotAuthenticated(PortalError):
    """The portal does not know the key, or no longer."""

    exit = ExitCode.AUTH


class NotAllowed(PortalError):
    """The key lacks a right."""

    exit = ExitCode.AUTH


class PlanError(OpendataError):
    """Publishing would not be safe, so nothing was written."""

    exit = ExitCode.PROBLEMS
