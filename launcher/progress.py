"""Runs one long step in the foreground: elapsed seconds while it works, the log's last lines when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Mapping, Sequence

from launcher.errors import StepFailed
from launcher.paths import ROOT, shown, var_folder

TAIL_LINES = 15
POLL_S = 0.2
LINE_EVERY_S = 20  # without a terminal: a line now and then, so that a CI log shows life


def say(text: str = "") -> None:
    print(text, flush=True)


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log, indented; empty when there is no log."""
    if not log.exists():
        return ""
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - 64_000))
        text = stream.read().decode("utf-8", "replace")
    kept = [line for line in text.replace("\r", "\n").splitlines() if line.strip()]
    return "\n".join(f"    | {line[:300]}" for line in kept[-lines:])


def log_file(name: str) -> Path:
    folder = var_folder() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.log"


class Ticker:
    """One line that counts seconds: rewritten in a terminal, repeated rarely elsewhere."""

    def __init__(self, what: str, out: IO[str] | None = None) -> None:
        self.what = what
        self.started = time.monotonic()
        self._out = out or sys.stdout
        self._live = self._out.isatty() and os.environ.get("TERM") != "dumb"
        self._next_line_s = 0.0

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self.started

    def tick(self, note: str = "") -> None:
        if self._live:
            line = f"  {self.what} ... {self.elapsed_s:.0f} s {note}"
            self._out.write("\r\033[K" + line[:110])
        elif self.elapsed_s >= self._next_line_s:
            self._next_line_s += LINE_EVERY_S
            self._out.write(f"  {self.what} ... {self.elapsed_s:.0f} s\n")
        self._out.flush()

    def remark(self, words: str) -> None:
        """A line of its own, which stays."""
        start = "\r\033[K" if self._live else ""
        self._out.write(f"{start}  {self.what}: {words}\n")
        self._out.flush()

    def done(self, word: str = "done") -> None:
        start = "\r\033[K" if self._live else ""
        self._out.write(f"{start}  {self.what}: {word}, {self.elapsed_s:.1f} s\n")
        self._out.flush()


def run_step(
    what: str, command: Sequence[object], log_name: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> None:
    """Runs `command`, its output going to var/log/<log_name>.log. Raises StepFailed with the log's tail.

    On Ctrl-C or SIGTERM the step's whole process group is ended before the exception goes on.
    """
    log = log_file(log_name)
    ticker = Ticker(what)
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=str(cwd),
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        code = _wait(process, ticker)
    if code != 0:
        ticker.done(f"failed with exit code {code}")
        raise StepFailed(f"{what} failed; the whole log is {shown(log)} and ends so:\n{tail(log)}")
    ticker.done()


def _wait(process: subprocess.Popen[bytes], ticker: Ticker) -> int:
    from launcher.processes import stop_group

    try:
        while True:
            ticker.tick()
            try:
                return process.wait(timeout=POLL_S)
            except subprocess.TimeoutExpired:
                continue
    except BaseException:
        stop_group(process, grace_s=5)
        raise
