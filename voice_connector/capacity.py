"""How many spoken calls this machine can serve within the latency target: timed work, and a simulation of callers. Pure.

The simulation plays `calls` callers who take turns at random; their recognitions and sentences queue for the cores, first
come, first served. It is coarse, and errs to the safe side: what is not known (the bot, Asterisk) is a share of the cores.
"""

import heapq
import random
from dataclasses import dataclass

_MINUTES = 4
_MOST = 400


@dataclass(frozen=True, slots=True)
class Pace:
    """Processor milliseconds of this machine: one utterance recognised, one sentence spoken, one 20 ms frame of one call."""

    recognise_ms: float
    speak_ms: float
    frame_ms: float
    cores: int


@dataclass(frozen=True, slots=True)
class Habits:
    """What a call asks of us; the defaults were counted in generated calls (benchmarks/bench_voice.py)."""

    turn_every_s: float = 9.0  # one caller's turn to the next: both speak in between
    wasted_guesses: float = 0.25  # recognitions a turn that are thrown away, because the caller went on
    new_sentences: float = 0.5  # sentences of an answer that were never spoken before
    overlap_ms: float = 400.0  # of a recognition that the wait for the end of the turn hides
    endpoint_ms: float = 560.0
    bot_ms: float = 80.0
    others: float = 0.15  # share of the cores that is the bot's, casework's and the system's


def calls_within(pace: Pace, target_ms: float, habits: Habits | None = None) -> int:
    """The most calls at once whose 95th percentile of the wait for an answer is within the target; 0 when not even one is."""
    known = habits or Habits()
    low, high = 0, 1
    while high < _MOST and wait_p95_ms(high, pace, known) <= target_ms:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wait_p95_ms(middle, pace, known) <= target_ms else (low, middle)
    return low


def wait_p95_ms(calls: int, pace: Pace, habits: Habits) -> float:
    """End of speech to first sound, as 95 of 100 turns have it, with so many calls at once."""
    left = pace.cores * (1 - habits.others) - calls * pace.frame_ms / 20
    if left <= 0.05:
        return float("inf")
    slower = pace.cores / left  # what is left of each core does the same work in more time
    waits = sorted(_waits(calls, pace, habits, slower))
    return waits[int(len(waits) * 0.95)]


def _waits(calls: int, pace: Pace, habits: Habits, slower: float) -> list[float]:
    chance = random.Random(7)
    rate_ms = habits.turn_every_s * 1000 / calls
    free = [0.0] * pace.cores
    now, waits = 0.0, []
    for _ in range(max(200, int(_MINUTES * 60_000 / rate_ms))):
        now += chance.expovariate(1 / rate_ms)
        if chance.random() < habits.wasted_guesses:
            _serve(free, now - chance.uniform(500, 3_000), pace.recognise_ms * slower)
        heard = _serve(free, now, pace.recognise_ms * slower)
        answered = max(heard, habits.overlap_ms) + habits.bot_ms
        new = chance.random() < habits.new_sentences
        spoken = _serve(free, now + answered, pace.speak_ms * slower) if new else 0.0
        waits.append(habits.endpoint_ms - habits.overlap_ms + answered + spoken)
    return waits


def _serve(free: list[float], at: float, work_ms: float) -> float:
    """Milliseconds from `at` until the work is done by the core that is free first."""
    done = max(at, heapq.heappop(free)) + work_ms
    heapq.heappush(free, done)
    return done - at
