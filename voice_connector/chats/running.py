"""One chat of this process: what it shows, numbered; whoever reads it; and what is kept of it before anybody sees it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

from voice_connector.call.line import TransferOrder
from voice_connector.call.session import FromGateway, Session
from voice_connector.chats.kept import KeptChat, Typed, of_journal
from voice_connector.chats.store import StoreAway
from voice_connector.clock import Clock
from voice_connector.events import CallerSaid, CallStarted, HungUp, Shown, TextTyped, Timing, TransferResult
from voice_connector.gateways.browser import wire
from voice_connector.log import logger
from voice_connector.speech.interfaces import Pcm

Keep = Callable[[KeptChat], Awaitable[None]]
_REMEMBERED = 200  # names of messages that have arrived


class ChatLine:
    """The call's view of it: there is no sound and no telephone; it shows who would ring."""

    def __init__(self, show: Callable[[Shown], None]) -> None:
        self.show = show

    async def play(self, frame: Pcm) -> None:
        return None

    async def flush(self) -> None:
        return None

    async def transfer(self, order: TransferOrder) -> TransferResult:
        return "simulated"

    async def hang_up(self) -> None:
        return None


class RunningChat:
    """`frames` count from 1. A page reads with `read`, from the last that it has seen, and says things with `take`."""

    def __init__(self, call: CallStarted, keep: Keep, clock: Clock, earlier: KeptChat | None = None) -> None:
        self.call, self._keep, self._clock = call, keep, clock
        self.line = ChatLine(self._show)
        self.session: Session | None = None
        self.heard_at = clock.now()
        self.over = self.filed = False
        self._frames: list[dict[str, Any]] = list(earlier.frames) if earlier else []
        self.safe = len(self._frames)  # so many may be shown: they are kept
        self._waiting = list(earlier.waiting) if earlier else []
        self._known = list(earlier.known) if earlier else []
        self._shown = dict(earlier.shown) if earlier else {}
        self._closed = False
        self._dirty, self._news = asyncio.Event(), asyncio.Event()

    # --- the page's side

    def take(self, event: FromGateway, shown: str = "") -> None:
        """What a page sends. A message that has arrived before is passed over."""
        self.heard_at = self._clock.now()
        if isinstance(event, TextTyped) and event.id:
            if event.id in self._known or self.over:
                return
            self._known = [*self._known[-_REMEMBERED:], event.id]
            self._waiting.append(Typed(event.id, event.text))
            self._shown[event.id] = shown or event.text
            self._dirty.set()
        self._post(event)

    async def read(self, seen: int) -> AsyncIterator[str]:
        """Every frame after `seen`, as soon as it is kept; ends when no more can come here."""
        while True:
            while seen < self.safe:
                seen += 1
                yield json.dumps({**self._frames[seen - 1], "n": seen}, ensure_ascii=False)
            if self._closed:
                return
            await self._news.wait()

    def show_error(self, code: str, message: str) -> None:
        """Tells every page why there is no conversation any more, and ends it."""
        self._add(json.loads(wire.error(code, message)))
        self._post(HungUp())

    # --- the call's side

    def connected(self, session: Session) -> None:
        """What nobody had answered in the process before is said again; the bot knows whether it was."""
        self.session = session
        for typed in self._waiting:
            session.post(TextTyped(typed.text, id=typed.id, again=True))
        self._dirty.set()

    async def keeping(self) -> None:
        """Keeps what has changed, then lets it be read, until cancelled. Raises HeldElsewhere when another process has it."""
        while True:
            await self._dirty.wait()
            await self.keep()

    async def keep(self) -> None:
        self._dirty.clear()
        upto = len(self._frames)
        if self.session is not None:
            try:
                await self._keep(self.as_kept(self.session))
            except StoreAway as error:
                logger.warning("a chat could not be kept", call_id=self.call.call_id, error=str(error))
        self.safe = upto
        self._tell()

    def close(self) -> None:
        """Whoever reads has everything and may go."""
        self._closed = True
        self._tell()

    def as_kept(self, session: Session) -> KeptChat:
        return of_journal(
            session.journal,
            session.standing,
            frames=tuple(self._frames),
            waiting=tuple(self._waiting),
            known=tuple(self._known),
            shown=dict(self._shown),
            over=self.over,
            filed=self.filed,
        )

    def _show(self, event: Shown) -> None:
        if isinstance(event, Timing) or (body := wire.encode(event)) is None:
            return
        frame = json.loads(body)
        if isinstance(event, CallerSaid) and event.id:
            self._waiting = [typed for typed in self._waiting if typed.id != event.id]
            frame["shown"] = self._shown.pop(event.id, event.text)
        self._add(frame)

    def _add(self, frame: dict[str, Any]) -> None:
        at: datetime = self._clock.utc()
        self._frames.append({**frame, "at": at.isoformat()})
        self._dirty.set()

    def _post(self, event: FromGateway) -> None:
        if self.session is not None:
            self.session.post(event)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
