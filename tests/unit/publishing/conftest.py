from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.publishing.publishing_kit import Desk, Watched


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "manifest"
    folder.mkdir()
    return Desk(folder, Watched(tmp_path / "catalogue"))
