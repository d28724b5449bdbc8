"""A question about the office that handles something: its number and hours are told, for the rest the office is named who can tell.

Whether words ask such a thing is read in `spoken/en/office_questions.py`; the same reading makes the policy come here.
"""

from __future__ import annotations

from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.questions import ask_again
from actions.reply import civicline, say, say_only
from actions.turn import Memory, Turn, is_connecting
from agencies.directory.names import CALL_TAKER
from agencies.directory.offices import OFFICES, Office, last_office
from spoken.en import phones, saying, saying_hours
from spoken.en.office_questions import HOURS, NUMBER


class ActionOffice(Action):
    """Answers, and asks whether there is anything else, or the question that was open."""

    def name(self) -> str:
        return "action_office"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        found = OFFICES.of(turn.agency).asked_about(turn.text, last_office(memory.decision))
        if found:
            _tell(dispatcher, turn, found[0], found[1].thing)
        if memory.ask or memory.open_question not in (None, "anything_else"):
            ask_again(dispatcher, memory)
            return []
        connecting = not memory.open_question and is_connecting(tracker)
        body = civicline(memory, "inform")
        say(dispatcher, body, response="utter_while_connecting" if connecting else "utter_anything_else")
        told = _told(memory, found[0]) if found else []
        return [*told, *([] if connecting else [SlotSet("open_question", "anything_else")])]


def _told(memory: Memory, office: Office) -> List[EventType]:
    """The office is the one that "they" means from now on, where nothing else was decided."""
    if memory.decision and memory.decision.get("disposition") != "info":
        return []
    destination = {"id": office.id, "name": office.name, "phone": office.phone}
    return [SlotSet("decision", {"disposition": "info", "destination": destination})]


def _tell(dispatcher: CollectingDispatcher, turn: Turn, office: Office, thing: str) -> None:
    hours = saying_hours.week(office.hours) if office.hours else ""
    if office.id == CALL_TAKER:
        response = "utter_office_person"
    elif thing == NUMBER:
        response = "utter_office_number"
    elif thing == HOURS:
        response = "utter_office_hours" if hours else "utter_office_hours_unknown"
    else:
        response = "utter_office_can_tell"
    country = turn.usage.country
    phone = phones.written(office.phone, country) if turn.written else saying.phone(office.phone, country)
    say_only(dispatcher, response=response, office=office.said, phone=phone, hours=hours)
