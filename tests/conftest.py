"""Every test: a pinned environment, a home of its own, the French catalogue compiled."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogs import compile_catalogs

from opendata_cli import i18n

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"

pytest_plugins = ["tests.servers.fixtures"]


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest's name
    compile_catalogs(ROOT)


# Real files are compared where they are; where they are not, that is said and nothing is skipped.
collect_ignore = [] if CORPUS.is_dir() else ["differential", "unit/tabular/test_xls_file.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CORPUS.is_dir():
        terminalreporter.write_line(
            "NO CORPUS HERE: no XLS read, strict mode not compared on real files"
        )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture(autouse=True)
def pinned(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    for name in [item for item in os.environ if item.startswith("OPENDATA_TOKEN_")]:
        monkeypatch.delenv(name)
    settings = {
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "LANG": "en_GB.UTF-8",
        "OPENDATA_LANG": "en",
        "LANGUAGE": "en",
        "TZ": "Pacific/Chatham",
        "HOME": str(home),
        "OPENDATA_CONFIG_DIR": str(home / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",  # never the real key ring
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    if hasattr(time, "tzset"):
        time.tzset()
    i18n.activate("en")
    yield
    i18n.activate("en")


@pytest.fixture
def french() -> None:
    i18n.activate("fr")
