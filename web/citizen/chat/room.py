"""One conversation: what was written, whose turn it is, and a socket to the connector that is read until it ends."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from web.citizen.chat import wire
from web.shared.log import logger

_COMES_WITHIN_S = 1.5
_REMEMBERED = 50  # forms that were sent


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that stands in the chat; `number` counts from 1."""

    number: int
    who: Literal["you", "assistant", "person"]
    text: str
    at: datetime
    safety: bool = False
    name: str = ""


@dataclass
class Room:
    """`version` changes whenever something is to be shown that was not there before."""

    agency: str
    lines: list[Line] = field(default_factory=list)
    busy: bool = True  # the other side is about to answer
    over: bool = False
    lost: bool = False  # the connection broke: nobody ended it
    trouble: str = ""
    emergency: bool = False
    need: str | None = None
    turn: wire.YourTurn = field(default_factory=wire.YourTurn)
    handed_over: wire.HandedOver | None = None
    call_back: bool = False  # a call-back is promised
    call_id: str = ""
    version: int = 0
    touched_at: float = field(default_factory=time.monotonic)
    _socket: ClientConnection | None = None
    _reading: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: list[str] = field(default_factory=list)

    @property
    def attended(self) -> bool:
        """A person of the agency has written here."""
        return any(line.who == "person" for line in self.lines)

    def attend(self, socket: ClientConnection) -> None:
        """Reads the socket until it ends."""
        self._socket = socket
        self._reading = asyncio.create_task(self._read(socket))

    async def say(self, words: str, form: str = "", shown: str = "") -> None:
        """Sends what the person wrote; the same `form` twice is once. `shown`: what stands in the chat, where that is not the words."""
        self.touched_at = time.monotonic()
        if self.over or not words or (form and form in self._sent):
            return
        self._sent = [*self._sent[-_REMEMBERED:], form]
        self._write(wire.Said("you", shown or words))
        self.busy, self.turn = True, wire.YourTurn()
        await self._send(wire.text(words))

    async def end(self) -> None:
        if not self.over:
            await self._send(wire.hang_up())
            self._ended(wire.Over())

    async def news(self, seen: int, within_s: float) -> None:
        """Waits until there is something that `seen` has not."""
        ends_at = time.monotonic() + within_s
        while self.version <= seen and (left := ends_at - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed().wait(), left)

    async def answered(self, within_s: float) -> None:
        """Waits until it is the person's turn, or over: for a page without script."""
        ends_at = time.monotonic() + within_s
        while self.busy and not self.over and (left := ends_at - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed().wait(), left)

        if self.handed_over and not self.over:  # whether somebody comes is known a moment later
            await self.news(self.version, _COMES_WITHIN_S)

    async def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self._socket is not None:
            await self._socket.close()

    def _changed(self) -> asyncio.Event:
        """An event that the next change sets; everybody who waits has the same."""
        return self._news

    async def _send(self, frame: str) -> None:
        try:
            if self._socket is not None:
                await self._socket.send(frame)
        except WebSocketException:
            self._gone()

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                event = wire.decode(frame) if isinstance(frame, str) else None
                if event is not None:
                    self._take(event)
        except WebSocketException:
            pass
        except Exception:  # a room that cannot be read any more must say so
            logger.exception("a chat could not be read")
        self._gone()

    def _take(self, event: wire.Event) -> None:
        match event:
            case wire.Ready():
                self.call_id = event.call_id
                return
            case wire.Said():
                self._write(event)
                return
            case wire.YourTurn():
                self.busy, self.turn = False, event
                if not self.attended:
                    self.handed_over = None  # the assistant asks again: nobody came
            case wire.Decision():
                self.need, self.emergency = event.need, self.emergency or event.emergency
            case wire.HandedOver():
                self.handed_over, self.busy = event, False
            case wire.Over():
                self._ended(event)
                return
        self._tell()

    def _write(self, said: wire.Said) -> None:
        self.lines.append(Line(len(self.lines) + 1, said.who, said.text, datetime.now(UTC), said.safety, said.name))
        self.emergency = self.emergency or said.safety
        if said.who == "person":
            self.busy = False
        self._tell()

    def _ended(self, over: wire.Over) -> None:
        self.over, self.busy, self.trouble, self.turn = True, False, over.trouble or self.trouble, wire.YourTurn()
        self._tell()

    def _gone(self) -> None:
        if not self.over:
            self.lost = True
            self._ended(wire.Over())

    def _tell(self) -> None:
        self.version += 1
        self._news.set()
        self._news = asyncio.Event()


def transcript(room: Room, names: dict[str, str], zone: Any) -> str:
    """The conversation as plain text, to keep. `names`: what the two sides are called."""
    parts = []
    for line in room.lines:
        at = line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        parts.append(f"[{at}] {line.name or names[line.who]}:\n{line.text}\n")
    return "\n".join(parts)
