"""A socket at a chat that outlives it: the chat goes on without, and another socket reads on from what was seen."""

import asyncio
import contextlib

from voice_connector.chats.chats import Chats, Gone, HeldElsewhere
from voice_connector.chats.running import RunningChat
from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.events import CallStarted
from voice_connector.gateways.browser import wire
from voice_connector.gateways.browser.limits import control_rate
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.log import logger

_LOOK_EVERY_S = 0.25


class KeptChatSocket:
    """One socket of a service of ours. It may leave and come back; only hang_up ends the chat."""

    def __init__(self, socket: Socket, chats: Chats, clock: Clock) -> None:
        self._socket, self._chats, self._clock = socket, chats, clock
        self._rate = control_rate()

    async def run(self, start: wire.Start, call: CallStarted) -> None:
        """Until the chat is over, or one side is gone. Raises LineBusy before anything was said, WireError for a broken protocol."""
        if start.lend or start.code or start.leave:
            return await self._code(start)
        try:
            chat = await (self._chats.resume(start.resume) if start.resume else self._chats.begin(call))
        except Gone:
            return await self._socket.send(wire.error("gone", "This chat is not kept any more."))
        except HeldElsewhere:
            return await self._socket.send(wire.error("again", "This chat is somewhere else at the moment."))
        await self._socket.send(wire.ready(chat.call.call_id, chat.safe, self._chats.idle_s))
        telling = asyncio.create_task(self._tell(chat, start.seen))
        ways = {telling, asyncio.create_task(self._hear(chat)), asyncio.create_task(self._watch())}
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        for way in done:
            if isinstance(broken := way.exception(), WireError):
                chat.show_error(broken.code, str(broken))
                raise broken

    async def _code(self, start: wire.Start) -> None:
        """A code for a chat, the chat of a code, or the end of both."""
        codes = self._chats.codes
        try:
            if start.leave:
                await self._chats.leave(start.leave, start.agency)
                told = wire.left()
            elif start.lend and start.mode == "voice":
                told = wire.code(await codes.lend_pass(start.lend))
            elif start.lend:
                told = wire.code(await codes.lend(start.lend, start.agency))
            elif found := await codes.redeem(start.code or "", start.agency):
                told = wire.code_of(found)
            else:
                told = wire.error("gone", "This code leads nowhere.")
        except HeldElsewhere:
            told = wire.error("again", "Codes cannot be looked at now.")
        await self._socket.send(told)

    async def _tell(self, chat: RunningChat, seen: int) -> None:
        with contextlib.suppress(Exception):  # whatever a socket raises when it is gone
            async for frame in chat.read(seen):
                await self._socket.send(frame)

    async def _hear(self, chat: RunningChat) -> None:
        """Frames into the chat. A protocol that is broken raises; a socket that is gone does not."""
        while True:
            try:
                frame = await self._socket.recv()
            except Exception as error:  # whatever a socket raises when it is gone
                logger.info("a chat's page went away", call_id=chat.call.call_id, error=type(error).__name__)
                return
            if frame is None:
                return
            self._rate.take(self._clock.now())
            event = wire.decode(frame)
            if isinstance(event, wire.Start):
                raise WireError("started_twice", "The call has been started already.")
            if isinstance(event, wire.Here):
                chat.stay()
                continue
            if isinstance(event, wire.Did):
                chat.did(event)
                continue
            chat.take(event, wire.shown(frame) if isinstance(frame, str) else "")

    async def _watch(self) -> None:
        """A waiting recv does not notice a connection that is lost."""
        while not self._socket.gone:
            await self._clock.sleep(_LOOK_EVERY_S)
