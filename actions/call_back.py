"""Nobody took the transfer: an apology and a choice. Try again, be rung back, or something else; never a dead end.
Whoever wishes to be rung back before that is asked for the number at once.

The number is the one that the caller gives here, never the line's own. It is read back in groups, and one part can be
corrected without saying the whole again. An emergency, a wish for a person and silence are looked after as everywhere.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answer
from actions.casework import shared_client
from actions.form import after_miss, put, remembered
from actions.handover import closed, hand_over, ticket_for
from actions.ladder import counted
from actions.questions import ask_again
from actions.reply import civicline, say, say_only
from actions.sealing import seal, unseal
from actions.turn import Memory, Turn
from agencies.line.call_backs import RINGS_BACK
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError
from spoken.en import phones, saying, times_of_day
from spoken.en.choices import after_transfer_in

logger = logging.getLogger(__name__)

TIMES = {"any time": "any_time", "morning": "morning", "afternoon": "afternoon", "evening": "evening"}
OFFER: Dict[str, Any] = {"slot": "after_transfer", "kind": "choice", "response": "utter_ask_after_transfer"}
NUMBER: Dict[str, Any] = {
    "slot": "call_back_number",
    "kind": "number",
    "response": "utter_ask_call_back_number",
}
RIGHT: Dict[str, Any] = {
    "slot": "call_back_right",
    "kind": "yes_no",
    "choices": ["yes", "no"],
    "response": "utter_ask_call_back_right",
}
TIME: Dict[str, Any] = {
    "slot": "call_back_time",
    "kind": "choice",
    "choices": list(TIMES),
    "response": "utter_ask_call_back_time",
}

WRONG_ONCE = "call_back_number_again"  # in Memory.asked
WANTED = {"then": "asked_for"}  # in the slot `call_back`, until the number is asked for
TRIES = 2  # after so many in vain nobody is rung a third time for the same wish
RESPONSES = {
    ("again", "call_back", "other"): OFFER["response"],
    ("again", "other"): "utter_ask_after_transfer_short",
    ("call_back", "other"): "utter_ask_after_transfer_last",
}


def _says_nobody_came(event: Dict[str, Any]) -> bool:
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    return event.get("event") == "user" and intent == "transfer_failed"


def after_transfer(turn: Turn, choices: List[str]) -> Optional[str]:
    """again, call_back or other; None when the turn says neither."""
    if turn.digits:
        at = int(turn.digits) - 1 if turn.digits.isdigit() else -1
        return choices[at] if 0 <= at < len(choices) else None
    named = after_transfer_in(turn.text)
    return named if named in choices else None


class ValidateCallBackForm(Action):
    def name(self) -> str:
        return "validate_call_back_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        asking = (memory.ask or {}).get("slot")
        steps = {
            "after_transfer": self._chosen,
            "call_back_number": self._numbered,
            "call_back_right": self._confirmed,
            "call_back_time": self._timed,
        }
        if asking not in steps and tracker.get_slot("call_back") == WANTED:
            say_only(dispatcher, response="utter_call_back_wanted")
            return _ask(dispatcher, memory, _number(turn), None)
        if turn.intent == "transfer_failed" or asking not in steps:
            return self._offer(dispatcher, tracker, memory)
        return steps[asking](dispatcher, turn, memory)

    def _offer(self, dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> List[EventType]:
        told = {e.get("entity"): e.get("value") for e in tracker.latest_message.get("entities") or []}
        in_vain = sum(1 for event in tracker.events if _says_nobody_came(event))
        possible = ["again", "call_back", "other"] if told.get("call_back") != "no" else ["again", "other"]
        if in_vain > TRIES and "call_back" in possible:
            possible.remove("again")
        closed = told.get("outcome") == "closed"
        say_only(dispatcher, response="utter_nobody_there" if closed else "utter_nobody_answered")
        response = RESPONSES[tuple(possible)]
        return _ask(dispatcher, memory, {**OFFER, "choices": possible, "response": response}, None)

    def _chosen(self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory) -> List[EventType]:
        choice = after_transfer(turn, list((memory.ask or {}).get("choices") or ()))
        if choice is None:
            return _missed(dispatcher, memory)
        if choice == "call_back":
            return _ask(dispatcher, memory, _number(turn), None)
        return _done(memory, {"then": choice})

    def _numbered(self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory) -> List[EventType]:
        seen = turn.metadata.get("this_line") if phones.means_this_line(turn.text) else None
        number = seen or phones.phone_in(turn.digits or turn.text, turn.usage.country)
        return _confirm(dispatcher, memory, number, turn.usage.country) if number else _missed(dispatcher, memory)

    def _confirmed(self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory) -> List[EventType]:
        number, country = unseal((memory.ask or {}).get("sealed")) or "", turn.usage.country
        if changed := phones.changed(number, turn.digits if len(turn.digits) > 1 else turn.text, country):
            return _confirm(dispatcher, memory, changed, country)
        agreed = answer(RIGHT, turn)
        if agreed is True:
            return _ask(dispatcher, memory, TIME, seal(number))
        if agreed is None:
            return _missed(dispatcher, memory)
        if WRONG_ONCE in memory.asked:  # no third time: a person writes it down
            return _done(memory, {"then": "again"})
        return _ask(dispatcher, replace(memory, asked=(*memory.asked, WRONG_ONCE)), _number(turn), None)

    def _timed(self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory) -> List[EventType]:
        part = times_of_day.by_the_clock(turn.text)
        named = answer(TIME, turn) if not part else None
        any_time = turn.intent == "dont_know" or times_of_day.any_time(turn.text)
        when = TIMES.get(str(named)) or part or ("any_time" if any_time else None)
        if when is None:
            return _missed(dispatcher, memory)
        return _done(memory, {"then": "call_back", "sealed": (memory.ask or {}).get("sealed"), "best_time": when})


def _number(turn: Turn) -> Dict[str, Any]:
    """The question for it, with the digits that the country's numbers have."""
    return {**NUMBER, "digits": phones.length_in(turn.usage.country)}


def _confirm(dispatcher: CollectingDispatcher, memory: Memory, number: str, country: str) -> List[EventType]:
    said = {"number": saying.phone(number, country)}
    return _ask(dispatcher, memory, {**RIGHT, "values_said": said}, seal(number))


def _ask(
    dispatcher: CollectingDispatcher, memory: Memory, ask: Dict[str, Any], sealed: Optional[str]
) -> List[EventType]:
    known = {**ask, "sealed": sealed} if sealed else ask
    return remembered(put(dispatcher, replace(memory, misses=0), known), call_back=None)


def _missed(dispatcher: CollectingDispatcher, memory: Memory) -> List[EventType]:
    """The question once more; then we try a person again, as after every two misses."""
    once_more = after_miss(memory)
    if once_more is None:
        return _done(memory, {"then": "again"})
    say_only(dispatcher, response="utter_misheard")
    ask_again(dispatcher, memory)
    return counted(once_more)


def _done(memory: Memory, decided: Dict[str, Any]) -> List[EventType]:
    return [SlotSet("ask", None), SlotSet("misses", 0), SlotSet("silences", 0), SlotSet("call_back", decided)]


class ActionWantsCallBack(Action):
    """ "Can somebody call me back": the number, where the agency rings people back; else a person now."""

    def name(self) -> str:
        return "action_wants_call_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        if not RINGS_BACK.of(Turn.latest(tracker).agency):
            return await hand_over(dispatcher, tracker, Memory.of(tracker), "asked_for_person")
        return [*closed(), SlotSet("call_back", WANTED), FollowupAction("call_back_form")]


class ActionCallBack(Action):
    """Does what was chosen: rings again, promises to ring back, or listens."""

    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_call_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory, chosen = Memory.of(tracker), tracker.get_slot("call_back") or {"then": "again"}
        if chosen["then"] == "call_back":
            return await self._promise(dispatcher, tracker, memory, chosen)
        if chosen["then"] == "again":
            goal = (memory.decision or {}).get("destination")
            return await hand_over(
                dispatcher, tracker, memory, "asked_for_person", client=self._client, destination=goal
            )
        ask_again(dispatcher, replace(memory, ask=None, open_question=None))
        return [SlotSet("decision", None)]

    async def _promise(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory, chosen: Dict[str, Any]
    ) -> List[EventType]:
        turn, client = Turn.latest(tracker), self._client or shared_client()
        wish = {
            "agency": turn.agency,
            "call_id": turn.call_id,
            "number": unseal(chosen.get("sealed")),
            "best_time": chosen["best_time"],
            "need": memory.need,
            "language": turn.metadata.get("language"),
            "ticket": (await ticket_for(tracker, memory, "call_back", client)).id,
        }
        try:
            await client.call_back({name: value for name, value in wish.items() if value}, turn.key)
        except CaseworkError:
            logger.warning("a call-back was not written down; the caller goes to a person")
            return await hand_over(dispatcher, tracker, memory, "system_failure", client=self._client)
        ask = {"slot": "anything_else", "kind": "yes_no", "choices": ["yes", "no"]}
        body = civicline(memory, "inform", disposition="call_taker", reason="routed", ask=ask)
        say(dispatcher, body, response=f"utter_call_back_{chosen['best_time']}")
        return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "call_taker"})]
