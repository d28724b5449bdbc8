"""One call of a PBX, from its media leg to its end, the same for both transports. What goes wrong here is no other call's."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from voice_connector.call.session import Session
from voice_connector.clock import Clock
from voice_connector.errors import LineBusy, WireError
from voice_connector.events import AudioFrame, CallStarted, DtmfPressed, HungUp
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.asterisk.line import PbxLine
from voice_connector.gateways.asterisk.media import Media, Sound
from voice_connector.gateways.asterisk.outlet import Outlet
from voice_connector.gateways.asterisk.wire_websocket import Leg
from voice_connector.gateways.next_step.store import NextSteps
from voice_connector.gateways.shared.limits import control_rate, sound_ms_rate
from voice_connector.log import logger

_WATCH_EVERY_S = 0.25
_LEAD_IN_S = 0.3  # silence while the caller's side settles; without it the first word has a hole
_SILENT_FOR_S = 120.0  # a telephone on hold may send nothing for a while; a dead network sends nothing for ever

FromPbx = Sound | DtmfPressed | HungUp


class Transport(Protocol):
    """A connection that carries one call."""

    gateway: str
    ahead_ms: int
    outlet: Outlet | None  # set once sound may flow

    @property
    def gone(self) -> bool: ...

    async def receive(self) -> Sequence[FromPbx] | None:
        """What came next, decoded; None when the connection has ended. Raises WireError."""
        ...

    async def send_sound(self, sound: bytes) -> None: ...

    async def drop_sound(self) -> None: ...

    async def finish(self, heard_within_s: float) -> None: ...


@dataclass(frozen=True, slots=True)
class Shared:
    """What all calls of the gateway share."""

    exchange: Exchange
    steps: NextSteps
    clock: Clock
    fetched_within_s: float
    running: set[str]  # the PBX's ids of the calls that are going on


class PbxCall:
    """Carries one call between a transport and a session."""

    def __init__(self, transport: Transport, leg: Leg, shared: Shared) -> None:
        self._transport, self._leg, self._pbx_id, self._shared = transport, leg, leg.pbx_id, shared
        self._clock = shared.clock
        self._call = CallStarted(
            new_call_id(), "voice", transport.gateway, leg.dialled, leg.returned, handed_in=leg.handed_in,
            source=shared.exchange.sources.of_number(leg.caller),
        )  # fmt: skip
        self._sound, self._keys = sound_ms_rate(), control_rate()
        self._last_at = self._clock.now()

    async def run(self, form: str) -> None:
        """The call, to its end. Raises WireError when the PBX breaks the protocol, LineBusy when there is no room."""
        if self._pbx_id in self._shared.running:
            raise WireError("id_in_use", "A call with this id is going on already.")
        self._shared.running.add(self._pbx_id)
        self._shared.steps.forget(self._pbx_id)
        try:
            await self._carry(Media(form))
        finally:
            self._shared.running.discard(self._pbx_id)

    async def _carry(self, media: Media) -> None:
        outlet = Outlet(self._clock, media, self._transport.send_sound, self._transport.ahead_ms)
        self._transport.outlet = outlet
        shared = self._shared
        returning = shared.exchange.returning
        line = PbxLine(self._pbx_id, outlet, self._transport, shared.steps, shared.fetched_within_s, returning.pass_for)
        broken: list[WireError] = []
        tasks = [asyncio.create_task(self._sending(outlet))]

        def connected(session: Session) -> None:
            tasks.append(asyncio.create_task(self._receiving(session, media, line, broken)))
            tasks.append(asyncio.create_task(self._watching(session, outlet, line, broken)))

        try:
            await self._clock.sleep(_LEAD_IN_S)  # by now an earlier leg of this call is over
            self._call = replace(self._call, call_id=returning.spend(self._leg.back) or self._call.call_id)
            await self._shared.exchange.hold(self._call, line, connected)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if broken:
            raise broken[0]

    async def _receiving(self, session: Session, media: Media, line: PbxLine, broken: list[WireError]) -> None:
        try:
            while (events := await self._transport.receive()) is not None:
                self._last_at = self._clock.now()
                for event in events:
                    self._take(session, media, event)
        except WireError as error:
            broken.append(error)
        except Exception as error:  # whatever a socket raises when it is gone
            logger.info("a media connection was lost", call_id=self._call.call_id, error=type(error).__name__)
        finally:
            self._over(session, line, broken)

    def _take(self, session: Session, media: Media, event: FromPbx) -> None:
        if isinstance(event, Sound):
            self._sound.take(self._clock.now(), media.ms(event.data))
            for frame in media.from_wire(event.data):
                session.post(AudioFrame(frame))
        else:
            self._keys.take(self._clock.now())
            session.post(event)

    async def _sending(self, outlet: Outlet) -> None:
        try:
            await outlet.run()
        except Exception as error:  # the same; whoever receives or watches ends the call
            outlet.stuck = True
            if not self._transport.gone:
                logger.info(
                    "a media connection takes nothing any more",
                    call_id=self._call.call_id,
                    error=type(error).__name__,
                )

    async def _watching(self, session: Session, outlet: Outlet, line: PbxLine, broken: list[WireError]) -> None:
        """Notices what a waiting receive does not: a lost connection, a PBX that takes or says nothing any more."""
        while not self._transport.gone and not outlet.stuck:
            await self._clock.sleep(_WATCH_EVERY_S)
            if self._clock.now() - self._last_at > _SILENT_FOR_S:
                broken.append(WireError("silent", "Nothing has come from the PBX for too long."))
                break
        if outlet.stuck and not self._transport.gone and not line.leaving:
            broken.append(WireError("stuck", "The PBX does not take its sound any more."))
        self._over(session, line, broken)
        while not line.lost:
            await self._clock.sleep(_WATCH_EVERY_S)
        session.post(HungUp())  # the caller left between the last word and the hand-over

    @staticmethod
    def _over(session: Session, line: PbxLine, broken: list[WireError]) -> None:
        """The leg has ended: the caller's doing unless we are leaving, or the PBX broke the protocol."""
        if broken or not line.leaving:
            session.post(HungUp())


async def hold(call: PbxCall, form: str, pbx_id: str) -> None:
    """Runs the call; what a PBX does wrong becomes one constant log line. Raises nothing but cancellation."""
    try:
        await call.run(form)
    except WireError as error:
        tell_broken(error, pbx_id)
    except LineBusy as error:
        logger.warning("a call was turned away, the caller goes to a person", pbx_id=pbx_id, reason=error.reason)
    except Exception:  # Sanic would log the address, which may hold a caller's number
        logger.exception("a media leg failed, the caller goes to a person", pbx_id=pbx_id)


def tell_broken(error: WireError, pbx_id: str | None = None) -> None:
    """`pbx_id` is the PBX's own id of the call, never a caller's number."""
    logger.warning("a PBX broke the protocol, its call is ended", code=error.code, pbx_id=pbx_id)
