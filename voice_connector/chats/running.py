"""One chat of this process: what it shows, numbered; whoever reads it; and what is kept of it before anybody sees it.

A page may speak with it for a while: the same conversation, held as a call of sound; what is said then stands in the chat as well.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from voice_connector.call.journal import Journal
from voice_connector.call.line import Line, TransferOrder
from voice_connector.call.session import FromGateway, Session
from voice_connector.call.standing import Ringing, Standing
from voice_connector.call.telling import listening
from voice_connector.chats.kept import KeptChat, Typed, of_journal
from voice_connector.chats.store import StoreAway
from voice_connector.clock import Clock
from voice_connector.events import (
    AudioFrame,
    CallEnded,
    CallerSaid,
    CallStarted,
    DtmfPressed,
    HungUp,
    Interrupted,
    Listening,
    Shown,
    SpeechStarted,
    TakenOver,
    TextTyped,
    Timing,
    TransferResult,
)
from voice_connector.gateways.browser import wire
from voice_connector.log import logger
from voice_connector.speech.interfaces import Pcm

Keep = Callable[[KeptChat], Coroutine[Any, Any, None]]
_KEPT_WITHIN_S = 2.0  # nobody who writes waits longer for a store that hangs
_REMEMBERED = 200  # names of messages that have arrived


_OF_SOUND = (Timing, SpeechStarted, Interrupted)  # shown to a page that speaks, and kept by nobody


@dataclass
class Spoken:
    """A page that speaks with the chat, until `over` is set. `busy`: there was no room for a call of sound."""

    page: Line
    over: asyncio.Event = field(default_factory=asyncio.Event)
    busy: bool = False


class ChatLine:
    """The call's view of it: sound only while a page speaks, and no telephone. It shows who would ring; who speaks and is to be put
    through goes on in writing, where a person can come."""

    def __init__(self, show: Callable[[Shown], None], write: Callable[[], None]) -> None:
        self.show, self._write = show, write
        self.page: Line | None = None
        self.ordered = False

    async def play(self, frame: Pcm) -> None:
        if self.page is not None:
            await self.page.play(frame)

    async def flush(self) -> None:
        if self.page is not None:
            await self.page.flush()

    async def transfer(self, order: TransferOrder) -> TransferResult:
        if self.page is not None:
            self.ordered = True
            self._write()
            await asyncio.Event().wait()  # until the conversation is held in writing
        return "simulated"

    async def hang_up(self) -> None:
        return None


class RunningChat:
    """`frames` count from 1. A page reads with `read`, from the last that it has seen, and says things with `take`."""

    def __init__(self, call: CallStarted, keep: Keep, clock: Clock, earlier: KeptChat | None = None) -> None:
        self.call, self._keep, self._clock = call, keep, clock
        self.line = ChatLine(self._show, self.write)
        self.turned = asyncio.Event()  # it is to be held the other way
        self.ended = False
        self._spoken: Spoken | None = None
        self._taken: TakenOver | None = None
        self.session: Session | None = None
        self.heard_at = clock.now()
        self.over = self.filed = False
        self._frames: list[dict[str, Any]] = list(earlier.frames) if earlier else []
        self.safe = len(self._frames)  # so many may be shown: they are kept
        self._waiting = list(earlier.waiting) if earlier else []
        self._known = list(earlier.known) if earlier else []
        self._shown = dict(earlier.shown) if earlier else {}
        self.closed = False
        self._dirty, self._news = asyncio.Event(), asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None

    # --- the page's side

    def take(self, event: FromGateway, shown: str = "") -> None:
        """What a page sends. A message that has arrived before is passed over."""
        self.heard_at = self._clock.now()
        if isinstance(event, TextTyped) and event.id:
            if event.id in self._known or self.over:
                return
            self._know(event.id)
            self._waiting.append(Typed(event.id, event.text))
            self._shown[event.id] = shown or event.text
            self._dirty.set()
        self._post(event)

    def did(self, did: wire.Did) -> None:
        """Something that the person did without writing: it stands in the chat, and nobody answers it."""
        self.heard_at = self._clock.now()
        if did.id not in self._known and not self.over:
            self._know(did.id)
            self._add(wire.did_frame(did))

    def stay(self) -> None:
        """The person is still there."""
        self.heard_at = self._clock.now()

    async def read(self, seen: int) -> AsyncIterator[str]:
        """Every frame after `seen`, as soon as it is kept; ends when no more can come here."""
        while True:
            while seen < self.safe:
                seen += 1
                yield json.dumps({**self._frames[seen - 1], "n": seen}, ensure_ascii=False)
            if self.closed:
                return
            await self._news.wait()

    def show_error(self, code: str, message: str) -> None:
        """Tells every page why there is no conversation any more, and ends it."""
        self._add(json.loads(wire.error(code, message)))
        self._post(HungUp())

    # --- the side of a page that speaks

    def speak(self, page: Line) -> Spoken:
        """The conversation goes on by voice with this page; another one that speaks is told that it is over."""
        self._hush()
        self._spoken = Spoken(page)
        self.line.page = page
        self.turned.set()
        return self._spoken

    def write(self, spoken: Spoken | None = None) -> None:
        """It goes on in writing. `spoken`: only if it is this page that speaks."""
        if self._spoken is not None and spoken in (None, self._spoken):
            self._hush()
            self.turned.set()

    def hear(self, event: AudioFrame | DtmfPressed) -> None:
        self.heard_at = self._clock.now()
        self._post(event)

    def so_far(self) -> list[str]:
        """What has been said, for a page that comes to speak."""
        said = [frame for frame in self._frames[: self.safe] if frame["type"] == "said"]
        return [json.dumps(frame, ensure_ascii=False) for frame in said]

    def _hush(self, *, busy: bool = False) -> None:
        if self._spoken is not None:
            self._spoken.busy = busy
            self._spoken.over.set()
        self._spoken = self.line.page = None

    # --- the call's side

    @property
    def as_call(self) -> CallStarted:
        """How it is held now."""
        return replace(self.call, channel="voice") if self._spoken else self.call

    def no_room(self) -> bool:
        """There is no room for sound: it goes on in writing. False where it was to be held in writing."""
        spoken = self._spoken is not None
        self._hush(busy=True)
        return spoken

    def story(self) -> tuple[Journal, Standing] | None:
        """From where it is held the other way. Who took it, and who is to be rung, come to it in writing."""
        if self.session is None:
            return None
        journal, standing = self.session.journal, self.session.standing
        if self.line.ordered and standing.ringing is None and journal.decision is not None:
            standing = replace(standing, ringing=Ringing(journal.decision), asked=None)
        if standing.taken_by is not None:
            self._hush()
            self._taken = standing.taken_by
            standing = replace(standing, taken_by=None, ringing=None, asked=None)
        self.line.ordered = False
        waits = standing.asked or standing.ringing or self._taken or self._waiting or not standing.shown
        if self._spoken is None and not waits:
            self._add(json.loads(wire.encode(listening(standing.ask)) or ""))  # our voice was stopped before it said so
        return journal, standing

    def connected(self, session: Session) -> None:
        """What nobody had answered in the process before is said again; the bot knows whether it was."""
        self.session = session
        if self._spoken is not None:
            session.on_taken = self.write
        elif self._taken is not None:
            session.post(self._taken)
            self._taken = None
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
            await self._keep_in_time(self.as_kept(self.session))
        self.safe = upto
        self._tell()

    async def _keep_in_time(self, chat: KeptChat) -> None:
        """One after the other; what comes while the store hangs is kept when it answers. Raises HeldElsewhere."""
        if not await self._kept():
            return
        self._keeping = asyncio.create_task(self._keep(chat))
        if not await self._kept():
            self._keeping.add_done_callback(lambda _: self._dirty.set())
            logger.warning("a chat goes on before it is kept: the store hangs", call_id=self.call.call_id)

    async def _kept(self) -> bool:
        """Whether nothing is being kept any more."""
        if self._keeping is None:
            return True
        await asyncio.wait({self._keeping}, timeout=_KEPT_WITHIN_S)
        if not self._keeping.done():
            return False
        kept, self._keeping = self._keeping, None
        try:
            kept.result()
        except StoreAway as error:
            logger.warning("a chat could not be kept", call_id=self.call.call_id, error=str(error))
        return True

    def close(self) -> None:
        """Whoever reads has everything and may go; whoever speaks goes on in writing, where another process holds it."""
        self.closed = True
        self._hush()
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
        if isinstance(event, Listening) and self.turned.is_set():
            return  # the end of a voice that was stopped
        if self.line.page is not None:
            self.line.page.show(event)
        if isinstance(event, CallEnded):
            self.ended = True
            self._hush()
        if isinstance(event, CallerSaid) and event.id is None:
            if not event.text:
                return
            event = replace(event, id=secrets.token_hex(8))  # a line of the chat as any other
        if isinstance(event, _OF_SOUND) or (body := wire.encode(event)) is None:
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

    def _know(self, message: str) -> None:
        self._known = [*self._known[-_REMEMBERED:], message]

    def _post(self, event: FromGateway) -> None:
        if self.session is not None:
            self.session.post(event)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
