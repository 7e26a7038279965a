"""Every test: a pinned environment, a home of its own, the French catalogue compiled."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogs import compile_catalogs

from opendata_cli import i18n

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"


def pytest_configure(config: pytest.Config) -> None:  # noqa: ARG001 - pytest's name
    compile_catalogs(ROOT)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture(autouse=True)
def pinned(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    settings = {
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "LANG": "en_GB.UTF-8",
        "OPENDATA_LANG": "en",
        "LANGUAGE": "en",
        "TZ": "Pacific/Chatham",
        "HOME": str(home),
        "OPENDATA_CONFIG_DIR": str(home / "config"),
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


@pytest.fixture
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("THE CORPUS IS NOT HERE: nothing was compared with the reference")
    return CORPUS
