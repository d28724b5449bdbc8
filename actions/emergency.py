"""An emergency, at any turn: the safety sentence, and a person at once. Needs no other service to do so.

When the detector cannot exclude one, the caller is asked whether anyone is in danger: yes is an emergency, no goes on
where the call was, anything else is a call-taker's call.
"""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import UNKNOWN, answer
from actions.handover import hand_over, other_language_of
from actions.needs import form_of, is_need
from actions.questions import ask_again
from actions.reply import civicline, say
from actions.settings import Settings
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient, shared_client
from casework_client.errors import CaseworkError

logger = logging.getLogger(__name__)

# What the agency wants said and dialled; asked once in a while, never waited for when danger is near.
DEFAULT = {"number": "911", "action": "hang_up_and_dial"}
REMEMBER_S = 300.0
ASK_TIMEOUT_S = 0.3

# A danger that the classifier filed under a routine need is reported under the emergency it most resembles.
EMERGENCY_NEEDS = (
    "emg_in_progress",
    "emg_medical",
    "emg_fire",
    "gas_smell",
    "downed_line",
    "missing_person",
    "suicidal_self_other",
    "dv_current",
    "sexual_assault",
)
ALWAYS_911 = ("emg_in_progress", "emg_medical", "emg_fire", "gas_smell", "downed_line", "dv_current")
DANGER: Dict[str, Any] = {"slot": "danger", "kind": "yes_no", "choices": ["yes", "no"]}


class EmergencySettings:
    """The agency's emergency settings with a memory, so that the turn does not depend on casework."""

    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client, self._known, self._until = client, dict(DEFAULT), 0.0

    async def current(self, agency: str) -> Dict[str, Any]:
        if time.monotonic() < self._until:
            return self._known
        self._until = time.monotonic() + REMEMBER_S
        try:
            asked = (self._client or shared_client()).agency(agency)
            self._known = {**DEFAULT, **((await asyncio.wait_for(asked, ASK_TIMEOUT_S)).get("emergency") or {})}
        except (CaseworkError, asyncio.TimeoutError):
            self._until = time.monotonic() + 5.0
            logger.warning("emergency settings of the agency not read; the last known ones are used")
        return self._known


def emergency_need(turn: Turn, memory: Memory) -> str:
    """The need to report: the first emergency need among the candidates, else crime in progress."""
    named = [name for name in (turn.intent, *turn.candidates) if name in EMERGENCY_NEEDS]
    return named[0] if named else "emg_in_progress"


class ActionEmergency(Action):
    def __init__(self, settings: Optional[EmergencySettings] = None, client: Optional[CaseworkClient] = None) -> None:
        self._settings, self._client = settings or EmergencySettings(client), client

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        need = emergency_need(turn, before)
        facts = {**before.facts, **turn.facts}
        if before.need and before.need != need and is_need(before.need):
            facts["earlier_need"] = before.need
        memory = replace(before, need=need, facts=facts)
        agency = turn.metadata.get("agency") or Settings.from_environment().agency
        return await emergency_hand_over(
            dispatcher, tracker, memory, await self._settings.current(agency), self._client
        )


class ActionCheckDanger(Action):
    """Asks; remembers what the turn was about, so that a "no" can go on with it."""

    def name(self) -> str:
        return "action_check_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        need = next((name for name in (turn.intent, *turn.candidates) if is_need(name)), None)
        memory = replace(before, facts={**before.facts, **turn.facts})
        told = replace(memory, need=before.need or (need if need not in ALWAYS_911 else None))
        say(dispatcher, civicline(told, "ask", ask=DANGER), response="utter_check_danger")
        checked: Dict[str, Any] = {"intent": turn.intent, "candidates": list(turn.candidates), "need": need}
        if tracker.get_slot("report"):  # most likely an answer: it waits, and is not asked for twice
            checked["turn"] = turn.held()
        return [
            SlotSet("danger_check", checked),
            SlotSet("danger_checks", int(tracker.get_slot("danger_checks") or 0) + 1),
            SlotSet("facts", before.facts if tracker.get_slot("report") else memory.facts),
        ]


class ActionDangerAnswer(Action):
    def __init__(self, settings: Optional[EmergencySettings] = None, client: Optional[CaseworkClient] = None) -> None:
        self._settings, self._client = settings or EmergencySettings(client), client

    def name(self) -> str:
        return "action_danger_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        checked: Dict[str, Any] = tracker.get_slot("danger_check") or {}
        over: List[EventType] = [SlotSet("danger_check", None)]
        said = answer(DANGER, turn)
        if said is False:
            report = tracker.get_slot("report")
            if report and checked.get("turn"):
                return over + _back_to_the_report({**report, "held": checked["turn"]})
            return over + self._goes_on(dispatcher, turn, before, checked)
        if said is True:
            return over + await self._danger(dispatcher, tracker, turn, before, checked)
        unsure = "routed" if said == UNKNOWN else "not_understood"
        reason = {"no_input": "no_input", "speak_to_person": "asked_for_person"}.get(turn.intent, unsure)
        memory = replace(before, need=before.need or checked.get("need"))
        return over + await hand_over(dispatcher, tracker, memory, reason, client=self._client)

    async def _danger(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        turn: Turn,
        before: Memory,
        checked: Dict[str, Any],
    ) -> List[EventType]:
        first = replace(turn, intent=checked.get("intent") or "", candidates=tuple(checked.get("candidates") or ()))
        memory = replace(before, need=emergency_need(first, before), facts={**before.facts, **turn.facts})
        agency = turn.metadata.get("agency") or Settings.from_environment().agency
        return await emergency_hand_over(
            dispatcher, tracker, memory, await self._settings.current(agency), self._client
        )

    def _goes_on(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, checked: Dict[str, Any]
    ) -> List[EventType]:
        """No danger: back to the open question, or on with the need that the checked turn named."""
        facts = {**before.facts, **turn.facts}
        if before.ask:
            ask_again(dispatcher, replace(before, facts=facts))
            return [SlotSet("facts", facts)]
        named = (checked.get("intent"), *(checked.get("candidates") or ()))
        need = next((name for name in named if name and is_need(name) and name not in ALWAYS_911), None)
        if need is None:
            ask_again(dispatcher, replace(before, facts=facts))
            return [SlotSet("facts", facts)]
        return [SlotSet("facts", facts), SlotSet("need", need), FollowupAction(form_of(need))]


def _back_to_the_report(report: Dict[str, Any]) -> List[EventType]:
    """The form begins anew with the turn that waited: Rasa does not ask a form that is going on about it."""
    form = [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("report_form")]
    return [SlotSet("report", report), *form]


async def emergency_hand_over(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    wanted: Dict[str, Any],
    client: Optional[CaseworkClient] = None,
) -> List[EventType]:
    """Says the agency's safety sentence (never interruptible) and hands over with disposition 911."""
    number = str(wanted.get("number") or DEFAULT["number"])
    events = await hand_over(
        dispatcher,
        tracker,
        memory,
        "emergency",
        client=client,
        text=wanted.get("say"),
        destination={"id": "emergency", "name": "emergency services", "phone": number},
        disposition="911",
        language=other_language_of(tracker, Turn.latest(tracker)),
        voice={"safety": True},
    )
    return [*events, SlotSet("need", memory.need), SlotSet("facts", memory.facts)]
