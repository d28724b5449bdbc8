"""One connection, from its first frame to the end of its call. What goes wrong here ends this call and no other."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from voice_connector.call.session import Session
from voice_connector.clock import Clock
from voice_connector.errors import LineBusy, WireError
from voice_connector.events import AudioFrame, CallStarted, DtmfPressed, HungUp
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways._template import wire
from voice_connector.gateways._template.line import TemplateLine
from voice_connector.gateways._template.settings import TemplateSettings
from voice_connector.gateways.shared.carrying import carry
from voice_connector.gateways.shared.frames import LINEAR_8K, FramesIn
from voice_connector.gateways.shared.limits import control_rate, message_rate, sound_ms_rate
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.log import logger

_HELLO_WITHIN_S = 10.0
_WATCH_EVERY_S = 0.25


class TemplateCall:
    def __init__(self, socket: Socket, exchange: Exchange, settings: TemplateSettings, clock: Clock) -> None:
        self._socket, self._exchange, self._settings, self._clock = socket, exchange, settings, clock
        self._call_id = new_call_id()  # ours; the far end's own id, if it has one, stays at its edge
        self._line, self._in = TemplateLine(), FramesIn(LINEAR_8K)
        self._messages, self._sound, self._control = message_rate(), sound_ms_rate(), control_rate()

    async def run(self) -> None:
        """The whole connection. Raises nothing but cancellation."""
        try:
            await self._carry(await self._hello())
        except WireError as error:
            logger.warning("a far end broke the protocol", call_id=self._call_id, code=error.code)
        except LineBusy:
            logger.warning("a far end found no room", call_id=self._call_id)
        except (ConnectionError, TimeoutError) as error:
            logger.warning("a far end was lost before its call", call_id=self._call_id, error=type(error).__name__)

    async def _hello(self) -> wire.Hello:
        """Nothing of ours starts before the far end has shown who it is."""
        async with asyncio.timeout(_HELLO_WITHIN_S):
            frame = await self._socket.recv()
        hello = wire.decode(frame) if frame is not None else None
        if not isinstance(hello, wire.Hello):
            raise WireError("no_hello", "The first frame is no hello.")
        if not wire.is_allowed(hello, self._settings.secret.get_secret_value()):
            raise WireError("bad_secret", "The far end does not know the secret.")
        return hello

    async def _carry(self, hello: wire.Hello) -> None:
        source = self._exchange.sources.of_number(hello.caller)
        call = CallStarted(self._call_id, "voice", "template", hello.dialled, source=source)
        await carry(self._exchange, call, self._line, self._socket, self._beside)

    def _beside(self, session: Session, broken: list[WireError]) -> "tuple[Coroutine[Any, Any, None], ...]":
        return self._take(session, broken), self._watch(session)

    async def _take(self, session: Session, broken: list[WireError]) -> None:
        """Frames into the session until the far end leaves, is lost, or breaks the protocol."""
        try:
            while (frame := await self._socket.recv()) is not None:
                self._messages.take(self._clock.now())
                self._act(session, frame)
        except WireError as error:
            broken.append(error)
        except Exception as error:  # whatever a socket raises when it is gone
            logger.info("a far end was lost", call_id=self._call_id, error=type(error).__name__)
        finally:
            session.post(HungUp())

    def _act(self, session: Session, frame: str | bytes) -> None:
        event = wire.decode(frame)
        if isinstance(event, wire.Hello):
            raise WireError("hello_twice", "The call has begun already.")
        if isinstance(event, wire.Sound):
            self._sound.take(self._clock.now(), LINEAR_8K.milliseconds(event.data))
            for pcm in self._in.feed(event.data):
                session.post(AudioFrame(pcm))
            return
        if isinstance(event, DtmfPressed):
            self._control.take(self._clock.now())
        session.post(event)

    async def _watch(self, session: Session) -> None:
        """Notices what a waiting recv does not: a connection that is lost, or that takes nothing any more."""
        while not self._socket.gone and not self._line.stuck:
            await self._clock.sleep(_WATCH_EVERY_S)
        session.post(HungUp())
