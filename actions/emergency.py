"""An emergency, at any turn: the life-saving sentence of its kind, and a person at once. Needs no other service to do so.

Whoever speaks of ending a life is never told to hang up: a person comes at once (needs that are `person_first`). When the
detector cannot exclude danger, the caller is asked whether anyone is in it: a plain yes is an emergency, a plain no goes on
where the call was, a doubtful one ("ok", "I guess") or more of the story is asked once more, anything else is a call-taker's call.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import UNKNOWN, answer, over_now
from actions.handover import REASON_OF_INTENT, hand_over, other_language_of
from actions.needs import form_of, is_need
from actions.questions import ask_again
from actions.reply import civicline, say
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient
from spoken.en.choices import choice_in, wishes_person

DANGER: Dict[str, Any] = {"slot": "danger", "kind": "yes_no", "choices": ["yes", "no"], "danger": True}
ASKED = {name: DANGER[name] for name in ("slot", "kind", "choices")}  # what a channel is told of it
NOBODY = {"in_danger_now": False, "injured": False}  # what a no to "is anyone hurt or in danger right now" says


class ActionEmergency(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_emergency"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        return await in_danger(dispatcher, tracker, Turn.latest(tracker), self._client)


class ActionCheckDanger(Action):
    """Asks; remembers what the turn was about, so that a "no" can go on with it."""

    def name(self) -> str:
        return "action_check_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        need = next((name for name in (turn.intent, *turn.candidates) if is_need(name)), None)
        memory = replace(before, facts={**before.facts, **turn.facts})
        always = turn.danger.properties.having("always_911")
        told = replace(memory, need=before.need or (need if need not in always else None))
        say(dispatcher, civicline(told, "ask", ask=ASKED), response="utter_check_danger")
        checked: Dict[str, Any] = {
            "intent": turn.intent,
            "candidates": list(turn.candidates),
            "need": need,
            "danger_need": turn.danger_need,
        }
        if tracker.get_slot("report"):  # most likely an answer: it waits, and is not asked for twice
            checked["turn"] = turn.held()
        return [
            SlotSet("danger_check", checked),
            SlotSet("danger_checks", int(tracker.get_slot("danger_checks") or 0) + 1),
            SlotSet("facts", before.facts if tracker.get_slot("report") else memory.facts),
        ]


class ActionDangerAnswer(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "action_danger_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, before = Turn.latest(tracker), Memory.of(tracker)
        checked: Dict[str, Any] = tracker.get_slot("danger_check") or {}
        over: List[EventType] = [SlotSet("danger_check", None)]
        said = _in_another_language(turn) or answer(DANGER, turn)
        if said is None and over_now(DANGER, turn, replace(before, misses=int(bool(checked.get("again"))))):
            said = False
        if said is False:
            report = tracker.get_slot("report")
            if report and checked.get("turn") and _is_an_answer(report, checked["turn"]):
                return over + _back_to_the_report({**report, "held": checked["turn"]})
            return over + self._goes_on(dispatcher, turn, before, checked)
        if said is True:
            return over + await self._danger(dispatcher, tracker, turn, checked)
        if said is None and not checked.get("again") and _may_tell_once_more(turn):
            say(dispatcher, civicline(before, "ask", ask=ASKED), response="utter_check_danger_again")
            told = {} if tracker.get_slot("report") else turn.facts
            return [SlotSet("danger_check", {**checked, "again": True}), SlotSet("facts", {**before.facts, **told})]
        unsure = "routed" if said == UNKNOWN else "not_understood"
        memory = replace(before, need=before.need or checked.get("need"))
        return over + await hand_over(
            dispatcher,
            tracker,
            memory,
            REASON_OF_INTENT.get(turn.intent, unsure),
            client=self._client,
            language=other_language_of(tracker, turn),
        )

    async def _danger(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, checked: Dict[str, Any]
    ) -> List[EventType]:
        """What was asked about says which danger it is, unless the answer does."""
        named = turn if turn.intent in turn.danger.properties.having("dangerous") or turn.danger_need else None
        asked_about = replace(
            turn,
            intent=checked.get("intent") or "",
            candidates=tuple(checked.get("candidates") or ()),
            danger_need=checked.get("danger_need"),
        )
        return await in_danger(dispatcher, tracker, named or asked_about, self._client)

    def _goes_on(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, checked: Dict[str, Any]
    ) -> List[EventType]:
        """No danger: back to the open question, or on with the need that the checked turn named."""
        facts = {**before.facts, **NOBODY, **turn.facts}
        if before.ask:
            ask_again(dispatcher, replace(before, facts=facts))
            return [SlotSet("facts", facts)]
        always = turn.danger.properties.having("always_911")
        named = (checked.get("intent"), *(checked.get("candidates") or ()))
        need = next((name for name in named if name and is_need(name) and name not in always), None)
        if need is None:
            ask_again(dispatcher, replace(before, facts=facts))
            return [SlotSet("facts", facts)]
        return [SlotSet("facts", facts), SlotSet("need", need), FollowupAction(form_of(need))]


def _may_tell_once_more(turn: Turn) -> bool:
    """Words that are more of the story; who sounds in danger, or wants a person, is not asked again."""
    heard = turn.text and not turn.text.startswith("/") and turn.scope_reason != "low_confidence"
    return bool(heard) and not turn.emergency and turn.intent not in REASON_OF_INTENT and not wishes_person(turn.text)


def _in_another_language(turn: Turn) -> Optional[bool]:
    """A yes in the caller's own language, or in how it sounds in English."""
    heard = turn.metadata.get("heard")
    said = heard if isinstance(heard, dict) else {"text": turn.text} if turn.intent == "non_english" else {}
    if turn.danger.phrases.yes_in_other_language(str(said.get("text") or "")):
        return True
    english = replace(turn, text=str(said.get("english") or ""), intent="inform")
    return True if english.text and answer(DANGER, english) is True else None


def _is_an_answer(report: Dict[str, Any], held: Dict[str, Any]) -> bool:
    """What waited goes to the form, but not as a refusal of the offer that it spoke past."""
    return report.get("stage") != "offer" or choice_in(str(held.get("text") or "")) is not None


def _back_to_the_report(report: Dict[str, Any]) -> List[EventType]:
    """The form begins anew with the turn that waited: Rasa does not ask a form that is going on about it."""
    form = [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("report_form")]
    return [SlotSet("report", report), *form]


async def in_danger(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, client: Optional[CaseworkClient] = None
) -> List[EventType]:
    """What must be said and done now, by the kind of danger in `turn`."""
    before, danger = Memory.of(tracker), turn.danger
    need, named = danger.need_of(turn.intent, turn.danger_need, turn.candidates, turn.danger_language)
    facts = {**before.facts, **turn.facts}
    if before.need and before.need != need and is_need(before.need):
        facts["earlier_need"] = before.need
    memory = replace(before, need=need, facts=facts)
    sentence = danger.sentence(need if named or danger.person_first(need) else None)
    if danger.person_first(need):
        return await person_at_once(dispatcher, tracker, memory, sentence, client)
    return await emergency_hand_over(dispatcher, tracker, memory, sentence, client)


async def person_at_once(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    sentence: str,
    client: Optional[CaseworkClient] = None,
) -> List[EventType]:
    """The sentence, which nothing interrupts, and a call-taker: nobody is asked to hang up, and nothing is waited for."""
    language = other_language_of(tracker, Turn.latest(tracker))
    told: Dict[str, Any] = {"text": sentence, "language": language, "voice": {"safety": True}}
    events = await hand_over(dispatcher, tracker, memory, "routed", client=client, **told)
    return [*events, SlotSet("need", memory.need), SlotSet("facts", memory.facts)]


def _number(turn: Turn) -> Dict[str, str]:
    """Absent when the agency's file cannot be read: the channel knows it too, and another city's is worse than none."""
    return {"phone": turn.danger.number} if turn.danger.number else {}


async def emergency_hand_over(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    sentence: str,
    client: Optional[CaseworkClient] = None,
) -> List[EventType]:
    """Says the life-saving sentence (never interruptible) and hands over with disposition 911."""
    turn = Turn.latest(tracker)
    events = await hand_over(
        dispatcher,
        tracker,
        memory,
        "emergency",
        client=client,
        text=sentence or None,
        destination={"id": "emergency", "name": "emergency services", **_number(turn)},
        disposition="911",
        language=other_language_of(tracker, turn),
        voice={"safety": True},
    )
    return [*events, SlotSet("need", memory.need), SlotSet("facts", memory.facts)]
