"""A no to everything that was named, and a no that names something after all."""

from __future__ import annotations

import pytest

from spoken.en.none_of_it import denies_all, hedges


@pytest.mark.parametrize(
    "text",
    ["no", "nope", "No, nothing like that.", "none of that thank god", "not that i know of", "", "no, nobody's hurt",
     "no no hurt only van", "nope both of us fine still fine today", "no no i'm fine i was just on mute", "no no gun or anything",
     "no just the two bumpers", "no they left already", "no no it's just a package", "no it's just mattresses and that couch",
     "nope just the tulips, didnt see anybody", "no it just slid off", "goodness no i just left it there i am a bit scatterbrained",
     "no its MY couch. i want it picked up", "no no just the coat nobody hurt", "nobody in it nobody hurt",
     "no just the mirror + a scratch", "no they drove off it's gone", "no like i said", "no i was at work",
     "no gun dear a camera lens i said it wrong"],
)  # fmt: skip
def test_a_plain_no_denies_all(text: str) -> None:
    assert denies_all(text)


@pytest.mark.parametrize(
    "text",
    ["no but he had a gun", "no, it was my brother", "nobody's hurt", "no weapon", "no my ex took it", "no i don't know",
     "not anymore he left", "no just a knife", "no he had a knife", "no he's outside", "no they are in the house", "no she is dead",
     "no one got hurt but my ex did it", "no he hit me though", "no he's coming back", "no, the guy is still there",
     "no it's just my arm", "no it's just him in the box truck"],
)  # fmt: skip
def test_a_no_that_names_something_does_not(text: str) -> None:
    assert not denies_all(text)


@pytest.mark.parametrize(
    "text",
    ["no, not yet", "no, not physically", "no, not me, my neighbor", "no, not unless he shows up again", "no, he had a bat",
     "no, he choked me", "no, the man is at my window", "no, there's two guys on my roof", "no, he won't let me out", "no, they came back",
     "no i'm not okay", "no nobody is safe", "no the couch is on both of us", "no he left a package here", "no they left us here",
     "no not all of us are fine", "no it was not a box it was us", "no, just my shotgun",
     "no, he was drunk", "no, the other driver left", "no, nobody's badly hurt", "no, not really bleeding",
     "no weapon he punched me", "no gun just his fists", "no weapon but a bat",
     "no it's on fire", "no i fell on it", "no just the guy in the van", "no it was my roommate", "no but he's drunk",
     "no it's leaking gas",
     "no they'll be back tonight", "no i can't breathe", "no i'm locked in the bathroom", "no it's blocking the whole lane",
     "no he has a kitchen knife on him", "no they might come again", "no just chemicals", "no it hit us", "no i think my wrist is broke"],
)  # fmt: skip
def test_a_no_that_something_else_is_said_with_is_asked_about_one_by_one(text: str) -> None:
    assert not denies_all(text)


@pytest.mark.parametrize(
    "said",
    [
        "nah we were all asleep",
        "no i live alone",
        "no it was just the dog",
        "no no nothing like that nobody saw nothing",
        "No guns lol. I just think it fell out of my pocket when i got off",
        "no just fell out of my pocket i think",
        "none of that i just set it down somewhere",
        "No weapon, I didn't even feel it",
        "nobody hurt nobody here and nothings missing they didnt come in",
        "no its just me stuck",
        "no just my bumper and my pride",
        "no, like i said",
        "no he hung up already",
    ],
)
def test_a_no_with_a_harmless_reason_is_the_no(said: str) -> None:
    assert denies_all(said)


@pytest.mark.parametrize(
    "said",
    [
        "no but he had a gun",
        "no its my ex",
        "no but my wife is scared",
        "no but he said he'd be back",
        "no i live with my boyfriend",
        "no, my husband was asleep, he hit me",
        "no we were all asleep and my son is missing",
        "i was alone and he grabbed me",
        "no just my leg",
        "no it was my dad",
        "we were asleep",
        "no i live alone and i'm scared",
    ],
)
def test_a_no_with_a_danger_or_somebody_close_behind_it_is_not(said: str) -> None:
    assert not denies_all(said)


@pytest.mark.parametrize(
    ("words", "hedged"),
    [
        ("nope never seen her before in my life", False),
        ("no, happened overnight when we were closed", False),
        ("no it was a stranger and i've hung up on him since", False),
        ("no but he had something in his hand", True),
        ("no, my ex did it", True),
        ("no, he's still outside", True),
        ("no i'm only bleeding a little", True),
    ],
)
def test_whether_a_no_has_words_behind_it_that_may_say_otherwise(words: str, hedged: bool) -> None:
    assert hedges(words) is hedged
