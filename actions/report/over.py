"""How a report ends: filed, kept for later, handed to a person, or left for another need."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Awaitable, Callable, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import verified
from actions.casework import plain, shared_client
from actions.emergency import emergency_hand_over
from actions.handover import hand_over
from actions.ladder import counted, missed
from actions.needs import form_of, spoken_name
from actions.questions import OPENING
from actions.reply import civicline, say, say_only
from actions.report.adding import say_added
from actions.report.state import Report
from actions.routing import answered, to_destination
from actions.several import on_with
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError
from spoken.en.numbers import digits_only

logger = logging.getLogger(__name__)
FORGOTTEN = ("report", "report_over", "ask")


class ActionReportOver(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_report_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        over = tracker.get_slot("report_over") or {"how": "person", "reason": "system_failure"}
        try:
            happened = await ENDINGS[over["how"]](self, dispatcher, tracker, over)
        except CaseworkError:
            logger.warning("a report could not be brought to its end; the caller goes to a person")
            happened = await self._person(dispatcher, tracker, {"reason": "system_failure"})
        return [*(SlotSet(name, None) for name in FORGOTTEN), *happened]

    async def _submit(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        turn, memory, report = Turn.latest(tracker), Memory.of(tracker), Report.of(tracker)
        assert report is not None
        filed = await self._client_().tell_report(report.id, "submit", {"turn": turn.key})
        person = await verified.filed(self._client_(), report.id)
        _said(dispatcher, turn, str(filed.get("say") or ""), filed.get("reference_spoken"))
        return [SlotSet(verified.SLOT, person), *_what_else(dispatcher, memory, report)]

    async def _stop(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        memory, report = Memory.of(tracker), Report.of(tracker)
        assert report is not None
        if not await self._kept(dispatcher, tracker):
            say_only(dispatcher, response="utter_report_dropped")
        return _what_else(dispatcher, memory, report)

    async def _bye(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        report = Report.of(tracker)
        if report is not None and report.id:
            await self._kept(dispatcher, tracker)
        known = "self_service_report" if report is not None and report.id else "abandoned"
        say(dispatcher, civicline(Memory.of(tracker), "end", disposition=known), response="utter_goodbye")
        return []

    async def _kept(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
        """What was answered is kept, and how to come back is said; False when nobody could come back."""
        turn, report = Turn.latest(tracker), Report.of(tracker)
        assert report is not None
        known = plain(await self._client_().report(report.id))
        channel = turn.channel
        left = await self._client_().tell_report(report.id, "leave", {"reason": "stopped", "channel": channel})
        if known.get("pin"):
            return False  # without a PIN nobody can come back to it
        _said(dispatcher, turn, str(left.get("say") or ""), known.get("access_code_spoken"))
        return True

    async def _done(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        say(
            dispatcher,
            civicline(Memory.of(tracker), "report", disposition="self_service_report"),
            response="utter_anything_else",
        )
        return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "self_service_report"})]

    async def _added(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        say_added(dispatcher, Memory.of(tracker), over.get("say"))
        return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "self_service_report"})]

    async def _person(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        return await hand_over(dispatcher, tracker, Memory.of(tracker), over["reason"], client=self._client)

    async def _declined(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        memory = Memory.of(tracker)
        return await to_destination(dispatcher, tracker, memory, memory.decision or {}, self._client)

    async def _elsewhere(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        """Another city's: straight to whoever takes it there, with everything that was answered."""
        return await to_destination(dispatcher, tracker, Memory.of(tracker), over["decision"], self._client)

    async def _online(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        memory = Memory.of(tracker)
        decision = memory.decision or {}
        how = (decision.get("offer") or {}).get("online_say")
        known = {name: decision.get(name) for name in ("disposition", "destination")}
        body = civicline(memory, "report", **known, reason="routed")
        say(dispatcher, body, **answered(how, "utter_online"))
        return [SlotSet("open_question", "anything_else")]

    async def _told(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        """It was for information: thanked for, and nothing is filed."""
        body = civicline(Memory.of(tracker), "inform", disposition="info", reason="routed")
        say_only(dispatcher, response="utter_report_told")
        say(dispatcher, body, response="utter_anything_else")
        return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "info"})]

    async def _not_wanted(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        """No report, but something that was not understood: asked for in other words, as a call that begins."""
        memory = replace(Memory.of(tracker), need=None)
        if memory.also:  # "no, just the chicken question"
            return on_with(memory.also[0], memory)
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_report_not_wanted")
        forgotten = [SlotSet(name, None) for name in ("need", "asked", "decision", "open_question")]
        return [*forgotten, *counted(missed(memory))]

    async def _asked(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        """A question about the matter instead of a report of it: a person answers it."""
        return await hand_over(dispatcher, tracker, Memory.of(tracker), "routed", client=self._client)

    async def _other_need(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]
    ) -> List[EventType]:
        return [SlotSet("decision", None), SlotSet("need", over["need"]), FollowupAction(form_of(over["need"]))]

    async def _ended(self, dispatcher: CollectingDispatcher, tracker: Tracker, over: Dict[str, Any]) -> List[EventType]:
        """An answer ended the form: its own sentence, then 911 or a person, with everything that was answered."""
        ended, memory = over["ended"], Memory.of(tracker)
        if ended.get("disposition") != "911":
            return await hand_over(dispatcher, tracker, memory, "routed", client=self._client, text=ended.get("say"))
        sentence = ended.get("say") or Turn.latest(tracker).danger.say
        return await emergency_hand_over(dispatcher, tracker, memory, sentence, self._client)

    def _client_(self) -> CaseworkClient:
        return self._client or shared_client()


# how a report ends (Talk.over) -> what is done
ENDINGS: Dict[
    str, Callable[[ActionReportOver, CollectingDispatcher, Tracker, Dict[str, Any]], Awaitable[List[EventType]]]
] = {
    "submit": ActionReportOver._submit,
    "stop": ActionReportOver._stop,
    "bye": ActionReportOver._bye,
    "done": ActionReportOver._done,
    "added": ActionReportOver._added,
    "person": ActionReportOver._person,
    "declined": ActionReportOver._declined,
    "elsewhere": ActionReportOver._elsewhere,
    "online": ActionReportOver._online,
    "told": ActionReportOver._told,
    "not_wanted": ActionReportOver._not_wanted,
    "asked": ActionReportOver._asked,
    "other_need": ActionReportOver._other_need,
    "ended": ActionReportOver._ended,
}


def _what_else(dispatcher: CollectingDispatcher, memory: Memory, report: Report) -> List[EventType]:
    """The need that came up in the middle, if there was one; else: is there anything else?"""
    body = civicline(memory, "report", disposition="self_service_report", reason="routed")
    decision = SlotSet("decision", {"disposition": "self_service_report"})
    if report.later:
        body["civicline"]["act"] = "ask"
        body["civicline"]["ask"] = {"slot": "did_you_mean", "kind": "yes_no", "choices": ["yes", "no"]}
        say(dispatcher, body, response="utter_report_also_asked", candidate=spoken_name(report.later))
        return [decision, SlotSet("open_question", "did_you_mean"), SlotSet("candidate", report.later)]
    say(dispatcher, body, response="utter_anything_else")
    return [decision, SlotSet("open_question", "anything_else")]


def _said(dispatcher: CollectingDispatcher, turn: Turn, text: str, code: Optional[str]) -> None:
    """A sentence of casework with the access code in it: digits for the eye, and kept out of what is stored."""
    if not text:
        return
    shown = digits_only(code) if code and turn.written else code
    say_only(dispatcher, text=text.replace(code, str(shown)) if code else text, **({"secret": shown} if shown else {}))
