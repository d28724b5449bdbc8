"""The drills, small: a few calls through the real connector while bot, casework and recogniser are killed; then a drain.

The real sizes are `make drill` and `make soak`.
"""

import asyncio
from collections.abc import Iterator

import pytest

from tests.drills.callers import ring
from tests.drills.faults import round_of
from tests.drills.soak import soak
from tests.drills.town import Town, town
from tests.drills.voices import spoken
from voice_connector.speech.interfaces import Pcm
from voice_connector.speech.tts.hibari import hibari_is_installed

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not hibari_is_installed(), reason="callers need a voice: requirements/services.txt"),
]
CALLS = 2


@pytest.fixture(scope="module")
def turns() -> list[Pcm]:
    return spoken(("There is a loud party next door.", "I want to talk to a person."))


@pytest.fixture(scope="module")
def line() -> Iterator[Town]:
    with town(real_bot=False, most_calls=CALLS, CIVICLINE_DRAIN_S="60") as whole:
        yield whole


def test_nobody_is_left_on_a_dead_line_while_everything_is_killed(line: Town, turns: list[Pcm]) -> None:
    told = round_of(line, "casework+rasa+recogniser", turns, CALLS, kill_after_s=3.0)
    assert not told.lost, [call.why for call in told.lost]
    assert not told.records_missing
    assert line.metric("civicline_engine_restarts_total") >= 2
    assert line.readiness()["ready"]


def test_a_short_soak_loses_no_record_and_nobody(line: Town, turns: list[Pcm]) -> None:
    done = asyncio.run(soak(line, turns[1:], CALLS, seconds=8))
    assert done.calls
    assert not [call.why for call in done.calls if call.ended == "lost"]
    assert done.records_missing == 0
    assert done.memory_mb[-1][1] > 100


def test_a_connector_that_is_told_to_stop_lets_its_call_end_and_then_goes(line: Town, turns: list[Pcm]) -> None:
    async def call_and_stop() -> tuple[str, int]:
        calling = asyncio.create_task(ring(line.address, turns[1:]))
        await asyncio.sleep(2.0)
        code = await asyncio.to_thread(line.drain, 90.0)
        return (await calling).why, code

    why, code = asyncio.run(call_and_stop())
    assert why == "asked_for_person"
    assert code == 0
