"""What is remembered of a call while it lasts, and becomes its record at the end."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from voice_connector.bot.replies import Decision
from voice_connector.call.ending import disposition
from voice_connector.clock import Clock
from voice_connector.events import CallStarted, Channel, EndedBy, HeardBy, SpeakingEnded, Timing, TransferResult
from voice_connector.records.record import CallRecord, Turn
from voice_connector.speech.interfaces import Transcript

_LONGEST_TEXT = 4_000
_MOST_TURNS = 400
_LONGEST_WISH = 500
_MOST_ALTERNATIVES = 3


def _asks(turn: Turn) -> bool:
    return turn.who == "caller" and turn.by in ("speech", "typed") and bool(turn.text)


@dataclass
class Journal:
    """One call. Texts are as spoken; the redactor sees them before anything is kept.

    `channel`: how it began; a chat that is spoken for a while stays a chat.
    """

    call: CallStarted
    agency: str
    language: str
    clock: Clock
    turns: list[Turn] = field(default_factory=list)
    decision: Decision | None = None
    failure: str | None = None
    ticket: str | None = None
    transfer: tuple[TransferResult, int] | None = None
    ended_by: EndedBy = "assistant"
    facts: dict[str, Any] = field(default_factory=dict)  # what the caller has told, as the bot understood it
    channel: Channel = field(init=False)
    _started_at: datetime = field(init=False)
    _zero: float = field(init=False)
    _timings: dict[int, Timing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.channel = self.call.channel
        self._started_at, self._zero = self.clock.utc(), self.clock.now()

    @property
    def started_at(self) -> datetime:
        return self._started_at

    def began(self, at: datetime) -> None:
        """This call began earlier, in another process."""
        self._started_at, self._zero = at, self.clock.now() - (self.clock.utc() - at).total_seconds()

    def going_on(self, call: CallStarted) -> "Journal":
        """The same story under the same id: a caller who is back after a transfer that nobody took goes on with it."""
        self.call, self.ended_by, self.failure, self.transfer = call, "assistant", None, None
        return self

    def carried_on(self, call: CallStarted) -> "Journal":
        """The same call in another process, or spoken where it was written."""
        self.call = call
        return self

    def caller(self, text: str, by: HeardBy, transcript: Transcript | None = None, at: float | None = None) -> None:
        """A caller turn; `text` is empty for silence. A long story is written down as several."""
        while len(text) > _LONGEST_TEXT:
            self._add(Turn("caller", self._ms(at), text[:_LONGEST_TEXT], by=by))
            text = text[_LONGEST_TEXT:]
        turn = Turn("caller", self._ms(at), text, by=by)
        if transcript is not None:
            turn = replace(
                turn,
                confidence=transcript.confidence,
                language=transcript.language,
                language_confidence=transcript.language_confidence,
                alternatives=tuple(one[:_LONGEST_TEXT] for one in transcript.alternatives[:_MOST_ALTERNATIVES]),
            )
        self._add(turn)

    def staff(self, text: str) -> None:
        """What a person of the agency wrote, to the caller or to the bot."""
        self._add(Turn("staff", self._ms(None), text[:_LONGEST_TEXT]))

    def timing(self, utterance_id: int, timing: Timing) -> None:
        self._timings[utterance_id] = timing

    def assistant(self, ended: SpeakingEnded) -> None:
        """What the caller can have heard of one utterance; nothing when it was stopped before its first word."""
        if not ended.heard:
            return
        timing = self._timings.pop(ended.utterance_id, None)
        at_ms = self._ms(ended.first_sound_at)
        self._add(
            Turn("assistant", at_ms, ended.heard[:_LONGEST_TEXT], interrupted=ended.interrupted or None, latency=timing)
        )

    def decided(self, decision: Decision) -> Decision:
        """Everything that is decided by now: the latest decision, and what it leaves out as it was known."""
        self._understood(decision)
        before = self.decision or decision
        self.decision = replace(
            decision,
            need=decision.need or before.need,
            disposition=decision.disposition or before.disposition,
            destination=decision.destination or before.destination,
            reason=decision.reason or before.reason,
        )
        self.ticket = decision.ticket or self.ticket
        self.facts = dict(decision.facts or self.facts)
        return self.decision

    def transferred(self, outcome: TransferResult) -> None:
        self.transfer = (outcome, self._ms(None))

    def record(self) -> CallRecord:
        """The record of the call as it ended."""
        decision = self.decision
        return CallRecord(
            call_id=self.call.call_id,
            agency=self.agency,
            channel=self.channel,
            gateway=self.call.gateway,
            started_at=self._started_at,
            ended_at=self.clock.utc(),
            language=self.language,
            turns=tuple(sorted(self.turns[:_MOST_TURNS], key=lambda turn: turn.at_ms)),
            disposition=disposition.of_call(decision, self.ended_by, self.failure is not None),
            ended_by=self.ended_by,
            need=decision.need if decision else None,
            destination=(decision.destination.id, decision.destination.name)
            if decision and decision.destination
            else None,
            reason=decision.reason if decision else None,
            ticket=self.ticket,
            transfer=self.transfer,
            failure=self.failure,
        )

    def transcript(self) -> list[dict[str, str]]:
        """The talk so far, as a hand-over ticket wants it."""
        spoken = sorted((turn for turn in self.turns if turn.text), key=lambda turn: turn.at_ms)
        return [{"who": turn.who, "text": turn.text} for turn in spoken]

    def wish(self, reason: str | None) -> str | None:
        """The words with which the caller asked for a person."""
        if reason != "asked_for_person":
            return None
        return next((turn.text[:_LONGEST_WISH] for turn in reversed(self.turns) if _asks(turn)), None)

    def _understood(self, decision: Decision) -> None:
        """Beside the words that it is about: the latest that were sent to the bot."""
        if decision.understood is None:
            return
        at = next((at for at in range(len(self.turns) - 1, -1, -1) if _asks(self.turns[at])), None)
        if at is not None and self.turns[at].understood is None:
            said = decision.understood.model_dump(exclude_none=True, mode="json")
            self.turns[at] = replace(self.turns[at], understood=said)

    def _add(self, turn: Turn) -> None:
        if len(self.turns) < _MOST_TURNS:
            self.turns.append(turn)

    def _ms(self, at: float | None) -> int:
        return max(0, round(((self.clock.now() if at is None else at) - self._zero) * 1000))
