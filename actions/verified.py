"""Who has shown number or code, and PIN, or has just filed a report, is known for the rest of the call: nobody is asked for them twice.

The slot `verified` holds a session of casework, sealed, and what the next questions about the same case need. The PIN is in none of it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import plain
from actions.questions import PERSON
from actions.reply import civicline, say, say_only
from actions.sealing import seal, unseal
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError
from spoken.en import about_a_case
from spoken.en.numbers import digits_only

logger = logging.getLogger(__name__)
SLOT, WITHIN_S = "verified", 1.0
FEW = 8  # words
NUMBER, MORE = "number", "more"  # what is asked of a case that was looked up already
MOST_WORDS = 12


async def signed_in(
    client: CaseworkClient, request: Dict[str, Any], call_id: str, number: Optional[str]
) -> Optional[Dict[str, Any]]:
    """The slot after a look-up by number or code, and PIN; None where it cannot be had in time: then they are asked for again."""
    try:
        wanted = {**request, "source": request.get("source") or call_id}
        begun = plain(await asyncio.wait_for(client.person_session(wanted), WITHIN_S))
    except (CaseworkError, asyncio.TimeoutError):
        logger.warning("the person of a case was not signed in; what else they ask needs their code again")
        return None
    return _slot(begun.get("session"), number)


async def filed(client: CaseworkClient, report: str) -> Optional[Dict[str, Any]]:
    """The slot after a report was filed in this call."""
    try:
        begun = plain(await asyncio.wait_for(client.session_of_report(report), WITHIN_S))
    except (CaseworkError, asyncio.TimeoutError):
        logger.warning("the person of a new report was not signed in; what else they ask needs their code")
        return None
    known = _slot(begun.get("session"), None)
    return {**known, "filed": True} if known else None


def _slot(session: Any, number: Optional[str]) -> Optional[Dict[str, Any]]:
    if not session:
        return None
    return {"session": seal(str(session)), **({"number": seal(number)} if number else {})}


def session_of(tracker: Tracker) -> Optional[str]:
    """The session of the person of this call's case; None when nobody has shown who they are."""
    return unseal((tracker.get_slot(SLOT) or {}).get("session"))


def asked_of_it(tracker: Tracker, turn: Turn) -> Optional[str]:
    """NUMBER or MORE, when the turn asks for more of the case that was told about; None when it means another, or none is known."""
    if not tracker.get_slot(SLOT) or about_a_case.means_another(turn.text):
        return None
    return NUMBER if turn.intent == "case_number_request" or "number" in turn.text.lower().split() else MORE


def asks_number(tracker: Tracker, turn: Turn) -> bool:
    """ "And what's the number?", after a case was told about."""
    words = turn.text.lower().replace("?", " ").split()
    return bool(tracker.get_slot(SLOT)) and "number" in words and len(words) <= FEW


def asks_when(tracker: Tracker, turn: Turn) -> bool:
    """ "And when will I hear something?", after a case was told about."""
    return bool(tracker.get_slot(SLOT)) and about_a_case.asks_when(turn.text) and len(turn.text.split()) <= MOST_WORDS


def tell(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory, wanted: str) -> List[EventType]:
    """The number, read out twice; else that there is no more to see here, and a person."""
    known = tracker.get_slot(SLOT) or {}
    over = [SlotSet("decision", {"disposition": "case_status"})]
    if wanted == MORE and not known.get("filed"):
        say_only(dispatcher, response="utter_case_no_more")
        body = civicline(memory, "ask", disposition="case_status", reason="routed", ask=PERSON)
        say(dispatcher, body, response="utter_case_ask_person")
        return [*over, SlotSet("open_question", "anything_else")]
    if wanted == MORE:
        say_only(dispatcher, response="utter_case_just_filed")
    else:
        tell_number(dispatcher, Turn.latest(tracker), unseal(known.get("number")))
    body = civicline(memory, "case_status", disposition="case_status", reason="routed")
    say(dispatcher, body, response="utter_anything_else")
    return [*over, SlotSet("open_question", "anything_else")]


def tell_number(dispatcher: CollectingDispatcher, turn: Turn, number: Optional[str]) -> None:
    """`number`: as it is spoken, in groups; None before the agency gives one."""
    if number is None:
        say_only(dispatcher, response="utter_case_no_number")
        return
    digits = digits_only(number)
    said = f"{digits[:4]}-{digits[4:]}" if turn.written and len(digits) > 4 else number
    response = "utter_case_number_written" if turn.written else "utter_case_number"
    say_only(dispatcher, response=response, number=said, secret=said)
