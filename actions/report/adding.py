"""Something more to a report that has been filed: asked for by its person, or told unasked right after the filing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import verified
from actions.casework import shared_client
from actions.goodbyes import once_more
from actions.ladder import understood
from actions.needs import CHAT, is_need
from actions.reply import civicline, say, say_only
from actions.report.beside import OF_REPORTS
from actions.report.moves import LEAVES, move_of
from actions.report.questions import OWN
from actions.report.talk import Talk
from actions.report.values import yes_or_no
from actions.several import on_with
from actions.turn import LONGEST_FACT, Memory, Turn
from actions.which_need import asked_below
from casework_client.errors import CaseworkError
from spoken.en import about_a_case

AFTER_FILING = ("anything_else", "did_you_mean")  # open questions
ONLY_ASKS = (CHAT, "law_question")  # needs of words that ask; nothing that is named with its price
REPORTED: Dict[str, Any] = {"disposition": "self_service_report"}  # the decision after a report was filed


async def add_more(talk: Talk) -> None:
    """Stage add_more: the report has been filed."""
    said = yes_or_no(talk.turn)
    if said is None and talk.turn.intent not in LEAVES:
        talk.missed()
    elif said:
        talk.asks_own("add")
    else:
        talk.ends("done")


async def add(talk: Talk) -> None:
    """Stage add: the caller's words become a message on the case."""
    move = move_of(talk.turn, OWN["add"], replace(talk.report, last=None))
    if move.kind == "person":
        talk.to_person("routed")
    elif move.kind in ("stop", "bye", "skip", "unknown", "back"):
        talk.ends("done")
    elif move.kind == "missed":
        talk.missed()
    else:
        known = verified.session_of(talk.tracker) if not talk.report.id else None
        begun = {"filed": True, "session": known} if known else await talk.client.session_of_report(talk.report.id)
        if not begun["filed"]:
            talk.to_person("routed")
            return
        await _message(talk, str(begun["session"]))


async def to_the_known_one(talk: Talk) -> bool:
    """Something for the case that this call told about, or has filed: nobody is asked for code and PIN again."""
    session = verified.session_of(talk.tracker)
    if session is None or talk.memory.need != "add_to_report":
        return False
    if talk.turn.intent == "add_to_report" and about_a_case.tells_at_once(talk.turn.text):
        await _message(talk, session)
    else:
        talk.asks_own("add")
    return True


async def _message(talk: Talk, session: str) -> None:
    came_late = await talk.client.add_message(talk.agency, session, talk.turn.text, talk.turn.key)
    talk.ends("added", **({"say": came_late} if came_late else {}))


def told_unasked(tracker: Tracker, turn: Turn, memory: Memory) -> Optional[str]:
    """The session of the report that was filed just now, where the turn names one more thing of it: "yes the gym bag, a gray Nike"."""
    if put_right(tracker, turn, memory):
        return verified.session_of(tracker) if about_a_case.tells_what_is_right(turn.text) else None
    asked = memory.open_question == "anything_else" and not memory.ask and len(turn.text) <= LONGEST_FACT
    if not asked or not about_a_case.names_one_more(turn.text) or not _is_of_the_report(turn, memory):
        return None
    return verified.session_of(tracker)


def put_right(tracker: Tracker, turn: Turn, memory: Memory) -> bool:
    """ "The address is wrong", right after a report was filed in this call: of that report, and of no need."""
    filed = (memory.decision or {}).get("disposition") == REPORTED["disposition"]
    asked = memory.open_question in AFTER_FILING and not memory.ask and len(turn.text) <= LONGEST_FACT
    said = filed and asked and not turn.emergency and about_a_case.says_it_is_wrong(turn.text)
    return (
        bool(said)
        and not (is_need(turn.intent) and turn.intent not in OF_REPORTS)
        and bool(verified.session_of(tracker))
    )


async def puts_right(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> Optional[List[EventType]]:
    """It goes with the report; where it is not said what would be right, that is asked for. None where nothing is put right."""
    turn = Turn.latest(tracker)
    if not put_right(tracker, turn, memory):
        return None
    memory = replace(memory, candidate=None)
    if not about_a_case.tells_what_is_right(turn.text):
        return on_with("add_to_report", memory)
    return await unasked(dispatcher, tracker, memory, str(verified.session_of(tracker)))


def _is_of_the_report(turn: Turn, memory: Memory) -> bool:
    """Said right after a report was filed, and of no other matter than it."""
    if turn.emergency or (memory.decision or {}).get("disposition") != REPORTED["disposition"]:
        return False
    danger = turn.danger.properties
    likely = (one for one in turn.candidates if is_need(one) and one not in ONLY_ASKS)
    need = next((one for one in likely if not danger.has(one, "always_911")), None)  # nobody heard danger
    incident = danger.has(need, "incident")
    return need is None or turn.intent == "inform" or turn.sure < asked_below() or incident


async def unasked(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory, session: str) -> List[EventType]:
    """The caller's words go to the case that was filed in this call."""
    turn, memory = Turn.latest(tracker), replace(memory, open_question="anything_else")
    still = [SlotSet("open_question", "anything_else"), SlotSet("decision", REPORTED)]
    try:
        came_late = await shared_client().add_message(turn.agency, session, turn.text, turn.key)
    except CaseworkError:
        return [*still, *await once_more(dispatcher, tracker, memory)]
    say_added(dispatcher, memory, came_late)
    return [*still, *understood()]


def say_added(dispatcher: CollectingDispatcher, memory: Memory, came_late: Optional[str]) -> None:
    """`came_late`: the case has ended, and casework's own words tell what becomes of what was added."""
    if came_late:
        say_only(dispatcher, text=came_late)
    body = civicline(memory, "report", disposition="self_service_report")
    say(dispatcher, body, response="utter_anything_else" if came_late else "utter_report_added")
