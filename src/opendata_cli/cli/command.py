"""Make a Typer command from a plain function: what every command has is added here."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

import typer

from opendata_cli.cli import options
from opendata_cli.cli.session import Session

_KEYWORD = inspect.Parameter.KEYWORD_ONLY


def command(
    function: Callable[..., None], formats: tuple[str, ...] = (), *, output: bool = False
) -> Callable[..., None]:
    """`function(session, …)` with --lang, --quiet and --verbose.

    `formats` adds -f (its first is the default), `output` adds -o for the result.
    """
    own = _own_parameters(function)
    common = _common_parameters(formats, output=output)

    @functools.wraps(function)
    def run(ctx: typer.Context, **given: Any) -> None:  # noqa: ANN401 - Typer's values
        session: Session = ctx.obj
        shared = {parameter.name: given.pop(parameter.name) for parameter in common}
        session.configure(command=_path(ctx), known=formats, **shared)
        function(session, **given)

    context = inspect.Parameter("ctx", _KEYWORD, annotation=typer.Context)
    signature = inspect.Signature([context, *own, *common])
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {item.name: item.annotation for item in signature.parameters.values()}
    return run


def _path(ctx: typer.Context) -> str:
    return ctx.command_path.removeprefix("opendata ")


def _own_parameters(function: Callable[..., None]) -> list[inspect.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return [item.replace(kind=_KEYWORD, annotation=hints[item.name]) for item in parameters]


def _common_parameters(formats: tuple[str, ...], *, output: bool) -> list[inspect.Parameter]:
    added: list[tuple[str, object, object]] = []
    if formats:
        added.append(("format", options.format_option(formats), formats[0]))
    if output:
        added.append(("output", options.OutputOpt, None))
    added += [
        ("lang", options.LangOpt, None),
        ("quiet", options.QuietOpt, False),
        ("verbose", options.VerboseOpt, False),
    ]
    return [
        inspect.Parameter(name, _KEYWORD, default=default, annotation=annotation)
        for name, annotation, default in added
    ]
