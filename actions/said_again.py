"""What was said, once more: word for word, slower, or the code of the report that is being taken."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.ladder import counted, missed, understood
from actions.questions import ask_again
from actions.reply import say, say_only
from actions.report.code import repeat_code
from actions.report.state import Report
from actions.turn import Memory, Turn, last_reply
from spoken.en import repeating


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
        report = Report.of(tracker)
        if report and report.stage == "offer" and repeating.asks_what_it_is(Turn.latest(tracker).text):
            say_only(dispatcher, response="utter_report_offer_explained")
            ask_again(dispatcher, memory)
            return counted(missed(memory))  # whoever asks so again and again is helped by a person
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
