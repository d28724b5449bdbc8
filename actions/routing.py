"""Who handles a need: the one question that decides, then the decision. The directory itself is casework's.

`validate_need_form` runs at every turn of the form: it reads the answer, asks casework, and either speaks the next
question or ends the form with a decision; `action_route` then says it.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Dict, List, Optional, Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import verified
from actions.answers import UNKNOWN, answer, over_now
from actions.casework import plain, shared_client
from actions.danger_check import NOT_KNOWN
from actions.emergency import emergency_hand_over
from actions.form import after_miss, put, remembered, why_missed
from actions.goodbyes import say_goodbye
from actions.handover import closed, hand_over
from actions.ladder import choices_of, counted, help_for, missed
from actions.needs import CHAT, form_of, is_need, names_a_need, spoken_name
from actions.questions import OPENING, PERSON, ask_again
from actions.reply import civicline, question, say, say_only
from actions.report import adding, asides
from actions.report.kinds import Kinds
from actions.report.state import Report
from actions.several import ALONG, other_first, still_true, told_along
from actions.turn import Memory, Turn, last_reply
from actions.which_need import (
    WHICH,
    asked_below,
    candidate_in_doubt,
    chooses_nothing,
    chosen,
    denies_candidate,
    question_between,
)
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError
from spoken.en import denied_before, yes_no

logger = logging.getLogger(__name__)

KEPT_TO_THEMSELVES = "skip_question"  # who won't tell a machine what it is about tells a person
SURE_OF_NEW_NEED = 0.35  # confidence at which another need in the middle of a question is a change of mind
SURE_BESIDE_YES_NO = (
    0.6  # ... of a yes/no question, to which many answer with a sentence ("he's not bothering anybody")
)


class ValidateNeedForm(Action):
    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client = client

    def name(self) -> str:
        return "validate_need_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        before = Memory.of(tracker)
        turn = _without_what_is_denied(Turn.latest(tracker), before)
        if before.ask and before.ask["slot"] == WHICH:
            if turn.intent == KEPT_TO_THEMSELVES:
                return remembered(replace(before, ask=None, decision={"failed": "asked_for_person"}))
            if chooses_nothing(turn, before):
                ask_again(dispatcher, before)
                return remembered(missed(before))
            found = chosen(turn, before, _names(before.ask["between"], domain))
            return await self._routed(dispatcher, turn, found) if found else self._neither(turn, before)
        if denies_candidate(turn, before):
            over = "none_of_it" if before.open_question == "also" else "neither"
            return remembered(replace(before, need=None, also=(), decision={over: "utter_rephrase"}))
        if before.open_question == "anything_else" and verified.asks_when(tracker, turn):
            return remembered(replace(before, decision={"of_it": verified.MORE}))
        if words := await asides.words_after(turn, before, self._client):
            return remembered(replace(before, decision={"aside": words}))
        if adding.told_unasked(tracker, turn, before):
            return remembered(replace(before, decision={"of_the_report": True}))
        if before.ask is None and (ask := question_between(turn, before)):
            return self._between(dispatcher, turn, before, ask)
        if before.ask is None and (doubted := candidate_in_doubt(turn, before)):
            asked, also = (*before.asked, WHICH), (*before.also, *turn.also)
            facts = {**before.facts, **turn.facts}
            return remembered(replace(before, facts=facts, asked=asked, also=also, decision={"doubted": doubted}))
        starting = before.ask is None
        memory = _started(turn, before) if starting else _answered(turn, before)
        if memory is None:
            return self._missed(dispatcher, turn, before)
        return await self._routed(dispatcher, turn, memory, both=starting and bool(turn.also) and is_need(turn.intent))

    async def _routed(
        self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory, both: bool = False
    ) -> List[EventType]:
        """`both`: two needs were named in this breath; whoever is connected for the first hears of the other there."""
        try:
            routed = plain(await (self._client or shared_client()).route(_request(turn, memory)))
        except CaseworkError:
            logger.warning("the directory could not be asked; the caller goes to a person")
            return remembered(replace(memory, ask=None, decision={"failed": "system_failure"}))
        connected = routed.get("act") == "transfer" or routed.get("disposition") == "911"
        if both and not (connected and routed.get("status") != "ask"):
            say_only(dispatcher, response="utter_both")
        if routed.get("status") != "ask":
            return remembered(replace(memory, need=routed.get("need") or memory.need, ask=None, decision=routed))
        ask = routed["ask"]
        memory = replace(memory, need=routed.get("need") or memory.need, asked=(*memory.asked, ask["slot"]))
        return remembered(put(dispatcher, memory, ask))

    def _between(
        self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory, ask: Dict[str, Any]
    ) -> List[EventType]:
        memory = replace(_started(turn, before), ask=ask)
        memory = replace(memory, asked=(*memory.asked, WHICH))
        if turn.also:
            say_only(dispatcher, response="utter_both")
        ask_again(dispatcher, memory)
        return remembered(memory)

    def _neither(self, turn: Turn, before: Memory) -> List[EventType]:
        """Two guesses were wrong: the caller is asked openly, once, and never between two needs again."""
        memory = replace(before, need=None, ask=None, facts={**before.facts, **turn.facts})
        return remembered(replace(missed(memory), decision={"neither": "utter_rephrase"}))

    def _missed(self, dispatcher: CollectingDispatcher, turn: Turn, before: Memory) -> List[EventType]:
        heard = replace(before, facts={**before.facts, **turn.facts})
        memory = after_miss(heard)
        if memory is None or not memory.ask:
            return remembered(replace(heard, ask=None, decision={"failed": why_missed(turn)}))
        prompt = memory.ask.get("reprompt") or memory.ask["prompt"]
        say(dispatcher, civicline(memory, "ask", ask=question(memory)), text=prompt)
        if before.stumbles and (helping := help_for(before, turn)):  # the first time, the other wording says enough
            say_only(dispatcher, response=helping, **choices_of(before))
        return remembered(memory)


def _names(needs: Sequence[str], domain: Dict[str, Any]) -> Dict[str, str]:
    """How a question names these needs."""
    said = (domain.get("responses") or {}) if domain else {}
    return {need: str((said.get(spoken_name(need)) or [{}])[0].get("text") or "") for need in needs}


def _without_what_is_denied(turn: Turn, before: Memory) -> Turn:
    """A no to the question about danger names no new need by what it denies: "no nobody got bit, the dog just stares"."""
    to_danger = before.need and before.ask is None and before.open_question is None
    said = yes_no.read(turn.text)
    if to_danger and said.value is False and said.rest and turn.sure < asked_below():
        return replace(turn, intent="deny", also=())
    return turn


def _started(turn: Turn, before: Memory) -> Memory:
    """The first turn of a need: taken from the intent, or from the candidate that the caller confirmed."""
    named = is_need(turn.intent) and turn.intent != before.facts.get(ALONG)  # else it waits for the other one
    need = turn.intent if named else before.need
    kept = before.facts if need == before.need else still_true(before.facts)
    asked = before.asked if need == before.need else ()
    also = tuple(one for one in (*before.also, *(turn.also if named else ())) if one != need)
    over = dict.fromkeys(denied_before.denied_at_first(turn.text), False) if named else {}
    facts = {**over, **kept, **turn.facts}
    return replace(before, need=need, facts=facts, asked=asked, misses=0, decision=None, offered=False, also=also)


def _answered(turn: Turn, before: Memory) -> Optional[Memory]:
    """The memory with the answer taken in, or with another need; None when the turn did neither."""
    assert before.ask is not None
    facts = {**before.facts, **turn.facts}
    value = False if over_now(before.ask, turn, before) else answer(before.ask, turn)
    if value is not None:
        return replace(before, facts={**facts, before.ask["slot"]: value}, misses=0)
    another = is_need(turn.intent) and turn.intent not in (before.need, CHAT) and turn.confidence >= SURE_OF_NEW_NEED
    if before.ask.get("kind") == "yes_no" and turn.confidence < SURE_BESIDE_YES_NO:
        another = False
    if another and names_a_need(turn.text):
        heard = {**still_true(before.facts), **turn.facts}
        return replace(before, need=turn.intent, facts=heard, asked=(), misses=0, offered=False)
    return None


def _request(turn: Turn, memory: Memory) -> Dict[str, Any]:
    return {
        "agency": turn.agency,
        "need": memory.need,
        "facts": memory.facts,
        "asked": list(memory.asked),
        "channel": turn.channel,
    }


class ActionRoute(Action):
    """Says the decision: a transfer, a fact, or the one offer of self-service."""

    def __init__(self, client: Optional[CaseworkClient] = None) -> None:
        self._client, self._kinds = client, Kinds()

    def name(self) -> str:
        return "action_route"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        decision = memory.decision or {"failed": "system_failure"}
        if "failed" in decision:
            return await hand_over(dispatcher, tracker, memory, decision["failed"], client=self._client)
        if wanted := decision.get("of_it"):
            return [*verified.tell(dispatcher, tracker, memory, str(wanted))]
        if words := decision.get("aside"):
            return asides.say_after(dispatcher, memory, str(words))
        if "of_the_report" in decision and (filed := verified.session_of(tracker)):
            return await adding.unasked(dispatcher, tracker, memory, filed)
        if "doubted" in decision:
            return did_you_mean(dispatcher, memory, decision["doubted"])
        if "none_of_it" in decision:
            return [*say_goodbye(dispatcher, replace(memory, also=())), SlotSet("decision", None)]
        if "neither" in decision:
            say(dispatcher, civicline(memory, "ask", ask=OPENING), response=decision["neither"])
            return [*closed(), *counted(memory), SlotSet("decision", None)]
        for notice in decision.get("notices") or ():
            say_only(dispatcher, text=notice)
        if decision.get("disposition") == "911":
            return await self._danger(dispatcher, tracker, memory, decision)
        if decision.get("offer") and not memory.offered:
            return await self._self_service(dispatcher, Turn.latest(tracker), memory, decision)
        if decision.get("act") == "transfer" or decision.get("offer"):
            if memory.also and memory.facts.get(ALONG) != memory.need:
                return other_first(memory)
            return await to_destination(dispatcher, tracker, memory, decision, self._client)
        if decision.get("disposition") == "case_status" and (form := form_of(str(memory.need))) != "need_form":
            return [SlotSet("decision", None), FollowupAction(form)]  # "I can look that up", and then it is
        if _told_just_now(tracker, decision):
            say(
                dispatcher,
                civicline(memory, "ask", ask=PERSON, **_decided(decision)),
                response="utter_more_from_person",
            )
            return [SlotSet("open_question", "anything_else")]
        return _inform(dispatcher, memory, decision)

    async def _danger(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory, decision: Dict[str, Any]
    ) -> List[EventType]:
        sentence = decision.get("say") or Turn.latest(tracker).danger.sentence(memory.need)
        return await emergency_hand_over(dispatcher, tracker, memory, sentence, self._client)

    async def _self_service(
        self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory, decision: Dict[str, Any]
    ) -> List[EventType]:
        """The one offer; where the agency has a form for the need, to take the report here and now as well."""
        agency = turn.agency
        channel = turn.channel
        kinds = await self._kinds.for_need(self._client or shared_client(), agency, str(memory.need), channel)
        if not kinds:
            return self._offer(dispatcher, memory, decision)
        if decision.get("say"):
            say_only(dispatcher, text=decision["say"])
        report = SlotSet("report", Report("offer", kinds=kinds).slot())
        return [SlotSet("offered", True), SlotSet("ask", None), report, FollowupAction("report_form")]

    def _offer(self, dispatcher: CollectingDispatcher, memory: Memory, decision: Dict[str, Any]) -> List[EventType]:
        offer = decision["offer"]
        memory = replace(memory, ask=offer)
        body = civicline(memory, "ask", ask=question(memory), **_decided(decision))
        say(dispatcher, body, text=_joined(decision.get("say"), offer["prompt"]))
        return [SlotSet("open_question", "self_service"), SlotSet("offered", True), SlotSet("ask", None)]


def did_you_mean(dispatcher: CollectingDispatcher, memory: Memory, candidate: str) -> List[EventType]:
    body = civicline(memory, "ask", ask={"slot": "did_you_mean", "kind": "yes_no", "choices": ["yes", "no"]})
    say(dispatcher, body, response="utter_did_you_mean", candidate=spoken_name(candidate))
    asked = [SlotSet("open_question", "did_you_mean"), SlotSet("candidate", candidate), SlotSet("decision", None)]
    return [*closed(), *asked]


def _told_just_now(tracker: Tracker, decision: Dict[str, Any]) -> bool:
    """The answer was given before in this call: who asks once more wants to know more than it tells."""
    words = str(decision.get("say") or "").strip()
    said = [str(event.get("text") or "") for event in tracker.events if event.get("event") == "bot"]
    said += [str(message["text"]) for message in last_reply(tracker)]
    return bool(words) and any(words in one for one in said)


async def to_destination(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    memory: Memory,
    decision: Dict[str, Any],
    client: Optional[CaseworkClient] = None,
) -> List[EventType]:
    """Transfers to the destination of a decision, or to its person when self-service was declined."""
    person = decision.get("person") if decision.get("offer") else None
    goal = person or decision
    memory, along = told_along(memory, goal)
    if memory.facts.get("in_danger_now") == UNKNOWN:
        memory = replace(memory, facts={NOT_KNOWN: True, **memory.facts})
        along = along or {"response": "utter_danger_may_be"}
    return await hand_over(
        dispatcher,
        tracker,
        memory,
        "routed",
        client=client,
        text=goal.get("say"),
        destination=goal.get("destination"),
        disposition="call_taker" if person else decision.get("disposition") or "call_taker",
        then=along,
    )


def _decided(decision: Dict[str, Any]) -> Dict[str, Any]:
    return {
        "disposition": decision.get("disposition"),
        "destination": decision.get("destination"),
        "reason": "routed",
    }


def _inform(dispatcher: CollectingDispatcher, memory: Memory, decision: Dict[str, Any]) -> List[EventType]:
    act = {"report": "report", "end": "end"}.get(str(decision.get("act")), "inform")
    body = civicline(memory, act, **_decided(decision))
    say(dispatcher, body, **answered(decision.get("say"), "utter_anything_else", goes_on=act != "end"))
    return [SlotSet("open_question", None if act == "end" else "anything_else")]


def answered(words: Optional[str], without: str, goes_on: bool = True) -> Dict[str, Any]:
    """How an answer of the directory is said: its words and "is there anything else?"; `without` words, that response."""
    if not words:
        return {"response": without}
    return {"response": "utter_answer", "answer": words.strip()} if goes_on else {"text": words.strip()}


def _joined(*sentences: Optional[str]) -> str:
    return " ".join(sentence.strip() for sentence in sentences if sentence)
