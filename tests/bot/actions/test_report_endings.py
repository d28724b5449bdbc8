"""However a report is made to end, the end is known."""

from __future__ import annotations

import re
from pathlib import Path

from actions.report.over import ENDINGS

ACTIONS = Path(__file__).resolve().parents[3] / "actions"


def test_every_end_that_the_actions_name_is_in_the_table() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(ACTIONS.rglob("*.py")))
    named = set(re.findall(r'\.ends\(\s*"([a-z_]+)"', code))
    assert {"submit", "elsewhere"} <= named
    assert named <= set(ENDINGS)
