"""What is asked beside a report is known by its topic; a story with the same words asks nothing."""

from __future__ import annotations

from typing import Optional

import pytest

from spoken.en.asides import asked_behind, is_a_question, topic_in


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("should i call my bank", "bank"),
        ("yes dear should i call the bank", "bank"),
        ("yeah do i gotta call my bank or do yall do that", "bank"),
        ("do i need to cancel my cards", "bank"),
        ("who pays", "who_pays"),
        ("blew my tire!! who pays", "who_pays"),
        ("who's gonna pay for this", "who_pays"),
        ("will my insurance cover it", "who_pays"),
        ("will i get it back", "get_back"),
        ("what are the chances i get my bike back?", "get_back"),
        ("Can I get the money back?", "get_back"),
        ("are you going to find my bike", "get_back"),
        ("can you tow it", "towed"),
        ("is that gonna get towed today?", "towed"),
        ("yes its right but i also need it towed!!", "towed"),
        ("when will it be towed", "towed"),
        ("will they come paint it over before sunday?", "cleaned"),
        ("when will you clean it up", "cleaned"),
        ("is somebody coming out", "somebody_comes"),
        ("are you sending an officer", "somebody_comes"),
        ("will you catch him", "caught"),
        ("does it cost anything", "costs"),
        ("can i even do this i'm fifteen", "minor"),
        ("do i need my mom for this", "minor"),
        ("do i get a case number my landlord wants one", "number"),
        ("how long is this gonna take", "length"),
        ("is that gonna take forever", "length"),
        ("can i still drive it to work", "drive_it"),
        ("do you want the serial too", "wanted"),
        ("shall i spell the number", "wanted"),
        ("should i tell that to the post office as well", "post"),
        ("do you think the insurance pays for that", "who_pays"),
        ("i'm fifteen and he took my bike", None),
        ("somebody asked what is your case number and i told him", None),
        ("so what about the video who gets it", "pictures"),
        ("who do i give that to", "pictures"),
        ("how do i get you the video", "pictures"),
        ("can i send you guys the pictures", "pictures"),
        ("no i'm fine just should i stay out of it", "left_as_it_is"),
        ("do i need to stay out of the garage until somebody comes", "left_as_it_is"),
        ("can i clean up the glass", "left_as_it_is"),
        ("should we leave it there", "left_as_it_is"),
        ("do i need the police to come look at it", "somebody_comes"),
        ("do police come", "somebody_comes"),
        ("is there gonna be somebody out here cause there's a screwdriver on the ground", "somebody_comes"),
        ("no i asked if an officer comes out", "somebody_comes"),
        ("i have a video of the guy", None),
        ("we cleaned up the glass already", None),
        ("i need somebody to come get my dog", None),
        ("my bank card was in it", None),
        ("they towed my car last night", None),
        ("he said he would pay me back", None),
        ("i called my bank yesterday", None),
        ("somebody came and cleaned it up", None),
        ("it cost me about two hundred dollars", None),
        ("no", None),
        ("she gave it back", None),
    ],
)
def test_a_question_beside_a_report_is_known_by_its_topic(said: str, topic: Optional[str]) -> None:
    assert topic_in(said) == topic


@pytest.mark.parametrize("said", ["will that be on my record", "so what happens now", "oh ok can you fix it"])
def test_any_other_question_is_one_all_the_same(said: str) -> None:
    assert is_a_question(said)
    assert topic_in(said) is None


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("it's a black one with a strap um wait do you need what was in it too", "wanted"),
        ("nah no cameras there can i drive it", "drive_it"),
        ("they left a saw under it should i touch it", "left_as_it_is"),
        ("a silver one and the guy yelled who is gonna pay for this", None),
        ("she asked me if i could drive it", None),
        ("he said can i use your phone and grabbed it", None),
    ],
)
def test_a_question_behind_an_answer_is_heard_and_one_that_is_told_is_not(said: str, topic: Optional[str]) -> None:
    assert asked_behind(said) == topic
