"""One conversation: activities in, the call's next step out, in the same answer or over a WebSocket."""

import asyncio
import json
import uuid
from collections import OrderedDict
from datetime import datetime
from typing import Any

from voice_connector.call.line import TransferOrder
from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.events import CallStarted, HungUp, Listening
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.shared import targets
from voice_connector.gateways.shared.held import HeldCall
from voice_connector.gateways.shared.limits import control_rate
from voice_connector.gateways.shared.sockets import Socket
from voice_connector.gateways.shared.turns import Over, Saying, Stay, Step, TurnLine, silence_s
from voice_connector.gateways.shared.unserved import next_order
from voice_connector.gateways.text import wire
from voice_connector.gateways.text.settings import TextSettings
from voice_connector.log import logger
from voice_connector.settings import CallSettings

_REMEMBERED = 20
_PUSH_EVERY_S = 5.0


class Conversation:
    """`name` is the far end's, and goes nowhere but back to it."""

    def __init__(
        self, name: str, settings: TextSettings, exchange: Exchange, timing: CallSettings, clock: Clock
    ) -> None:
        self._name, self._settings, self._exchange = name, settings, exchange
        self._timing, self._clock = timing, clock
        self._call: HeldCall | None = None
        self._holding: asyncio.Task[None] | None = None
        self._pushing = False
        self._rung = 0  # queues that were rung without a session
        self._rate = control_rate()
        self._answered: OrderedDict[tuple[str, ...], dict[str, Any]] = OrderedDict()
        self._made_at = clock.now()

    @property
    def over(self) -> bool:
        """Nothing can come of it any more."""
        if self._call is None:
            return self._clock.now() - self._made_at > self._settings.refresh_s * 1.5
        return self._call.over and self._clock.now() - self._call.ended_at > self._settings.refresh_s

    def alive(self) -> None:
        if self._call is not None:
            self._call.alive()

    async def activities(self, body: Any) -> dict[str, Any]:
        """What the far end posts; the answer has what to do next, unless a WebSocket carries that."""
        if self._call is not None and self._call.to_person:
            return self._answer(self._to_person() if self._rung == 0 or _says_failed(body) else Step((), Stay()))
        try:
            self._rate.take(self._clock.now())
            posted = wire.read_activities(body)
        except WireError as error:
            return self._broken(error)
        if posted.ids and posted.ids in self._answered:
            return self._answered[posted.ids]
        for event in posted.heard:
            self._take(event)
        within_s = TurnLine.answer_within_s if posted.heard else 0.0  # nothing follows from what means nothing to us
        answer = {} if self._pushing else self._answer(await self._step(within_s))
        self._answered[posted.ids] = answer
        while len(self._answered) > _REMEMBERED:
            self._answered.popitem(last=False)
        return answer

    async def push(self, socket: Socket) -> None:
        """Sends every step over the socket as soon as it is known, until one side is gone. A second socket gets nothing."""
        if self._pushing:
            logger.warning("a second socket for a conversation was refused")
            return
        self._pushing = True
        try:
            while not socket.gone and not self.over:
                step = await self._step(_PUSH_EVERY_S)
                if step.say or not isinstance(step.then, Stay):
                    await socket.send(as_message(self._answer(step)))
        finally:
            self._pushing = False

    def disconnect(self) -> None:
        """The far end is gone: the caller has hung up, or a transfer took the call away from us."""
        if self._call is None:
            return
        if self._settings.transfer_status or not self._call.line.ringing.tell("connected"):
            self._call.post(HungUp())

    def _take(self, event: wire.Heard) -> None:
        if self._call is None:
            self._begin(event if isinstance(event, wire.Started) else wire.Started(None))
        assert self._call is not None
        self._call.alive()
        if isinstance(event, wire.TransferTold):
            self._call.line.ringing.tell(event.result)
        elif not isinstance(event, wire.Started):
            self._call.post(event)

    def _begin(self, start: wire.Started) -> None:
        line = TurnLine(self._clock, self._settings.refresh_s * 1.5)
        source = self._exchange.sources.of_number(start.caller)
        started = CallStarted(new_call_id(), "voice", "text", start.dialled, source=source, speech_by="carrier")
        self._call = HeldCall(started, line, self._exchange, self._clock)
        self._holding = asyncio.create_task(self._call.hold())

    async def _step(self, within_s: float) -> Step:
        await asyncio.sleep(0)  # a call that has just begun finds out whether there is room
        if self._call is None:
            await self._clock.sleep(within_s)
            return Step((), Stay())
        while not self._call.to_person:
            step = await self._call.line.next_step(0.0 if self._call.over else within_s)
            if isinstance(step.then, TransferOrder):
                if not targets.can_be_dialled(step.then.to, self._settings.sip):
                    logger.warning("the text gateway cannot reach a destination", destination=step.then.to.id)
                    self._call.line.ringing.tell("failed")
                    continue
                self._call.line.ringing.fetched()
            elif isinstance(step.then, Stay) and self._call.over:
                return Step(step.say, Over())
            return step
        return self._to_person()

    def _to_person(self) -> Step:
        """The next queue that can be dialled; when none is left, a sentence."""
        agency_line = (
            self._exchange.parts_for(self._call.call).agency_line if self._call else self._exchange.parts.agency_line
        )
        found = next_order(agency_line, self._clock.utc(), self._settings.sip, self._rung)
        if found is None:
            return Step((Saying(agency_line.lines.callback_hint, safety=True),), Over())
        order, self._rung = found
        return Step((), order)

    def _broken(self, error: WireError) -> dict[str, Any]:
        """The far end is not to be understood any more: the caller goes to a person."""
        call_id = self._call.call.call_id if self._call else None
        logger.warning("a conversation broke the protocol", call_id=call_id, code=error.code)
        if self._call is not None:
            self._call.to_person = True
            self._call.post(HungUp())
        return self._answer(self._to_person())

    def _answer(self, step: Step) -> dict[str, Any]:
        silence_ms = silence_s(step.then, self._timing) * 1_000 if isinstance(step.then, Listening) else 0
        now = self._clock.utc()
        activities = [_stamped(one, now) for one in wire.write(step, silence_ms, self._settings.sip)]
        return {"conversation": self._name, "activities": activities}


def _says_failed(body: Any) -> bool:
    """Whether the far end tells of a transfer that nobody took."""
    try:
        heard = wire.read_activities(body).heard
    except WireError:
        return False
    return any(isinstance(event, wire.TransferTold) and event.result != "connected" for event in heard)


def as_message(answer: dict[str, Any]) -> str:
    """One WebSocket message."""
    return json.dumps(answer, ensure_ascii=False)


def _stamped(activity: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Every activity has an id and a time of its own."""
    stamp = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": str(uuid.uuid4()), "timestamp": stamp, **activity}
