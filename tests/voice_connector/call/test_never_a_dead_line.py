"""What of ours breaks in a call in a way that nobody thought of: the caller hears so and goes to a person."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from tests.calls import stage
from tests.calls.script import load
from tests.calls.stage import Outcome
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes.speech import FakeVoiceActivity
from voice_connector.call.speaking.mouth import SpokenMouth, Utterance
from voice_connector.call.speaking.pacer import Pacer
from voice_connector.events import SpeakingEnded
from voice_connector.speech.errors import EngineFailed
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Speech

CALLS = Path(stage.__file__).parent


class BreakingActivity(FakeVoiceActivity):
    """Works for a second and a half."""

    def __init__(self) -> None:
        self._frames = 0

    def feed(self, frame: Pcm) -> float:
        self._frames += 1
        if self._frames > 75:
            raise RuntimeError("the detector broke")
        return super().feed(frame)


def test_a_detector_that_breaks_is_no_hang_up_of_the_callers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stage, "FakeVoiceActivity", BreakingActivity)
    outcome: Outcome = run_virtually(stage.play(load(CALLS / "ordinary_transfer.yml"), tmp_path))
    assert outcome.record["failure"] == "recogniser"
    assert [order.to.id for order in outcome.line.transfers] == ["call_taker"]
    assert outcome.record["ended_by"] == "transfer"


class LateFailure:
    """A voice that fails half a second after it was asked."""

    async def synthesise(self, text: str, *, rate: float = 1.0, ahead: bool = False) -> Speech:
        await asyncio.sleep(0.5)
        raise EngineFailed("the voice broke")


@pytest.mark.parametrize("hold_at_s", [0.1, 0.49])
def test_ready_made_words_are_heard_although_our_voice_was_paused_when_it_failed(hold_at_s: float) -> None:
    async def talk() -> None:
        clock, sent = VirtualClock(), list[float]()
        ended = asyncio.Queue[SpeakingEnded]()

        async def send(_frame: Pcm) -> None:
            sent.append(clock.now())

        async def flush() -> None: ...

        pacer = Pacer(clock, send)
        pacing = asyncio.create_task(pacer.run())
        mouth = SpokenMouth(LateFailure(), pacer, flush, 5.0, ended.put_nowait, lambda _id, _at: None)  # type: ignore[arg-type]
        mouth.say(Utterance(1, "You will never hear this."))
        await clock.sleep(hold_at_s)
        await mouth.hold()
        assert (await ended.get()).failed == "EngineFailed"
        await mouth.stop(interrupted=False)
        mouth.say(Utterance(2, "Something is wrong.", sound=np.ones(SAMPLE_RATE, np.int16)))
        async with asyncio.timeout(5):
            assert (await ended.get()).heard == "Something is wrong."
        assert len(sent) == 50
        pacing.cancel()

    run_virtually(talk())


def test_going_on_after_a_sentence_has_ended_says_nothing_of_it_again() -> None:
    async def talk() -> None:
        clock, sent = VirtualClock(), list[float]()

        async def send(_frame: Pcm) -> None:
            sent.append(clock.now())

        pacer = Pacer(clock, send)
        pacing = asyncio.create_task(pacer.run())
        pacer.queue(np.ones(SAMPLE_RATE // 2, np.int16))
        await pacer.drained()
        pacer.let_go()
        pacer.hold()
        pacer.resume()
        await clock.sleep(1.0)
        assert len(sent) == 25
        pacing.cancel()

    run_virtually(talk())
