"""How long an engine's process may take to start: a busy machine makes it slow, and slow is not broken.

What counts is the processor time that it has had, and whether it still gets any; the clock alone only where that cannot be read.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import structlog

_log = structlog.get_logger(__name__)
_SLOW_S = 15.0  # said once
_WORK_S = 60.0  # of processor time: ten times what the largest model takes
_IDLE_S = 60.0
_LONGEST_S = 900.0
_UNREAD_S = 240.0


def processor_s(pid: int) -> float | None:
    """Processor seconds of a process so far; None where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


class StartPatience:
    """One starting process; ask `lost` now and then."""

    def __init__(
        self,
        name: str,
        pid: int,
        clock: Callable[[], float] = time.monotonic,
        worked: Callable[[int], float | None] = processor_s,
    ) -> None:
        self._name, self._pid, self._clock, self._worked = name, pid, clock, worked
        self._began = self._moved_at = clock()
        self._work_s = 0.0
        self._said = False

    def lost(self) -> str | None:
        """Why it is not waited for any longer; None while it is."""
        now, work_s = self._clock(), self._worked(self._pid)
        waited_s = now - self._began
        self._say(waited_s)
        if work_s is None:
            return f"it was not ready after {waited_s:.0f} s" if waited_s >= _UNREAD_S else None
        if work_s > self._work_s:
            self._work_s, self._moved_at = work_s, now
        if work_s >= _WORK_S:
            return f"it was not ready after {work_s:.0f} s of work"
        if now - self._moved_at >= _IDLE_S:
            return f"it did nothing for {_IDLE_S:.0f} s"
        return f"it was not ready after {waited_s:.0f} s" if waited_s >= _LONGEST_S else None

    def _say(self, waited_s: float) -> None:
        if self._said or waited_s < _SLOW_S:
            return
        self._said = True
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
        _log.warning("an engine takes long to start; the machine is busy", engine=self._name, load=load)
