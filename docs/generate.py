"""Write the reference pages from the program itself: commands, codes, JSON Schemas."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from opendata_cli import i18n
from opendata_cli.formats.json_schema import SCHEMAS, schema_text
from opendata_cli.views import messages

HERE = Path(__file__).parent / "reference"
COMMANDS = (
    "",
    "validate",
    "init",
    "describe",
    "plan",
    "apply",
    "publish",
    "portal",
    "portal add",
    "portal list",
    "portal check",
    "portal login",
    "portal logout",
    "portal remove",
    "portal serve",
    "explain",
)


def pages() -> Iterator[tuple[Path, str]]:
    """Every reference page: its path and its text."""
    for command in SCHEMAS:
        name = command.replace(" ", "-")
        yield HERE / "json" / f"{name}.schema.json", schema_text(command)
    for language in i18n.LANGUAGES:
        yield HERE / f"commands.{language}.md", _commands(language)
        yield HERE / f"codes.{language}.md", _codes(language)


def _commands(language: str) -> str:
    title = {"en": "Commands", "fr": "Commandes"}[language]
    parts = [f"# {title}\n"]
    for command in COMMANDS:
        words = f"opendata {command}".rstrip()
        parts.append(f"## {words}\n\n```text\n{_help(command, language)}\n```\n")
    return "\n".join(parts)


def _help(command: str, language: str) -> str:
    """In a process of its own: Typer keeps the words of the first language it speaks."""
    arguments = [*command.split(), "--help"]
    done = subprocess.run(
        [sys.executable, "-m", "opendata_cli", *arguments],
        env={**os.environ, "OPENDATA_LANG": language, "COLUMNS": "80", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


def _codes(language: str) -> str:
    i18n.activate(language)
    title = {"en": "Codes", "fr": "Codes"}[language]
    parts = [f"# {title}\n"]
    for code in sorted(code for code in messages.MESSAGES if ":" not in code):
        parts.append(f"## {code}\n\n{messages.meaning(code)}\n")
        if remedy := messages.remedy(code, {}):
            parts.append(f"→ {remedy}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
