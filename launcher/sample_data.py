"""The sample city: made once per database, and the cases in it that a newcomer can ask about."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from launcher.paths import SERVICES_ENV, env_python
from launcher.progress import log_file, run_step, say
from launcher.settings import Settings

CASE = re.compile(r"case number (\S+)\s+access code (\S+)\s+PIN (\d+)")


PERSON = re.compile(r"(sample\.\S+)\s+password\s+(\S+)")


def note(chosen: Settings) -> Path:
    """What casework printed when it filled the database for this agency: numbers and PINs of made-up cases, made-up colleagues."""
    return chosen.var / f"sample-data-{chosen.agency}.txt"


def ensure(chosen: Settings) -> None:
    """Fills a database of our own that has no sample of this agency yet. A database that an operator named is left as it is."""
    if os.environ.get("CIVICLINE_DATABASE_URL"):
        say("  sample data: not put into the database of CIVICLINE_DATABASE_URL; `make sample-data` does that")
    elif not (note(chosen).exists() and (chosen.var / "casework.db").exists()):
        fill(chosen)


def fill(chosen: Settings) -> None:
    chosen.var.mkdir(parents=True, exist_ok=True)
    command = [env_python(SERVICES_ENV), "-m", "casework", "sample-data", "--agency", chosen.agency]
    run_step("sample data", command, "sample-data", chosen.environment_of("casework"))
    shutil.copyfile(log_file("sample-data"), note(chosen))


def colleagues(chosen: Settings) -> list[str]:
    """Who can sign in at the console of a sample city: one line each, then how to get the second factor's code."""
    try:
        found = PERSON.findall(note(chosen).read_text(encoding="utf-8"))
    except OSError:
        return []
    people = [f"    {login:<22} {password}" for login, password in found]
    how = "  At the console, with these passwords; the code that follows: make staff-code LOGIN=sample.supervisor"
    return [how, *people] if people else []


def spoken(chosen: Settings) -> str:
    """One line for the welcome text; empty when there is no sample."""
    try:
        found = CASE.search(note(chosen).read_text(encoding="utf-8"))
    except OSError:
        return ""
    if found is None:
        return ""
    number, code, pin = found.groups()
    return f"  A made-up case to ask about: number {number} (or access code {code}), PIN {pin}."
