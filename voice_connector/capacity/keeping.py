"""Measures the capacity again as it goes: a start on a busy machine, or a machine that has become slower, is not for ever.

Only while nobody is on the telephone, and behind any work that somebody waits for; a call that comes in ends the measuring.
A line on which somebody always speaks shows what it bears by itself: where callers are turned away although nothing waits, one
more is taken, a minute apart, up to twice what was measured.
"""

import math
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from voice_connector.capacity.admission import Admission
from voice_connector.capacity.model import Habits, Pace, calls_within
from voice_connector.clock import Clock
from voice_connector.log import logger
from voice_connector.speech.errors import SpeechError

_SOON_S = 60.0  # after the start, and until two measurements agree
_LATER_S = 900.0
_LOOK_AGAIN_S = 5.0
_AGREE = 0.15
_BUSIEST_FOR_A_WHILE = 0.9
_BEARS_AT_LEAST = 10  # calls, if they show that they do: what was measured on a busy start may be next to nothing

Measure = Callable[[], Awaitable[Pace | None]]


def most_calls(pace: Pace, answer_within_ms: int) -> int:
    """As many calls as can be served in time: at least one."""
    return max(1, calls_within(pace, answer_within_ms))


def most_late(pace: Pace, answer_late_ms: int) -> int:
    """As many as are answered a little later, on cores that are as busy as they may be for a while."""
    return calls_within(pace, answer_late_ms, Habits(busiest=_BUSIEST_FOR_A_WHILE))


class Keeper:
    """Holds `admission.most_calls` true. `on_the_telephone` is how many spoken calls are going on."""

    def __init__(
        self,
        admission: Admission,
        measure: Measure,
        on_the_telephone: Callable[[], int],
        answer_within_ms: int,
        clock: Clock,
        answer_late_ms: int = 0,
    ) -> None:
        self._admission, self._measure, self._calls = admission, measure, on_the_telephone
        self._within_ms, self._late_ms, self._clock = answer_within_ms, answer_late_ms, clock
        self._measured_late = admission.most_late
        self._one_more_at = -math.inf

    async def run(self) -> None:
        """Until it is cancelled."""
        rest_s = _SOON_S
        while True:
            await self._clock.sleep(rest_s)
            while self._calls():
                await self._clock.sleep(_LOOK_AGAIN_S)
                self._one_more()
            rest_s = await self.again()

    async def again(self) -> float:
        """Measures once; returns the seconds until the next time."""
        try:
            pace = await self._measure()
        except SpeechError as error:
            logger.warning("capacity could not be measured", error=type(error).__name__)
            return _SOON_S
        if pace is None or self._calls():
            return _SOON_S  # a call came in: what was measured is not the machine's own pace
        before, now = self._admission.most_calls, most_calls(pace, self._within_ms)
        self._admission.most_calls, self._admission.most_late = now, most_late(pace, self._late_ms)
        self._admission.in_vain, self._measured_late = False, self._admission.most_late
        if now != before:
            logger.info("capacity was measured again", calls=now, before=before, pace=rounded(pace))
        return _LATER_S if abs(now - before) <= _AGREE * before else _SOON_S

    def _one_more(self) -> None:
        admission, now = self._admission, self._clock.now()
        most = max(_BEARS_AT_LEAST, 2 * self._measured_late) if self._late_ms else 0
        if not admission.in_vain or admission.most_late >= most or now - self._one_more_at < _SOON_S:
            return
        admission.most_late, self._one_more_at = max(admission.most_late, admission.most_calls) + 1, now
        admission.in_vain = False
        logger.info("one call more is taken a little later", late=admission.most_late)


def rounded(pace: Pace) -> dict[str, float]:
    return {name: round(value, 2) for name, value in asdict(pace).items()}
