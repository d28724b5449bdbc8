"""The drill of killed notifications, small; its full size is `python -m tests.drills casework`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drills.killed_notifications import notifications, texts_without_keys


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_notifications_survive_kills_of_their_worker(tmp_path: Path) -> None:
    assert "0 lost, 0 twice" in notifications(tmp_path / "var", count=400, kills=2)


@pytest.mark.slow
@pytest.mark.timeout(200)
def test_a_vendor_without_idempotency_keys_gets_each_text_once(tmp_path: Path) -> None:
    assert "0 lost, 0 twice" in texts_without_keys(tmp_path / "var", count=80, kills=1)
