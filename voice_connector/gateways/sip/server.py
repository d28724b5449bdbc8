"""Answers softphones: one user agent that waits for calls, and each call from ring to end."""

import asyncio
import importlib
import logging
from datetime import UTC, datetime
from typing import Any

from sanic import Sanic

from voice_connector.app import Connector
from voice_connector.call.session import Session
from voice_connector.clock import RealClock
from voice_connector.errors import LineBusy, SettingsWrong
from voice_connector.events import AudioFrame, CallStarted, HungUp
from voice_connector.exchange import new_call_id
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.frames import LINEAR_8K, LINEAR_16K, FramesIn
from voice_connector.gateways.shared.limits import control_rate
from voice_connector.gateways.shared.unserved import next_order
from voice_connector.gateways.sip import wire
from voice_connector.gateways.sip.line import SipLine
from voice_connector.gateways.sip.settings import SipSettings
from voice_connector.log import logger
from voice_connector.speech.interfaces import FRAME_MS

_CODECS = {8_000: LINEAR_8K, 16_000: LINEAR_16K}
_MEDIA_WITHIN_S = 5.0
_LARGEST_READ = 32_000
_CLOSED = 16  # baresip.Event.CALL_CLOSED
_CALLED_IN = "To"  # the header in which the number stands that was dialled


class SipServer:
    """`runtime` is baresip's; one a process. Raises SettingsWrong when the optional package is missing."""

    def __init__(self, connector: Connector, settings: SipSettings) -> None:
        self._connector, self._settings = connector, settings
        self._baresip = _baresip()
        self._calls: set[asyncio.Task[None]] = set()
        self.runtime: Any = None

    def mount(self, app: "Sanic[Any, Any]") -> None:
        app.register_listener(self.start, "after_server_start")
        app.register_listener(self.stop, "before_server_stop")

    async def start(self, *_: Any) -> None:
        """Listens; the arguments are Sanic's."""
        baresip, settings = self._baresip, self._settings
        logging.getLogger("baresip").propagate = False  # its lines name callers
        self.runtime = baresip.Runtime()
        listen = f"sip_listen {settings.host}:{settings.port}\n"
        await self.runtime.start(
            baresip.Config(
                net_interface=settings.host,
                max_concurrent_calls=settings.most_calls,
                rtp_timeout=30,
                extra_config_text=listen,
                expose_headers=(_CALLED_IN,),
            )
        )
        account = baresip.Account(
            user=settings.user,
            domain=f"{settings.host}:{settings.port}",
            password="",
            reg_interval=0,
            extra_params=("catchall=yes",),  # whatever number is dialled: it says whose line it is
        )
        agent = await baresip.UserAgent.create(self.runtime, account, transfer_policy="reject")
        agent.on_incoming(self._ring)
        logger.warning("the experimental sip gateway takes calls", host=settings.host, port=settings.port)

    async def stop(self, *_: Any) -> None:
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        if self.runtime is not None:
            await self.runtime.close()

    def _ring(self, call: Any) -> None:
        task = asyncio.create_task(self._answer(call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _answer(self, call: Any) -> None:
        call_id = new_call_id()
        if not wire.may_call(call.peer, self._settings.allow):
            logger.warning("a sip call from an address that is not allowed was refused", call_id=call_id)
            await call.reject()
            return
        line = SipLine(call, LINEAR_8K, self._settings.sip)
        try:
            await asyncio.wait_for(call.answer(), _MEDIA_WITHIN_S)
            await asyncio.wait_for(_media(call), _MEDIA_WITHIN_S)
            await SipCall(call, call_id, self._connector, self._settings).run()
        except LineBusy:
            logger.warning("a sip call found no room, the caller goes to a person", call_id=call_id)
            await self._to_person(call, line)
        except Exception as error:  # whatever the stack raises ends this call, and no other
            logger.warning(
                "a sip call failed, the caller goes to a person", call_id=call_id, error=type(error).__name__
            )
            await self._to_person(call, line)
        finally:
            await line.drop()

    async def _to_person(self, call: Any, line: SipLine) -> None:
        """One queue after the other is rung, until somebody answers or none is left that has an address."""
        exchange, tried = self._connector.exchange, 0
        agency_line = exchange.dialled.of(wire.dialled(call.headers.get(_CALLED_IN))).agency_line
        while (found := next_order(agency_line, datetime.now(UTC), self._settings.sip, tried)) is not None:
            order, tried = found
            if targets.sip_address(order.to, self._settings.sip) and await line.transfer(order) == "connected":
                return


class SipCall:
    """One call that has been answered and has sound."""

    def __init__(self, call: Any, call_id: str, connector: Connector, settings: SipSettings) -> None:
        self._call, self._call_id, self._connector = call, call_id, connector
        info = call.audio.info()
        self._in = FramesIn(_CODECS[info.rx_sample_rate])
        self._line = SipLine(call, _CODECS[info.tx_sample_rate], settings.sip)
        self._control, self._clock = control_rate(), RealClock()
        self._session: Session | None = None

    async def run(self) -> None:
        """The call, to its end. Raises LineBusy."""
        reading: list[asyncio.Task[None]] = []

        def connected(session: Session) -> None:
            self._session = session
            self._call.on(self._event)
            self._call.on_dtmf(self._key)
            reading.append(asyncio.create_task(self._read(session)))

        try:
            number = wire.dialled(self._call.headers.get(_CALLED_IN))
            source = self._connector.exchange.sources.of_number(wire.caller(self._call.peer))
            started = CallStarted(self._call_id, "voice", "sip", number, source=source)
            await self._connector.exchange.hold(started, self._line, connected)
        finally:
            for task in reading:
                task.cancel()
            await asyncio.gather(*reading, return_exceptions=True)

    async def _read(self, session: Session) -> None:
        """Sound as it comes; baresip has jittered and decoded it already."""
        due = self._clock.now()
        while True:
            try:
                for frame in self._in.feed(self._call.audio.read(_LARGEST_READ)):
                    session.post(AudioFrame(frame))
            except Exception as error:  # the media is set up anew, or the call is ending
                logger.debug("a sip call gave no sound", call_id=self._call_id, error=type(error).__name__)
            due += FRAME_MS / 1000
            await self._clock.sleep(due - self._clock.now())

    def _event(self, event: Any) -> None:
        if int(event.event) == _CLOSED and self._session is not None:
            self._session.post(HungUp())

    def _key(self, pressed: Any) -> None:
        assert self._session is not None
        try:
            self._control.take(self._clock.now())
        except Exception:
            logger.warning("a sip call broke the protocol", call_id=self._call_id, code="too_fast")
            self._session.post(HungUp())
            return
        if (event := wire.key(pressed.digit)) is not None:
            self._session.post(event)


async def _media(call: Any) -> None:
    """Returns once sound goes both ways."""
    while True:
        try:
            info = call.audio.info()
            if info.tx_ready and info.rx_ready:
                return
        except Exception as error:  # AudioNotActive: not yet
            logger.debug("a sip call has no sound yet", error=type(error).__name__)
        await asyncio.sleep(FRAME_MS / 1000)


def _baresip() -> Any:
    try:
        return importlib.import_module("baresip")
    except ImportError:
        raise SettingsWrong(
            "CIVICLINE_SIP__ON needs the optional package baresip-python: install requirements/voice-sip.in, or set it to false."
        ) from None
