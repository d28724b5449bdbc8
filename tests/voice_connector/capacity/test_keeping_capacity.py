"""What was measured on a busy start is measured again: the capacity follows the machine."""

import asyncio
import contextlib
import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.speech import fake_engines
from voice_connector import app
from voice_connector.capacity.admission import Admission
from voice_connector.capacity.keeping import Keeper, most_calls, most_late
from voice_connector.capacity.model import Pace
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted
from voice_connector.settings import Settings
from voice_connector.speech.errors import EngineBusy, EngineTimeout

SLOW = Pace(1_500, 700, 0.5, cores=2)
QUICK = Pace(300, 180, 0.2, cores=2)
WITHIN_MS = 1_200


class Passing:
    """A clock on which sleeping takes no time; it is stopped after so many sleeps."""

    def __init__(self, sleeps: int) -> None:
        self.slept: list[float] = []
        self._most = sleeps

    def now(self) -> float:
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        if len(self.slept) == self._most:
            raise asyncio.CancelledError
        self.slept.append(seconds)


def _keeper(paces: list[Pace | Exception | None], calls: Iterator[int], clock: Passing) -> tuple[Keeper, Admission]:
    admission = Admission(most_calls(SLOW, WITHIN_MS), measured=True)
    left = iter(paces)

    async def measure() -> Pace | None:
        pace = next(left)
        if isinstance(pace, Exception):
            raise pace
        return pace

    return Keeper(admission, measure, lambda: next(calls), WITHIN_MS, clock), admission


def _nobody() -> Iterator[int]:
    while True:
        yield 0


async def _run(keeper: Keeper) -> None:
    with pytest.raises(asyncio.CancelledError):
        await keeper.run()


async def test_one_call_after_a_busy_start_becomes_many_on_the_quiet_machine() -> None:
    clock = Passing(3)
    keeper, admission = _keeper([QUICK, QUICK, QUICK], _nobody(), clock)
    assert admission.most_calls == 1
    await _run(keeper)
    assert admission.most_calls == most_calls(QUICK, WITHIN_MS) > 5
    assert clock.slept == [60, 60, 900], "soon again until two measurements agree, then seldom"


async def test_a_machine_that_becomes_slower_takes_fewer() -> None:
    keeper, admission = _keeper([QUICK, SLOW], _nobody(), Passing(2))
    await _run(keeper)
    assert admission.most_calls == 1


async def test_nothing_is_measured_while_somebody_is_on_the_telephone() -> None:
    clock = Passing(4)
    keeper, admission = _keeper([QUICK, QUICK], itertools.chain([2, 1], _nobody()), clock)
    await _run(keeper)
    assert clock.slept == [60, 5, 5, 60]
    assert admission.most_calls > 1


async def test_what_was_measured_while_a_call_came_in_does_not_count() -> None:
    keeper, admission = _keeper([QUICK], iter([0, 1]), Passing(1))
    await _run(keeper)
    assert admission.most_calls == 1


async def test_an_engine_that_cannot_be_timed_now_is_asked_again_soon() -> None:
    clock = Passing(3)
    keeper, admission = _keeper([EngineTimeout("late"), None, QUICK], _nobody(), clock)
    await _run(keeper)
    assert clock.slept == [60, 60, 60]
    assert admission.most_calls > 1


def test_a_slow_machine_takes_more_than_one_call_a_little_later_and_a_hopeless_one_none() -> None:
    slower = Pace(694, 200, 0.35, cores=2, ears=2, voices=2)
    assert most_calls(slower, WITHIN_MS) == 1
    assert 4 <= most_late(slower, 2_500) <= 12
    assert most_late(Pace(6_000, 3_000, 0.5, cores=1), 2_500) == 0
    assert most_late(QUICK, 0) == 0


async def test_a_start_too_busy_to_measure_takes_more_than_one_call_a_little_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def busy(*_args: object, **_named: object) -> None:
        raise EngineBusy("all workers have work")

    monkeypatch.setattr(app, "measure_pace", busy)
    in_time, late, measured = await app._measured_calls(Settings(), fake_engines(()))
    assert (in_time, measured) == (1, True)
    assert late > in_time


class BusyLine:
    """Callers who never leave a quiet moment, on a machine that bears `bears` calls without anybody waiting."""

    def __init__(self, most_calls: int, late: int, bears: int, late_ms: int = 2_500) -> None:
        self.second, self.calls, self.most, self._bears = 0.0, 1, 1, bears
        self.admission = Admission(
            most_calls, late, measured=True, waits_s=lambda: 0.9 if self.calls > self._bears else 0.0, now=self.now
        )
        self.keeper = Keeper(self.admission, self._never, lambda: self.calls, WITHIN_MS, self, late_ms)

    async def _never(self) -> Pace | None:
        raise AssertionError("nothing is measured while somebody is on the telephone")

    def now(self) -> float:
        return self.second

    async def sleep(self, seconds: float) -> None:
        """Meanwhile somebody rings every second; who is not answered in time hangs up."""
        for _ in range(round(seconds)):
            self.second += 1
            with contextlib.suppress(LineBusy):
                self.admission.admit(CallStarted("call-00000001", "voice", "stage"), self.calls, 0)
                self.calls += 1
            if self.calls > self._bears + 1:
                raise AssertionError("calls were taken although others waited")
            if self.calls > self._bears:
                self.calls -= 1
            self.most = max(self.most, self.calls)
        if self.second > 3_600:
            raise asyncio.CancelledError


@settings(max_examples=40, deadline=None)
@given(most=st.integers(1, 6), late=st.integers(0, 6), bears=st.integers(1, 30))
def test_a_bad_start_is_not_for_ever_on_a_line_that_is_never_quiet(most: int, late: int, bears: int) -> None:
    line = BusyLine(most, late, max(bears, most))
    asyncio.run(_run(line.keeper))
    assert line.most >= min(max(bears, most), max(10, 2 * late)), "within the hour, without a restart"
    assert line.admission.most_late <= max(10, 2 * late, most)


def test_where_nobody_shall_be_answered_later_nothing_grows() -> None:
    line = BusyLine(2, 0, 20, late_ms=0)
    asyncio.run(_run(line.keeper))
    assert (line.most, line.admission.most_late) == (2, 0)
