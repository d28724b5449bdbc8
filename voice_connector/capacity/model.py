"""How many spoken calls this machine can serve within the latency target: timed work, and a formula for queues. Pure.

Speech work of all calls arrives at random and queues for the cores, and each engine's share of it for that engine's workers
(M/G/c: Erlang's C with the Allen-Cunneen correction for the spread of the work). What an answer waits for at the 95th
percentile is the work that it needs itself, on cores that also run everything else, plus the queues. Held against measured
calls in tests/voice_connector/capacity/test_capacity.py. What is live is admission's: it also looks at how late the engines are.
"""

import math
from dataclasses import dataclass

_MOST = 400
_LATE = 0.05  # one answer in twenty may be later


@dataclass(frozen=True, slots=True)
class Pace:
    """Processor milliseconds of this machine: one utterance recognised, one sentence spoken, one 20 ms frame of one call.

    ears, voices: workers of the two engines; 0 as many as cores.
    """

    recognise_ms: float
    speak_ms: float
    frame_ms: float
    cores: int
    ears: int = 0
    voices: int = 0


@dataclass(frozen=True, slots=True)
class Habits:
    """What a call asks of us; the defaults were counted in generated calls (benchmarks/bench_voice.py)."""

    turn_every_s: float = 9.0  # one caller's turn to the next: both speak in between
    recognitions: float = 1.25  # a turn: guesses that are thrown away, because the caller went on, count too
    of_usual_length: float = 0.68  # of the measured sentence: callers are briefer on average
    new_sentences: float = 0.45  # a turn, that were never spoken before
    spread: float = (
        0.3  # squared coefficient of variation of the work: a recognition costs much the same for 1 s as for 8 s
    )
    overlap_ms: float = 400.0  # of a recognition that the wait for the end of the turn hides
    endpoint_ms: float = 560.0
    bot_ms: float = 80.0
    others: float = 0.15  # share of the cores that is the bot's, casework's and the system's
    busiest: float = 0.8  # safety margin: the cores are never planned fuller than this


@dataclass(frozen=True, slots=True)
class Queue:
    """`servers` that share `load` (in servers that it would keep busy) of jobs that take `job_ms` on average."""

    servers: int
    load: float
    job_ms: float
    spread: float

    @property
    def waiting(self) -> float:
        """The share of jobs that find every server busy (Erlang's C); 1 when there is more work than servers."""
        if self.load >= self.servers:
            return 1.0
        blocked = 1.0  # Erlang's B, by its recursion
        for servers in range(1, self.servers + 1):
            blocked = self.load * blocked / (servers + self.load * blocked)
        busy = self.load / self.servers
        return blocked / (1 - busy + busy * blocked)

    @property
    def wait_if_any_ms(self) -> float:
        free = self.servers - self.load
        return math.inf if free <= 0 else self.job_ms * (1 + self.spread) / 2 / free

    @property
    def mean_ms(self) -> float:
        return self.waiting * self.wait_if_any_ms

    @property
    def p95_ms(self) -> float:
        """Waits of those who wait are close to exponential."""
        late = self.waiting / _LATE
        return self.wait_if_any_ms * math.log(late) if late > 1 else 0.0


def calls_within(pace: Pace, target_ms: float, habits: Habits | None = None) -> int:
    """The most calls at once whose 95th percentile of the wait for an answer is within the target; 0 when not even one is."""
    known = habits or Habits()
    fit = 0
    while (
        fit < _MOST and busy(fit + 1, pace, known) <= known.busiest and wait_p95_ms(fit + 1, pace, known) <= target_ms
    ):
        fit += 1
    return fit


def busy(calls: int, pace: Pace, habits: Habits) -> float:
    """The share of the cores that is busy with so many calls."""
    speech_ms = _hearing_ms(pace, habits) + habits.new_sentences * pace.speak_ms
    one_call = speech_ms / (habits.turn_every_s * 1000) + pace.frame_ms / 20
    return habits.others + calls * one_call / pace.cores


def wait_p95_ms(calls: int, pace: Pace, habits: Habits) -> float:
    """End of speech to first sound, as 95 of 100 turns have it, with so many calls at once: an answer with a new sentence."""
    left = pace.cores * (1 - habits.others) - calls * pace.frame_ms / 20
    if left <= 0.05 * pace.cores:
        return math.inf
    slower = pace.cores / left  # what is left of each core does the same work in more time
    hear, speak = _queues(calls, pace, habits, slower)
    if max(hear.load / hear.servers, speak.load / speak.servers) >= 1:
        return math.inf
    heard_ms = hear.p95_ms + pace.recognise_ms * slower
    spoken_ms = (speak.mean_ms + pace.speak_ms * slower) if habits.new_sentences else 0.0
    return habits.endpoint_ms + max(0.0, heard_ms - habits.overlap_ms) + habits.bot_ms + spoken_ms


def _queues(calls: int, pace: Pace, habits: Habits, slower: float) -> tuple[Queue, Queue]:
    """For an utterance and for a sentence: the longer of the queue for the cores and that for the engine's own workers."""
    turns_per_ms = calls / (habits.turn_every_s * 1000)
    hearing = turns_per_ms * _hearing_ms(pace, habits) * slower
    speaking = turns_per_ms * habits.new_sentences * pace.speak_ms * slower
    jobs = turns_per_ms * (habits.recognitions + habits.new_sentences)
    cores = Queue(pace.cores, hearing + speaking, (hearing + speaking) / jobs, habits.spread)
    utterance_ms = pace.recognise_ms * habits.of_usual_length * slower
    ears = Queue(min(pace.ears or pace.cores, pace.cores), hearing, utterance_ms, habits.spread)
    voices = Queue(min(pace.voices or pace.cores, pace.cores), speaking, pace.speak_ms * slower, habits.spread)
    longer = [max(cores, engine, key=lambda queue: (queue.p95_ms, queue.mean_ms)) for engine in (ears, voices)]
    return longer[0], longer[1]


def _hearing_ms(pace: Pace, habits: Habits) -> float:
    return habits.recognitions * habits.of_usual_length * pace.recognise_ms
