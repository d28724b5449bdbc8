"""What a scanner is: it looks at one file and says clean, infected, or that it could not look."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class CannotScan(Exception):
    """The scanner does not answer, or does not know; the file stays in quarantine and is looked at again."""


class Scanner(Protocol):
    name: str

    def infected(self, path: Path) -> str | None:
        """What was found in the file, or None: it is clean. Raises CannotScan."""
        ...
