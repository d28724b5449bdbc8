"""How long a drill waits: for a state, and as long as whatever brings it about is at work. A busy machine is slow, not broken."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

STALLED_S = 180.0  # without using a processor at all
MOST_S = 1_800.0  # whatever it does


class AtWork:
    """Whether a process, with those that it started, still does something; asked again and again while one waits for it."""

    def __init__(self, process_id: int) -> None:
        self._stat = Path("/proc") / str(process_id) / "stat"
        self._used, self._since = -1, time.monotonic()
        self._end = self._since + MOST_S

    def look(self, for_what: str) -> None:
        """Raises AssertionError when it has stood still for STALLED_S, or after MOST_S."""
        now, used = time.monotonic(), self._processor_ticks()
        if used != self._used:
            self._used, self._since = used, now
        assert now - self._since < STALLED_S, f"{for_what}: nothing happened for {STALLED_S:.0f} s"
        assert now < self._end, f"{for_what}: not after {MOST_S:.0f} s"

    def _processor_ticks(self) -> int:
        """Its own and its ended children's, of user and system (proc(5), fields 14 to 17); 0 once it is gone."""
        try:
            behind_name = self._stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
        except OSError:
            return 0
        return sum(int(one) for one in behind_name.split()[11:15])


def until(condition: Callable[[], bool], process: subprocess.Popen[bytes], for_what: str) -> None:
    """Raises AssertionError when the process that brings it about ends, or stands still."""
    at_work = AtWork(process.pid)
    while not condition():
        assert process.poll() is None, f"{for_what}: the process has ended with {process.returncode}"
        at_work.look(for_what)
        time.sleep(0.1)


def run(command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Of a command of ours (`python -m ...`), to its end. Raises AssertionError when it stands still."""
    given = {**os.environ, **environment}
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, *command], env=given, stdout=pipe, stderr=pipe, text=True) as process:
        at_work = AtWork(process.pid)
        while True:
            try:
                out, err = process.communicate(timeout=0.2)
            except subprocess.TimeoutExpired:
                try:
                    at_work.look(" ".join(command))
                except AssertionError:
                    process.kill()
                    raise
            else:
                return subprocess.CompletedProcess(command, process.returncode, out, err)
