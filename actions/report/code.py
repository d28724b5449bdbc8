"""The access code of the report being taken: said again, sent, or lost."""

from __future__ import annotations

from typing import Awaitable, Callable, Dict, List

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import plain, shared_client
from actions.questions import ask_again
from actions.reply import say_only
from actions.report.contact import contact_question
from actions.report.state import Move, Report
from actions.report.talk import Talk
from actions.turn import Memory, Turn
from casework_client.errors import CaseworkError
from spoken.en.numbers import digits_only


async def repeat_code(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> List[EventType]:
    """ "Repeat the code", at any moment: the code, then the open question. Without casework the question alone."""
    report = Report.of(tracker)
    try:
        found = plain(await shared_client().report(report.id)) if report and report.id else {}
    except CaseworkError:
        found = {}
    code = found.get("access_code_spoken")
    if code and not found.get("pin"):
        said = code if not Turn.latest(tracker).written else digits_only(code)
        say_only(dispatcher, response="utter_report_code_again", code=said, secret=said)
    else:
        say_only(dispatcher, response="utter_report_no_code")
    ask_again(dispatcher, memory)
    return []


async def _say_code(talk: Talk, response: str) -> None:
    """The access code, in groups for the ear; kept out of what is stored of this sentence. There is none before its PIN."""
    known = plain(await talk.client.report(talk.report.id))
    code = known.get("access_code_spoken")
    if not code or known.get("pin"):
        talk.say(response="utter_report_no_code")
        return
    said = digits_only(code) if talk.written else code
    talk.say(response=response, code=said, secret=said)


async def _code(talk: Talk, move: Move) -> None:
    await _say_code(talk, "utter_report_code_again")
    talk.asks_same()


async def _lost_code(talk: Talk, move: Move) -> None:
    """The code of this report is told where there is one yet; those of others are not to be had here."""
    known = plain(await talk.client.report(talk.report.id))
    if known.get("access_code_spoken") and not known.get("pin") and "pin" not in talk.turn.text.lower():
        await _code(talk, move)
        return
    talk.say(response="utter_report_lost_code")
    talk.asks_same()


async def _send_code(talk: Talk, move: Move) -> None:
    """The form's own question about contact comes first now; casework sends the code as soon as it knows how."""
    ask = await contact_question(talk)
    if ask is None:
        await _code(talk, move)
        return
    talk.say(response="utter_report_code_sent")
    talk.asks(ask, stage="ask")


CODE_MOVES: Dict[str, Callable[[Talk, Move], Awaitable[None]]] = {
    "code": _code,
    "send_code": _send_code,
    "lost_code": _lost_code,
}
