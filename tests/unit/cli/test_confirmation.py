"""The question before a write, on a terminal."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.unit.conftest import Opendata


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("oui\n", 0), ("\n", 1), ("n\n", 1), ("", 1), ("yep\n", 1)]
)
def test_only_a_clear_yes_publishes(
    opendata: Opendata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    project = Path(shutil.copytree(ROOT / "examples" / "accidents", tmp_path / "projet"))
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    run = opendata("publish", project, "-f", "json")
    assert run.code == code
    assert "Apply these 2 changes? [y/N]" in run.err
    assert (project / "catalogue").exists() is (code == 0)
    refused = [item["code"] for item in run.json["data"]["refused"]]
    assert refused == ([] if code == 0 else ["declined"])
