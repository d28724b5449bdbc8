"""To a person: the ticket that tells the story, then the transfer. Nothing here may keep a caller from a person."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import shared_client
from actions.reply import civicline, say, say_only
from actions.report.leaving import leave_report
from actions.settings import Settings
from actions.turn import Memory, Turn, transcript
from agencies.directory.names import call_taker
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError, CaseworkRefused
from spoken.language_of_words import language_of_caller
from spoken.languages import UNKNOWN

logger = logging.getLogger(__name__)

TICKET_SHARE = 2 / 3  # of the time that casework has: the caller waits no longer, and is transferred anyway
LONGEST_WISH = 500  # characters; casework refuses more
REASON_OF_INTENT = {
    "speak_to_person": "asked_for_person",
    "relay_tty": "asked_for_person",
    "non_english": "other_language",
    "other_language": "other_language",
    "no_input": "no_input",
}


@dataclass(frozen=True)
class Ticket:
    """`id`: casework has it. `unsent` {key, body}: it could not be had in time; the channel keeps and delivers it."""

    id: Optional[str] = None
    unsent: Optional[Dict[str, Any]] = None


async def ticket_for(tracker: Tracker, memory: Memory, reason: str, client: CaseworkClient, **extra: Any) -> Ticket:
    """A new hand-over ticket. Nobody waits long for it: the person comes first.

    What is left unsent keeps its key and the id that it will have, so that sending it again makes no second one.
    """
    turn = Turn.latest(tracker)
    story = {
        "agency": turn.agency,
        "call_id": turn.call_id,
        "ticket": _ticket_id(turn.key),
        "channel": turn.channel,
        "need": memory.need,
        "facts": memory.facts,
        "reason": reason,
        "transcript": transcript(tracker),
        **{key: value for key, value in extra.items() if value},
    }
    try:
        return Ticket(await asyncio.wait_for(client.hand_over(story, turn.key), _ticket_within_s()))
    except CaseworkRefused as refused:
        logger.error("hand-over ticket refused with status %s; the caller is transferred without it", refused.status)
        return Ticket()
    except (CaseworkError, asyncio.TimeoutError, KeyError):
        logger.warning("hand-over ticket not written; the channel will deliver it")
        return Ticket(unsent={"key": turn.key, "body": story})


def _ticket_within_s() -> float:
    return TICKET_SHARE * Settings.from_environment().casework_timeout_s


def _ticket_id(key: str) -> str:
    """The same for a turn that is sent twice, and not to be guessed by anybody else."""
    digest = hmac.new(Settings.from_environment().service_token.encode(), key.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


async def hand_over(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    reason: str,
    *,
    client: Optional[CaseworkClient] = None,
    text: Optional[str] = None,
    response: Optional[str] = None,
    destination: Optional[Dict[str, Any]] = None,
    disposition: str = "call_taker",
    language: Optional[str] = None,
    voice: Optional[Dict[str, Any]] = None,
    then: Optional[Dict[str, Any]] = None,
) -> List[EventType]:
    """Says who comes, transfers, and ends whatever was going on. A report's answers go along in the ticket.

    `response`: other words than those of the reason. `then`: a response, with its values, that is said after who comes.
    """
    turn = Turn.latest(tracker)
    goes_to = destination or call_taker(turn.agency)
    wish = turn.text if reason == "asked_for_person" else None
    client = client or shared_client()
    left = await leave_report(tracker, reason, client, turn.written)
    ticket = await ticket_for(
        tracker,
        replace(memory, facts={**memory.facts, **left.facts}),
        reason,
        client,
        language=language,
        wish=wish[:LONGEST_WISH] if wish and not wish.startswith("/") else None,
        destination_id=goes_to.get("id"),
    )
    body = civicline(
        memory,
        "transfer",
        disposition=disposition,
        destination=goes_to,
        reason=reason,
        ticket=ticket.id,
        unsent_ticket=ticket.unsent,
        voice=voice,
    )
    told = {"text": text, "response": None if text else response or f"utter_hand_over_{reason}"}
    if left.say and reason != "routed":  # who comes is said first: the rest is about that person
        say_only(dispatcher, **told)
        told = {"text": left.say, "secret": left.secret}
    if then:
        say_only(dispatcher, **told)
        told = then
    say(dispatcher, body, **told)
    return [*closed(), SlotSet("ticket", ticket.id)]


def closed() -> List[EventType]:
    """No form is asking any more; what was learned stays."""
    return [
        ActiveLoop(None),
        SlotSet("requested_slot", None),
        SlotSet("ask", None),
        SlotSet("open_question", None),
        SlotSet("misses", 0),
        SlotSet("silences", 0),
        SlotSet("report", None),
        SlotSet("report_over", None),
    ]


def other_language_of(tracker: Tracker, turn: Turn) -> Optional[str]:
    """The language of a caller whom the channel, or their own words, show to speak another one."""
    if turn.danger_language:
        return turn.danger_language
    if spoken := language_of_caller(turn.text):
        return spoken if spoken != UNKNOWN else turn.reads
    if REASON_OF_INTENT.get(turn.intent) != "other_language":
        return None
    entities = tracker.latest_message.get("entities") or []
    named = next((e.get("value") for e in entities if e.get("entity") == "language"), None)
    return named or turn.metadata.get("language")


class ActionHandOver(Action):
    """The caller's own way out: a person, another language, a relay or text telephone."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        reason = REASON_OF_INTENT.get(turn.intent, "asked_for_person")
        reason = "other_language" if language_of_caller(turn.text) else reason
        if memory.need is None and turn.intent in ("relay_tty", "non_english", "speak_to_person"):
            memory = replace(memory, need=turn.intent)
        language = other_language_of(tracker, turn)
        offered = _offered_person(memory) if reason == "asked_for_person" else {}
        return await hand_over(dispatcher, tracker, memory, reason, language=language, **offered)


def _offered_person(memory: Memory) -> Dict[str, Any]:
    """Who asks for a person where one was offered by name ("or talk to a person at three one one") gets that one."""
    decision = memory.decision or {}
    person = decision.get("person") if memory.open_question == "self_service" and decision.get("offer") else None
    return {"text": person.get("say"), "destination": person.get("destination")} if person else {}
