"""Every command of the trainer's guide is one that there is, with options that it takes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from retraining.__main__ import parser

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "trainer.md"
BY_THE_LAUNCHER = ("candidate",)  # it trains, then asks the gate (launcher/chores.py)
SAID = re.findall(r'DO=(?:"([^"]+)"|([a-z-]+))', GUIDE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("said", [whole or word for whole, word in SAID])
def test_it_is_taken(said: str) -> None:
    words = shlex.split(said)
    if words[0] not in BY_THE_LAUNCHER:
        parser().parse_args(words)
