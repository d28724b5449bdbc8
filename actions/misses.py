"""Turns that brought nothing: silence, speech without words, words that mean nothing here. Help first, then a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import verified
from actions.handover import closed, hand_over
from actions.ladder import choices_of, counted, exhausted, help_for, missed
from actions.needs import CHAT, is_need
from actions.questions import OPENING, ask_again
from actions.reply import civicline, say, say_only
from actions.report import adding, asides
from actions.routing import did_you_mean, to_destination
from actions.several import on_with
from actions.turn import Memory, Turn
from spoken.en import what_it_is_about

STORY_WORDS = 8  # from which words that name no matter are the beginning of a story


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
        if memory.open_question == "did_you_mean" and memory.candidate and _tells_of_it(turn):
            return on_with(memory.candidate, replace(memory, facts={**memory.facts, **turn.facts}))
        if memory.open_question == "anything_else" and verified.asks_number(tracker, turn):
            return verified.tell(dispatcher, tracker, memory, verified.NUMBER)
        if told := await asides.answered_after(dispatcher, tracker, memory):
            return told
        if filed := adding.told_unasked(tracker, turn, memory):
            return await adding.unasked(dispatcher, tracker, memory, filed)
        heard = replace(memory, facts={**memory.facts, **turn.facts})
        if memory.open_question == "anything_else" and turn.intent == "inform" and turn.facts and not memory.misses:
            say_only(dispatcher, response="utter_person_declined")  # more about what was just answered
            ask_again(dispatcher, memory)
            return [SlotSet("facts", heard.facts), *counted(missed(memory))]
        if exhausted(memory):
            return await hand_over(dispatcher, tracker, heard, _miss_reason(turn))
        begun = what_it_is_about.only_names_it(turn.text) or (not memory.misses and _tells_what_led_to_it(turn))
        if turn.intent == "inform" and not memory.open_question and begun:
            say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_tell_more")
            return [*counted(missed(memory)), SlotSet("facts", heard.facts)]
        denied = memory.candidate  # asked about once, and not affirmed
        guesses = [name for name in turn.candidates if name != denied]
        candidate = next((name for name in guesses if not _never_guessed(name, turn)), None)
        if turn.scope_reason == "out_of_scope" and candidate in guesses[:2] and is_need(candidate or ""):
            asked = did_you_mean(dispatcher, memory, str(candidate))
            return [*asked, *counted(missed(memory)), SlotSet("facts", heard.facts)]
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_rephrase")
        if helping := help_for(replace(memory, ask=None, open_question=None), turn):
            say_only(dispatcher, response=helping)
        return [*counted(missed(memory)), SlotSet("open_question", None), SlotSet("facts", heard.facts)]


def _never_guessed(name: str, turn: Turn) -> bool:
    """Chat, and what nobody says by accident: another language, a text telephone, the wish for a person."""
    return name == CHAT or turn.danger.properties.has(name, "never_checked")


def _tells_of_it(turn: Turn) -> bool:
    """To "is it about something that was stolen?" many answer "my bike": what it is, and not whether."""
    known = any(isinstance(value, str) for value in turn.facts.values())
    return turn.intent == "inform" and (known or what_it_is_about.begins_with_ones_own(turn.text))


def _tells_what_led_to_it(turn: Turn) -> bool:
    """A story that has only begun ("i'm seventy eight, and my wife has dialysis at eleven"): the matter is still to come."""
    return len(turn.text.split()) >= STORY_WORDS and what_it_is_about.tells_something(turn.text)


def _miss_reason(turn: Turn) -> str:
    return turn.scope_reason if turn.scope_reason == "low_confidence" else "not_understood"
