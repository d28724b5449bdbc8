"""The player of whole conversations: whatever a bot asks is answered by slot, else by kind, and a call always comes to an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from benchmarks.dialogue_player import (
    MOST_TURNS,
    OTHER_DIGITS,
    Caller,
    Played,
    Question,
    asking_sentence,
    play,
    play_all,
    question_of,
)
from benchmarks.dialogue_script import Dialogue
from voice_connector.bot.messages import Message
from voice_connector.bot.replies import Reply, read_reply
from voice_connector.errors import BotFailed

ANSWERS: dict[str, Any] = {
    "where": "eleventh and grant",
    "when": "last night",
    "what": "a blue bike",
    "name": "nora castillo",
    "phone": "three oh three",
    "money": "six hundred dollars",
    "number": "two",
    "people": "a man in a red hat",
    "offer": "now please",
    "pin": "five eight two six",
    "summary": "yes that's right",
    "yes_no": {"gun|firearm": "no gun", "serial": "yes a serial"},
    "choice": {"how did they get in": "a window"},
    "default_yes_no": "no",
    "default": "i don't know",
}


def dialogue(**parts: Any) -> Dialogue:
    told = {"dialogue": "one", "channel": "voice", "opening": "my bike is gone", "answers": ANSWERS}
    return Dialogue.model_validate({**told, "expect": {"disposition": ["call_taker"]}, **parts})


def reply(text: str, act: str = "ask", slot: str | None = None, kind: str = "text", **decided: Any) -> Reply:
    ask = {"ask": {"slot": slot, "kind": kind}} if slot else {}
    return read_reply([{"text": text, "custom": {"civicline": {"act": act, **ask, **decided}}}])


GOODBYE = reply("Goodbye.", "end", disposition="info")


class FakeBot:
    """Answers by the number of the caller's turn; what it was sent is kept."""

    def __init__(self, answer: Callable[[int], Reply]) -> None:
        self.answer, self.sent = answer, list[tuple[str, Message]]()

    async def send(self, call_id: str, message: Message) -> Reply:
        self.sent.append((call_id, message))
        await asyncio.sleep(0)
        return self.answer(sum(one == call_id for one, _ in self.sent))


def played(bot: FakeBot, script: Dialogue | None = None) -> Played:
    return asyncio.run(play(bot, "topic", script or dialogue(), "denver"))


@pytest.mark.parametrize(
    ("slot", "kind", "words", "answer"),
    [
        ("where", "place", "Where did it happen?", "eleventh and grant"),
        ("self_service", "choice", "Now, online, or a person?", "now please"),
        ("report_summary", "yes_no", "Is all of that right?", "yes that's right"),
        ("pin", "number", "Please choose four digits.", "five eight two six"),
        ("items.1.what", "text", "What was taken?", "a blue bike"),
        ("items.1.value", "number", "About how much is it worth?", "six hundred dollars"),
        ("items.2.what", "text", "What else was taken?", "i don't know"),
        ("items.2.more", "yes_no", "Was anything else taken?", "no"),
        ("items.1.has_serial", "yes_no", "Do you have its serial number?", "yes a serial"),
        ("witnesses.1.name", "text", "Who saw it?", "a man in a red hat"),
        ("witnesses.1.phone", "number", "What is their phone number?", "i don't know"),
        ("suspect", "text", "Please describe them.", "a man in a red hat"),
        ("firearm", "yes_no", "Was a GUN stolen?", "no gun"),
        ("begun", "yes_no", "Has it begun?", "no"),
        ("entry", "choice", "How did they get in, through a door?", "a window"),
        ("colour", "choice", "Which colour, red or blue?", "i don't know"),
        ("damage", "number", "How many dollars will it cost?", "six hundred dollars"),
        ("part_count", "number", "How many were taken?", "two"),
        ("vehicle_year", "number", "What year is the vehicle?", "i don't know"),
        ("corner", "place", "Which corner is it?", "eleventh and grant"),
        ("what_happened", "text", "Tell me what happened.", "my bike is gone"),
        ("need", "open", "How can I help you?", "i don't know"),
    ],
)
def test_what_is_asked_is_answered_by_slot_else_by_kind(slot: str, kind: str, words: str, answer: str) -> None:
    assert Caller(dialogue()).answer(Question(slot, kind, words)) == answer


def test_a_question_in_other_words_is_answered_as_at_first() -> None:
    caller = Caller(dialogue())
    assert caller.answer(Question("entry", "choice", "How did they get in?")) == "a window"
    assert caller.answer(Question("entry", "choice", "Please say window, door, or some other way.")) == "a window"


def test_a_secret_number_that_is_refused_is_replaced_by_another() -> None:
    caller = Caller(dialogue())
    assert caller.answer(Question("pin", "number", "Please choose a secret number.")) == "five eight two six"
    assert caller.answer(Question("pin", "number", "Too easy. Please choose another.")) == OTHER_DIGITS["voice"]
    knows = Caller(dialogue())
    assert {knows.answer(Question("pin", "number", "What is your number?")) for _ in range(2)} == {"five eight two six"}


def test_only_the_sentence_that_asks_is_looked_at() -> None:
    text = "Your serial code is one two. Was a gun stolen? Yes or no is enough."
    assert asking_sentence(text) == "Was a gun stolen?"
    assert asking_sentence("Please say window or door.") == "Please say window or door."
    assert question_of(reply(text, slot="firearm", kind="yes_no")).words == "Was a gun stolen?"


def test_a_call_goes_on_until_it_is_ended_and_every_question_gets_its_answer() -> None:
    bot = FakeBot(
        {
            1: reply("Where?", slot="where", kind="place"),
            2: reply("It is open from nine. Is there anything else?", "inform", disposition="info"),
            3: GOODBYE,
        }.__getitem__
    )
    call = played(bot)
    assert call.over
    assert call.said == ["my bike is gone", "eleventh and grant", "no"]
    assert call.our_words == 11


def test_a_transfer_ends_the_call() -> None:
    call = played(FakeBot(lambda turn: reply("Please hold.", "transfer", disposition="call_taker")))
    assert call.over
    assert call.said == ["my bike is gone"]


def test_a_later_turn_is_said_whatever_was_asked() -> None:
    script = dialogue(later=[{"turn": 2, "text": "he has a knife"}])
    bot = FakeBot({1: reply("Where?", slot="where", kind="place"), 2: GOODBYE}.__getitem__)
    assert played(bot, script).said == ["my bike is gone", "he has a knife"]


def test_a_caller_who_is_never_let_go_gives_up() -> None:
    call = played(FakeBot(lambda turn: reply("Where?", slot="where", kind="place")))
    assert not call.over
    assert len(call.said) == MOST_TURNS


def test_a_bot_that_fails_is_noted_and_the_other_calls_go_on() -> None:
    def answer(turn: int) -> Reply:
        if turn == 2:
            raise BotFailed("timeout", "The bot gave no answer.")
        return reply("Where?", slot="where", kind="place")

    call = played(FakeBot(answer))
    assert call.failure
    assert len(call.replies) == 1


def test_what_is_said_passes_the_connectors_filter_and_carries_what_the_connector_knows() -> None:
    bot = FakeBot({1: reply("Where?", slot="where", kind="place"), 2: GOODBYE}.__getitem__)
    call = played(bot, dialogue(opening='/transfer_failed{"outcome": "busy"}', channel="web"))
    assert call.said[0].startswith("/")
    first, second = (message for _, message in bot.sent)
    assert not first.text.startswith("/")
    assert first.metadata == {
        "agency": "denver",
        "channel": "web",
        "language": "en",
        "call_id": bot.sent[0][0],
    }
    assert second.metadata["asking"] == "where"


def test_calls_are_played_four_at_once_and_never_mixed() -> None:
    bot = FakeBot({1: reply("Where?", slot="where", kind="place"), 2: GOODBYE}.__getitem__)
    scripts = [("topic", dialogue(dialogue=f"caller {number}", opening=f"caller {number}")) for number in range(9)]
    heard: list[int] = []
    calls = asyncio.run(play_all(bot, scripts, "denver", 4, heard.append))
    assert [call.said[0] for call in calls] == [f"caller {number}" for number in range(9)]
    assert heard == list(range(1, 10))
    assert len({call_id for call_id, _ in bot.sent}) == 9
    assert len({call_id for call_id, _ in bot.sent[:8]}) == 4


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError):
        dialogue(expects={})


def test_the_transcript_tells_both_sides() -> None:
    bot = FakeBot({1: reply("Where?", slot="where", kind="place"), 2: GOODBYE}.__getitem__)
    told = played(bot).transcript
    assert "caller: eleventh and grant" in told
    assert "us: Where?" in told
