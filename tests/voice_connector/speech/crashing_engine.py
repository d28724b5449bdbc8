"""An engine for tests of worker processes: it can die as native code dies, hang, raise, and says which process it lives in."""

import os
import signal
import time
from functools import partial
from operator import methodcaller
from pathlib import Path

from voice_connector.speech.errors import AudioError, EngineUnavailable

WARM = methodcaller("pid")


class Crashing:
    """`notes` is a folder in which every start and every job leaves a file."""

    def __init__(self, notes: Path, broken_from_start: int = 0) -> None:
        self._notes = notes
        (notes / f"start-{os.getpid()}").touch()
        if broken_from_start and len(list(notes.glob("start-*"))) >= broken_from_start:
            os.kill(os.getpid(), signal.SIGSEGV)

    def pid(self) -> int:
        return os.getpid()

    def dies(self, times: int = 1) -> str:
        """Dies as a segmentation fault does, the first `times` times that it is asked."""
        (self._notes / f"death-{os.getpid()}").touch()
        if len(list(self._notes.glob("death-*"))) <= times:
            os.kill(os.getpid(), signal.SIGSEGV)
        return "done"

    def raises(self, times: int = 1) -> str:
        (self._notes / f"raise-{os.getpid()}").touch()
        if len(list(self._notes.glob("raise-*"))) <= times:
            raise RuntimeError("a thing that the engine did not expect")
        return "done"

    def refuses(self) -> None:
        raise AudioError("this sound cannot be used")

    def hangs(self, seconds: float) -> str:
        time.sleep(seconds)
        return "late"


class NotInstalled:
    def __init__(self) -> None:
        raise EngineUnavailable("install the thing first")


def maker(notes: Path, broken_from_start: int = 0) -> "partial[Crashing]":
    return partial(Crashing, notes, broken_from_start)
