"""One call of a carrier that asks in requests, from its first to its end: the session on one side, steps to fetch on the other."""

import asyncio
from typing import Protocol

from voice_connector.call.line import Line
from voice_connector.call.session import FromGateway, Session
from voice_connector.clock import Clock
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted, HungUp
from voice_connector.exchange import Exchange
from voice_connector.gateways.shared.ringing import Ringing
from voice_connector.gateways.shared.turns import Step
from voice_connector.log import logger

_WATCH_EVERY_S = 0.25


class SteppedLine(Line, Protocol):
    """A line that also tells what the carrier should do when it asks."""

    ringing: Ringing
    answer_within_s: float  # how long a webhook waits for the next step
    quiet_s: float  # without any sign of life from the carrier for so long, the caller is gone

    async def next_step(self, within_s: float) -> Step: ...


class HeldCall:
    """`alive` says that the carrier has shown a sign of life. `to_person`: what there is of this call goes to the call-taker."""

    def __init__(self, call: CallStarted, line: SteppedLine, exchange: Exchange, clock: Clock) -> None:
        self.call, self.line = call, line
        self._exchange, self._clock = exchange, clock
        self._session: Session | None = None
        self._early: list[FromGateway] = []
        self._alive_at = clock.now()
        self.to_person = self.over = False
        self.back: str | None = None  # the pass with which this caller comes back when nobody takes the transfer
        self.ended_at = 0.0

    async def hold(self) -> None:
        """The whole call. Raises nothing but cancellation."""
        watching: asyncio.Task[None] | None = None
        try:
            watching = asyncio.create_task(self._watch())
            await self._exchange.hold(self.call, self.line, self._connected)
        except LineBusy:
            self.to_person = True
            logger.warning("a call found no room", call_id=self.call.call_id, gateway=self.call.gateway)
        except Exception:  # whatever it is, the caller is still on the line
            self.to_person = True
            logger.exception("a call failed", call_id=self.call.call_id, gateway=self.call.gateway)
        finally:
            self.over, self.ended_at = True, self._clock.now()
            if watching is not None:
                watching.cancel()

    def post(self, event: FromGateway) -> None:
        if self._session is None:
            self._early.append(event)
        else:
            self._session.post(event)

    def alive(self) -> None:
        self._alive_at = self._clock.now()

    def _connected(self, session: Session) -> None:
        self._session = session
        for event in self._early:
            session.post(event)

    async def _watch(self) -> None:
        """Carriers tell of a caller who hung up at some moments only; at the others they simply do not come back."""
        while self.line.ringing.waits or self._clock.now() - self._alive_at < self.line.quiet_s:
            await self._clock.sleep(_WATCH_EVERY_S)
            if self.line.ringing.waits:
                self.alive()
        self.post(HungUp())
