"""`--help` is instant: nothing dear is imported for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

DEAR = {"frictionless", "polars", "numpy", "openpyxl", "httpx", "ruamel", "jinja2", "keyring"}


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["publish", "--help"]])
def test_help_imports_nothing_dear(arguments: list[str]) -> None:
    script = (
        "import sys\n"
        "from opendata_cli.cli.main import main\n"
        f"main({arguments!r})\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "opendata" in done.stdout
    assert DEAR & set(done.stderr.split()) == set()
