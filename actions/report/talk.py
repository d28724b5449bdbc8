"""One turn of the report form in the making: what is said, what is asked next, how it ends. Actions fill it, the form speaks it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.form import remembered
from actions.reply import civicline, question, say, say_only
from actions.report.questions import AGAIN, OWN, ask_of, may_stay_open
from actions.report.state import Report, progress
from actions.turn import Memory, Turn
from casework_client.client import CaseworkClient

MISSES_ALLOWED = 1  # one reprompt; then a question that may stay open is left open, else a person comes
STAY_OPEN = ("ask", "side", "keep")  # stages whose question may stay open
NOT_HEARD = ("low_confidence", "nonsense")  # turns whose words say nothing that could be kept
REFUSALS_ALLOWED = 1  # an answer that does not fit is explained once; then the same


@dataclass
class Talk:
    """`over` ends the form: {"how": submit | stop | bye | person | ended | other_need | online | said, ...}."""

    tracker: Tracker
    turn: Turn
    memory: Memory
    report: Report
    client: CaseworkClient
    said: List[Dict[str, Any]] = field(default_factory=list)
    over: Optional[Dict[str, Any]] = None
    known: Dict[str, Any] = field(default_factory=dict)  # more for the reply's object
    in_vain: bool = False  # the open question was put twice without an answer, and may stay without one

    @property
    def agency(self) -> str:
        return self.turn.agency

    @property
    def channel(self) -> str:
        return self.turn.channel

    @property
    def written(self) -> bool:
        return self.turn.written

    @property
    def says_anything(self) -> bool:
        """Whether the turn has words that could be kept: no keys, no button, nothing that was not understood at all."""
        heard = self.turn.text.strip() and not self.turn.text.startswith("/") and not self.turn.digits
        return bool(heard) and self.turn.scope_reason not in NOT_HEARD

    def say(self, text: Optional[str] = None, response: Optional[str] = None, **values: Any) -> None:
        if text or response:
            self.said.append({"text": text, "response": response, **values})

    def asks(self, ask: Dict[str, Any], **changes: Any) -> None:
        """This question is open now, and is put."""
        self.report = replace(self.report, **{"open": True, "refused": 0, **changes})
        self.memory = replace(self.memory, ask=ask, misses=0)
        self.puts(ask)

    def puts(self, ask: Dict[str, Any]) -> None:
        self.say(ask.get("prompt"), ask.get("response"), **ask.get("values_said", {}))

    def asks_own(self, stage: str, **changes: Any) -> None:
        self.asks(OWN[stage], stage=stage, **changes)

    def asks_same(self) -> None:
        """After a digression: the open question, as it was put."""
        self.memory = replace(self.memory, misses=0)
        self.puts(self.memory.ask or {})

    def asks_in_few_words(self) -> None:
        """After an answer to another question, which was kept: the open one, which nobody has missed."""
        ask = self.memory.ask or {}
        self.memory = replace(self.memory, ask={**ask, "put_again": True})
        self.say(ask.get("reprompt") or ask.get("prompt"), ask.get("response"), **ask.get("values_said", {}))

    def missed(self, reason: str = "not_understood") -> None:
        """One reprompt, and no third time; a silence just before counts as well."""
        ask = self.memory.ask or {}
        if self.memory.misses + self.memory.silences >= MISSES_ALLOWED:
            unheard = self.turn.scope_reason == "low_confidence"
            self._enough(ask, "low_confidence" if unheard else reason, unheard or self.report.stage not in STAY_OPEN)
            return
        self.memory = replace(self.memory, misses=self.memory.misses + 1)
        again = AGAIN.get(self.report.stage)
        self.say(None if again else ask.get("reprompt") or ask.get("prompt"), again or ask.get("response"))

    def refused(self, step: Dict[str, Any], reason: str = "not_understood") -> None:
        """An answer that does not fit: why, and the same question in other words; no third time."""
        ask, refused = ask_of(step["question"]), self.report.refused + 1
        if refused + self.memory.misses > REFUSALS_ALLOWED:
            self._enough(ask, reason)
            return
        self.say(step["question"]["problem"])
        stage = self.report.stage if self.report.stage == "keep" else "ask"
        self.report = replace(self.report, stage=stage, refused=refused, **progress(step))
        self.memory = replace(self.memory, ask=ask, misses=0)
        if ask["asked"] != "pin":  # its reason says it all
            self.say(ask["reprompt"])

    def _enough(self, ask: Dict[str, Any], reason: str, person: bool = False) -> None:
        """A question is put twice. Then it stays open where the form can do without it; else a person comes, for `reason`."""
        if person or not (ask.get("asked") == "pin" or may_stay_open(ask)):
            self.to_person(reason)
        else:
            self.in_vain = True

    def to_person(self, reason: str, **extra: Any) -> None:
        self.ends("person", reason=reason, **extra)

    def ends(self, how: str, **extra: Any) -> None:
        self.over = {"how": how, **extra}

    def spoken(self, dispatcher: CollectingDispatcher) -> None:
        """Everything that is said, the last sentence with the reply's object; without it when the form ends."""
        *before, last = self.said or [{"text": None, "response": None}]
        for one in [*before, *([last] if self.over and self.said else [])]:
            say_only(dispatcher, **one)
        if not self.over:
            body = civicline(self.memory, "ask", ask=question(self.memory), **self.known)
            say(dispatcher, body, **last)

    def remembered(self) -> List[EventType]:
        return remembered(
            self.memory,
            ask=None if self.over else self.memory.ask,
            # misses of the call are counted between answers: a report of thirty questions would use them up
            stumbles=self.memory.stumbles if self.memory.misses else 0,
            report=replace(self.report, held=None).slot(),
            report_over=self.over,
        )
