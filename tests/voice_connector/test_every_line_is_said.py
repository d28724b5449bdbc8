"""An agency writes no sentence that nobody says: every line of prompts.yml is read where calls and chats are led."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

import voice_connector
from voice_connector.agency_line import Lines

ROOM = Path(voice_connector.__file__).parent
READ = "\n".join(path.read_text("utf-8") for path in ROOM.rglob("*.py") if path.name != "agency_line.py")
HERE = (ROOM / "agency_line.py").read_text("utf-8")
BY_OWN_METHOD = {"handing_over", "in_writing"}  # handing_over_for, written


@pytest.mark.parametrize("name", sorted({one.name for one in fields(Lines)} - BY_OWN_METHOD))
def test_a_line_that_an_agency_writes_is_said_by_somebody(name: str) -> None:
    assert re.search(rf"lines\.{name}\b", READ + HERE)
