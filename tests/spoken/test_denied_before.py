"""What is told before a report is left out of its question about danger; whatever may say otherwise leaves it to be asked."""

from __future__ import annotations

from typing import Tuple

import pytest

from spoken.en.denied_before import denied_at_first, denied_in

THERE = ("suspect_present", "happening_now")
ALL = (*THERE, "injured", "in_danger_now", "in_danger", "weapon")


@pytest.mark.parametrize(
    ("turns", "denied"),
    [
        (("somebody swiped my kayak yesterday off the dock",), THERE),
        (("my kayak was swiped", "no no that was sunday morning"), THERE),
        (("a kid took my skateboard he rode off down the hill",), THERE),
        (("they egged our door last night nobody got hurt",), (*THERE, "injured")),
        (("the shop window was broken overnight", "nobody was in the shop we're fine"), ALL),
        (("my drone was taken last night when i was at work",), ALL),
        (("somebody took my skateboard",), ()),
    ],
)
def test_what_was_denied_before_is_known(turns: Tuple[str, ...], denied: Tuple[str, ...]) -> None:
    assert denied_in(turns) == denied


@pytest.mark.parametrize(
    "said",
    [
        "they stole my bike yesterday and now he's back outside my house",
        "he took my phone last night and i'm scared he has my keys",
        "my window was smashed overnight and there's someone in the basement i think",
        "somebody stole my truck yesterday and he keeps coming back every night",
        "my neighbor cut my fence yesterday and he's standing there with a chainsaw",
        "they broke in last night while we were asleep i still hear noises",
        "my garage was broken into overnight and the guy is passed out in my car",
        "i was asleep and this morning my laptop was gone and the back door is open",
    ],
)
def test_who_may_still_be_there_is_asked_about(said: str) -> None:
    assert not set(THERE) & set(denied_in([said]))


@pytest.mark.parametrize(
    "said",
    [
        "he robbed me last night with a knife",
        "my car was broken into last night and my wife is bleeding from the glass",
        "last night he hit my brother and took the car",
        "yesterday he grabbed my phone and shoved me my head hurts",
        "we were asleep and he came in last night and choked me",
    ],
)
def test_who_may_be_hurt_is_asked_about(said: str) -> None:
    assert not {"injured", "in_danger", "in_danger_now"} & set(denied_in([said]))


@pytest.mark.parametrize(
    ("said", "denied"),
    [
        ("back in march somebody got into our shed and i left messages for the detective", (*THERE, "inside_building")),
        ("my garage was broken into last night", THERE),
        ("my ex just did not show up with the kids again", THERE),
        ("somebody broke in last week and he's back", ()),
        ("i was robbed last month and i see him outside now", ()),
        ("my ex isn't here but he's on his way with a gun", ()),
        ("my ex didn't bring the kids and he's threatening to hurt them", ()),
        ("there's been a car sitting over here since tuesday", ()),
        ("somebody broke into our house this weekend and the door is open", ()),
    ],
)
def test_the_first_words_of_a_need_deny_that_somebody_is_there(said: str, denied: Tuple[str, ...]) -> None:
    assert denied_at_first(said) == denied
