"""The newcomer's key for the cookies of the web pages: made once, so that a restart signs nobody out."""

from __future__ import annotations

import os
from pathlib import Path

from launcher import pin_key

VARIABLE = "CIVICLINE_WEB_KEYS"
NOTE = "web-key"
CONSOLE_VARIABLE = "CIVICLINE_CONSOLE_KEYS"
CONSOLE_NOTE = "console-key"


def for_pages(var: Path) -> dict[str, str]:
    """What the pages get: the operator's keys, else the one kept in `var`."""
    return {VARIABLE: os.environ.get(VARIABLE) or pin_key.kept(var / NOTE)}


def for_console(var: Path) -> dict[str, str]:
    """Another one: a cookie of the citizens' pages opens nothing at the console."""
    return {VARIABLE: os.environ.get(CONSOLE_VARIABLE) or pin_key.kept(var / CONSOLE_NOTE)}
