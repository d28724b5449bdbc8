"""A start is waited for as long as it works, and no longer."""

import os
import time

from voice_connector.speech.hosting.patience import StartPatience, processor_s


class Starting:
    """A process on a machine of ours: how much of each second it gets is set."""

    def __init__(self) -> None:
        self.now = self.worked = 0.0

    def passes(self, patience: StartPatience, seconds: int, share: float) -> str | None:
        for _ in range(seconds):
            self.now += 1
            self.worked += share
            if (lost := patience.lost()) is not None:
                return lost
        return None


def _patience(starting: Starting) -> StartPatience:
    return StartPatience("piper", 1, lambda: starting.now, lambda _pid: starting.worked)


def test_a_start_that_gets_an_eighth_of_a_core_is_waited_for() -> None:
    starting = Starting()
    assert starting.passes(_patience(starting), 300, 1 / 8) is None


def test_one_that_has_worked_for_a_minute_is_not() -> None:
    starting = Starting()
    assert starting.passes(_patience(starting), 300, 1.0) == "it was not ready after 60 s of work"


def test_nor_one_that_does_nothing_for_a_minute() -> None:
    starting = Starting()
    patience = _patience(starting)
    assert starting.passes(patience, 20, 0.5) is None
    assert starting.passes(patience, 300, 0.0) == "it did nothing for 60 s"
    assert starting.now <= 81


def test_where_the_system_does_not_tell_the_work_the_clock_decides() -> None:
    now = [0.0]
    patience = StartPatience("piper", 1, lambda: now[0], lambda _pid: None)
    now[0] = 239
    assert patience.lost() is None
    now[0] = 241
    assert patience.lost() == "it was not ready after 241 s"


def test_processor_time_is_read_and_is_nothing_for_a_process_that_is_gone() -> None:
    end = time.process_time() + 0.1
    while time.process_time() < end:
        pass
    worked = processor_s(os.getpid())
    assert worked is None or worked >= 0.1
    assert processor_s(2**30) is None
