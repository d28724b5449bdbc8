"""The access code of the report being taken, said again: by "repeat the code" at any moment."""

from __future__ import annotations

from typing import List

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import plain, shared_client
from actions.questions import ask_again
from actions.reply import say_only
from actions.report.state import Report
from actions.turn import Memory, Turn
from casework_client.errors import CaseworkError
from spoken.en.numbers import digits_only


async def repeat_code(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> List[EventType]:
    """The code, then the open question. Without casework the question alone."""
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
