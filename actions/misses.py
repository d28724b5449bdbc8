"""Turns that brought nothing: silence, speech without words, words that mean nothing here. Help first, then a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handover import closed, hand_over
from actions.ladder import choices_of, counted, exhausted, help_for, missed
from actions.needs import is_need, spoken_name
from actions.questions import OPENING, ask_again
from actions.reply import civicline, say, say_only
from actions.routing import to_destination
from actions.turn import Memory, Turn


class ActionNoInput(Action):
    """Silence: the question once more with help, then a person."""

    def name(self) -> str:
        return "action_no_input"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        if memory.open_question == "machine":  # it was asked whether a person is there
            say(dispatcher, civicline(memory, "end", disposition="abandoned"), response="utter_goodbye")
            return closed()
        if exhausted(memory):
            silent = memory if memory.need else replace(memory, need="silent_or_hangup")
            return await hand_over(dispatcher, tracker, silent, "no_input")
        say_only(dispatcher, response="utter_no_input")
        _ask_with_help(dispatcher, memory, turn)
        return [SlotSet("silences", memory.silences + 1), SlotSet("stumbles", memory.stumbles + 1)]


class ActionMisheard(Action):
    """The channel heard speech and found no words in it: the question once more with help, then a person."""

    def name(self) -> str:
        return "action_misheard"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        if exhausted(memory):
            return await hand_over(dispatcher, tracker, memory, "low_confidence")
        say_only(dispatcher, response="utter_misheard")
        _ask_with_help(dispatcher, memory, turn)
        return counted(missed(memory))


def _ask_with_help(dispatcher: CollectingDispatcher, memory: Memory, turn: Turn) -> None:
    ask_again(dispatcher, memory)
    if helping := help_for(memory, turn):
        say_only(dispatcher, response=helping, **choices_of(memory))


class ActionNoMatch(Action):
    """Not understood while no form asks: "did you mean" or a rephrasing, then a person."""

    def name(self) -> str:
        return "action_no_match"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        if memory.open_question == "self_service" and memory.decision:
            return await to_destination(dispatcher, tracker, memory, memory.decision)
        if exhausted(memory):
            return await hand_over(dispatcher, tracker, memory, _miss_reason(turn))
        candidate = next((name for name in turn.candidates[:1] if is_need(name)), None)
        if turn.scope_reason == "out_of_scope" and candidate and candidate != "out_of_scope_chat":
            body = civicline(memory, "ask", ask={"slot": "did_you_mean", "kind": "yes_no", "choices": ["yes", "no"]})
            say(dispatcher, body, response="utter_did_you_mean", candidate=spoken_name(candidate))
            return [
                *counted(missed(memory)),
                SlotSet("open_question", "did_you_mean"),
                SlotSet("candidate", candidate),
            ]
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_rephrase")
        if helping := help_for(replace(memory, ask=None, open_question=None), turn):
            say_only(dispatcher, response=helping)
        return [*counted(missed(memory)), SlotSet("open_question", None)]


def _miss_reason(turn: Turn) -> str:
    return turn.scope_reason if turn.scope_reason == "low_confidence" else "not_understood"
