"""Formats by name. Text goes to a console and JSON needs an envelope: see cli/output.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from opendata_cli.model.report import Reports


def render(name: str, result: object) -> str:
    """`result` in the format `name`."""
    return FORMATS[name](result)


def _markdown(result: object) -> str:
    from opendata_cli.formats.markdown import to_markdown
    from opendata_cli.views.view import view

    return to_markdown(view(result))


def _csv(result: object) -> str:
    from opendata_cli.formats.csv import issues_csv

    return issues_csv(cast("Reports", result))


def _frictionless(result: object) -> str:
    from opendata_cli.formats.frictionless import frictionless_report

    return frictionless_report(cast("Reports", result))


def _yaml(result: object) -> str:
    from opendata_cli.formats.yaml import to_yaml

    return to_yaml(result)


FORMATS: Mapping[str, Callable[[object], str]] = {
    "markdown": _markdown,
    "csv": _csv,
    "frictionless": _frictionless,
    "yaml": _yaml,
}
