"""Yes, no or a need, to what was asked outside a form: is there anything else, self-service, did you mean, the other need."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import go_on
from actions.goodbyes import once_more, say_goodbye
from actions.handover import closed
from actions.messages import receipt
from actions.needs import CHAT, form_of, is_need
from actions.questions import OPENING
from actions.reply import civicline, say
from actions.report import adding, asides
from actions.routing import answered, to_destination
from actions.several import on_with
from actions.turn import Memory, Turn
from actions.which_need import told_instead_of
from spoken.en import goodbye, yes_no
from spoken.en.choices import choice_in

FEWEST_WORDS = 3  # that can tell a need


class ActionOpenAnswer(Action):
    """Yes, no, "online" or a goodbye to what was asked outside a form: anything else, self-service, did you mean."""

    def name(self) -> str:
        return "action_open_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        await receipt(tracker)
        agreed = turn.intent in ("affirm", "choose_online") or turn.digits == "1"
        if memory.open_question == "self_service" and memory.decision:
            return await self._self_service(dispatcher, tracker, memory, agreed and choice_in(turn.text) != "now")
        if memory.open_question == "did_you_mean" and memory.candidate:
            return self._candidate(dispatcher, turn, memory, agreed)
        if memory.open_question == "also" and memory.candidate:
            return self._also(dispatcher, memory, agreed)
        if memory.open_question == "anything_else":
            return await self._anything_else(dispatcher, tracker, turn, memory)
        need = _behind_the_no(turn)
        if need and not turn.digits:
            return on_with(need, replace(memory, facts={**memory.facts, **turn.facts}))
        go_on(dispatcher, tracker, replace(memory, open_question=None))
        return [SlotSet("open_question", None), SlotSet("facts", {**memory.facts, **turn.facts})]

    async def _anything_else(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, memory: Memory
    ) -> List[EventType]:
        """A need that was named along, a yes, a goodbye; what is none of them is asked once more, and ends no call."""
        said = yes_no.read(turn.text)
        wanted = (said.meaning == yes_no.YES and said.sure) or turn.digits == "1"
        need = _likely(turn)
        if told := await asides.answered_after(dispatcher, tracker, memory):
            return told
        if filed := adding.told_unasked(tracker, turn, memory):
            return await adding.unasked(dispatcher, tracker, memory, filed)
        if wanted and need and len(said.rest.split()) > 1 and not goodbye.wants_nothing_else(said.rest):
            slots = {"need": need, "facts": {**memory.facts, **turn.facts}, "asked": None, "decision": None}
            return [SlotSet(name, value) for name, value in slots.items()] + [*closed(), FollowupAction(form_of(need))]
        if wanted and memory.also:
            return on_with(memory.also[0], memory)
        if goodbye.says_goodbye(turn.text) or turn.digits not in ("", "1"):
            return say_goodbye(dispatcher, memory)
        if wanted:
            say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_how_can_i_help")
            return [SlotSet("open_question", None)]
        if goodbye.wants_nothing_else(turn.text) or goodbye.only_that(turn.text) or said.meaning == yes_no.NO:
            return say_goodbye(dispatcher, memory)
        return await once_more(dispatcher, tracker, memory)

    async def _self_service(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory, online: bool
    ) -> List[EventType]:
        decision = memory.decision or {}
        if not online:
            return await to_destination(dispatcher, tracker, memory, decision)
        body = civicline(
            memory,
            "report",
            disposition=decision.get("disposition"),
            destination=decision.get("destination"),
            reason="routed",
        )
        how = (decision.get("offer") or {}).get("online_say")
        say(dispatcher, body, **answered(how, "utter_online"))
        return [SlotSet("open_question", "anything_else")]

    def _candidate(self, dispatcher: CollectingDispatcher, turn: Turn, memory: Memory, agreed: bool) -> List[EventType]:
        """A no may tell in the same breath what it is about."""
        if agreed:
            events = [SlotSet("need", memory.candidate), SlotSet("ask", None), SlotSet("open_question", None)]
            return [*events, SlotSet("misses", 0), FollowupAction(form_of(memory.candidate or ""))]
        if not turn.digits and (need := told_instead_of(str(memory.candidate), turn)):
            return on_with(need, replace(memory, facts={**memory.facts, **turn.facts}))
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_rephrase")
        return [SlotSet("open_question", None), SlotSet("candidate", None)]

    def _also(self, dispatcher: CollectingDispatcher, memory: Memory, agreed: bool) -> List[EventType]:
        """The other need of one breath, after the first."""
        if agreed:
            return on_with(str(memory.candidate), memory)
        return say_goodbye(dispatcher, replace(memory, also=()))


def _behind_the_no(turn: Turn) -> Optional[str]:
    """ "No nobody's hurt, my fence was hit by a car": a need that is told after the yes or no that nobody asked for."""
    _, _, told = turn.text.partition(",")
    long = len(told.split()) >= FEWEST_WORDS and not goodbye.wants_nothing_else(told)
    alone = yes_no.read(told).value is not None
    return _likely(turn) if long and not alone else None


def _likely(turn: Turn) -> Optional[str]:
    """The likeliest need; an emergency is none where nobody heard danger: a yes with a story has a last candidate that means nothing."""
    danger = turn.danger.properties
    return next(
        (one for one in turn.candidates if is_need(one) and one != CHAT and not danger.has(one, "always_911")), None
    )
