"""A drill waits for a process that is at work, however long, and gives up on one that stands still or has ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.drills import patience


@contextmanager
def doing(what: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", what])
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_who_is_at_work_is_waited_for_longer_than_who_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STALLED_S", 2.0)
    with doing("while True: pass") as process:
        over = time.monotonic() + 3.0
        patience.until(lambda: time.monotonic() > over, process, "it counts")
    with doing("import time; time.sleep(600)") as process, pytest.raises(AssertionError, match="nothing happened"):
        patience.until(lambda: False, process, "it sleeps")


def test_who_has_ended_brings_nothing_about() -> None:
    with doing("raise SystemExit(3)") as process, pytest.raises(AssertionError, match="ended with 3"):
        patience.until(lambda: False, process, "it ends")


def test_a_command_that_hangs_is_ended_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "STALLED_S", 2.0)
    with pytest.raises(AssertionError, match="nothing happened"):
        patience.run(["-c", "import time; time.sleep(600)"], {})


def test_what_a_command_says_and_how_it_ends_is_told() -> None:
    done = patience.run(["-c", "import os, sys; print(os.environ['SAID']); sys.exit('no')"], {"SAID": "yes"})
    assert (done.returncode, done.stdout, done.stderr) == (1, "yes\n", "no\n")
    assert "SAID" not in os.environ
