"""Times the engines, at start and now and then, on the work that calls bring: the basis of how many calls are taken."""

import asyncio
import os
import statistics
import time
from collections.abc import Callable
from operator import methodcaller
from typing import Any

import numpy as np

from voice_connector.capacity.model import Pace
from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Engines, Pcm, Speech, VoiceActivity

_CALLER_SAYS = "There is a loud party next door, and it is long after midnight."
_WE_SAY = "I'm connecting you with graffiti removal now."  # of usual length: an answer's first sentence is what callers wait for
_ROUNDS = 3
_FRAMES = 250


class Timed:
    """A job that also tells how much processor time its process has used: what else runs on the machine does not count."""

    def __init__(self, job: Callable[[Any], Any]) -> None:
        self._job = job

    def __call__(self, engine: Any) -> tuple[Any, float]:
        before = time.process_time()
        result = self._job(engine)
        return result, 1000 * (time.process_time() - before)


async def measure_pace(
    engines: Engines, go_on: Callable[[], bool] = lambda: True, rounds: int = _ROUNDS
) -> Pace | None:
    """A second or two of work, on as many workers at once as there will be, behind what anybody waits for.

    None for engines that cannot be timed, and when `go_on` says between two rounds that it is no longer the time.
    """
    ears, voice = getattr(engines.recogniser, "pool", None), getattr(engines.synthesiser, "pool", None)
    if ears is None or voice is None:
        return None
    speech: Speech = await voice.run(methodcaller("speak", _CALLER_SAYS, 1.0), ahead=True)
    spoken = [await _each(voice, methodcaller("speak", _WE_SAY, 1.0)) for _ in range(rounds) if go_on()]
    sound = resample(speech.pcm, speech.sample_rate, SAMPLE_RATE)
    heard = [await _each(ears, methodcaller("transcribe", sound)) for _ in range(rounds) if go_on()]
    if not go_on() or len(heard) < rounds:
        return None
    frame_ms = await asyncio.to_thread(_frame_ms, engines.new_voice_activity, sound)
    return Pace(_median(heard), _median(spoken), frame_ms, _cores(), ears.workers, voice.workers)


async def _each(pool: Any, job: Callable[[Any], Any]) -> list[tuple[Any, float]]:
    """The job on every worker at the same moment: cores that share their parts are slower together."""
    return list(await asyncio.gather(*(pool.run(Timed(job), ahead=True) for _ in range(pool.workers))))


def _median(rounds: list[list[tuple[Any, float]]]) -> float:
    return statistics.median(ms for each in rounds for _, ms in each)


def _frame_ms(new_voice_activity: Callable[[], VoiceActivity], sound: Pcm) -> float:
    """Voice activity of one frame, and as much again for taking it in, pacing and sending one."""
    activity = new_voice_activity()
    frames = [sound[at : at + FRAME_SAMPLES] for at in range(0, len(sound) - FRAME_SAMPLES, FRAME_SAMPLES)]
    before = time.thread_time()
    for n in range(_FRAMES):
        activity.feed(frames[n % len(frames)] if frames else np.zeros(FRAME_SAMPLES, np.int16))
    return 2 * 1000 * (time.thread_time() - before) / _FRAMES


def _cores() -> int:
    """That this process may use, which a container may have limited."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1
