"""The talk itself: greeting, repeat, slower, help, hold on, change of mind, goodbye (misses.py: what was not understood).

Every line stands in domain.yml (utter_...). After a line of its own an action says the open question again, so that
the caller always knows what to say next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handover import closed, hand_over
from actions.ladder import counted, exhausted, missed, understood
from actions.messages import receipt
from actions.needs import CHAT, form_of, is_need
from actions.questions import OPENING, PERSON, ask_again
from actions.reply import civicline, question, say, say_only
from actions.report.code import repeat_code
from actions.report.state import Report
from actions.routing import answered, on_with, to_destination
from actions.turn import Memory, Turn, is_connecting, last_reply
from spoken.en import goodbye, yes_no
from spoken.en.choices import choice_in

SURE_OF_GOODBYE = 0.9
FEWEST_WORDS = 3  # that can tell a need


class SayAndAskAgain(Action):
    """One sentence of its own (the response `utter_<topic>`), then the open question again."""

    topic: str = ""

    def name(self) -> str:
        return f"action_{self.topic}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        say_only(dispatcher, response=f"utter_{self.topic}")
        go_on(dispatcher, tracker, Memory.of(tracker))
        return understood()


def go_on(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> None:
    """The open question again; to somebody who is being connected, that they are."""
    if memory.ask or memory.open_question or not is_connecting(tracker):
        ask_again(dispatcher, memory)
        return
    say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_while_connecting")


class ActionAreYouRobot(SayAndAskAgain):
    topic = "are_you_robot"


class ActionHelp(SayAndAskAgain):
    """What the open question means where its form explains it; else how the line is used."""

    topic = "help"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        explained = (memory.ask or {}).get("help")
        if not explained:
            return super().run(dispatcher, tracker, domain)
        say_only(dispatcher, text=explained)
        ask_again(dispatcher, memory)
        return []


class ActionCapabilities(SayAndAskAgain):
    topic = "capabilities"


class ActionAbuse(SayAndAskAgain):
    """Calm words the first time; whoever goes on like that is asked whether they want a person, and then gets one."""

    topic = "abuse"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if memory.ask or _intent_before(tracker) != self.topic:
            return super().run(dispatcher, tracker, domain)
        if any(_offers_a_person(event) for event in tracker.events):  # and was turned down
            return [FollowupAction("action_hand_over")]
        say(dispatcher, civicline(memory, "ask", ask=PERSON), response="utter_abuse_again")
        return understood()


def _offers_a_person(event: Dict[str, Any]) -> bool:
    body = ((event.get("data") or {}).get("custom") or {}).get("civicline") or {}
    return event.get("event") == "bot" and (body.get("ask") or {}).get("slot") == PERSON["slot"]


class ActionGreet(SayAndAskAgain):
    """A greeting; in the middle of a talk "hello?" asks whether anybody is there."""

    topic = "greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if not (memory.need or memory.ask or memory.open_question or last_reply(tracker)):
            return super().run(dispatcher, tracker, domain)
        return ActionStillThere().run(dispatcher, tracker, domain)


class ActionStillThere(SayAndAskAgain):
    topic = "still_there"


def _intent_before(tracker: Tracker) -> str:
    """What the turn before this one was taken for."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    before = (said[-2].get("parse_data") or {}) if len(said) > 1 else {}
    return str((before.get("intent") or {}).get("name") or "")


class ActionSlower(Action):
    """From now on every sentence is spoken slowly; the last one is said again."""

    def name(self) -> str:
        return "action_slower"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = replace(Memory.of(tracker), slow=True)
        say_only(dispatcher, response="utter_slower")
        _repeat(dispatcher, tracker, memory)
        return [SlotSet("slow", True), *understood()]


class ActionRepeat(Action):
    def name(self) -> str:
        return "action_repeat"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if "code" in Turn.latest(tracker).text.lower() and Report.of(tracker):
            return await repeat_code(dispatcher, tracker, memory)
        _repeat(dispatcher, tracker, memory)
        return understood()


def _repeat(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> None:
    """The last reply word for word, with its own object; the opening question when there was none."""
    messages = last_reply(tracker)
    secret = next((m["metadata"]["secret"] for m in messages if (m.get("metadata") or {}).get("secret")), None)
    if any((m.get("metadata") or {}).get("masked") for m in messages):
        messages = []  # read from the store, where the code is not: the question alone
    body = next((m["data"]["custom"] for m in reversed(messages) if (m.get("data") or {}).get("custom")), None)
    if not messages or not body or "civicline" not in body:
        ask_again(dispatcher, memory)
        return
    again: Dict[str, Any] = {**body["civicline"], "repeat": True}
    if memory.slow:
        again["voice"] = {**(again.get("voice") or {}), "rate": "slow"}
    text = " ".join(m["text"] for m in messages)
    say(dispatcher, {"civicline": again}, text=text, **({"secret": secret} if secret else {}))


class ActionHoldOn(Action):
    """The caller needs a moment; the connector waits before it calls that silence."""

    def name(self) -> str:
        return "action_hold_on"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        body = civicline(memory, "ask", ask=question(memory) or OPENING, voice={"wait_s": 60})
        say(dispatcher, body, response="utter_hold_on")
        return understood()


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
            return self._candidate(dispatcher, memory, agreed)
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
        need = next((one for one in turn.candidates if is_need(one) and one != CHAT), None)
        if wanted and need and len(said.rest.split()) > 1 and not goodbye.wants_nothing_else(said.rest):
            slots = {"need": need, "facts": {**memory.facts, **turn.facts}, "asked": None, "decision": None}
            return [SlotSet(name, value) for name, value in slots.items()] + [*closed(), FollowupAction(form_of(need))]
        if wanted and memory.also:
            return on_with(memory.also[0], memory)
        if goodbye.says_goodbye(turn.text) or turn.digits not in ("", "1"):
            return _goodbye(dispatcher, memory)
        if wanted:
            say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_how_can_i_help")
            return [SlotSet("open_question", None)]
        if goodbye.wants_nothing_else(turn.text) or said.meaning == yes_no.NO:
            return _goodbye(dispatcher, memory)
        return await _once_more(dispatcher, tracker, memory)

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

    def _candidate(self, dispatcher: CollectingDispatcher, memory: Memory, agreed: bool) -> List[EventType]:
        if agreed:
            events = [SlotSet("need", memory.candidate), SlotSet("ask", None), SlotSet("open_question", None)]
            return [*events, SlotSet("misses", 0), FollowupAction(form_of(memory.candidate or ""))]
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_rephrase")
        return [SlotSet("open_question", None), SlotSet("candidate", None)]

    def _also(self, dispatcher: CollectingDispatcher, memory: Memory, agreed: bool) -> List[EventType]:
        """The other need of one breath, after the first."""
        if agreed:
            return on_with(str(memory.candidate), memory)
        return _goodbye(dispatcher, replace(memory, also=()))


def _behind_the_no(turn: Turn) -> Optional[str]:
    """ "No nobody's hurt, my fence was hit by a car": a need that is told after the yes or no that nobody asked for."""
    _, _, told = turn.text.partition(",")
    long = len(told.split()) >= FEWEST_WORDS and not goodbye.wants_nothing_else(told)
    alone = yes_no.read(told).value is not None
    return next((one for one in turn.candidates if is_need(one) and one != CHAT), None) if long and not alone else None


class ActionChangeMind(Action):
    """Forget the need and what was asked for it; start over."""

    def name(self) -> str:
        return "action_change_mind"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        if goodbye.gives_up(Turn.latest(tracker).text):
            return _goodbye(dispatcher, replace(Memory.of(tracker), also=()))
        memory = replace(Memory.of(tracker), need=None, facts={}, ask=None)
        say(dispatcher, civicline(memory, "ask", ask=OPENING), response="utter_change_mind")
        return closed() + [SlotSet(name, None) for name in ("need", "facts", "asked", "decision", "case_reference")]


class ActionCorrect(Action):
    """One step back: the last answer is forgotten and its question asked again."""

    def name(self) -> str:
        return "action_correct"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        if not (memory.need or memory.ask or memory.asked or memory.open_question):
            ask_again(dispatcher, memory)  # there is nothing yet to correct: "oh no, not a computer"
            return []
        offered = (memory.ask or {}).get("slot") == "self_service"
        if (memory.ask and not offered) or not memory.asked or not (memory.decision or {}).get("need"):
            say_only(dispatcher, response="utter_correct")
            ask_again(dispatcher, replace(memory, open_question=None))
            return [SlotSet("open_question", None)] + ([] if memory.ask else [SlotSet("asked", None)])
        last = memory.asked[-1]
        facts = {name: value for name, value in memory.facts.items() if name != last}
        say_only(dispatcher, response="utter_correct")
        return [
            SlotSet("facts", facts),
            SlotSet("asked", list(memory.asked[:-1])),
            *closed(),
            SlotSet("decision", None),
            FollowupAction("need_form"),
        ]


class ActionThanks(Action):
    """Thanks after an answer closes the call; thanks in the middle leads back to the question."""

    def name(self) -> str:
        return "action_thanks"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        await receipt(tracker)
        if memory.open_question == "anything_else":
            return _goodbye(dispatcher, memory)
        say_only(dispatcher, response="utter_thanks")
        go_on(dispatcher, tracker, memory)
        return []


class ActionGoodbye(Action):
    def name(self) -> str:
        return "action_goodbye"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        """Words that are a goodbye end the call; a single word that only a classifier takes for one does not."""
        turn, memory = Turn.latest(tracker), Memory.of(tracker)
        await receipt(tracker)
        meant = turn.confidence >= SURE_OF_GOODBYE and len(turn.text.split()) > 1
        if meant or goodbye.says_goodbye(turn.text):
            return _goodbye(dispatcher, memory)
        if memory.open_question == "anything_else" and goodbye.wants_nothing_else(turn.text):
            return _goodbye(dispatcher, memory)
        return await _once_more(dispatcher, tracker, memory)


async def _once_more(dispatcher: CollectingDispatcher, tracker: Tracker, memory: Memory) -> List[EventType]:
    """The open question again; whoever is not understood twice gets a person, never a dial tone."""
    if exhausted(memory):
        return await hand_over(dispatcher, tracker, memory, "not_understood")
    say_only(dispatcher, response="utter_misheard")
    ask_again(dispatcher, memory)
    return counted(missed(memory))


def _goodbye(dispatcher: CollectingDispatcher, memory: Memory) -> List[EventType]:
    """The end, unless another need was named that nobody has spoken of since."""
    waiting = [one for one in memory.also if one != memory.need]
    if waiting:
        asking = replace(memory, open_question="also", candidate=waiting[0], ask=None)
        ask_again(dispatcher, asking)
        kept = {"open_question": "also", "candidate": waiting[0], "also": waiting}
        return [*closed(), *(SlotSet(name, value) for name, value in kept.items())]
    disposition: Optional[str] = (memory.decision or {}).get("disposition")
    say(dispatcher, civicline(memory, "end", disposition=disposition or "abandoned"), response="utter_goodbye")
    return closed()


class ActionHangUp(Action):
    """The caller is gone: nothing is said, the conversation is closed."""

    def name(self) -> str:
        return "action_hang_up"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[str, Any]) -> List[EventType]:
        memory = Memory.of(tracker)
        dispatcher.utter_message(json_message=civicline(memory, "end", disposition="abandoned"))
        return closed()
