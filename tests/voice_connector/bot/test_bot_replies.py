"""The bot's answer becomes something to do, or BotFailed; nothing in between."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_connector.bot.replies import Ask, HangUp, Say, Transfer, read_reply
from voice_connector.errors import BotFailed


def answer(text: str | None, **civicline: Any) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = [] if text is None else [{"recipient_id": "c", "text": text}]
    return [*parts, {"recipient_id": "c", "custom": {"civicline": civicline}}]


@pytest.mark.parametrize(
    ("act", "kind"), [("inform", Say), ("report", Say), ("case_status", Say), ("transfer", Transfer), ("end", HangUp)]
)
def test_each_act_is_its_own_kind_of_reply(act: str, kind: type) -> None:
    assert type(read_reply(answer("Words.", act=act))) is kind


def test_a_question_carries_what_is_asked() -> None:
    reply = read_reply(answer("Your number?", act="ask", ask={"slot": "case_number", "kind": "number", "digits": 6}))
    assert isinstance(reply, Ask)
    assert (reply.ask.slot, reply.ask.kind, reply.ask.digits) == ("case_number", "number", 6)


def test_information_that_ends_in_a_question_is_a_question() -> None:
    reply = read_reply(
        answer("It is open. Anything else?", act="inform", ask={"slot": "anything_else", "kind": "yes_no"})
    )
    assert isinstance(reply, Ask)


def test_several_texts_are_said_one_after_the_other() -> None:
    body = [{"text": "One."}, *answer("Two.", act="inform")]
    assert read_reply(body).text == "One. Two."


def test_slow_speech_and_safety_are_heard_of() -> None:
    reply = read_reply(answer("Dial.", act="transfer", disposition="911", voice={"rate": "slow", "safety": True}))
    assert reply.safety
    assert reply.rate < 1
    assert reply.decision.emergency


def test_of_two_decisions_the_emergency_wins() -> None:
    body = [*answer("Dial.", act="transfer", disposition="911"), *answer("Anything else?", act="inform")]
    assert read_reply(body).decision.emergency


def test_fields_that_a_newer_bot_adds_are_ignored() -> None:
    assert read_reply(answer("Hi.", act="inform", mood="good")).text == "Hi."


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ([], "empty"),
        ({}, "malformed"),
        ("hello", "malformed"),
        ([1, 2], "malformed"),
        ([{"text": "Hi."}], "undecided"),
        ([{"text": "Hi.", "custom": {"other": 1}}], "undecided"),
        (answer("Hi.", act="dance"), "malformed"),
        (answer("Hi."), "malformed"),
        (answer("Hi.", act="ask", ask={"slot": "x", "kind": "riddle"}), "malformed"),
        (answer("Hi.", act="transfer", disposition="somewhere"), "malformed"),
        (answer("Hi.", act="transfer", destination={"name": "no id"}), "malformed"),
        (answer(None, act="inform"), "wordless"),
        (answer("   ", act="ask"), "wordless"),
    ],
)
def test_an_unusable_answer_is_a_failed_bot(body: Any, kind: str) -> None:
    with pytest.raises(BotFailed) as failed:
        read_reply(body)
    assert failed.value.kind == kind


def test_a_transfer_without_words_is_still_a_transfer() -> None:
    assert isinstance(read_reply(answer(None, act="transfer")), Transfer)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "custom", "civicline", "act", "ask"]), inner)
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_whatever_breaks_the_reader(body: Any) -> None:
    with contextlib.suppress(BotFailed):
        assert isinstance(read_reply(body), Say)


@pytest.mark.parametrize("ask", [None, {"slot": "need", "kind": "open"}])
def test_the_silence_that_the_bot_allows_is_read_with_and_without_a_question(ask: dict[str, str] | None) -> None:
    body = {"voice": {"wait_s": 60}, **({"ask": ask} if ask else {})}
    assert read_reply(answer("Take your time.", act="ask", **body)).wait_s == 60
    assert read_reply(answer("Go on.", act="ask")).wait_s is None
