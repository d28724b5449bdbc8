"""One page's WebSocket, from its start message to the end of its call. What goes wrong here ends this call and no other."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from voice_connector.call.session import Session
from voice_connector.chats.chats import Chats
from voice_connector.clock import Clock
from voice_connector.errors import LineBusy, WireError
from voice_connector.events import CallStarted, Channel, HungUp
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.browser import wire
from voice_connector.gateways.browser.kept_chat import KeptChatSocket
from voice_connector.gateways.browser.limits import audio_rate, control_rate
from voice_connector.gateways.browser.line import BrowserLine
from voice_connector.gateways.browser.spoken_chat import SpokenChatSocket
from voice_connector.gateways.browser.tokens import PageTokens
from voice_connector.gateways.shared.carrying import carry
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.log import logger

_START_WITHIN_S = 10.0
_WATCH_EVERY_S = 0.25


class PageCall:
    """Carries frames between one socket and one session."""

    def __init__(
        self,
        socket: Socket,
        exchange: Exchange,
        tokens: PageTokens | None,
        clock: Clock,
        idle_s: float,
        host: str | None = None,
        source: str | None = None,
        chats: Chats | None = None,
    ) -> None:
        """`host`: the address of the page, which says whose page it is. For a service of ours `tokens` is None: it needs none. `chats`
        holds its chats, which may outlive its socket; a page of ours may speak with one that it has a pass for."""
        self._host, self._source, self._chats = host, source, chats
        self._socket, self._exchange, self._tokens = socket, exchange, tokens
        self._clock, self._idle_s = clock, idle_s
        self._line = BrowserLine()
        self._audio, self._control = audio_rate(), control_rate()
        self._call_id = new_call_id()
        self._last_frame_at = clock.now()

    async def run(self) -> None:
        """The whole visit. Raises nothing but cancellation."""
        try:
            start = await self._start()
            if start is not None:
                await self._carry(start)
        except WireError as error:
            logger.warning("a page broke the protocol", call_id=self._call_id, code=error.code)
            await self._tell(wire.error(error.code, str(error)))
        except LineBusy as error:
            logger.warning("a page was turned away", call_id=self._call_id, reason=error.reason)
            await self._tell(wire.error("busy", self._to_a_person()))

    def _to_a_person(self) -> str:
        """What somebody reads for whom there is no room: who answers instead."""
        person = self._exchange.dialled.of(host=self._host).agency_line.call_taker
        where = f"Call {person.phone} to speak with {person.name}" if person.phone else "Try again in a few minutes"
        return f"All lines are busy. {where}. In an emergency, call the emergency number now."

    async def _start(self) -> wire.Start | None:
        try:
            async with asyncio.timeout(_START_WITHIN_S):
                frame = await self._socket.recv()
        except TimeoutError:
            raise WireError("no_start", "The page did not start a call in time.") from None
        if frame is None:
            return None
        start = wire.decode(frame)
        if not isinstance(start, wire.Start):
            raise WireError("no_start", "The first message must be start.")
        if self._tokens is not None:
            self._tokens.spend(start.token)
        return start

    async def _kept(self, start: wire.Start, chats: Chats) -> None:
        call = CallStarted(self._call_id, "web", "browser", host=self._host, source=self._source)
        await KeptChatSocket(self._socket, chats, self._clock).run(start, call)

    async def _carry(self, start: wire.Start) -> None:
        if (
            self._chats is not None
            and self._tokens is None
            and (start.keep or start.resume or start.lend or start.code or start.leave)
        ):
            return await self._kept(start, self._chats)
        if self._chats is not None and start.by_pass and start.mode == "voice":
            return await SpokenChatSocket(self._socket, self._chats, self._clock, self._host).run(start.by_pass)
        channel: Channel = "voice" if start.mode == "voice" else "web"
        call = CallStarted(self._call_id, channel, "browser", host=self._host, source=self._source)
        await self._socket.send(wire.ready(self._call_id))
        await carry(self._exchange, call, self._line, self._socket, self._beside)

    def _beside(self, session: Session, broken: list[WireError]) -> "tuple[Coroutine[Any, Any, None], ...]":
        return self._receiving(session, broken), self._watching(session, broken)

    async def _receiving(self, session: Session, broken: list[WireError]) -> None:
        """Frames into the session until the page leaves or breaks the protocol."""
        try:
            while (frame := await self._socket.recv()) is not None:
                self._last_frame_at = self._clock.now()
                self._take(session, frame)
        except WireError as error:
            broken.append(error)
        except Exception as error:  # whatever a socket raises when it is gone
            logger.info("a page's connection was lost", call_id=self._call_id, error=type(error).__name__)
        finally:
            session.post(HungUp())

    async def _watching(self, session: Session, broken: list[WireError]) -> None:
        """Notices what a waiting recv does not: a connection that is lost, a page that takes or says nothing any more."""
        self._last_frame_at = self._clock.now()
        while not self._socket.gone:
            await self._clock.sleep(_WATCH_EVERY_S)
            if self._line.stuck.is_set():
                broken.append(WireError("stuck", "The page does not take its sound any more."))
                break
            if self._clock.now() - self._last_frame_at > self._idle_s:
                broken.append(WireError("idle", "Nothing has come from the page for too long."))
                break
        session.post(HungUp())

    def _take(self, session: Session, frame: str | bytes) -> None:
        (self._audio if isinstance(frame, bytes) else self._control).take(self._clock.now())
        event = wire.decode(frame)
        if isinstance(event, wire.Start):
            raise WireError("started_twice", "The call has been started already.")
        if not isinstance(event, wire.Here | wire.Did):
            session.post(event)

    async def _tell(self, message: str) -> None:
        with contextlib.suppress(Exception):  # the page may be gone already
            await self._socket.send(message)
