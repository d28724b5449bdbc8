"""The call record (contracts/call_record.schema.json): what is kept of a call, redacted before it leaves this process."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from voice_connector.events import Channel, EndedBy, HeardBy, Timing, TransferResult

Done = TypeVar("Done")
NOT_REDACTED = "[not kept: it could not be redacted]"


@dataclass(frozen=True, slots=True)
class Turn:
    """One contribution; at_ms counts from the start of the call."""

    who: Literal["caller", "assistant", "staff"]  # staff: a person of the agency who took over, or whispered to the bot
    at_ms: int
    text: str
    by: HeardBy | None = None
    confidence: float | None = None
    language: str | None = None
    language_confidence: float | None = None
    alternatives: tuple[str, ...] = ()  # what else the recogniser heard of the same sound
    interrupted: bool | None = None
    latency: Timing | None = None
    understood: Mapping[str, Any] | None = None  # as contracts/call_record.schema.json has it

    def to_json(self) -> dict[str, Any]:
        body = {
            "who": self.who,
            "at_ms": self.at_ms,
            "text": self.text,
            "by": self.by,
            "confidence": _share(self.confidence),
            "language": self.language,
            "language_confidence": _share(self.language_confidence),
            "alternatives": list(self.alternatives) or None,
            "interrupted": self.interrupted,
            "latency_ms": _latency(self.latency),
            "understood": self.understood,
        }
        return {name: value for name, value in body.items() if value is not None}


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call. There is no field for the caller's number or voice, so neither can be kept by mistake."""

    call_id: str
    agency: str
    channel: Channel
    gateway: str
    started_at: datetime
    ended_at: datetime
    language: str
    turns: tuple[Turn, ...]
    disposition: str
    ended_by: EndedBy
    need: str | None = None
    destination: tuple[str, str] | None = None
    reason: str | None = None
    ticket: str | None = None
    transfer: tuple[TransferResult, int] | None = None
    failure: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The record as the contract has it."""
        body: dict[str, Any] = {
            "version": 1,
            "call_id": self.call_id,
            "agency": self.agency,
            "channel": self.channel,
            "gateway": self.gateway,
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "language": self.language,
            "turns": [turn.to_json() for turn in self.turns],
            "need": self.need,
            "disposition": self.disposition,
            "destination": {"id": self.destination[0], "name": self.destination[1]} if self.destination else None,
            "reason": self.reason,
            "ticket": self.ticket,
            "transfer": {"outcome": self.transfer[0], "at_ms": self.transfer[1]} if self.transfer else None,
            "failure": self.failure,
            "ended_by": self.ended_by,
        }
        return {name: value for name, value in body.items() if value is not None}


class Redacts(Protocol):
    def redact(self, text: str) -> str: ...


class Redaction:
    """Redacts whole records off the event loop. The redactor is loaded at first use; without one, no text is kept.

    In threads of its own: a redactor takes one text at a time, and records that waited for it in everybody's threads held up the voices
    of other calls and the delivery of what was redacted before. What somebody waits for does not stand behind calls that are over.
    """

    def __init__(self, redactor: Redacts | None = None) -> None:
        self._redactor = redactor
        self._over = ThreadPoolExecutor(1, "redacts-records")
        self._waited_for = ThreadPoolExecutor(1, "redacts-stories")

    def load(self) -> None:
        """Loads the redactor now. Raises ImportError when this installation has none."""
        if self._redactor is None:
            from privacy import Redactor

            self._redactor = Redactor()

    async def record(self, record: CallRecord) -> CallRecord:
        """The same record with redacted texts. Never raises: a text that cannot be redacted is left out."""
        return await _in(self._over, lambda: self._record(record))

    async def texts(self, turns: Sequence[Turn]) -> list[str]:
        """What was said in these turns, redacted as the record will have it. Never raises."""
        return await _in(self._waited_for, lambda: [self._text(turn) for turn in turns])

    async def story(self, story: dict[str, Any]) -> dict[str, Any]:
        """A hand-over ticket's body with redacted words. Facts stay: they are what the ticket is for. Never raises."""
        return await _in(self._waited_for, lambda: self._story(story))

    def _story(self, story: dict[str, Any]) -> dict[str, Any]:
        said = [{**line, "text": self._words(str(line.get("text", "")))} for line in story.get("transcript", [])]
        wish = {"wish": self._words(str(story["wish"]))[:500]} if story.get("wish") else {}
        return {**story, "transcript": said, **wish}

    def _record(self, record: CallRecord) -> CallRecord:
        return replace(record, turns=tuple(self._turn(turn) for turn in record.turns))

    def _turn(self, turn: Turn) -> Turn:
        return replace(turn, text=self._text(turn), alternatives=tuple(self._words(one) for one in turn.alternatives))

    def _text(self, turn: Turn) -> str:
        if not turn.text:
            return ""
        if turn.by == "keys":
            return f"[{len(turn.text)} keys]"
        return self._words(turn.text)

    def _words(self, text: str) -> str:
        try:
            self.load()
            assert self._redactor is not None
            return self._redactor.redact(text)[:4_000]
        except Exception:  # whatever goes wrong in a redactor, unredacted text must not be kept
            return NOT_REDACTED


async def _in(threads: ThreadPoolExecutor, work: Callable[[], Done]) -> Done:
    return await asyncio.get_running_loop().run_in_executor(threads, work)


def _share(value: float | None) -> float | None:
    return None if value is None else round(min(1.0, max(0.0, value)), 3)


def _latency(timing: Timing | None) -> dict[str, int] | None:
    if timing is None:
        return None
    return {
        "endpoint": timing.endpoint,
        "recognition": timing.recognition,
        "bot": timing.bot,
        "synthesis": timing.synthesis,
        "total": timing.total,
    }
