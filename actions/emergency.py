"""An emergency, at any turn: the safety sentence, and a person at once. Needs no other service to do so."""
from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Any, Dict, List, Optional, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework_client import CaseworkClient, shared_client
from actions.errors import CaseworkError
from actions.handover import hand_over
from actions.needs import is_need
from actions.settings import Settings
from actions.turn import Memory, Turn

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

    def name(self) -> Text:
        return "action_emergency"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        need = emergency_need(turn, before)
        facts = {**before.facts, **turn.facts}
        if before.need and before.need != need and is_need(before.need):
            facts["earlier_need"] = before.need
        memory = replace(before, need=need, facts=facts)
        agency = turn.metadata.get("agency") or Settings.from_environment().agency
        return await emergency_hand_over(dispatcher, tracker, memory, await self._settings.current(agency), self._client)


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
        voice={"safety": True},
    )
    return events + [SlotSet("need", memory.need), SlotSet("facts", memory.facts)]
