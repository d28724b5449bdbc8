"""Street names are expected while a place is asked for, and at no other time."""

import numpy as np
import pytest

from agencies.directory.street_names import street_names
from agencies.loader import AGENCIES
from tests.calls.virtual_time import VirtualClock, run_virtually
from tests.fakes.speech import FakeRecogniser, FakeVoiceActivity
from voice_connector.bot.replies import WireAsk
from voice_connector.call.hearing.ear import Ear
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import FRAME_SAMPLES, Pcm, Transcript


class Curious(FakeRecogniser):
    """Remembers what it was told to expect."""

    def __init__(self) -> None:
        super().__init__(["bannock street"])
        self.places: list[bool] = []

    async def transcribe(self, pcm16k: Pcm, *, final: bool, place: bool = False) -> Transcript:
        self.places.append(place)
        return await super().transcribe(pcm16k, final=final)


@pytest.mark.parametrize(("kind", "expected"), [("place", True), ("yes_no", False), (None, False)])
def test_names_are_expected_after_where_only(kind: str | None, expected: bool) -> None:
    async def main() -> None:
        clock, recogniser = VirtualClock(), Curious()
        ear = Ear(FakeVoiceActivity(), recogniser, clock, CallSettings(), lambda _: None)
        ear.ask = WireAsk(slot="where", kind=kind) if kind else None  # type: ignore[arg-type]
        for level in [3_000] * 60 + [0] * 80:
            ear.feed(np.full(FRAME_SAMPLES, level, np.int16))
            await clock.sleep(0.02)
        await ear.close()
        assert recogniser.places
        assert set(recogniser.places) == {expected}

    run_virtually(main())


def test_everyday_words_are_not_expected() -> None:
    names = street_names(AGENCIES / "denver")
    assert {"Colfax", "Bannock"} <= set(names)
    assert "Ash" not in names


def test_an_agency_without_a_gazetteer_expects_nothing() -> None:
    assert street_names(AGENCIES / "nowhere") == ()
