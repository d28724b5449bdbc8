"""A person is always reachable, with the story told; nothing waits for the ticket."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from rasa_sdk import Tracker

from actions.emergency import ActionEmergency
from actions.handover import ActionHandOver, hand_over
from actions.misses import ActionNoInput, ActionNoMatch
from actions.settings import Settings
from actions.turn import Memory, transcript
from casework_client.client import CaseworkClient
from tests.bot.actions.desk import Casework, Conversation
from tests.fakes.wire import Handled


@pytest.fixture
def casework(monkeypatch: pytest.MonkeyPatch) -> Casework:
    stand_in = Casework()
    client = stand_in.client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    return stand_in


@pytest.mark.parametrize(
    ("intent", "reason"),
    [("speak_to_person", "asked_for_person"), ("relay_tty", "asked_for_person"), ("non_english", "other_language")],
)
async def test_the_callers_wish_leads_to_a_person_at_once(casework: Casework, intent: str, reason: str) -> None:
    talk = await Conversation().turn(ActionHandOver(), "can i talk to somebody", intent)
    assert (talk.reply["act"], talk.reply["reason"], talk.reply["ticket"]) == ("transfer", reason, "T1")
    assert talk.text


async def test_the_ticket_tells_need_facts_reason_wish_and_transcript(casework: Casework) -> None:
    talk = Conversation(need="theft_cold", facts={"where": "Pearl St"})
    talk.events += [{"event": "user", "text": "my bike was stolen"}, {"event": "bot", "text": "Is the person there?"}]
    await talk.turn(ActionHandOver(), "let me talk to a human", "speak_to_person")
    (ticket,) = casework.requests("handovers")
    assert ticket["need"] == "theft_cold"
    assert ticket["facts"] == {"where": "Pearl St"}
    assert (ticket["reason"], ticket["wish"]) == ("asked_for_person", "let me talk to a human")
    assert ticket["transcript"][:2] == [
        {"who": "caller", "text": "my bike was stolen"},
        {"who": "assistant", "text": "Is the person there?"},
    ]


async def test_an_emergency_is_handed_over_with_the_agencys_sentence_and_number(casework: Casework) -> None:
    talk = Conversation(need="noise_party_now", facts={"where": "Pearl St"})
    await talk.turn(ActionEmergency(), "now he has a gun", "noise_party_now", scope={"candidates": ["emg_in_progress"]})
    assert talk.text.startswith("This sounds like an emergency. Hang up now and dial nine one one")
    assert talk.reply["disposition"] == "911"
    assert talk.reply["destination"]["phone"] == "911"
    assert talk.reply["need"] == "emg_in_progress"
    assert talk.reply["facts"] == {"where": "Pearl St", "earlier_need": "noise_party_now"}
    assert talk.reply["voice"] == {"safety": True}


async def test_an_emergency_is_handed_over_though_casework_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Casework(handovers=httpx.ConnectError("down")).client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    talk = await Conversation().turn(ActionEmergency(client), "she won't wake up", "emg_medical")
    assert (talk.reply["disposition"], talk.reply["destination"]["phone"]) == ("911", "911")
    assert "emergency" in talk.text.lower()


async def test_a_slow_ticket_does_not_hold_the_caller() -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(30)
        return httpx.Response(201, json={"ticket": "late"})

    settings = Settings("http://casework", "t", 20.0)
    client = CaseworkClient(Handled(settings, never))
    talk = Conversation()

    class HandOver(ActionHandOver):
        async def run(self, dispatcher, tracker, domain):  # type: ignore[no-untyped-def]
            return await hand_over(dispatcher, tracker, Memory(), "routed", client=client)

    await asyncio.wait_for(talk.turn(HandOver(), "hello", "speak_to_person"), 6)
    assert talk.reply["act"] == "transfer"
    assert "ticket" not in talk.reply


async def test_silence_twice_leads_to_a_person(casework: Casework) -> None:
    talk = await Conversation().turn(ActionNoInput(), "/no_input", "no_input")
    assert talk.reply["act"] == "ask"
    await talk.turn(ActionNoInput(), "/no_input", "no_input")
    assert (talk.reply["act"], talk.reply["reason"], talk.reply["need"]) == ("transfer", "no_input", "silent_or_hangup")


async def test_not_understood_twice_leads_to_a_person(casework: Casework) -> None:
    talk = await Conversation().turn(ActionNoMatch(), "fnord", "nlu_fallback", scope={"reason": "out_of_scope"})
    assert talk.reply["act"] == "ask"
    await talk.turn(ActionNoMatch(), "fnord", "nlu_fallback", scope={"reason": "out_of_scope"})
    assert (talk.reply["act"], talk.reply["reason"]) == ("transfer", "not_understood")


async def test_what_the_recogniser_doubted_twice_is_told_as_low_confidence(casework: Casework) -> None:
    talk = await Conversation(misses=1).turn(
        ActionNoMatch(), "mumble", "nlu_fallback", scope={"reason": "low_confidence"}
    )
    assert talk.reply["reason"] == "low_confidence"


async def test_secrets_never_ride_in_a_reply_or_a_ticket(casework: Casework) -> None:
    talk = await Conversation().turn(
        ActionEmergency(),
        "pin 0317 and he has a knife",
        "emg_in_progress",
        facts={"pin": "0317", "access_code": "44192"},
    )
    assert "0317" not in json.dumps(talk.reply)
    assert "0317" not in json.dumps([ticket["facts"] for ticket in casework.requests("handovers")])


def test_what_the_caller_did_not_hear_is_not_told_to_the_call_taker() -> None:
    events = [
        {"event": "bot", "text": "That is handled by the city."},
        {"event": "bot", "text": "Is there anything else?"},
        {"event": "user", "text": "a person", "metadata": {"not_heard": "the city. Is there anything else?"}},
    ]
    tracker = Tracker("call-1", {}, {}, events, False, None, {}, "action_listen")
    assert transcript(tracker) == [
        {"who": "assistant", "text": "That is handled by"},
        {"who": "caller", "text": "a person"},
    ]


async def test_a_ticket_that_casework_cannot_take_goes_to_the_channel_with_its_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Casework(handovers=httpx.ConnectError("down")).client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    replies = []
    for _ in range(2):  # a turn whose answer was lost is sent again: the same ticket, not a second one
        talk = Conversation(need="theft_cold", facts={"where": "Pearl St"})
        replies.append((await talk.turn(ActionHandOver(), "a person please", "speak_to_person")).reply)
    first, second = (reply["unsent_ticket"] for reply in replies)
    assert "ticket" not in replies[0]
    assert first == second
    assert first["key"] == "call-1-1"
    assert (first["body"]["facts"], first["body"]["wish"]) == ({"where": "Pearl St"}, "a person please")
    assert len(first["body"]["ticket"]) == 24


async def test_a_ticket_that_casework_refuses_is_not_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Casework(handovers=(409, {"error": {"message": "used before"}})).client()
    monkeypatch.setattr("actions.handover.shared_client", lambda: client)
    reply = (await Conversation().turn(ActionHandOver(), "a person please", "speak_to_person")).reply
    assert "ticket" not in reply
    assert "unsent_ticket" not in reply
