"""The engines are timed by the processor, on all workers at once, before the first call."""

import time
from dataclasses import replace
from typing import Any

import numpy as np

from tests.fakes.speech import fake_engines
from voice_connector.capacity.measuring import Timed, measure_pace
from voice_connector.speech.interfaces import SAMPLE_RATE, Speech, Transcript
from voice_connector.speech.pool import EnginePool, PoolLimits


class Busy:
    """Works for so many milliseconds of processor time."""

    def __init__(self, ms: float) -> None:
        self._ms = ms

    def _work(self) -> None:
        end = time.thread_time() + self._ms / 1000
        while time.thread_time() < end:
            pass

    def speak(self, _text: str, _rate: float) -> Speech:
        self._work()
        return Speech(np.full(SAMPLE_RATE, 3_000, np.int16), SAMPLE_RATE)

    def transcribe(self, _sound: Any) -> Transcript:
        self._work()
        return Transcript("words")


class WithPool:
    """A stand-in engine of tests, with a pool as real ones have."""

    def __init__(self, ms: float) -> None:
        self.pool: EnginePool[Busy] = EnginePool("test", lambda: Busy(ms), PoolLimits(workers=1))


async def test_each_engine_is_timed() -> None:
    recogniser: Any = WithPool(60)
    synthesiser: Any = WithPool(20)
    engines = replace(fake_engines(), recogniser=recogniser, synthesiser=synthesiser)
    pace = await measure_pace(engines)
    assert pace is not None
    assert 55 <= pace.recognise_ms <= 120
    assert 15 <= pace.speak_ms <= 60
    assert 0 < pace.frame_ms < 5
    assert pace.cores >= 1


async def test_engines_that_cannot_be_timed_say_nothing() -> None:
    assert await measure_pace(fake_engines()) is None


def test_waiting_is_not_counted_as_work() -> None:
    _, ms = Timed(lambda _: time.sleep(0.2))(None)
    assert ms < 50
