"""Taken back: the need and all that was told of it, or the last answer alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.goodbyes import say_goodbye
from actions.handover import closed
from actions.questions import ANYTHING_ELSE, OPENING, ask_again
from actions.reply import civicline, say, say_only
from actions.report.adding import puts_right
from actions.turn import Memory, Turn
from spoken.en import goodbye, two_matters


class ActionChangeMind(Action):
    """Forget the need and what was asked for it; start over."""

    def name(self) -> str:
        return "action_change_mind"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        if (right := await puts_right(dispatcher, tracker, Memory.of(tracker))) is not None:
            return right
        if goodbye.gives_up(Turn.latest(tracker).text):
            return say_goodbye(dispatcher, replace(Memory.of(tracker), also=()))
        memory = replace(Memory.of(tracker), need=None, facts={}, ask=None)
        forgotten = [SlotSet(name, None) for name in ("need", "facts", "asked", "decision", "case_reference", "also")]
        if goodbye.needs_nothing_after_all(Turn.latest(tracker).text):
            if memory.open_question == "anything_else":
                return say_goodbye(dispatcher, replace(memory, also=()))
            say(dispatcher, civicline(memory, "ask", ask=ANYTHING_ELSE), response="utter_wrong_number")
            return [*closed(), *forgotten, SlotSet("open_question", "anything_else")]
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_change_mind")
        return [*closed(), *forgotten]


class ActionCorrect(Action):
    """One step back: the last answer is forgotten and its question asked again."""

    def name(self) -> str:
        return "action_correct"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if (right := await puts_right(dispatcher, tracker, memory)) is not None:
            return right  # of the report that was filed just now
        if memory.also and two_matters.only_one(Turn.latest(tracker).text):
            say_only(dispatcher, response="utter_only_one")
            ask_again(dispatcher, replace(memory, also=()))
            return [SlotSet("also", [])]
        if not (memory.need or memory.ask or memory.asked or memory.open_question):
            ask_again(dispatcher, memory)  # there is nothing yet to correct: "oh no, not a computer"
            return []
        offered = (memory.ask or {}).get("slot") == "self_service"
        if (memory.ask and not offered) or not memory.asked or not (memory.decision or {}).get("need"):
            say_only(dispatcher, response="utter_correct")
            ask_again(dispatcher, replace(memory, open_question=None))
            return [SlotSet("open_question", None)] + ([] if memory.ask else [SlotSet("asked", None)])
        last = memory.asked[-1]
        facts = {name: value for name, value in memory.facts.items() if name != last}
        say_only(dispatcher, response="utter_correct")
        return [
            SlotSet("facts", facts),
            SlotSet("asked", list(memory.asked[:-1])),
            *closed(),
            SlotSet("decision", None),
            FollowupAction("need_form"),
        ]
