"""When the detector cannot exclude danger, the caller is asked whether anyone is in it.

A plain yes is an emergency, a plain no goes on where the call was, a doubtful one ("ok", "I guess") or more of the story is asked
once more, anything else is a call-taker's call. Who does not know whether somebody is in danger hears both, the number and who
comes; who says goodbye is let go.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import UNKNOWN, Value, answer, over_now
from actions.emergency import in_danger
from actions.handover import REASON_OF_INTENT, closed, hand_over, other_language_of
from actions.needs import form_of, is_need
from actions.questions import ask_again
from actions.reply import civicline, say
from actions.turn import Memory, Turn
from agencies.properties import Properties
from casework_client.client import CaseworkClient
from spoken.en import goodbye, out_of_sight, yes_no
from spoken.en.choices import wishes_person
from spoken.en.report_offer import chosen_first
from spoken.en.report_taken import offer_choice
from spoken.en.yes_no_phrases import DENIES_TOO

DANGER: Dict[str, Any] = {"slot": "danger", "kind": "yes_no", "choices": ["yes", "no"], "danger": True}
ASKED = {name: DANGER[name] for name in ("slot", "kind", "choices")}  # what a channel is told of it
OF_PEOPLE = frozenset(  # facts about people in danger
    ("suspect_present", "happening_now", "in_progress", "injured", "in_danger_now", "in_danger", "any_concern", "threats_now", "weapon",
     "attacking_now", "inside_building", "child_or_pet_inside", "flooding_home")
)  # fmt: skip
NOW = frozenset(
    ("suspect_present", "happening_now", "in_progress", "injured", "in_danger_now", "in_danger", "threats_now")
)
NOBODY = {"in_danger_now": False, "injured": False}  # what a no to "is anyone hurt or in danger right now" says
THE_SAME_ASKED = ("in_danger_now", "in_danger", "injured")  # questions of a need that such a no has answered
TAKEN_BACK = "change_mind"
ANSWER_NAMES = 0.35  # how often such a choice is right, from which the answer itself names a need
NOT_KNOWN = "danger_not_known"  # the first fact of the ticket
OUT_OF_SIGHT = "welfare_check"  # the need of somebody who does not answer


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
            "sure": turn.sure,
            "also": list(turn.also),
        }
        if tracker.get_slot("report"):  # most likely an answer: it waits, and is not asked for twice
            checked["turn"] = turn.held()
        elif before.ask and before.ask.get("kind") == "yes_no":
            checked["said"] = _plainly_said(turn, before.ask)
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
        said = _in_another_language(turn) or _answered(turn)
        if said is None and over_now(DANGER, turn, replace(before, misses=int(bool(checked.get("again"))))):
            said = False
        if said is not True and goodbye.leaves(turn.text) and not turn.emergency:
            return over + _let_go(dispatcher, tracker, turn, before, denied=said is False)
        if said is False and turn.intent == TAKEN_BACK and not tracker.get_slot("report"):
            return [*over, FollowupAction("action_change_mind")]  # "no no it's fine, cancel it"
        if said is False:
            report = tracker.get_slot("report")
            if report and checked.get("turn") and _is_an_answer(report, checked["turn"]):
                return over + back_to_the_report(
                    {**report, "held": _without_danger(checked["turn"], turn.danger.properties)}
                )
            return over + self._goes_on(dispatcher, turn, before, checked)
        if said is True:
            return over + await self._danger(dispatcher, tracker, turn, checked)
        if said is None and not checked.get("again") and _may_tell_once_more(turn):
            say(dispatcher, civicline(before, "ask", ask=ASKED), response="utter_check_danger_again")
            told = {} if tracker.get_slot("report") else turn.facts
            return [SlotSet("danger_check", {**checked, "again": True}), SlotSet("facts", {**before.facts, **told})]
        if said == UNKNOWN and turn.intent not in REASON_OF_INTENT:
            return over + await self._not_known(dispatcher, tracker, turn, before, checked)
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

    async def _not_known(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, before: Memory, checked: Dict[str, Any]
    ) -> List[EventType]:
        """Nobody knows: the number for those who fear the worst, and a person who reads first that danger is not known."""
        need = OUT_OF_SIGHT if out_of_sight.nobody_answers(turn.text) else before.need or checked.get("need")
        if before.need and before.need != need:
            before = replace(before, facts={**before.facts, "earlier_need": before.need})
        memory = replace(before, need=need, facts={NOT_KNOWN: True, **before.facts, **turn.facts})
        told = await hand_over(
            dispatcher, tracker, memory, "routed", client=self._client, response="utter_danger_not_known"
        )
        return [*told, SlotSet("need", need), SlotSet("facts", memory.facts)]

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
            sure=float(checked.get("sure", 1.0)),
        )
        return await in_danger(dispatcher, tracker, named or asked_about, self._client)

    def _goes_on(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, checked: Dict[str, Any]
    ) -> List[EventType]:
        """No danger: back to the open question, or on with the need that the checked turn named."""
        facts = {**before.facts, **NOBODY, **turn.facts}
        moved_on = is_need(turn.intent) and turn.intent != before.need
        asked_already = before.ask is not None and str(before.ask.get("fact") or before.ask["slot"]) in THE_SAME_ASKED
        known = False if asked_already else checked.get("said")
        if before.ask and before.need and known is not None and (asked_already or not moved_on):
            facts[before.ask["slot"]] = known
            slots = {"facts": facts, "ask": None, "asked": [*before.asked, before.ask["slot"]]}
            return [*(SlotSet(name, value) for name, value in slots.items()), FollowupAction(form_of(before.need))]
        if before.ask:
            ask_again(dispatcher, replace(before, facts=facts))
            return [SlotSet("facts", facts)]
        need = None if _rings_already(before) else _need_of(turn, checked)
        if need is None:
            ask_again(dispatcher, replace(before, facts=facts))
            return [SlotSet("facts", facts)]
        return [SlotSet("facts", facts), SlotSet("need", need), FollowupAction(form_of(need))]


def _rings_already(before: Memory) -> bool:
    """A person has been promised, and told why: a no to one question more sends nobody elsewhere."""
    return (before.decision or {}).get("disposition") in ("911", "call_taker")


def _need_of(turn: Turn, checked: Dict[str, Any]) -> Optional[str]:
    """What to go on with: what stood beside a question about the line, what the checked turn named, what the answer itself names
    ("no, but he's parked across my drive"), else the likeliest of the guesses at the checked turn. A danger is never guessed."""
    properties = turn.danger.properties
    beside = () if is_need(checked.get("intent") or "") else checked.get("also") or ()
    heard = (turn.intent,) if turn.sure >= ANSWER_NAMES else ()
    guesses = [one for one in checked.get("candidates") or () if not properties.has(one, "dangerous")]
    named = (*beside, checked.get("intent"), *heard, *guesses)
    return next((one for one in named if one and is_need(one) and not properties.has(one, "always_911")), None)


def _answered(turn: Turn) -> Optional[Value]:
    """A no that is none yet, somebody who is afraid, and more of a story in which somebody does not answer: it is not known."""
    said = answer(DANGER, turn)
    if said is not True and (out_of_sight.is_afraid(turn.text) or (said is False and out_of_sight.not_yet(turn.text))):
        return UNKNOWN
    return UNKNOWN if said is None and out_of_sight.nobody_answers(turn.text) else said


def _let_go(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, before: Memory, denied: bool
) -> List[EventType]:
    """Who says goodbye to the question: a report is left as its form leaves it, everything else ends here."""
    report = tracker.get_slot("report")
    if report and report.get("id"):
        return back_to_the_report({**report, "held": {**turn.held(), "intent": "goodbye", "confidence": 1.0}})
    disposition = (before.decision or {}).get("disposition") or "abandoned"
    response = "utter_goodbye" if denied else "utter_goodbye_in_doubt"
    say(dispatcher, civicline(before, "end", disposition=disposition), response=response)
    return closed()


def _plainly_said(turn: Turn, ask: Dict[str, Any]) -> Optional[bool]:
    """What answered the open question although it sounded like danger, and is not to be asked again: a plain yes or no, or a no whose
    reason denies as well ("no, the wires are in the alley, it didn't touch anything"). Of people in danger only the plain one."""
    about = str(ask.get("fact") or ask["slot"])
    said = yes_no.read(turn.text, about)
    if yes_no.plainly_answers(turn.text, about):
        return said.value
    denied = said.sure and said.value is False and DENIES_TOO.search(said.rest) and not ask.get("danger")
    return False if denied and about not in OF_PEOPLE else None


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
    text = str(held.get("text") or "")
    return report.get("stage") != "offer" or offer_choice(text) is not None or chosen_first(text) is not None


def _without_danger(held: Dict[str, Any], properties: Properties) -> Dict[str, Any]:
    """Danger was denied since: what was only overheard of one ("happening now, well, the paint is") is asked for, and ends nothing; an
    emergency that the words were taken for is an answer ("will somebody come out, there's a screwdriver on the ground")."""
    facts = {name: value for name, value in (held.get("facts") or {}).items() if name not in NOW or value is not True}
    heard = "inform" if properties.has(held.get("intent"), "always_911") else held.get("intent")
    return {**held, "facts": facts, "intent": heard}


def back_to_the_report(report: Dict[str, Any]) -> List[EventType]:
    """The form begins anew with the turn that waited: Rasa does not ask a form that is going on about it."""
    form = [ActiveLoop(None), SlotSet("requested_slot", None), FollowupAction("report_form")]
    return [SlotSet("report", report), *form]
