"""The bot's answer as the call acts on it: Say, Ask, Transfer or HangUp, each with what has been decided so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from voice_connector.errors import BotFailed

Act = Literal["transfer", "inform", "report", "case_status", "ask", "end"]
Disposition = Literal["911", "call_taker", "transfer", "info", "self_service_report", "case_status", "abandoned"]
Reason = Literal[
    "routed", "asked_for_person", "emergency", "not_understood", "other_language",
    "low_confidence", "no_input", "out_of_scope", "system_failure",
]  # fmt: skip
AskKind = Literal["yes_no", "choice", "place", "number", "text", "open"]
OPENING = "need"  # the slot of "how can I help?", asked before anything is known
SLOW_RATE = 0.82  # for callers who asked us to speak slower


class _Wire(BaseModel):
    """Fields that a newer bot adds are ignored; fields that we read must be right."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class WireDestination(_Wire):
    id: str = Field(max_length=80)
    name: str = Field(default="", max_length=200)
    phone: str | None = Field(default=None, max_length=40)


class WireAsk(_Wire):
    slot: str = Field(max_length=80)
    kind: AskKind = "open"
    choices: tuple[str, ...] = ()
    digits: int | None = Field(default=None, ge=1, le=32)


class WireVoice(_Wire):
    rate: Literal["slow", "normal"] = "normal"
    safety: bool = False
    wait_s: int | None = Field(default=None, ge=1)


class WireUnsent(_Wire):
    """A hand-over ticket that the bot could not deliver: what to post, and with which idempotency key."""

    key: str = Field(min_length=1, max_length=200)
    body: dict[str, Any]

    @model_validator(mode="after")
    def _names_its_ticket(self) -> "WireUnsent":
        if not isinstance(self.body.get("ticket"), str):
            raise ValueError("an unsent ticket names the id that it will have")
        return self


class WireRanked(_Wire):
    name: str = Field(max_length=60)
    confidence: float = Field(ge=0, le=1)


class WireDanger(_Wire):
    log_odds: float
    threshold: float
    why: str | None = Field(default=None, max_length=40)
    at_once: bool
    ask: bool


class WireUnderstood(_Wire):
    """What the bot made of the caller's turn; kept in the call's record, nothing is decided by it here."""

    intent: str = Field(max_length=60)
    confidence: float | None = Field(default=None, ge=0, le=1)
    ranking: tuple[WireRanked, ...] = Field(default=(), max_length=3)
    sure: float | None = Field(default=None, ge=0, le=1)
    nearest: float | None = Field(default=None, ge=0, le=1)
    differ: bool | None = None
    doubt: str | None = Field(default=None, max_length=40)
    danger: WireDanger | None = None
    asked: str | None = Field(default=None, max_length=80)
    model: str | None = Field(default=None, max_length=80)


class WireReply(_Wire):
    """The `civicline` object of contracts/bot_reply.schema.json."""

    act: Act
    need: str | None = None
    disposition: Disposition | None = None
    destination: WireDestination | None = None
    reason: Reason | None = None
    ask: WireAsk | None = None
    facts: dict[str, str | bool | int | float] = {}
    ticket: str | None = Field(default=None, max_length=80)
    unsent_ticket: WireUnsent | None = None
    voice: WireVoice = WireVoice()
    understood: WireUnderstood | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the bot knows so far; None is not decided."""

    act: Act
    need: str | None = None
    disposition: Disposition | None = None
    destination: WireDestination | None = None
    reason: Reason | None = None
    ticket: str | None = None
    facts: Mapping[str, str | bool | int | float] | None = None
    unsent: WireUnsent | None = None  # the ticket that casework has still to get
    understood: WireUnderstood | None = None

    @property
    def emergency(self) -> bool:
        return self.disposition == "911" or self.reason == "emergency"


@dataclass(frozen=True, slots=True)
class Say:
    """Speak, then listen."""

    text: str
    decision: Decision
    safety: bool = False
    rate: float = 1.0
    wait_s: int | None = None  # silence that the bot allows this once ("hold on"); None: as usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Say):
    """Speak a question, then listen for its answer."""

    ask: WireAsk


@dataclass(frozen=True, slots=True)
class Transfer(Say):
    """Speak, then connect the caller with someone else."""


@dataclass(frozen=True, slots=True)
class HangUp(Say):
    """Speak, then end the call."""


Reply = Say | Ask | Transfer | HangUp


def read_reply(body: Any) -> Reply:
    """The reply in a Rasa REST answer. Raises BotFailed when there is none that a caller could be served with."""
    if not isinstance(body, list) or not all(isinstance(part, dict) for part in body):
        raise BotFailed("malformed", "The bot's answer is not a list of messages.")
    if not body:
        raise BotFailed("empty", "The bot's answer is empty.")
    texts = [part["text"].strip() for part in body if isinstance(part.get("text"), str) and part["text"].strip()]
    return _act(" ".join(texts), _decided([part["custom"] for part in body if isinstance(part.get("custom"), dict)]))


def _decided(customs: list[dict[str, Any]]) -> WireReply:
    """The one civicline object; of several (a fault of the bot) an emergency wins, else the last."""
    found = [custom["civicline"] for custom in customs if "civicline" in custom]
    if not found:
        raise BotFailed("undecided", "The bot's answer has no civicline object.")
    try:
        replies = [WireReply.model_validate(one) for one in found]
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BotFailed("malformed", f"The bot's civicline object is wrong at '{where}'.") from None
    urgent = [reply for reply in replies if reply.disposition == "911" or reply.reason == "emergency"]
    return (urgent or replies)[-1]


def _act(text: str, wire: WireReply) -> Reply:
    if not text and wire.act != "transfer":
        raise BotFailed("wordless", "The bot's answer has nothing to say.")
    decision = Decision(
        wire.act,
        wire.need,
        wire.disposition,
        wire.destination,
        wire.reason,
        wire.ticket,
        wire.facts or None,
        wire.unsent_ticket,
        wire.understood,
    )
    safety = wire.voice.safety
    rate = SLOW_RATE if wire.voice.rate == "slow" else 1.0
    if wire.act == "transfer":
        return Transfer(text, decision, safety, rate)
    if wire.act == "end":
        return HangUp(text, decision, safety, rate)
    if wire.ask is not None:
        return Ask(text, decision, safety, rate, wire.voice.wait_s, ask=wire.ask)
    return Say(text, decision, safety, rate, wire.voice.wait_s)
