"""The sample city: made once per database, and the one case that a newcomer can ask about."""

from __future__ import annotations

import json
from pathlib import Path

from launcher.paths import SERVICES_ENV, env_python
from launcher.progress import run_step
from launcher.settings import Settings


def note(chosen: Settings) -> Path:
    """Written by `casework sample-data`: a case number and its PIN to try."""
    return chosen.var / "sample-data.json"


def ensure(chosen: Settings) -> None:
    if not note(chosen).exists():
        fill(chosen)


def fill(chosen: Settings) -> None:
    command = [env_python(SERVICES_ENV), "-m", "casework", "sample-data"]
    run_step("sample data", command, "sample-data", chosen.environment())


def spoken(chosen: Settings) -> str:
    """One line for the welcome text; empty when casework left no note."""
    try:
        written = json.loads(note(chosen).read_text())
        return f"  A case to ask about: number {written['case_number']}, PIN {written['pin']}."
    except (OSError, ValueError, KeyError, TypeError):
        return ""
