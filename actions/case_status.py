"""How a reported crime is going: the caller's case number or access code, then the PIN, then casework's answer.

Numbers can be said or keyed. The PIN is used at once and kept nowhere; the reference waits sealed, and is forgotten after
the answer. New messages are told after the status; a report that is not finished can be gone on with.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import verified
from actions.casework import plain, shared_client
from actions.form import after_miss, put, remembered
from actions.handover import hand_over
from actions.messages import receipt_of, unread
from actions.needs import CHAT, form_of, is_need
from actions.reply import civicline, say, say_only
from actions.report.state import Report
from actions.sealing import seal, unseal
from actions.turn import Memory, Turn
from actions.withdrawing import WITHDRAW, withdrawn
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError
from spoken.en import about_a_case
from spoken.en.case_numbers import HeardNumber, case_number_in, case_number_of
from spoken.en.numbers import digits_only

logger = logging.getLogger(__name__)

ACCESS_CODE_DIGITS, PIN_DIGITS = 5, 4
OWN_NEEDS = ("case_status", "case_number_request", CHAT)
NOT_FOUND = "case_not_found"  # in Memory.asked: numbers that matched nothing were asked for once more
OTHER_FORM = (
    "case_number_form"  # ... and one that is written otherwise than the agency's: said again, it is looked up as it is
)
FEWEST_DIGITS = 6  # of a number that somebody takes for that of a case; a code has five
RIVAL = 0.25  # sureness from which the second need counts for somebody who says that it is about no case
LOCKED: Dict[str, Any] = {"failed": "routed", "locked": True}
ASK_PIN: Dict[str, Any] = {"slot": "pin", "kind": "number", "digits": PIN_DIGITS}


@dataclass(frozen=True)
class Credentials:
    reference: Optional[str] = None
    pin: Optional[str] = None


def heard(turn: Turn, asking: Optional[str]) -> Credentials:
    """What this turn gave: a number in the agency's form, else by the words around the digits, else by the open question."""
    reference, pin = turn.secrets.get("access_code"), turn.secrets.get("pin")
    if number := _official(turn, asking):
        return Credentials(number.number, number.pin or (_digits(pin) if _has_more(turn, number) else None))
    digits = turn.digits or digits_only(turn.text)
    if asking == "case_reference" and reference is None and pin is None:
        return _split(digits)
    if asking == "pin" and len(digits) == PIN_DIGITS:
        return Credentials(None, digits)
    return Credentials(_digits(reference), _digits(pin))


def _official(turn: Turn, asking: Optional[str]) -> Optional[HeardNumber]:
    """As this agency writes them; a telephone number that nobody asked for is none."""
    year = datetime.now(timezone.utc).year
    if turn.digits:
        return case_number_of(turn.digits, turn.case_numbers, year) if asking == "case_reference" else None
    if asking is None and turn.facts.get("phone"):
        return None
    found = case_number_in(turn.text, turn.case_numbers, year)
    by_words = turn.case_numbers.read(turn.secrets.get("case_number", ""))
    return found or (HeardNumber(by_words, _digits(turn.secrets.get("pin"))) if by_words else None)


def _has_more(turn: Turn, number: HeardNumber) -> bool:
    """Whether a PIN was said beside the number, whose year may have been said by two digits: else it is some of its own digits."""
    return len(digits_only(turn.text)) >= len(_digits(number.number) or "") - 2 + PIN_DIGITS


def _digits(value: Optional[str]) -> Optional[str]:
    return re.sub(r"\D", "", value) if value else None


def _split(digits: str) -> Credentials:
    """Bare digits that are no official number: an access code, or one with the PIN read straight after it."""
    if len(digits) == ACCESS_CODE_DIGITS:
        return Credentials(digits)
    if len(digits) == ACCESS_CODE_DIGITS + PIN_DIGITS:
        return Credentials(digits[:ACCESS_CODE_DIGITS], digits[ACCESS_CODE_DIGITS:])
    return Credentials()


def of_another_form(turn: Turn, asking: Optional[str]) -> Optional[str]:
    """Digits that are meant as a case number and are none of this agency's: its callers hear why it is refused."""
    digits = turn.digits or digits_only(turn.text)
    telephone = asking is None and bool(turn.facts.get("phone"))
    fits = len(digits) >= FEWEST_DIGITS and not telephone and asking in (None, "case_reference")
    return digits if fits else None


def ask_reference(turn: Turn) -> Dict[str, Any]:
    """`digits`: as many as the agency's own numbers have."""
    return {"slot": "case_reference", "kind": "number", "digits": turn.case_numbers.own.digits}


def said_none(turn: Turn) -> bool:
    """The caller has no number at hand: says so, or tells where and when it was instead."""
    told = any(turn.facts.get(name) for name in ("street", "where", "when")) and not digits_only(turn.text)
    return turn.intent in ("dont_know", "deny") or about_a_case.has_no_number(turn.text) or told


class ValidateCaseStatusForm(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "validate_case_status_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        asking = (before.ask or {}).get("slot")
        given = heard(turn, asking)
        odd = of_another_form(turn, asking) if given.reference is None else None
        if odd and asking and OTHER_FORM in before.asked:
            given = Credentials(odd)
        reference = given.reference or unseal(tracker.get_slot("case_reference"))
        entering = asking is None and given == Credentials() and not before.facts.get(WITHDRAW)
        if entering and (wanted := verified.asked_of_it(tracker, turn)):
            known = replace(before, need=turn.intent if is_need(turn.intent) else before.need, misses=0)
            return _remember(replace(known, decision={"of_it": wanted}), None)
        if asking is None:
            other = is_need(turn.intent) and not before.facts.get(WITHDRAW)
            need = turn.intent if other else before.need
            before = replace(before, need=need, misses=0, decision=None)
        elif given == Credentials() and not odd:
            return self._not_given(dispatcher, turn, before, reference)
        if not reference:
            return self._reference_wanted(dispatcher, turn, before, odd)
        if not given.pin:
            return self._ask(dispatcher, replace(before, misses=0), ASK_PIN, "utter_ask_pin", reference)
        return await self._looked_up(dispatcher, turn, before, reference, given.pin)

    def _reference_wanted(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, odd: Optional[str]
    ) -> List[EventType]:
        """The first question; after a number that is none of the agency's, why not; none to whoever says that there is no number."""
        memory, ask = replace(before, misses=0), ask_reference(turn)
        if odd:
            told = {**ask, "values_said": {"digits": turn.case_numbers.own.digits}}
            memory = replace(memory, asked=(*before.asked, OTHER_FORM))
            return self._ask(dispatcher, memory, told, "utter_case_number_form", None)
        if before.need == "case_number_request" and about_a_case.has_no_number(turn.text):
            return _remember(replace(memory, ask=None, decision={"failed": "routed", "find": True}), None)
        return self._ask(dispatcher, memory, ask, _first_question(memory), None)

    def _ask(
        self,
        dispatcher: CollectingDispatcher,
        memory: Memory,
        ask: Dict[str, Any],
        response: str,
        reference: Optional[str],
    ) -> List[EventType]:
        return _remember(put(dispatcher, memory, {**ask, "response": response}), reference)

    def _not_given(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, reference: Optional[str]
    ) -> List[EventType]:
        """No digits: another need, no number at hand, or a miss."""
        if is_need(turn.intent) and turn.intent not in OWN_NEEDS and turn.confidence > 0.5:
            return _remember(replace(before, need=turn.intent, ask=None, decision={"failed": "other_need"}), None)
        if about_a_case.has_no_case(turn.text) and (other := _other_need(turn)):
            return _remember(replace(before, need=other, ask=None, decision={"failed": "other_need"}), None)
        before = replace(before, facts={**before.facts, **turn.facts})
        memory, ask = after_miss(before), before.ask or {}
        if said_none(turn) or memory is None:
            failed = {"failed": "routed", "find": True} if said_none(turn) else {"failed": "not_understood"}
            return _remember(replace(before, ask=None, decision=failed), None)
        response = "utter_reask_pin" if ask.get("slot") == "pin" else "utter_reask_case_reference"
        return _remember(put(dispatcher, memory, ask, response), reference)

    async def _looked_up(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, reference: str, pin: str
    ) -> List[EventType]:
        kind = "access_code" if len(reference) == ACCESS_CODE_DIGITS and reference.isdigit() else "case_number"
        agency = turn.agency
        request = {"agency": agency, kind: reference, "pin": pin, "call_id": turn.call_id}
        if turn.metadata.get("source"):
            request["source"] = turn.metadata["source"]
        told = {**request, "language": turn.reads} if turn.reads else request
        if before.facts.get(WITHDRAW):
            return await self._withdrawn(dispatcher, turn, before, told)
        try:
            found = plain(await (self._client or shared_client()).case_status(told))
        except CaseworkError:
            logger.warning("the case could not be looked up; the caller goes to a person")
            return _remember(replace(before, ask=None, decision={"failed": "system_failure"}), None)
        if found.get("outcome") == "not_found" and (found.get("tries_left") or 0) > 0:
            return self._not_found(dispatcher, turn, before)
        if found.get("outcome") == "draft":
            return await self._to_go_on(turn, before, request, {"draft": True})
        if found.get("outcome") != "found":
            return _remember(replace(before, ask=None, decision=LOCKED), None)
        new, person = await asyncio.gather(
            unread(self._client or shared_client(), told),
            verified.signed_in(self._client or shared_client(), request, turn.call_id, _number_of(found)),
        )
        decision = {**found, **({"messages": new} if new else {})}
        if (found.get("case") or {}).get("stage") == "more_wanted" and kind == "access_code":
            return await self._to_go_on(turn, before, request, {**decision, "draft": True})
        return [*_remember(replace(before, ask=None, decision=decision), None), SlotSet(verified.SLOT, person)]

    def _not_found(self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory) -> List[EventType]:
        """Numbers that match nothing are asked for once more, not a third time."""
        if NOT_FOUND in before.asked:
            return _remember(replace(before, ask=None, decision=LOCKED), None)
        say_only(dispatcher, response="utter_case_not_found")
        memory = replace(before, misses=0, asked=(*before.asked, NOT_FOUND))
        return self._ask(dispatcher, memory, ask_reference(turn), "utter_ask_case_reference", None)

    async def _withdrawn(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, request: Dict[str, Any]
    ) -> List[EventType]:
        try:
            decision = await withdrawn(self._client or shared_client(), request, turn.key)
        except CaseworkError:
            logger.warning("a report could not be taken back; the caller goes to a person")
            decision = {"failed": "system_failure"}
        if decision is None:
            return self._not_found(dispatcher, turn, before)
        facts = {name: value for name, value in before.facts.items() if name != WITHDRAW}
        return _remember(replace(before, facts=facts, ask=None, decision=decision), None)

    async def _to_go_on(
        self, turn: Turn, before: Memory, request: Dict[str, Any], decision: Dict[str, Any]
    ) -> List[EventType]:
        """A report that is not finished, or asks for more: opened with the same code and PIN; nothing is asked twice."""
        wanted = {**request, "channel": turn.channel}
        told = {name: value for name, value in decision.items() if name != "draft"}
        try:
            found = plain(await (self._client or shared_client()).resume_report(wanted))
        except CaseworkError:
            found = {}
        if found.get("outcome") != "found":
            return _remember(replace(before, ask=None, decision=told or {"failed": "system_failure"}), None)
        report = Report("go_on", id=found["report"], kind=found.get("kind", ""), about=found.get("spoken", ""))
        events = _remember(replace(before, ask=None, decision=decision), None)
        return [*events, SlotSet("report", report.slot())]


def _first_question(memory: Memory) -> str:
    """Whoever wants to know the number is not asked for it."""
    return "utter_ask_code_for_number" if memory.need == "case_number_request" else "utter_ask_case_reference"


def _other_need(turn: Turn) -> Optional[str]:
    """What it is about, for somebody who says that it is about no case."""
    likely = [one for one in turn.candidates[:2] if is_need(one) and one not in OWN_NEEDS]
    return likely[0] if likely and turn.beside >= RIVAL else None


def _number_of(found: Dict[str, Any]) -> Optional[str]:
    number = (found.get("case") or {}).get("number_spoken")
    return str(number) if number else None


def _remember(memory: Memory, reference: Optional[str]) -> List[EventType]:
    return remembered(memory, case_reference=seal(reference) if reference else None)


def _goes_on(dispatcher: CollectingDispatcher, decision: Dict[str, Any]) -> List[EventType]:
    """The report form asks whether to go on; before it the status, where there is one."""
    new = decision.get("messages") or {}
    told = [str((decision.get("case") or {}).get("spoken", "")), str(new.get("spoken", ""))]
    if any(told):
        say_only(dispatcher, text=" ".join(filter(None, told)))
    kept = {"more_wanted": True} if any(told) else None
    return [SlotSet("decision", kept), SlotSet("receipt", receipt_of(new)), FollowupAction("report_form")]


class ActionCaseStatus(Action):
    """Says how the case is going, or brings a person."""

    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_case_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        decision = memory.decision or {"failed": "system_failure"}
        if decision.get("failed") == "other_need":
            return [SlotSet("decision", None), FollowupAction(form_of(memory.need or ""))]
        if wanted := decision.get("of_it"):
            return verified.tell(dispatcher, tracker, memory, str(wanted))
        if decision.get("draft"):
            return _goes_on(dispatcher, decision)
        if "failed" in decision:
            if decision.get("locked"):
                say_only(dispatcher, response="utter_case_locked")
            how = "utter_case_to_be_found" if decision.get("find") else None
            return await hand_over(dispatcher, tracker, memory, decision["failed"], client=self._client, response=how)
        body = civicline(memory, "case_status", disposition="case_status", reason="routed")
        if told := decision.get("withdrawn"):
            say_only(dispatcher, **told)
            say(dispatcher, body, response="utter_anything_else")
            return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "case_status"})]
        if memory.need == "case_number_request":
            verified.tell_number(dispatcher, Turn.latest(tracker), _number_of(decision))
            say(dispatcher, body, response="utter_anything_else")
            return [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "case_status"})]
        spoken, new = str((decision.get("case") or {}).get("spoken", "")), decision.get("messages") or {}
        if new:
            say(dispatcher, body, response="utter_case_messages", spoken=spoken, messages=str(new.get("spoken", "")))
        else:
            say(dispatcher, body, response="utter_case_status", spoken=spoken)
        over = [SlotSet("open_question", "anything_else"), SlotSet("decision", {"disposition": "case_status"})]
        return [*over, SlotSet("receipt", receipt_of(new))]
