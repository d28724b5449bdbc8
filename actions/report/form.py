"""The report form: one turn of taking a report, or of going on with one. Which stage does what is the table STAGES.

Casework keeps every answer before the caller hears the next question. When it is slow or down the caller gets a person.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import shared_client
from actions.needs import is_need
from actions.report import adding, anew, asking, link, opening, pin, resuming, summary
from actions.report.state import Report
from actions.report.talk import Talk
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError, CaseworkUnavailable

logger = logging.getLogger(__name__)

STAGES: Dict[str, Callable[[Talk], Awaitable[None]]] = {
    "offer": opening.offer,
    "which": opening.which,
    "ask": asking.asking,
    "side": asking.side,
    "keep": pin.keep,
    "summary": summary.summary,
    "change": summary.change,
    "code": resuming.code,
    "pin": resuming.code,
    "go_on": resuming.go_on,
    "add_more": adding.add_more,
    "add": adding.add,
}


class ValidateReportForm(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "validate_report_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        talk = self._talk(tracker)
        try:
            if not (talk.report.link == link.SENT and talk.report.open and await link.news(talk)):
                await (anew.begin if anew.is_wished(talk) else STAGES[talk.report.stage])(talk)
        except CaseworkError as error:
            _failed(talk, error)
        talk.spoken(dispatcher)
        return talk.remembered()

    def _talk(self, tracker: Tracker) -> Talk:
        turn, memory, report = Turn.latest(tracker), Memory.of(tracker), Report.of(tracker)
        if report is None:  # by its own need: to go on with a report, or to add to one
            need = turn.intent if is_need(turn.intent) else memory.need
            facts = {**memory.facts, **turn.facts}
            memory, report = replace(memory, need=need, facts=facts, ask=None, misses=0), Report("code")
        if report.held is not None:
            turn = Turn.from_held(report.held, turn)
        return Talk(tracker, turn, memory, report, self._client or shared_client())


def _failed(talk: Talk, error: CaseworkError) -> None:
    """A person; what was said in this turn goes along, because nobody has kept it."""
    down = isinstance(error, CaseworkUnavailable)
    logger.warning("casework %s a turn of a report; the caller goes to a person", "did not keep" if down else "refused")
    ask = talk.memory.ask or {}
    if talk.report.id and ask.get("asked") != "pin" and talk.turn.text and not talk.turn.text.startswith("/"):
        name = str(ask.get("slot", "said")).replace(".", "_")
        talk.memory = replace(talk.memory, facts={**talk.memory.facts, name: talk.turn.text[:500]})
    talk.said.clear()
    talk.to_person("system_failure")
