"""All chats of this process: begun here, taken over from a process that went away, parked for the next one, swept when left."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from voice_connector.call.journal import Journal
from voice_connector.call.line import Line
from voice_connector.call.session import Session
from voice_connector.call.standing import Standing
from voice_connector.chats import kept
from voice_connector.chats.codes import Codes
from voice_connector.chats.kept import KeptChat
from voice_connector.chats.running import RunningChat, Spoken
from voice_connector.chats.sealing import Seal
from voice_connector.chats.store import HeldElsewhere, Store, StoreAway
from voice_connector.clock import Clock
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted
from voice_connector.exchange import Exchange
from voice_connector.log import logger

_RENEW_EVERY_S = 2.0
_LOOK_EVERY_S = 1.0
_AGAIN_AFTER_S = 0.5
_SWEEP_EVERY_S = 30.0


class Gone(Exception):
    """No such chat is kept: it never was, or too long ago."""


class NotNow(Exception):
    """A person has this chat, or is asked to come to it: it goes on in writing."""


class Chats:
    """`idle_s`: a chat in which nothing was written for so long is over."""

    def __init__(self, exchange: Exchange, store: Store, seal: Seal, clock: Clock, idle_s: float) -> None:
        self._exchange, self._store, self._seal, self._clock, self.idle_s = exchange, store, seal, clock, idle_s
        self.codes = Codes(store, seal, clock)
        self._running: dict[str, RunningChat] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._taking = asyncio.Lock()
        self._parked = False

    async def begin(self, call: CallStarted) -> RunningChat:
        """Raises LineBusy."""
        return await self._opened(call, None)

    async def resume(self, call_id: str) -> RunningChat:
        """The chat, which goes on where it was, or can be read to its end.

        Raises Gone, HeldElsewhere (try again in a moment), LineBusy.
        """
        async with self._taking:
            if (here := self._running.get(call_id)) is not None:
                return here
            if self._parked:
                raise HeldElsewhere
            earlier = await self._taken(call_id)
            if earlier.over:
                await self._freed(call_id)
                chat = RunningChat(earlier.call, self._kept, self._clock, earlier)
                chat.close()
                return chat
            logger.info("a chat goes on here", call_id=call_id)
            return await self._opened(replace(earlier.call, returned=None), earlier)

    async def speak(self, given: str, page: Line, host: str | None = None) -> tuple[RunningChat, Spoken]:
        """The chat that a pass leads to goes on by voice with this page, which has spent the pass then. `host`: the page's address; on
        another agency's page a pass leads nowhere, and stays good.

        Raises Gone, HeldElsewhere (try again in a moment), NotNow, LineBusy.
        """
        call_id = await self.codes.peek(given)
        if call_id is None:
            raise Gone
        chat = await self.resume(call_id)
        if self._agency(chat.call.dialled, chat.call.host) != self._agency(None, host):
            raise Gone
        self._can_be_spoken(chat)
        if not await self.codes.spend(given):
            raise Gone
        self._can_be_spoken(chat)  # it may have ended meanwhile, and nobody would answer the page
        return chat, chat.speak(page)

    async def leave(self, call_id: str, agency: str) -> None:
        """The person has left quickly: nobody comes to this chat by a code or a pass that was lent before, and nobody speaks with it.

        It goes on for whoever has its page. Raises HeldElsewhere.
        """
        if (here := self._running.get(call_id)) is not None:
            here.write()
        await self.codes.end(call_id, agency)

    async def park(self) -> None:
        """This process stops: every chat is kept as it stands and left to the next one."""
        self._parked = True
        for call_id, task in list(self._tasks.items()):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await self._freed(call_id)

    async def run(self) -> None:
        """Says that we live, ends chats that nobody writes in, and files what others left behind, until cancelled."""
        await asyncio.gather(
            self._every(_RENEW_EVERY_S, self._store.renew),
            self._every(_LOOK_EVERY_S, self._end_idle),
            self._every(_SWEEP_EVERY_S, self.sweep),
        )

    async def sweep(self) -> int:
        """Files the record of each chat with which nobody went on, and forgets it. Returns how many."""
        left = await self._store.left(self.idle_s)
        for call_id in left:
            with contextlib.suppress(HeldElsewhere, Gone):
                await self._finished(await self._taken(call_id))
            await self._store.drop(call_id)
        return len(left)

    # --- pieces

    def _can_be_spoken(self, chat: RunningChat) -> None:
        """Raises Gone, NotNow."""
        if chat.over or chat.ended or chat.closed:
            raise Gone
        if chat.session is None or chat.session.taken_by or chat.call.call_id in self._exchange.attendance.ringing:
            raise NotNow

    def _agency(self, dialled: str | None, host: str | None) -> str:
        return self._exchange.dialled.of(dialled, host).agency_line.agency

    async def _taken(self, call_id: str) -> KeptChat:
        try:
            sealed = await self._store.take(call_id)
        except StoreAway:
            raise HeldElsewhere from None
        content = self._seal.open(sealed) if sealed is not None else None
        earlier = kept.read(content) if content is not None else None
        if earlier is None:
            await self._freed(call_id)
            raise Gone
        return earlier

    async def _opened(self, call: CallStarted, earlier: KeptChat | None) -> RunningChat:
        chat, open_ = RunningChat(call, self._kept, self._clock, earlier), asyncio.Event()
        holding = asyncio.create_task(self._hold(chat, earlier, open_))
        opening = asyncio.create_task(open_.wait())
        await asyncio.wait({holding, opening}, return_when=asyncio.FIRST_COMPLETED)
        opening.cancel()
        if not open_.is_set():
            await self._freed(call.call_id)
            holding.result()  # raises why
        self._running[call.call_id], self._tasks[call.call_id] = chat, holding
        holding.add_done_callback(lambda _: self._forget(call.call_id))
        return chat

    async def _hold(self, chat: RunningChat, earlier: KeptChat | None, open_: asyncio.Event) -> None:
        """The whole chat, or our part of it."""

        def connected(session: Session) -> None:
            chat.connected(session)
            open_.set()

        story = (earlier.journal(self._clock), earlier.standing) if earlier else None
        talking = asyncio.create_task(self._talk(chat, connected, story))
        keeping = asyncio.create_task(chat.keeping())
        try:
            await asyncio.wait({talking, keeping}, return_when=asyncio.FIRST_COMPLETED)
            if talking.done():
                talking.result()
                chat.over = chat.filed = True
            elif keeping.done():  # another process goes on with it
                logger.warning("a chat was taken over by another process", call_id=chat.call.call_id)
        finally:
            for task in (talking, keeping):
                task.cancel()
            await asyncio.gather(talking, keeping, return_exceptions=True)
            if open_.is_set():
                with contextlib.suppress(HeldElsewhere):
                    await chat.keep()
            chat.close()

    async def _talk(
        self, chat: RunningChat, connected: Callable[[Session], None], story: tuple[Journal, Standing] | None
    ) -> None:
        """The conversation to its end, in writing and by voice by turns. Raises LineBusy before anything was said."""
        while True:
            chat.turned.clear()
            holding = asyncio.create_task(self._exchange.hold(chat.as_call, chat.line, connected, story))
            turning = asyncio.create_task(chat.turned.wait())
            try:
                await asyncio.wait({holding, turning}, return_when=asyncio.FIRST_COMPLETED)
                if chat.ended:
                    await asyncio.wait({holding})  # its record is on its way
            finally:
                for task in (holding, turning):
                    task.cancel()
                await asyncio.gather(holding, turning, return_exceptions=True)
            if not holding.cancelled():
                if chat.session is None or not isinstance(holding.exception(), LineBusy):
                    holding.result()  # raises what went wrong
                    return
                if not chat.no_room():
                    await self._clock.sleep(_AGAIN_AFTER_S)
            story = chat.story()

    async def _kept(self, chat: KeptChat) -> None:
        await self._store.put(chat.call.call_id, self._seal.close(kept.write(chat)))

    async def _freed(self, call_id: str) -> None:
        with contextlib.suppress(StoreAway):
            await self._store.free(call_id)

    def _forget(self, call_id: str) -> None:
        self._running.pop(call_id, None)
        self._tasks.pop(call_id, None)
        if not self._parked:
            freeing = asyncio.ensure_future(self._freed(call_id))
            freeing.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _end_idle(self) -> None:
        for chat in list(self._running.values()):
            if self._clock.now() - chat.heard_at > self.idle_s:
                chat.heard_at = self._clock.now()
                chat.show_error("idle", "Nothing has come from the page for too long.")

    async def _finished(self, left: KeptChat) -> None:
        if not left.filed:
            journal = left.journal(self._clock)
            journal.ended_by = journal.ended_by if left.over else "caller"
            await self._exchange.file(journal.record())

    async def _every(self, seconds: float, work: Callable[[], Awaitable[object]]) -> None:
        while True:
            await self._clock.sleep(seconds)
            try:
                await work()
            except StoreAway as error:
                logger.warning("the place where chats are kept does not answer", error=str(error))
            except Exception:  # whatever it is, chats go on
                logger.exception("chats could not be looked after")


__all__ = ["Chats", "Gone", "HeldElsewhere", "LineBusy", "NotNow"]
