"""A question beside a report, or right after it: a true short answer of the agency's, and the open question again. Nothing is promised."""

from __future__ import annotations

from typing import List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import shared_client
from actions.ladder import understood
from actions.needs import CHAT, is_need
from actions.reply import civicline, say
from actions.report.kinds import KINDS
from actions.report.state import Move
from actions.report.talk import Talk
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient
from spoken.en import about_a_case, asides

REPORTED = "self_service_report"
LEFT_TO_THEIR_MOVES = ("person", "stop", "bye", "code", "send_code", "send_link", "lost_code", "how_long", "why")


async def asked_beside(talk: Talk, move: Move) -> bool:
    """Whether the turn was nothing else than such a question. Beside an answer the answer counts, and the question is answered first."""
    free = bool((talk.memory.ask or {}).get("free"))
    behind = asides.asked_behind(talk.turn.text) if not asides.only_asks(talk.turn.text) else None
    topic = behind or asides.topic_in(talk.turn.text)
    missed = (
        move.kind == "missed" and talk.report.stage != "offer"
    )  # what is asked about the offer is its own to answer
    if topic is None and missed and not free and asides.only_asks(talk.turn.text):
        topic = asides.OTHER
    if (
        topic is None
        or talk.turn.digits
        or move.kind in LEFT_TO_THEIR_MOVES
        or (free and not behind and not asides.only_asks(talk.turn.text))
    ):
        return False
    need = talk.report.need or str(talk.memory.need or "")
    words = await KINDS.asked(talk.client, talk.agency, need, talk.report.kind, topic)
    if not words:
        return False
    talk.say(words)
    if move.kind == "answer" and (move.value is not None or (free and behind)):
        return False
    talk.asks_same()
    return True


def topic_after(turn: Turn, memory: Memory) -> Optional[str]:
    """What is asked right after a report was filed, and is no need of its own."""
    if (
        memory.open_question != "anything_else"
        or (memory.decision or {}).get("disposition") != REPORTED
        or turn.emergency
    ):
        return None
    if about_a_case.asks_whether_it_is_in(turn.text):
        return None
    topic = asides.topic_in(turn.text)
    other = not is_need(turn.intent) or turn.intent == CHAT
    return topic or (asides.OTHER if other and turn.intent != "thanks" and asides.only_asks(turn.text) else None)


async def words_after(turn: Turn, memory: Memory, client: Optional[CaseworkClient] = None) -> Optional[str]:
    """The answer to that, where the agency has one."""
    topic = topic_after(turn, memory)
    if topic is None:
        return None
    return await KINDS.asked(client or shared_client(), turn.agency, str(memory.need or ""), "", topic)


def say_after(dispatcher: CollectingDispatcher, memory: Memory, words: str) -> List[EventType]:
    body = civicline(memory, "report", disposition=REPORTED)
    say(dispatcher, body, response="utter_answer", answer=words)
    return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": REPORTED}), *understood()]


async def answered_after(
    dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory
) -> Optional[List[EventType]]:
    words = await words_after(Turn.latest(tracker), memory)
    return say_after(dispatcher, memory, words) if words else None
