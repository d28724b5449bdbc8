"""A filed report is taken back at the wish of whoever filed it: by case number or access code, and PIN, as for its status.

The form is that of case_status.py; the fact WITHDRAW in the memory says what is wanted of the case once it is known.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.casework import plain
from actions.handover import closed
from actions.questions import ask_again
from actions.reply import say_only
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient

WITHDRAW = "withdraw"
NEED = "case_status"


class ActionWithdraw(Action):
    """While a report is being taken it waits: nobody should lose that one over another."""

    def name(self) -> str:
        return "action_withdraw"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if (tracker.get_slot("report") or {}).get("id"):
            say_only(dispatcher, response="utter_withdraw_later")
            ask_again(dispatcher, memory)
            return []
        say_only(dispatcher, response="utter_withdraw")
        facts = {**memory.facts, **Turn.latest(tracker).facts, WITHDRAW: True}
        slots = {"need": NEED, "facts": facts, "asked": None, "decision": None, "case_reference": None}
        return [*closed(), *(SlotSet(name, value) for name, value in slots.items()), FollowupAction("case_status_form")]


async def withdrawn(client: CaseworkClient, request: Dict[str, Any], key: str) -> Optional[Dict[str, Any]]:
    """The decision: what is said of it. None where the number and PIN found no case; then they are asked for again."""
    found = plain(await client.withdraw_case(request, key))
    if found.get("outcome") == "draft":
        return {"withdrawn": {"response": "utter_withdraw_draft"}}
    if found.get("outcome") in ("withdrawn", "not_possible"):
        return {"withdrawn": {"text": str(found.get("say") or "")}}
    return None if (found.get("tries_left") or 0) > 0 else {"failed": "routed", "locked": True}
