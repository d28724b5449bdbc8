"""Wrong numbers, machines that call, the key zero said aloud, whether anybody is still there; nobody who only tells of them."""

from __future__ import annotations

import pytest

from spoken.en.openings import (
    BARE_MARK,
    CALL_BACK,
    KEY_ZERO,
    MACHINE,
    STILL_THERE,
    WITHDRAW,
    WRONG_NUMBER,
    asks_which_line,
    opening_in,
)

SAID = {
    WRONG_NUMBER: [
        "wrong number",
        "sorry i thought this was my cousin's cell",
        "oh sorry, wrong number",
        "I dialed this by mistake",
        "sorry i didn't mean to call",
        "butt dial, sorry",
        "i was trying to reach my pharmacy",
        "sorry my two year old was playing with my phone",
        "the baby got hold of the phone sorry",
    ],
    MACHINE: [
        "we've been trying to reach you about your car's extended warranty",
        "Your call has been forwarded to an automated voice messaging system",
        "to speak with a representative press one",
        "the person you are trying to reach is not available",
        "please leave a message after the tone",
        "this call may be monitored or recorded for quality",
        "please listen carefully as our menu has changed",
        "congratulations you have been selected for a free cruise",
        "your electricity rate is about to expire stay on the line for an agent",
        "for billing press two",
        "hello we are calling to inform you that your account has been suspended",
        "hi you've reached dana leave me a message and i'll call you back",
        "this is a prepaid debit call from an inmate at the county detention facility",
    ],
    KEY_ZERO: ["zero", "press zero", "0", "um zero please"],
    STILL_THERE: [
        "are you still there?",
        "hello? are you there",
        "is anybody there",
        "ok I'm back",
        "can you hear me now",
        "did i lose you",
    ],
    BARE_MARK: ["?", "??", " ?! "],
    WITHDRAW: [
        "cancel my report",
        "i reported my wallet stolen but my husband had it the whole time can i take that back",
        "I filed a report for my bike this morning, it turned up so please cancel that",
        "we reported our car stolen and it was only towed, so we don't need the report anymore",
    ],
    CALL_BACK: [
        "i don't have time to wait can someone call me back",
        "can I get a callback",
        "please have somebody call me",
        "just call me back when you can",
        "could you guys phone me back later",
        "i'd like a call back please",
    ],
    None: [
        "!",
        "is he still there",
        "are you there to help with a stolen bike",
        "somebody is still there in my yard",
        "i am here with my wife and she fell",
        "i told you the wrong number",
        "my son called me from the jail and said to press five",
        "my baby is choking on something from the phone",
        "the officer said leave a message and he never called me back",
        "this is probably the wrong number but there's a man on the ground outside",
        "i think i have the wrong number, someone is hurt",
        "somebody called and said we've been trying to reach you about your warranty, is this a scam",
        "i got a call, press one to talk to the irs they said",
        "can you tell me if this call is being recorded",
        "zero two four",
        "they said they would call me back and nobody did",
        "i'm still waiting for the detective to call me back",
        "a man keeps calling and wants me to call him back",
        "should i call back the number that texted me",
        "will someone call me",
        "if he calls me back what do i say",
        "i reported it last week and nobody called me back",
        "he took my wallet and i want it back",
        "he pressed a gun to my head",
        "my car was towed",
        "",
    ],
}


@pytest.mark.parametrize(("words", "wanted"), [(words, wanted) for wanted, many in SAID.items() for words in many])
def test_what_a_call_wants_of_the_line(words: str, wanted: str | None) -> None:
    assert opening_in(words) == wanted


@pytest.mark.parametrize(
    ("words", "asks"),
    [("is this public works", True), ("hello is this denver animal shelter", True), ("sorry is this the church", True),
     ("is this the dmv", True),
     ("is this an emergency", False), ("is this being recorded", False), ("is this a real person", False), ("is this smoke normal", False),
     ("is this guy breathing", False), ("is this where i report a pothole", False), ("is this legal", False)],
)  # fmt: skip
def test_who_asks_whether_this_is_somebody_else_is_told_what_line_it_is(words: str, asks: bool) -> None:
    assert asks_which_line(words) is asks


def test_who_says_that_they_dialed_wrong_has() -> None:
    assert opening_in("hi this is gladys i think i dialed wrong is this the church") == "wrong_number"
