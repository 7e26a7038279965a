"""Environments beside ours: built once, whole or not at all, and missed aloud."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.servers import environments, fixtures
from tests.servers.environments import NotBuilt, environment


@pytest.fixture
def requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of requirements, empty, and a cache of its own."""
    monkeypatch.setattr(environments, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(environments, "CACHE", tmp_path / "cache")
    path = tmp_path / "some.txt"
    path.touch()
    return path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is installed, by a pip that only pretends."""
    done: list[str] = []

    def pretend(python: str, _m: str, module: str, *arguments: str) -> None:
        if module == "venv":
            pretended = environments._python(Path(arguments[0]))
            pretended.parent.mkdir(parents=True)
            pretended.touch()
        else:
            done.append(Path(python).parents[1].name)

    monkeypatch.setattr(environments, "_run", pretend)
    return done


@pytest.mark.usefixtures("requirements")
def test_an_environment_is_built_once(installed: list[str]) -> None:
    python = environment("some")

    assert environment("some") == python
    assert installed == [python.parents[1].name]


@pytest.mark.usefixtures("requirements")
def test_a_build_that_was_cut_is_made_again(installed: list[str]) -> None:
    python = environment("some")
    (python.parents[1] / ".ready").unlink()
    left_behind = python.with_name("half-installed")
    left_behind.touch()

    assert environment("some") == python
    assert len(installed) == 2
    assert not left_behind.exists()


@pytest.mark.usefixtures("requirements")
def test_an_environment_whose_python_is_gone_is_made_again(installed: list[str]) -> None:
    environment("some").unlink()

    assert environment("some").exists()
    assert len(installed) == 2


def test_other_requirements_are_another_environment(
    requirements: Path, installed: list[str]
) -> None:
    environment("some")
    requirements.write_text("one-more==1.0\n", "utf-8")
    environment("some")

    first, second = installed
    assert first != second


def test_a_build_that_fails_says_what_pip_said(requirements: Path) -> None:
    requirements.write_text("./no-such-package.whl\n", "utf-8")

    with pytest.raises(NotBuilt, match="no-such-package"):
        environment("some")


# What is not there


def refuse(_name: str) -> Path:
    raise NotBuilt("no index here")


def test_without_its_environment_a_test_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixtures, "environment", refuse)
    monkeypatch.setattr(fixtures, "IN_CI", False)

    with pytest.raises(pytest.skip.Exception, match="udata: no index here"):
        fixtures.has_environment("udata")


def test_in_continuous_integration_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixtures, "environment", refuse)
    monkeypatch.setattr(fixtures, "IN_CI", True)

    with pytest.raises(NotBuilt):
        fixtures.has_environment("udata")


def test_the_portal_s_own_client_is_there(datagouv_client: Path) -> None:
    shown = (
        "import importlib.metadata, datagouv; print(importlib.metadata.version('datagouv-client'))"
    )

    done = subprocess.run([datagouv_client, "-I", "-c", shown], capture_output=True, check=True)

    assert done.stdout.split() == [b"0.5.1"]
