"""A program of the agency's choice: it gets the file's path and ends with 0 (clean), 1 (infected) or anything else (it could not)."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from casework.scanning.base import CannotScan

_TIMEOUT_S = 120


class Command:
    """As clamscan does; nothing that a person wrote is on the command line but a path of our own making."""

    name = "command"

    def __init__(self, command: str) -> None:
        self._command = shlex.split(command)

    def infected(self, path: Path) -> str | None:
        try:
            done = subprocess.run(
                [*self._command, str(path.resolve())], capture_output=True, timeout=_TIMEOUT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotScan(type(error).__name__) from error
        if done.returncode == 0:
            return None
        if done.returncode == 1:
            return "found by the agency's scanner"
        raise CannotScan(f"exit code {done.returncode}")
