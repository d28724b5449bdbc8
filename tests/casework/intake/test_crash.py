"""The drill of killed intakes, small; its full size is `python -m tests.drills casework`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drills.killed_intakes import intakes


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_killed_in_the_middle_of_intakes_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    tmp_path: Path,
) -> None:
    assert "0 lost, 0 twice" in await intakes(tmp_path / "var", count=30, kills=2)
