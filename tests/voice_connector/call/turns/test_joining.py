"""Two halves of a sentence that become one turn: what each was heard as besides becomes one other reading of the whole."""

from __future__ import annotations

import pytest

from tests.calls.virtual_time import VirtualClock
from voice_connector.call.turns.joining import Halves
from voice_connector.events import TurnEnded
from voice_connector.speech.interfaces import Transcript


def turn(text: str, *alternatives: str) -> TurnEnded:
    return TurnEnded(Transcript(text, alternatives=alternatives), 0.0, 0.5, 0.6, 0.6, 500)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (turn("my car"), turn("was towed"), ()),
        (turn("my cart", "my car"), turn("was towed"), ("my car was towed",)),
        (turn("my car"), turn("was toad", "was towed"), ("my car was towed",)),
    ],
)
async def test_another_reading_of_a_half_is_one_of_the_whole(
    first: TurnEnded, second: TurnEnded, wanted: tuple[str, ...]
) -> None:
    halves = Halves(VirtualClock(), urgent=lambda _turn: False)
    assert halves.waits(first, speaking_since=0.7)
    assert halves.joined(second).transcript.alternatives == wanted
