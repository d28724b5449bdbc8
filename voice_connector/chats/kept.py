"""What is kept of a chat, as text: enough for another process to go on with it, or to file its record."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from voice_connector.bot.replies import Decision
from voice_connector.call.journal import Journal
from voice_connector.call.standing import Standing
from voice_connector.clock import Clock
from voice_connector.events import CallStarted, EndedBy, TransferResult
from voice_connector.records.record import Turn

VERSION = 1


@dataclass(frozen=True, slots=True)
class Typed:
    """A message of the person that nobody has answered yet. `id`: the page's name of it; the same twice is once."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptChat:
    """`frames`: what the page was shown, in order. `known`: messages that have arrived. `filed`: its record is on its way."""

    version: int
    call: CallStarted
    agency: str
    language: str
    started_at: datetime
    turns: tuple[Turn, ...]
    decision: Decision | None
    failure: str | None
    ticket: str | None
    transfer: tuple[TransferResult, int] | None
    ended_by: EndedBy
    facts: dict[str, Any]
    standing: Standing
    frames: tuple[dict[str, Any], ...] = ()
    waiting: tuple[Typed, ...] = ()
    known: tuple[str, ...] = ()
    shown: dict[str, str] = field(default_factory=dict)  # of waiting messages, as the person sees them
    over: bool = False
    filed: bool = False

    def journal(self, clock: Clock) -> Journal:
        """The call's journal, to go on with."""
        journal = Journal(self.call, self.agency, self.language, clock)
        journal.began(self.started_at)
        journal.turns, journal.decision, journal.facts = list(self.turns), self.decision, dict(self.facts)
        journal.failure, journal.ticket = self.failure, self.ticket
        journal.transfer, journal.ended_by = self.transfer, self.ended_by
        return journal


_ADAPTER = TypeAdapter(KeptChat)


def of_journal(journal: Journal, standing: Standing, **more: Any) -> KeptChat:
    """What is kept at this moment; `more`: what the gateway knows of its frames and messages."""
    return KeptChat(
        version=VERSION,
        call=replace(journal.call, channel=journal.channel),
        agency=journal.agency,
        language=journal.language,
        started_at=journal.started_at,
        turns=tuple(journal.turns),
        decision=journal.decision,
        failure=journal.failure,
        ticket=journal.ticket,
        transfer=journal.transfer,
        ended_by=journal.ended_by,
        facts=dict(journal.facts),
        standing=standing,
        **more,
    )


def write(chat: KeptChat) -> bytes:
    return _ADAPTER.dump_json(chat)


def read(content: bytes) -> KeptChat | None:
    """None for what is no chat of this version."""
    try:
        chat = _ADAPTER.validate_json(content)
    except (ValidationError, ValueError):
        return None
    return chat if chat.version == VERSION else None
