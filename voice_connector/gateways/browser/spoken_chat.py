"""A page that speaks with a chat for a while: its sound comes and goes here, what is said stands in the chat, which goes on after it."""

import asyncio
import contextlib
import secrets
from dataclasses import replace

from voice_connector.chats.chats import Chats, Gone, HeldElsewhere, NotNow
from voice_connector.chats.running import RunningChat, Spoken
from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.events import AudioFrame, DtmfPressed, HungUp, TextTyped
from voice_connector.gateways.browser import wire
from voice_connector.gateways.browser.limits import audio_rate, control_rate
from voice_connector.gateways.browser.line import BrowserLine
from voice_connector.gateways.shared.carrying import send, send_the_rest
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.log import logger

_WATCH_EVERY_S = 0.25
_REFUSED = {
    Gone: ("gone", "This chat cannot be spoken with any more. Write in it, or get a new link there."),
    HeldElsewhere: ("again", "This chat is somewhere else at the moment."),
    NotNow: ("not_now", "A person is in your chat, or is asked to come. Write to them there."),
}


class SpokenChatSocket:
    """One socket of a page of ours. Whatever ends it, the chat goes on in writing."""

    def __init__(self, socket: Socket, chats: Chats, clock: Clock, host: str | None) -> None:
        """`host`: the address of the page, which says whose page it is."""
        self._socket, self._chats, self._clock, self._host = socket, chats, clock, host
        self._line = BrowserLine()
        self._audio, self._control = audio_rate(), control_rate()

    async def run(self, given: str) -> None:
        """Until the page leaves or the chat is held in writing. Raises LineBusy, WireError for a broken protocol."""
        try:
            chat, spoken = await self._chats.speak(given, self._line, self._host)
        except (Gone, HeldElsewhere, NotNow) as refused:
            return await self._socket.send(wire.error(*_REFUSED[type(refused)]))
        try:
            await self._socket.send(wire.ready(chat.call.call_id))
            for frame in chat.so_far():
                await self._socket.send(frame)
            await self._carry(chat, spoken)
        finally:
            chat.write(spoken)

    async def _carry(self, chat: RunningChat, spoken: Spoken) -> None:
        sending = asyncio.create_task(send(self._socket, self._line.outgoing))
        hearing = asyncio.create_task(self._hear(chat))
        ways = {sending, hearing, asyncio.create_task(self._watch()), asyncio.create_task(spoken.over.wait())}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            chat.write(spoken)
            await send_the_rest(self._line.outgoing, sending)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        if isinstance(broken := None if hearing.cancelled() else hearing.exception(), WireError):
            raise broken
        if not chat.ended:
            with contextlib.suppress(Exception):  # whatever a socket raises when it is gone
                await self._socket.send(_BUSY if spoken.busy else wire.in_writing())

    async def _hear(self, chat: RunningChat) -> None:
        """Frames into the conversation, until the page hangs up or is gone. A protocol that is broken raises."""
        while True:
            try:
                frame = await self._socket.recv()
            except Exception as error:  # whatever a socket raises when it is gone
                logger.info("a page that spoke went away", call_id=chat.call.call_id, error=type(error).__name__)
                return
            if frame is None:
                return
            (self._audio if isinstance(frame, bytes) else self._control).take(self._clock.now())
            match wire.decode(frame):
                case AudioFrame() | DtmfPressed() as event:
                    chat.hear(event)
                case TextTyped() as typed:
                    chat.take(replace(typed, id=typed.id or secrets.token_hex(8)))
                case HungUp():
                    return
                case wire.Here():
                    chat.stay()
                case wire.Did() as did:
                    chat.did(did)
                case wire.Start():
                    raise WireError("started_twice", "The call has been started already.")

    async def _watch(self) -> None:
        """A waiting recv does not notice a connection that is lost, nor a page that takes no sound any more."""
        while not (self._socket.gone or self._line.stuck.is_set()):
            await self._clock.sleep(_WATCH_EVERY_S)


_BUSY = wire.error("busy", "All lines are busy. Go on in writing: nothing of your chat is lost.")
