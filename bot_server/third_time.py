"""No question is put a third time in a row, whatever action would put it: a person is offered instead, and the second time comes.

The one guard for every form and every action, where all of them speak (patches/remote_actions.py). Forms that can do better before it
comes to that do so: a report leaves a question open, a routing form decides without the answer. Beside the row stand the question
about danger, the offer of a person, and time to look for something. Whoever wishes to hear it again does, twice.

A reading-back that a caller corrects is a new question each time, and has its own limit.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

from rasa.shared.core.events import ActiveLoop, BotUttered, Event, FollowupAction, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TIMES = 2
TIMES_READ_BACK = 6
IN_ALL = 4  # of a call, where two questions take turns
READ_BACK = "report_summary"
BY_NATURE = (READ_BACK, "report_change", "anything_else", "need", "self_service")  # asked anew for each need or change
MOVED = ("utter_report_corrected", "utter_report_back", "utter_report_code_again", "utter_report_no_code")
DANGER, PERSON = "danger", "person"
TO_A_PERSON = "action_hand_over"
OFFER = {"slot": PERSON, "kind": "yes_no", "choices": ["yes", "no"]}


def is_due(events: Iterable[Event], responses: Sequence[Dict[str, Any]]) -> bool:
    """Whether these responses put the question that the replies before have put as often as is allowed."""
    body = _body(responses)
    slot = _slot(body)
    if slot is None or slot in (DANGER, PERSON) or _waits(body):
        return False
    events = list(events)
    if slot not in BY_NATURE and sum(_slot(one) == slot for one in _replies(events)) >= IN_ALL:
        return True
    put, heard = _times(events, slot)
    most = TIMES_READ_BACK if slot == READ_BACK else TIMES
    return heard > most or (put >= most and not body.get("repeat"))


def instead(
    tracker: DialogueStateTracker, responses: Sequence[Dict[str, Any]], happened: List[Event]
) -> Tuple[List[Dict[str, Any]], List[Event]]:
    """(what is said, what happens): what the turn was told beside the question, and the offer; or a person, where that was made."""
    if any(_slot(body) == PERSON for body in _replies(tracker.events)):  # it was offered before
        return [], [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction(TO_A_PERSON)]
    told = [one for one in responses if not (one.get("custom") or {}).get("civicline")]
    body = {**_body(responses), "act": "ask", "ask": {**OFFER}}
    return [*told, {"response": "utter_offer_person", "custom": {"civicline": body}}], happened


def _times(events: Iterable[Event], slot: str) -> Tuple[int, int]:
    """(how often it was put in a row, how often it was heard). An offer of a person that was turned down begins the row anew."""
    put = heard = 0
    for body in reversed(list(_replies(events))):
        asked = _slot(body)
        if asked == PERSON:
            break
        if asked == DANGER or _waits(body):
            continue
        if asked != slot:
            break
        put, heard = put + (not body.get("repeat")), heard + 1
        if body.get("moved"):  # something was done, and the question was put anew
            break
    return put, heard


def _replies(events: Iterable[Event]) -> Iterator[Dict[str, Any]]:
    """The object of every reply, in order; the last one of a turn counts."""
    body: Optional[Dict[str, Any]] = None
    for event in events:
        if isinstance(event, UserUttered):
            if body is not None:
                yield body
            body = None
        elif isinstance(event, BotUttered):
            found = ((event.data or {}).get("custom") or {}).get("civicline")
            moved = (event.metadata or {}).get("utter_action") in MOVED or bool(body and body.get("moved"))
            body = {**(found or body or {}), **({"moved": True} if moved else {})}
    if body is not None:
        yield body


def _body(responses: Sequence[Dict[str, Any]]) -> Dict[str, Any]:
    found = [body for one in responses if (body := (one.get("custom") or {}).get("civicline"))]
    return dict(found[-1]) if found else {}


def _slot(body: Dict[str, Any]) -> Optional[str]:
    """What is asked; None when something was decided."""
    return str(body["ask"].get("slot")) if body.get("act") == "ask" and body.get("ask") else None


def _waits(body: Dict[str, Any]) -> bool:
    return bool((body.get("voice") or {}).get("wait_s"))
