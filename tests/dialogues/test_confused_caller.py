"""A caller who answers at random: whatever is said, within so many turns the call ends or a person comes."""

from __future__ import annotations

import random

import httpx

from tests.dialogues.line import Caller, Reply
from voice_connector.bot import messages

SEED, CALLERS, MOST_TURNS = 20, 200, 40
OVER = ("transfer", "end")
SAYS = (  # thirty kinds of turns that bring nobody further by themselves, and some needs
    "help",
    "what",
    "i don't understand",
    "repeat that",
    "let's start over",
    "go back",
    "that's wrong",
    "what can you do",
    "are you a robot",
    "is this recorded",
    "i want to report something",
    "what number is this",
    "use the number i'm calling from",
    "hello",
    "thank you",
    "yes",
    "no",
    "maybe",
    "ok",
    "i don't know",
    "slower please",
    "why do you need that",
    "how much longer",
    "skip",
    "it was blue and rather large",
    "we passed out flyers",
    "last tuesday around noon",
    "you're useless",
    "my bike was stolen",
    "i lost my dog",
    "there's a pothole on my street",
    "how is my report going",
)
KEYS = ("1", "2", "7")


def turn_of(drawn: random.Random) -> str:
    kind = drawn.random()
    if kind < 0.05:
        return "/no_input"
    return messages.dtmf(drawn.choice(KEYS)) if kind < 0.12 else messages.words(drawn.choice(SAYS))


def turns_until_over(http: httpx.Client, drawn: random.Random) -> tuple[int, Caller]:
    caller = Caller(http, channel="voice")
    few = drawn.sample(SAYS, drawn.choice((1, 2, 3, len(SAYS))))  # some say the same again and again
    for number in range(1, MOST_TURNS + 1):
        message = turn_of(drawn) if len(few) > 3 else messages.words(drawn.choice(few))
        reply: Reply = caller.turn(message)
        if reply.decision["act"] in OVER:
            return number, caller
    return MOST_TURNS + 1, caller


def test_nobody_is_left_in_a_loop(http: httpx.Client) -> None:
    drawn = random.Random(SEED)
    left = [
        caller.talk for turns, caller in (turns_until_over(http, drawn) for _ in range(CALLERS)) if turns > MOST_TURNS
    ]
    assert not left, f"{len(left)} of {CALLERS} callers are still there after {MOST_TURNS} turns:\n" + "\n\n".join(
        left[:3]
    )


def test_whoever_only_asks_for_help_is_offered_a_person_and_gets_one(http: httpx.Client) -> None:
    caller = Caller(http, channel="voice")
    acts = []
    while len(acts) < 10 and (not acts or acts[-1] not in OVER):
        acts.append(caller.turn("help").decision["act"])
    assert acts[-1] == "transfer", caller.talk
    assert any("person?" in reply.text for reply in caller.replies), caller.talk
