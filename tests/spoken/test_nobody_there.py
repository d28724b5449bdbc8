"""A story in which nobody was met, and the same words with somebody in danger behind them."""

from __future__ import annotations

import pytest

from spoken.en import yes_no


@pytest.mark.parametrize(
    "text",
    ["they were long gone when i came out", "marjorie came out before me but she didn't see anybody", "he ran off down the alley",
     "i am fine", "when i got home the garage was empty", "i never saw who did it"],
)  # fmt: skip
def test_nobody_was_met(text: str) -> None:
    assert yes_no.nobody_there(text)


@pytest.mark.parametrize(
    "text",
    ["no he ran off but he's outside my door", "no he drove away but now he's back", "no i got away, he's banging on the door",
     "no i drove off and he is behind me", "no i ran off and i'm in the closet", "no he ran off upstairs, i'm locked in the bathroom",
     "no i didn't see anybody but i hear someone in the house", "no he drove off and my neighbor is lying in the street",
     "no he ran off after he choked me", "no there's nobody here i'm all alone and i fell", "no nobody is here to help me",
     "no he took off with my mom", "no he drove off with somebody in the trunk", "no he ran away but he left a bomb",
     "no she walked away toward the bridge and said goodbye", "no he ran off but my mom collapsed and she isn't moving",
     "no the old man walked off and it's freezing out", "no they drove off and the car is leaking gas"],
)  # fmt: skip
def test_somebody_is_in_danger_after_all(text: str) -> None:
    assert not yes_no.nobody_there(text)
