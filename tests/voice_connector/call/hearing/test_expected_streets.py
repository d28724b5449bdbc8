"""Street names are expected while a place is asked for, digits while a code is, and at the beginning what people call about."""

import numpy as np
import pytest

from agencies.directory.street_names import street_names
from agencies.loader import AGENCIES
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes.speech import FakeRecogniser, FakeVoiceActivity
from voice_connector.bot.replies import WireAsk
from voice_connector.call.hearing.ear import Ear
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import FRAME_SAMPLES, Expected, Pcm, Transcript


class Curious(FakeRecogniser):
    """Remembers what it was told to expect."""

    def __init__(self) -> None:
        super().__init__(["bannock street"])
        self.expected: list[Expected] = []

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: Expected = "") -> Transcript:
        self.expected.append(expects)
        return await super().transcribe(pcm16k, final=final)


ASKS: list[tuple[WireAsk | None, Expected]] = [
    (WireAsk(slot="where", kind="place"), "place"),
    (WireAsk(slot="pin", kind="number", digits=4), "digits"),
    (WireAsk(slot="value", kind="number"), ""),
    (WireAsk(slot="hurt", kind="yes_no"), ""),
    (WireAsk(slot="story"), ""),
    (WireAsk(slot="need"), "matter"),
    (None, "matter"),
]


@pytest.mark.parametrize(("ask", "expected"), ASKS)
def test_what_was_asked_for_is_expected(ask: WireAsk | None, expected: Expected) -> None:
    async def main() -> None:
        clock, recogniser = VirtualClock(), Curious()
        ear = Ear(FakeVoiceActivity(), recogniser, clock, CallSettings(), lambda _: None)
        ear.ask = ask
        for level in [3_000] * 60 + [0] * 80:
            ear.feed(np.full(FRAME_SAMPLES, level, np.int16))
            await clock.sleep(0.02)
        await ear.close()
        assert recogniser.expected
        assert set(recogniser.expected) == {expected}

    run_virtually(main())


def test_everyday_words_are_not_expected() -> None:
    names = street_names(AGENCIES / "denver")
    assert {"Colfax", "Bannock"} <= set(names)
    assert "Ash" not in names


def test_an_agency_without_a_gazetteer_expects_nothing() -> None:
    assert street_names(AGENCIES / "nowhere") == ()
