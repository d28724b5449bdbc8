"""One conversation: what was written, whose turn it is, and a socket to the connector that is read until it ends.

A connector that goes away is asked again: the conversation is kept there, and goes on after the last message that was seen here.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from web.citizen.chat import wire
from web.shared.log import logger

_COMES_WITHIN_S = 1.5
_REMEMBERED = 50  # forms that were sent
_AWAY_AFTER_S = 2.0  # a pause as short as that is told to nobody
_WARNED_S = 120.0  # before the quiet is too long
_AGAIN_AFTER_S = (0.1, 0.3, 0.5)  # then the last one, again and again

Dial = Callable[[str, int], Awaitable[ClientConnection]]  # a socket at this chat, after the message of this number


class Away(Exception):
    """Nobody goes on with the conversation now. `for_good`: nobody ever will."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__("the conversation is away")
        self.for_good = for_good


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
    away: bool = False  # nobody can be reached now; the conversation goes on when somebody can
    lost: bool = False  # the connection broke: nobody ended it
    trouble: str = ""
    quiet: bool = False  # it ended because nothing was written for too long
    idle_s: float = 0.0  # after so long a quiet it does
    emergency: bool = False
    need: str | None = None
    reporting: bool = False  # a report is being taken here
    turn: wire.YourTurn = field(default_factory=wire.YourTurn)
    handed_over: wire.HandedOver | None = None
    call_back: bool = False  # a call-back is promised
    helped: bool | None = None  # what the person said afterwards, where they were asked
    call_id: str = ""
    dial: Dial | None = None  # how to go on after the connection broke; None: it is over then
    back_within_s: float = 120.0
    seen: int = 0  # the number of the last message that came
    version: int = 0
    touched_at: float = field(default_factory=time.monotonic)
    _socket: ClientConnection | None = None
    _reading: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _sent: list[str] = field(default_factory=list)
    _unheard: dict[str, str] = field(
        default_factory=dict
    )  # message id -> its frame, until it comes back as a line of the chat
    _own: set[str] = field(default_factory=set)
    _looked_at: int = -1  # the version at which a report was looked for last
    _looking: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def attended(self) -> bool:
        """A person of the agency has written here."""
        return any(line.who == "person" for line in self.lines)

    @property
    def drowsy(self) -> bool:
        """It ends soon unless somebody writes, or says that they are there."""
        quiet_s = time.monotonic() - self.touched_at
        return not self.over and 0 < max(self.idle_s - _WARNED_S, self.idle_s / 2) < quiet_s

    async def stay(self) -> None:
        """The person is still there."""
        self.touched_at = time.monotonic()
        await self._send(wire.here())
        self._tell()

    def attend(self, socket: ClientConnection) -> None:
        """Reads the socket until it ends."""
        self._socket = socket
        self._reading = asyncio.create_task(self._follow(socket))

    async def say(self, words: str, form: str = "", shown: str = "") -> None:
        """Sends what the person wrote; the same `form` twice is once. `shown`: what stands in the chat, where that is not the words."""
        self.touched_at = time.monotonic()
        if self.over or not words or (form and form in self._sent):
            return
        self._sent = [*self._sent[-_REMEMBERED:], form]
        self._write(wire.Said("you", shown or words))
        self.busy, self.turn = True, wire.YourTurn()
        await self._send_once(lambda message: wire.text(words, message, shown))

    async def show(self, shown: str) -> None:
        """Something that the person did here without writing, as a file that was added; it stands wherever the chat is read."""
        self.touched_at = time.monotonic()
        self._write(wire.Said("you", shown))
        if not self.over:
            await self._send_once(lambda message: wire.did(shown, message))

    def look_for_report(self, is_taken: Callable[[], Awaitable[bool]]) -> None:
        """Whether a report is taken here, asked once a turn and beside the conversation: no line of it waits for the answer."""
        if self.reporting or self.over or not self.turn.asking or self._looked_at == self.version:
            return
        self._looked_at = self.version
        looking = asyncio.create_task(self._look(is_taken))
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)

    async def looked(self, within_s: float) -> None:
        """Waits until that is known."""
        if self._looking:
            await asyncio.wait(self._looking, timeout=within_s)

    async def end(self) -> None:
        if not self.over:
            await self._send(wire.hang_up())
            self.end_with(wire.Over())

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

    async def caught_up(self, upto: int, within_s: float) -> None:
        """Waits until everything has come that there was."""
        ends_at = time.monotonic() + within_s
        while self.seen < upto and not self.over and (left := ends_at - time.monotonic()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed().wait(), left)

    async def close(self) -> None:
        for task in (*self._looking, *([self._reading] if self._reading else [])):
            task.cancel()
        if self._socket is not None:
            await self._socket.close()

    async def _look(self, is_taken: Callable[[], Awaitable[bool]]) -> None:
        if await is_taken() and not self.reporting:
            self.reporting = True
            self._tell()

    def _changed(self) -> asyncio.Event:
        """An event that the next change sets; everybody who waits has the same."""
        return self._news

    async def _send_once(self, frame_of: Callable[[str], str]) -> None:
        """A message with a name of its own, sent again until it comes back as a line of the chat."""
        message = secrets.token_hex(8)
        self._own.add(message)
        self._unheard[message] = frame_of(message)
        await self._send(self._unheard[message])

    async def _send(self, frame: str) -> None:
        try:
            if self._socket is not None:
                await self._socket.send(frame)
        except WebSocketException:
            pass  # whoever reads goes on with another connection, and what nobody has heard is sent again

    async def _follow(self, socket: ClientConnection) -> None:
        """Reads until the conversation is over, by as many connections as it takes."""
        await self._read(socket)
        while not self.over and self.dial is not None:
            again = await self._again(self.dial)
            if again is None:
                break
            self._socket = again
            if self.away:
                self.away = False
                self._tell()
            for frame in self._unheard.values():
                await self._send(frame)
            await self._read(again)
        self._gone()

    async def _again(self, dial: Dial) -> ClientConnection | None:
        """The next connection; None when there is none for too long."""
        since, pause_s, waits = time.monotonic(), 0.0, list(_AGAIN_AFTER_S)
        ends_at = since + self.back_within_s
        while time.monotonic() < ends_at and not self.over:
            pause_s = waits.pop(0) if waits else pause_s
            await asyncio.sleep(pause_s)
            try:
                return await dial(self.call_id, self.seen)
            except Away as away:
                if away.for_good:
                    return None
            if not self.away and time.monotonic() - since > _AWAY_AFTER_S:
                self.away = True
                self._tell()
        return None

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for frame in socket:
                event = wire.decode(frame) if isinstance(frame, str) else None
                if (number := wire.number(frame)) and number <= self.seen:
                    continue
                self.seen = number or self.seen
                if event is not None:
                    self._take(event)
                else:
                    self._wake()
        except WebSocketException:
            pass
        except Exception:  # a room that cannot be read any more must say so
            logger.exception("a chat could not be read")

    def _take(self, event: wire.Event) -> None:
        match event:
            case wire.Ready():
                self.call_id = event.call_id
                return
            case wire.Said():
                self._heard(event)
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
                self.end_with(event)
                return
        self._tell()

    def _heard(self, said: wire.Said) -> None:
        """A line of the chat; the person's own stands there already, unless it was written to another process of ours."""
        self._unheard.pop(said.id, None)
        if said.who == "you":
            if said.id in self._own:
                return
            self.touched_at = time.monotonic()
            if not said.did:
                self.busy, self.turn = True, wire.YourTurn()
        elif said.who == "person":
            self.turn = wire.YourTurn()  # the assistant asks nothing any more: what it offered is no answer to a person
        self._write(said)

    def _write(self, said: wire.Said) -> None:
        at = said.at or datetime.now(UTC)
        self.lines.append(Line(len(self.lines) + 1, said.who, said.text, at, said.safety, said.name))
        self.emergency = self.emergency or said.safety
        if said.who == "person":
            self.busy = False
        self._tell()

    def end_with(self, over: wire.Over) -> None:
        self.over, self.busy, self.trouble, self.turn = True, False, over.trouble or self.trouble, wire.YourTurn()
        self.quiet = self.quiet or over.quiet
        self.away = False
        self._tell()

    def _gone(self) -> None:
        if not self.over:
            self.lost = True
            self.end_with(wire.Over())

    def _tell(self) -> None:
        self.version += 1
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def transcript(room: Room, names: dict[str, str], zone: Any) -> str:
    """The conversation as plain text, to keep. `names`: what the two sides are called."""
    parts = []
    for line in room.lines:
        at = line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        parts.append(f"[{at}] {line.name or names[line.who]}:\n{line.text}\n")
    return "\n".join(parts)
