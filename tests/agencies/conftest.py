"""Denver as it is, and a copy of it that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from agencies import Agency, load_agency
from agencies.loader import AGENCIES


@pytest.fixture(scope="session")
def denver() -> Agency:
    return load_agency("denver")


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Copies Denver, replaces one piece of text in one file, and gives the folder above it."""
    shutil.copytree(AGENCIES / "denver", tmp_path / "denver")

    def replace(file: str, old: str, new: str) -> Path:
        path = tmp_path / "denver" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} does not stand in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return replace
