"""The call's view of a gateway: play, flush, show, transfer, hang up. One Line per caller, made by the gateway."""

from dataclasses import dataclass
from typing import Protocol

from voice_connector.agency_line import Person
from voice_connector.events import Shown, TransferResult
from voice_connector.speech.interfaces import Pcm


@dataclass(frozen=True, slots=True)
class TransferOrder:
    """Connect the caller with `to`; the ticket leads whoever answers to the story."""

    call_id: str
    to: Person
    reason: str
    ticket: str | None
    need: str | None = None
    language: str | None = None
    max_wait_s: int = 60  # how long it may ring


class Line(Protocol):
    async def play(self, frame: Pcm) -> None:
        """Takes 20 ms of our voice (mono int16, 16 kHz), at most 200 ms before it is due."""
        ...

    async def flush(self) -> None:
        """Falls silent at once: what was taken and not yet played is dropped."""
        ...

    def show(self, event: Shown) -> None:
        """Something happened that a page or a console may want to show. Returns at once and never raises."""
        ...

    async def transfer(self, order: TransferOrder) -> TransferResult:
        """Connects the caller with someone else; never raises."""
        ...

    async def hang_up(self) -> None: ...
