"""Python environments beside the project's own, for what must not be installed with it.

A server has a hundred requirements, some of them in other versions than ours, and may bring a
plugin to pytest. Each environment is built once, from pinned requirements, and kept outside the
repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_dir

REQUIREMENTS = Path(__file__).parent / "requirements"
PATIENCE = 1800
LAST_LINES = 15

# Read when this module is imported: each test has a home of its own, empty.
CACHE = Path(os.environ.get("OPENDATA_TEST_CACHE") or user_cache_dir("opendata-tests")).absolute()
OUTSIDE = dict(os.environ)


class NotBuilt(Exception):
    """An environment that could not be made, and the last words of what failed."""


def environment(name: str) -> Path:
    """The Python of the environment `name`, built first when it is not there yet."""
    requirements = REQUIREMENTS / f"{name}.txt"
    folder = CACHE / _folder_name(name, requirements.read_bytes())
    try:
        CACHE.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{folder}.lock", timeout=PATIENCE):
            if not _is_whole(folder):
                _build(folder, requirements)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotBuilt(str(error)) from error
    return _python(folder)


def _folder_name(name: str, requirements: bytes) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{name}-{sha256(requirements).hexdigest()[:12]}-py{version}"


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _is_whole(folder: Path) -> bool:
    """Built to its end, and by a Python that is still there."""
    return (folder / ".ready").exists() and _python(folder).exists()


def _build(folder: Path, requirements: Path) -> None:
    """The mark comes last: a build that was cut is made again."""
    shutil.rmtree(folder, ignore_errors=True)
    _run(sys.executable, "-m", "venv", str(folder))
    pip = (str(_python(folder)), "-m", "pip", "--disable-pip-version-check")
    # All is in the list, so pip has nothing to resolve.
    _run(*pip, "install", "--quiet", "--no-deps", "--requirement", str(requirements))
    (folder / ".ready").touch()


def _run(*command: str) -> None:
    done = subprocess.run(
        command,
        env=OUTSIDE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise NotBuilt("\n".join(done.stdout.splitlines()[-LAST_LINES:]))
