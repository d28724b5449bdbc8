"""The talk itself: greeting, help, what the line can do, anger, a moment to look something up. Beside it: what was said once
more (said_again.py), a change of mind (change_of_mind.py), goodbyes (goodbyes.py), what was not understood (misses.py).

Every line stands in domain.yml (utter_...). After a line of its own an action says the open question again, so that
the caller always knows what to say next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.ladder import understood
from actions.questions import OPENING, PERSON, ask_again
from actions.reply import civicline, question, say, say_only
from actions.several import on_with
from actions.turn import Memory, Turn, is_connecting, last_reply
from spoken.en import for_a_person, yes_no

ASKED_BESIDE = ("ask_recording", "ask_privacy")


class SayAndAskAgain(Action):
    """One sentence of its own (the response `utter_<topic>`), then the open question again; or on with the need told beside it."""

    topic: str = ""

    def name(self) -> str:
        return f"action_{self.topic}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        say_only(dispatcher, response=f"utter_{self.topic}")
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        if need := _told_beside(turn, memory):
            return on_with(need, replace(memory, facts={**memory.facts, **turn.facts}))
        go_on(dispatcher, tracker, memory)
        return understood()


def _told_beside(turn: Turn, memory: Memory) -> Optional[str]:
    """The need of "is this recorded, because somebody knocked my fence down"; or the one that a yes on a condition agrees to."""
    agrees = turn.intent in ASKED_BESIDE and yes_no.yes_on_a_condition(turn.text)
    if memory.open_question == "did_you_mean" and memory.candidate and agrees:
        return memory.candidate
    begins = not (memory.ask or memory.need or memory.open_question)
    return turn.also[0] if begins and turn.also else None


def go_on(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> None:
    """The open question again; to somebody who is being connected, that they are."""
    if memory.ask or memory.open_question or not is_connecting(tracker):
        ask_again(dispatcher, memory)
        return
    say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_while_connecting")


class ActionAreYouRobot(SayAndAskAgain):
    topic = "are_you_robot"


class ActionHelp(SayAndAskAgain):
    """What the open question means where its form explains it; else how the line is used."""

    topic = "help"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        explained = (memory.ask or {}).get("help")
        if not explained:
            return super().run(dispatcher, tracker, domain)
        say_only(dispatcher, text=explained)
        ask_again(dispatcher, memory)
        return []


class ActionCapabilities(SayAndAskAgain):
    topic = "capabilities"


class ActionAbuse(SayAndAskAgain):
    """Calm words the first time; whoever goes on like that is asked whether they want a person, and then gets one."""

    topic = "abuse"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if memory.ask or _intent_before(tracker) != self.topic:
            return super().run(dispatcher, tracker, domain)
        if any(_offers_a_person(event) for event in tracker.events):  # and was turned down
            return [FollowupAction("action_hand_over")]
        say(dispatcher, civicline(memory, "ask", ask=PERSON), response="utter_abuse_again")
        return understood()


def _offers_a_person(event: Dict[str, Any]) -> bool:
    body = ((event.get("data") or {}).get("custom") or {}).get("civicline") or {}
    return event.get("event") == "bot" and (body.get("ask") or {}).get("slot") == PERSON["slot"]


class ActionGreet(SayAndAskAgain):
    """A greeting; in the middle of a talk "hello?" asks whether anybody is there."""

    topic = "greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if not (memory.need or memory.ask or memory.open_question or last_reply(tracker)):
            return super().run(dispatcher, tracker, domain)
        return ActionStillThere().run(dispatcher, tracker, domain)


class ActionStillThere(SayAndAskAgain):
    topic = "still_there"


def _intent_before(tracker: Tracker) -> str:
    """What the turn before this one was taken for."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    before = (said[-2].get("parse_data") or {}) if len(said) > 1 else {}
    return str((before.get("intent") or {}).get("name") or "")


class ActionHoldOn(Action):
    """The caller needs a moment, or gives the telephone to somebody else; the connector waits before it calls that silence."""

    def name(self) -> str:
        return "action_hold_on"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        body = civicline(memory, "ask", ask=question(memory) or OPENING, voice={"wait_s": 60})
        another = for_a_person.hands_over(Turn.latest(tracker).text)
        say(dispatcher, body, response="utter_hands_over" if another else "utter_hold_on")
        return understood()
