"""The bot that whole conversations are played against: everything of Civicline but the telephone, in a city that never closes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from benchmarks.servers import real_bot
from launcher.paths import ROOT

AGENCY = "denver"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = {day: ["00:00-24:00"] for day in DAYS}


@contextmanager
def open_line() -> Iterator[str]:
    """Starts casework, actions and Rasa for the block, on free ports and with a folder of their own; yields Rasa's address."""
    with (
        tempfile.TemporaryDirectory(prefix="civicline-open-") as folder,
        _agencies_at(open_agencies(Path(folder))),
        real_bot() as address,
    ):
        assert address is not None
        yield address


def open_agencies(root: Path) -> Path:
    """A copy of the agency in `root` whose every line is open day and night: what a call ends with must not depend on the hour."""
    folder = shutil.copytree(ROOT / "agencies" / AGENCY, root / AGENCY)
    file = folder / "destinations.yml"
    told: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    always = {name: one | ({"hours": ALWAYS} if "hours" in one else {}) for name, one in told.items()}
    file.write_text(yaml.safe_dump(always, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return root


@contextmanager
def _agencies_at(root: Path) -> Iterator[None]:
    before = os.environ.get("CIVICLINE_AGENCIES_ROOT")
    os.environ["CIVICLINE_AGENCIES_ROOT"] = str(root)
    try:
        yield
    finally:
        del os.environ["CIVICLINE_AGENCIES_ROOT"]
        if before is not None:
            os.environ["CIVICLINE_AGENCIES_ROOT"] = before
