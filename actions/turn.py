"""What the caller's latest turn brought, read once from Rasa's tracker: intent, text, facts, keys, the bot's memory."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any, Dict, List, Optional, Tuple

from rasa_sdk import Tracker

from agencies.danger.live import DANGERS, AgencyDanger, heard_need
from agencies.directory.case_numbers import CASE_NUMBERS
from agencies.live_files import agency_of, default_agency
from agencies.usages import USAGES
from spoken.number_forms import NumberForms
from spoken.usage import Usage
from tracker_store.masking import SECRETS, masked

TRANSCRIPT_TURNS = 40
LONGEST_LINE = 4000
_LANGUAGE = re.compile(r"(?!en$)[a-z]{2,8}")
LONGEST_FACT = 500  # characters; casework refuses more


@dataclass(frozen=True)
class Turn:
    call_id: str
    text: str
    intent: str
    confidence: float
    candidates: Tuple[str, ...]  # intents, best first, also when the turn itself was not understood
    facts: Dict[str, Any]  # heard in this turn: booleans and strings
    secrets: Dict[str, str]  # case number, access code and PIN heard in this turn
    digits: str  # keys pressed, or ""
    metadata: Dict[str, Any]
    emergency: bool
    sure: float = 1.0  # how often a first candidate like this one is right
    beside: float = 1.0  # ... and the second
    scope_reason: Optional[str] = None  # out_of_scope | low_confidence, when not understood
    spans: Tuple[Tuple[str, int, int], ...] = ()  # (fact, first character, end) in the text
    number: int = 0  # of this turn in the conversation, from 1
    danger_need: Optional[str] = None  # the need of the kind of danger that a phrase of the agency's list names
    danger_language: Optional[str] = None  # the other language that danger was said in
    also: Tuple[str, ...] = ()  # other needs that were named in the same breath

    @property
    def agency(self) -> str:
        """The one that the turn names, else the one that this installation serves by itself."""
        return agency_of(self.metadata) or default_agency()

    @property
    def channel(self) -> str:
        return str(self.metadata.get("channel") or "unknown")

    @property
    def written(self) -> bool:
        """Read by the eye, not heard."""
        return self.channel != "voice"

    @property
    def key(self) -> str:
        """The idempotency key of what this turn changes: a turn that is sent twice changes it once."""
        return f"{self.call_id[-80:]}-{self.number}"

    @property
    def danger(self) -> AgencyDanger:
        """What the agency of this turn calls danger, and wants said then."""
        return DANGERS.of(agency_of(self.metadata))

    @property
    def reads(self) -> Optional[str]:
        """The language in which this caller reads answers, where that is not English; our voice is English."""
        language = str(self.metadata.get("language") or "")
        return language if self.written and _LANGUAGE.fullmatch(language) else None

    @property
    def usage(self) -> Usage:
        """How the people of this turn's agency write numbers, money and dates."""
        return USAGES.of(agency_of(self.metadata))

    @property
    def case_numbers(self) -> NumberForms:
        """How this turn's agency writes the official numbers of its cases."""
        return CASE_NUMBERS.of(agency_of(self.metadata))

    @classmethod
    def latest(cls, tracker: Tracker) -> Turn:
        message: Dict[str, Any] = tracker.latest_message or {}
        scope = message.get("scope") or {}
        intent = message.get("intent") or {}
        entities = message.get("entities") or []
        heard = dict(message.get("facts") or {})
        secrets = {name: str(heard.pop(name)) for name in SECRETS if heard.get(name)}
        return cls(
            call_id=tracker.sender_id,
            text=message.get("text") or "",
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            candidates=tuple(scope.get("candidates") or ()),
            facts={name: value[:LONGEST_FACT] if isinstance(value, str) else value for name, value in heard.items()},
            secrets=secrets,
            digits=_entity(entities, "digits"),
            metadata=message.get("metadata") or {},
            emergency=bool((message.get("emergency") or {}).get("is")),
            sure=float(scope.get("sure", 1.0)),
            beside=float(scope.get("beside", 1.0)),
            scope_reason=scope.get("reason"),
            spans=tuple(
                (str(e.get("entity")), e["start"], e["end"])
                for e in entities
                if isinstance(e.get("start"), int) and isinstance(e.get("end"), int)
            ),
            number=sum(1 for event in tracker.events if event.get("event") == "user"),
            danger_need=heard_need(message.get("emergency") or {}),
            danger_language=(message.get("emergency") or {}).get("language"),
            also=tuple(message.get("also") or ()),
        )

    def held(self) -> Dict[str, Any]:
        """What the turn said, small enough to wait in a slot until another question is answered."""
        return {
            "text": self.text,
            "intent": self.intent,
            "confidence": self.confidence,
            "facts": self.facts,
            "digits": self.digits,
        }

    @classmethod
    def from_held(cls, held: Dict[str, Any], now: Turn) -> Turn:
        """The turn that waited, as if it came now."""
        return replace(now, secrets={}, candidates=(), sure=1.0, scope_reason=None, spans=(), **held)


def _entity(entities: List[Dict[str, Any]], name: str) -> str:
    return next((str(e.get("value")) for e in entities if e.get("entity") == name), "")


@dataclass(frozen=True)
class Memory:
    """What the conversation knows so far; the slots of domain.yml that actions read and write."""

    need: Optional[str] = None
    facts: Dict[str, Any] = field(default_factory=dict)
    asked: Tuple[str, ...] = ()
    ask: Optional[Dict[str, Any]] = None  # the question that is open
    misses: int = 0
    silences: int = 0
    stumbles: int = 0  # misses and silences of the whole call
    decision: Optional[Dict[str, Any]] = None
    open_question: Optional[str] = None  # anything_else | self_service | did_you_mean
    candidate: Optional[str] = None  # the need asked about by "did you mean"
    slow: bool = False
    offered: bool = False  # self-service was offered once already
    also: Tuple[str, ...] = ()  # needs that were named as well, and wait

    @classmethod
    def of(cls, tracker: Tracker) -> Memory:
        slot = tracker.get_slot
        return cls(
            need=slot("need"),
            facts=dict(slot("facts") or {}),
            asked=tuple(slot("asked") or ()),
            ask=slot("ask"),
            misses=int(slot("misses") or 0),
            silences=int(slot("silences") or 0),
            stumbles=int(slot("stumbles") or 0),
            decision=slot("decision"),
            open_question=slot("open_question"),
            candidate=slot("candidate"),
            slow=bool(slot("slow")),
            offered=bool(slot("offered")),
            also=tuple(slot("also") or ()),
        )


def transcript(tracker: Tracker) -> List[Dict[str, str]]:
    """The talk so far for a hand-over ticket: [{"who": "caller" | "assistant", "text": ...}], without PINs and codes.

    What the caller did not hear, because they spoke over it, is left out. Casework redacts it further.
    """
    lines: List[Dict[str, str]] = []
    for event in map(masked, tracker.events):
        kind, text = event.get("event"), event.get("text")
        if kind == "user":
            _take_back(lines, str((event.get("metadata") or {}).get("not_heard") or ""))
            text = _in_their_words(event) or text
        if kind in ("user", "bot") and text and not str(text).startswith("/"):
            who = "caller" if kind == "user" else "assistant"
            lines += [{"who": who, "text": part} for part in _in_lines(str(text))]
    return lines[-TRANSCRIPT_TURNS:]


def _in_lines(text: str) -> List[str]:
    """A long story in as many lines as it needs: a ticket takes LONGEST_LINE characters in each."""
    return [text[start : start + LONGEST_LINE] for start in range(0, len(text), LONGEST_LINE)]


def _in_their_words(event: Dict[str, Any]) -> str:
    """What a caller of another language said, and how it sounds in English; the event itself only names the language."""
    heard = (event.get("metadata") or {}).get("heard") or {}
    text, english = str(heard.get("text") or ""), str(heard.get("english") or "")
    return f"{text} (heard as English: {english})" if english else text


def _take_back(lines: List[Dict[str, str]], not_heard: str) -> None:
    """Takes the words that were not heard off the end of what the assistant said last."""
    left = len(not_heard.split())
    while left and lines and lines[-1]["who"] == "assistant":
        said = lines[-1]["text"].split()
        kept, left = said[: max(0, len(said) - left)], max(0, left - len(said))
        if kept:
            lines[-1] = {**lines[-1], "text": " ".join(kept)}
        else:
            lines.pop()


def last_reply(tracker: Tracker) -> List[Dict[str, Any]]:
    """The bot's messages of its latest reply, in order: what "repeat" says again."""
    found: List[Dict[str, Any]] = []
    for event in reversed(tracker.events):
        if event.get("event") == "bot" and event.get("text"):
            found.append(event)
        elif event.get("event") == "user" and found:
            break
    return list(reversed(found))


def is_connecting(tracker: Tracker) -> bool:
    """The caller was told that they are being connected, and nothing but the open question was said since."""
    for event in reversed(tracker.events):
        body = ((event.get("data") or {}).get("custom") or {}).get("civicline") if event.get("event") == "bot" else None
        if body and body.get("act") == "transfer":
            return True
        beside = body and body.get("act") == "inform" and not body.get("reason")  # what was asked about an office
        if body and not beside and (body.get("ask") or {}).get("slot") != "need":
            return False
    return False
