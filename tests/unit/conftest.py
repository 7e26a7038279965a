"""Run the whole program in this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from opendata_cli.cli.main import main


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document


Opendata = Callable[..., Run]


@pytest.fixture
def opendata(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Opendata:
    def run(*arguments: object, stdin: bytes | None = None) -> Run:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(item) for item in arguments])
        captured = capsys.readouterr()
        return Run(int(code), captured.out, captured.err)

    return run
