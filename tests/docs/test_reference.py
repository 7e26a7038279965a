"""The documentation tells what the program does now."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.conftest import ROOT

from opendata_cli.formats.json_schema import SCHEMAS, json_schema


def test_the_reference_pages_are_those_of_the_program() -> None:
    script = (
        "import generate, json\n"
        "print(json.dumps({str(path): text for path, text in generate.pages()}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "docs",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    pages: dict[str, str] = json.loads(done.stdout)
    stale = [
        Path(path).name
        for path, text in pages.items()
        if not Path(path).is_file() or Path(path).read_text("utf-8") != text
    ]
    assert stale == [], "run: make docs"


@pytest.mark.parametrize("command", sorted(SCHEMAS))
def test_each_json_schema_is_sound(command: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema(command))


@pytest.mark.parametrize("page", ["README.md", "README.fr.md", "docs/manifest.md", "docs/architecture.md"])  # fmt: skip  # noqa: E501
def test_links_between_pages_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\(([^)#]+)", path.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "README.fr.md"])
def test_every_command_of_the_readme_exists(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    words = set(re.findall(r"opendata ((?:portal )?[a-z]+)\b", text))
    known = (ROOT / "docs/reference/commands.en.md").read_text("utf-8")
    commands = {word for word in words if f"## opendata {word}\n" in known}
    assert words - commands <= {"takes", "prend", "installed", "installé"}
    assert len(commands) > 5


def schema_errors(document: dict[str, Any], command: str) -> list[str]:
    validator = jsonschema.Draft202012Validator(json_schema(command))
    return [error.message for error in validator.iter_errors(document)]


def test_results_keep_to_their_schemas(tmp_path: Path) -> None:
    commands: list[tuple[str, list[str]]] = [
        ("validate", ["validate", "examples/police-municipale/effectifs-a-corriger.xlsx"]),
        ("validate", ["validate", "absent.csv"]),
        ("describe", ["describe", "examples/accidents"]),
        ("plan", ["plan", "examples/elections", "--portal", str(tmp_path / "c")]),
        ("portal list", ["portal", "list"]),
        ("portal check", ["portal", "check", str(tmp_path)]),
    ]
    for command, arguments in commands:
        done = subprocess.run(
            [sys.executable, "-m", "opendata_cli", *arguments, "-f", "json"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert schema_errors(json.loads(done.stdout), command) == []
