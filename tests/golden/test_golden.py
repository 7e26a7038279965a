"""What people read, whole, in both languages. `--update-golden` rewrites; read the difference."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest
from tests.conftest import ROOT

from opendata_cli.cli.main import main

EXPECTED = Path(__file__).parent / "expected"
SESSIONS = {
    "a-file-to-mend": [
        "validate police-municipale/effectifs-a-corriger.xlsx -s police-municipale-effectifs"
    ],
    "a-valid-file": [
        "validate elections/resultats-legislatives-2024.csv -s elections-resultats-bureaux-de-vote"
    ],
    "another-schema": ["validate accidents/accidents-2023.csv -s subventions"],
    "a-folder": ["validate elections subventions accidents"],
    "no-schema": ["validate accidents/accidents-2023.csv"],
    "describe": ["describe police-municipale", "describe accidents/accidents-2023.csv"],
    "first-manifest": ["init bare/effectifs-2023.csv", "cat bare/datapackage.yaml"],
    "adoption": [
        "echo portals.ville={url='public',base_url='https://example.org/'} > opendata.toml",
        "publish police-municipale --portal ville --yes --quiet",
        "init --from https://example.org/nothing-there/index.html -o bare/mine.yaml",
        "init --from https://example.org/police-municipale-effectifs/index.html -o bare/mine.yaml",
        "cat bare/mine.yaml",
        "plan bare/mine.yaml --check",
        "init --from https://example.org/police-municipale-effectifs/index.html -o bare/other.yaml",
    ],
    "publication": [
        "plan elections",
        "publish elections",
        "publish elections --yes",
        "publish elections --yes",
        "sed elections/datapackage.yaml Élections Scrutins",
        "sed elections/datapackage.yaml punctual monthly",
        'sed elections/datapackage.yaml auto {"start":2024-06-30,"end":null}',
        "plan elections",
    ],
    "errors": [
        "validate absent.csv",
        "validate elections -s inconnu",
        "validate elections --no-such-option",
        "publish bare",
        "publish elections --portal nulle-part",
        "explain constraint-error",
    ],
}


def run(line: str, folder: Path) -> str:
    """The screen after a command: what it wrote on both streams, and its exit code."""
    words = line.split()
    match words:
        case ["cat", name]:
            return (folder / name).read_text("utf-8")
        case ["echo", text, ">", name]:
            (folder / name).write_text(f"{text}\n", "utf-8")
            return ""
        case ["sed", name, old, new]:
            path = folder / name
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
            return ""
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        code = main(words)
    return f"{screen.getvalue()}[{int(code)}]\n"


def normalised(text: str, folder: Path) -> str:
    text = text.replace(str(folder), "/…")
    text = re.sub(r" ·\n\s+/…", " · /…", text)  # a long temporary folder breaks the line
    text = re.sub(r"\d+[.,]\d\s?s\)", "0.0 s)", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}", "a-new-uuid", text)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_the_screen_is_the_one_that_was_read(
    name: str,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "x", dirs_exist_ok=True)
    bare = tmp_path / "x" / "bare"
    bare.mkdir()
    (bare / "effectifs-2023.csv").write_text("annee;code;agents\n2023;01004;12\n", "utf-8")
    monkeypatch.chdir(tmp_path / "x")
    monkeypatch.setenv("OPENDATA_LANG", language)
    monkeypatch.setenv("COLUMNS", "80")
    parts = [f"$ opendata {line}\n{run(line, tmp_path / 'x')}" for line in SESSIONS[name]]
    screen = normalised("\n".join(parts), tmp_path / "x")
    path = EXPECTED / f"{name}.{language}.txt"
    if request.config.getoption("--update-golden"):
        path.write_text(screen, "utf-8")
    assert screen == path.read_text("utf-8")
