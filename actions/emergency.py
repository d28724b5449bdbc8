"""An emergency, at any turn: the life-saving sentence of its kind, and a person at once. Needs no other service to do so.

Whoever speaks of ending a life is never told to hang up: a person comes at once (needs that are `person_first`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handover import hand_over, other_language_of
from actions.needs import is_need
from actions.questions import OPENING
from actions.reply import civicline, say
from actions.turn import Memory, Turn
from actions.which_need import kind_named_from
from agencies.danger.live import ANY_DANGER
from casework_client.client import CaseworkClient

GUESSED = 0.25  # sureness below which the first of the candidates says nothing


class ActionEmergency(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        return await in_danger(dispatcher, tracker, Turn.latest(tracker), self._client)


class ActionHelpIsComing(Action):
    """To somebody in danger who was promised a person, and speaks on until that person is there."""

    def name(self) -> str:
        return "action_help_is_coming"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        memory = replace(memory, facts={**memory.facts, **turn.facts})
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_person_in_doubt")
        return [SlotSet("facts", memory.facts)]


async def in_danger(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, client: Optional[CaseworkClient] = None
) -> List[EventType]:
    """What must be said and done now, by the kind of danger in `turn`."""
    before, danger = Memory.of(tracker), turn.danger
    need, named = danger.need_of(turn.intent, turn.danger_need, turn.candidates, turn.danger_language)
    facts = {**before.facts, **turn.facts}
    if before.need and before.need != need and is_need(before.need):
        facts["earlier_need"] = before.need
    memory = replace(before, need=need, facts=facts)
    if danger.person_first(need) and _kind_is_sure(turn, need):
        return await person_at_once(dispatcher, tracker, memory, danger.sentence(need), client)
    if danger.person_first(need) and (turn.intent == need or _how_sure(turn, need) >= GUESSED):
        return await person_at_once(dispatcher, tracker, memory, None, client)
    if danger.person_first(need):  # the likeliest of many guesses at what was not understood
        memory, named = replace(memory, need=ANY_DANGER), False
    sentence = danger.sentence(need if named and _kind_is_sure(turn, need) else None)
    return await emergency_hand_over(dispatcher, tracker, memory, sentence, client)


def _kind_is_sure(turn: Turn, need: str) -> bool:
    """Its own sentence ("leave the building, don't touch any switches") is said of a kind that a phrase names, or that is likely
    enough: the wrong one leads people out of what they should do. Else the agency's general one."""
    return turn.danger_need == need or _how_sure(turn, need) >= kind_named_from()


def _how_sure(turn: Turn, need: str) -> float:
    """How often a choice like this one is right; nothing is known of what is only a later candidate."""
    return turn.sure if need in (turn.intent, *turn.candidates[:1]) else 0.0


async def person_at_once(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    sentence: Optional[str],
    client: Optional[CaseworkClient] = None,
) -> List[EventType]:
    """The sentence, which nothing interrupts, and a call-taker: nobody is asked to hang up, and nothing is waited for.

    `sentence`: None where it may be nothing of the kind; then words that fit both.
    """
    language = other_language_of(tracker, Turn.latest(tracker))
    told: Dict[str, Any] = {"text": sentence, "language": language, "voice": {"safety": True}}
    if sentence is None:
        told["response"] = "utter_person_in_doubt"
    events = await hand_over(dispatcher, tracker, memory, "routed", client=client, **told)
    return [*events, SlotSet("need", memory.need), SlotSet("facts", memory.facts)]


def _number(turn: Turn) -> Dict[str, str]:
    """Absent when the agency's file cannot be read: the channel knows it too, and another city's is worse than none."""
    return {"phone": turn.danger.number} if turn.danger.number else {}


async def emergency_hand_over(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    sentence: str,
    client: Optional[CaseworkClient] = None,
) -> List[EventType]:
    """Says the life-saving sentence (never interruptible) and hands over with disposition 911."""
    turn = Turn.latest(tracker)
    events = await hand_over(
        dispatcher,
        tracker,
        memory,
        "emergency",
        client=client,
        text=sentence or None,
        destination={"id": "emergency", "name": "emergency services", **_number(turn)},
        disposition="911",
        language=other_language_of(tracker, turn),
        voice={"safety": True},
    )
    return [*events, SlotSet("need", memory.need), SlotSet("facts", memory.facts)]
