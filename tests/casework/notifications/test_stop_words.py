"""A text that says stop in any reasonable words, and those that only have the word in them."""

from __future__ import annotations

import pytest

from casework.notifications.stop_words import is_stop

STOPS = [
    "STOP",
    "stop.",
    "S T O P",
    "remove me",
    "no more texts",
    "don't text me",
    "don’t text me",
    "Opt me out",
    "STOP STOP STOP STOP STOP STOP STOP",
    "please stop texting me",
    "Please stop",
    "stop it",
    "stop sending me these messages",
    "can you stop texting me",
    "take me off this list",
    "I don't want these texts anymore",
    "i do not want to receive any more messages",
    "quit messaging me",
    "leave me alone",
    "wrong number",
    "unsubscribe me please",
    "ya no me manden mensajes",
    "no quiero más mensajes",
    "dejen de escribir",
    "my bike was found. please stop texting me",
    "do not contact me again",
    "STOP!!!",
    "stop thanks",
    "End texts",
    "remove my number from your list",
    "delete me",
    "cancel",
    "cancel all messages",
    "I want you to stop texting me",
    "no texts please",
    "opt-out",
    "I said STOP",
    "get me off your list",
    "stop the texts",
    "never text me again",
    "would you please quit sending me texts",
    "you have the wrong number",
    "stop messages now or i call my lawyer",
    "no further messages",
    "please cease all texts",
    " Stop. ",
    "stop all",
    "Opt-out",
    "OPT OUT",
    "STOP 🛑",
    "Unsubscribe me!",
    "ALTO",
    "stop sending me these",
    "End",
]

GOES_ON = [
    "it won't stop barking",
    "bus stop on colfax",
    "",
    "yes",
    "thanks",
    "the man at the bus stop wore a red coat and ran away",
    "don't stop",
    "cancel my appointment",
    "🙂",
    "he wont stop texting me",
    "my ex won't stop messaging me",
    "tell him to stop texting me",
    "did you stop sending updates?",
    "please don't stop sending me texts",
    "never stop messages",
    "stop sign on 5th was hit",
    "the bus will stop here",
    "I was at the stop when he came",
    "end of the street",
    "they need to stop the noise",
    "can you stop him",
    "please stop the barking dog",
    "he told me to remove my jacket",
    "take me to the station",
    "I want to cancel my report",
    "quit my job last week so new phone",
    "no more damage found",
    "no",
    "I do not want to press charges",
    "don't call my wife at work",
    "the end",
    "stop the car he said",
    "someone stole the stop sign",
    "I did not text him",
    "he removed my number plate",
    "remove my name from the report",
    "i got no text from you",
    "no message yet",
    "I don't want him to get a message",
    "we can end the case",
]


@pytest.mark.parametrize("words", STOPS)
def test_any_reasonable_words_stop_texts(words: str) -> None:
    assert is_stop(words)


@pytest.mark.parametrize("words", GOES_ON)
def test_the_word_alone_stops_nothing(words: str) -> None:
    assert not is_stop(words)
