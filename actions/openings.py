"""How calls begin that name no need yet, or ask about the line: a report of something, is this recorded, a wrong number, a
machine. Each gets a true answer and the open question; nobody is rung for a machine, and no caller is hung up on for one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import answer
from actions.conversation import SayAndAskAgain
from actions.danger_check import ASKED, back_to_the_report
from actions.handover import closed, hand_over
from actions.needs import CHAT, is_need
from actions.questions import ANYTHING_ELSE, OPENING, PERSON, ask_again
from actions.reply import civicline, say, say_only
from actions.several import on_with
from actions.turn import Memory, Turn
from agencies.danger.number import says_number
from spoken.en import after_a_no, goodbye, openings

BY_MISTAKE = "silent_or_hangup"  # the need of a call that is none
MACHINE = "machine"  # the open question: is this a person?


class ActionReportSomething(Action):
    """A report of what? A question that is open already waits for its answer."""

    def name(self) -> str:
        return "action_report_something"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if memory.open_question == "self_service":
            ask_again(dispatcher, memory)
            return []
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_report_something")
        return [SlotSet("open_question", None)]


class ActionAskRecording(SayAndAskAgain):
    topic = "ask_recording"


class ActionAskPrivacy(SayAndAskAgain):
    topic = "ask_privacy"


class ActionStopCalls(SayAndAskAgain):
    topic = "stop_calls"


class ActionOwnNumber(SayAndAskAgain):
    """What is said of no number ("I'm calling about my car") names what it is about, and not yet what happened."""

    topic = "own_number"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if memory.ask or memory.need or openings.names_a_number(Turn.latest(tracker).text):
            return super().run(dispatcher, tracker, domain)
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_tell_more")
        return [SlotSet("open_question", None)]


class ActionWhichLine(SayAndAskAgain):
    """Whoever asks for the emergency number is asked whether anyone is in danger."""

    topic = "which_line"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        if not says_number(turn.danger.number, turn.text):
            return super().run(dispatcher, tracker, domain)
        say(dispatcher, civicline(memory, "ask", ask=ASKED), response="utter_not_emergency_line")
        asked = int(tracker.get_slot("danger_checks") or 0) + 1
        return [SlotSet("danger_check", {"intent": turn.intent}), SlotSet("danger_checks", asked)]


class ActionLostCode(Action):
    """Codes and PINs are given out by nobody but a person who knows whom they speak to."""

    def name(self) -> str:
        return "action_lost_code"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        say_only(dispatcher, response="utter_lost_code")
        return await hand_over(dispatcher, tracker, Memory.of(tracker), "routed")


class ActionWrongNumber(Action):
    """One question before the goodbye: some who say so cannot speak freely."""

    def name(self) -> str:
        return "action_wrong_number"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        memory = replace(memory, need=memory.need or BY_MISTAKE)
        if goodbye.leaves(Turn.latest(tracker).text):
            say(dispatcher, civicline(memory, "end", disposition="abandoned"), response="utter_goodbye")
            return closed()
        say(dispatcher, civicline(memory, "ask", ask=ANYTHING_ELSE), response="utter_wrong_number")
        return [*closed(), SlotSet("need", memory.need), SlotSet("open_question", "anything_else")]


class ActionMachine(Action):
    """A menu, a mailbox or a robocall is asked once whether a person is there; then the call is over, and nobody was rung."""

    def name(self) -> str:
        return "action_machine"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if memory.open_question == MACHINE:
            say(dispatcher, civicline(memory, "end", disposition="abandoned"), response="utter_goodbye")
            return closed()
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_machine")
        return [*closed(), SlotSet("open_question", MACHINE)]


class ActionOfferPerson(Action):
    """Turn after turn brought nothing: a person, once."""

    def name(self) -> str:
        return "action_offer_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        say(dispatcher, civicline(Memory.of(tracker), "ask", ask=PERSON), response="utter_offer_person")
        return []


class ActionPersonAnswer(Action):
    """To that offer: a person, or the question that was open."""

    def name(self) -> str:
        return "action_person_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        if answer(PERSON, turn) is True:
            return await hand_over(dispatcher, tracker, memory, "asked_for_person")
        if instead := after_a_no.told_instead(turn.text):
            return _on_with_what_is_told(dispatcher, tracker, turn, memory, instead)
        say_only(dispatcher, response="utter_person_declined")
        ask_again(dispatcher, memory)
        return []


def _on_with_what_is_told(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, memory: Memory, instead: str
) -> List[EventType]:
    """ "No, how much is a dog license": no person, but the need that was told; to a report, the answer that came with the no."""
    report = tracker.get_slot("report")
    if report and report.get("id"):
        return back_to_the_report({**report, "held": {**turn.held(), "text": instead}})
    if is_need(turn.intent) and turn.intent not in (CHAT, memory.need):
        return on_with(turn.intent, replace(memory, facts={**memory.facts, **turn.facts}))
    if memory.ask or memory.open_question:
        say_only(dispatcher, response="utter_person_declined")
        ask_again(dispatcher, memory)
        return []
    say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_rephrase")
    return [SlotSet("facts", {**memory.facts, **turn.facts})]
