"""Answers Twilio's webhooks: which call a request is about, and what Twilio shall do next. No caller is left without a document."""

import asyncio

from voice_connector.call.line import TransferOrder
from voice_connector.clock import Clock
from voice_connector.desk import Desk
from voice_connector.errors import WireError
from voice_connector.events import CallStarted, HungUp
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.held import HeldCall, SteppedLine
from voice_connector.gateways.turns import Stay, Step, TurnLine
from voice_connector.gateways.twilio import fields as form
from voice_connector.gateways.twilio import twiml, wire
from voice_connector.gateways.twilio.documents import Documents
from voice_connector.gateways.twilio.fields import Fields
from voice_connector.gateways.twilio.line import StreamLine
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.gateways.twilio.tokens import StreamTokens
from voice_connector.gateways.unserved import next_order
from voice_connector.log import logger
from voice_connector.settings import CallSettings

_REMEMBERED_S = 180.0


class Webhooks:
    """All calls of one Twilio account in this process."""

    def __init__(
        self, settings: TwilioSettings, exchange: Exchange, desk: Desk, timing: CallSettings, clock: Clock
    ) -> None:
        self._settings, self._exchange, self._desk, self._clock = settings, exchange, desk, clock
        secret = settings.auth_token.get_secret_value()
        self._tokens = StreamTokens(secret, settings.token_s, lambda: clock.utc().timestamp())
        self._documents = Documents(settings, desk, timing, self._tokens)
        self._calls: dict[str, HeldCall] = {}
        self._coming: dict[str, tuple[float, str | None, str | None]] = {}  # streams: until, dialled, returned
        self._rung: dict[str, int] = {}  # for calls without a session: how many queues have been tried
        self._running: set[asyncio.Task[None]] = set()

    async def voice(self, fields: Fields) -> str:
        """A caller rings. Raises WireError for what is no call."""
        self._forget_old()
        return await self._begin(form.call_sid(fields), form.dialled(fields), None)

    async def next(self, fields: Fields, *, nothing: bool = False) -> str:
        """A stream is over, or a caller has said or pressed something (or `nothing`). Raises WireError."""
        sid = form.call_sid(fields)
        call = self._calls.get(sid)
        if form.caller_is_gone(fields):
            return self._gone(call)
        if call is None:
            return self._to_person(sid)
        call.alive()
        if isinstance(call.line, TurnLine):
            self._hear(call, fields, nothing=nothing)
        return await self._document(sid, call)

    async def dialled(self, fields: Fields) -> str:
        """A transfer is over: nobody took it, or the far end has hung up. Raises WireError."""
        sid, outcome = form.call_sid(fields), form.outcome(fields)
        call = self._calls.get(sid)
        if form.caller_is_gone(fields):
            return self._gone(call)
        waited_for = call is not None and call.line.ringing.tell(outcome)
        if outcome == "connected":
            return self._documents.hang_up()
        if call is None or call.to_person:
            return self._to_person(sid)
        if waited_for:
            call.alive()
            return await self._document(sid, call)
        del self._calls[sid]  # it was taken for answered: the caller comes back, as a call of its own
        return await self._begin(sid, call.call.dialled, form.returned(fields))

    def notice(self, fields: Fields) -> str:
        """Somebody has answered a transfer, or a call is over. Raises WireError."""
        rung_for = self._calls.get(fields.get("ParentCallSid", ""))
        if rung_for is not None:
            if form.has_answered(fields):
                rung_for.line.ringing.tell("connected")
        elif form.caller_is_gone(fields):
            self._gone(self._calls.get(form.call_sid(fields)))
        return twiml.nothing()

    def admit(self, start: wire.Start) -> HeldCall:
        """The call of a stream. Raises WireError for a stream that our webhook did not ask for."""
        if self._settings.account_sid and start.account != self._settings.account_sid:
            raise WireError("bad_account", "The stream belongs to another account.")
        self._tokens.spend(start.parameters.get("token", ""), start.call)
        call = self._calls.get(start.call)
        if call is not None and not call.over:
            if not isinstance(call.line, StreamLine) or call.line.attached:
                raise WireError("two_streams", "The call has a stream already.")
            return call
        _, dialled, returned = self._coming.pop(start.call, (0.0, None, None))
        line = StreamLine(self._clock)
        return self._hold(start.call, CallStarted(new_call_id(), "voice", "twilio", dialled, returned), line)

    async def _begin(self, sid: str, dialled: str | None, returned: str | None) -> str:
        if self._settings.way == "stream":
            self._coming[sid] = (self._clock.now() + self._settings.token_s, dialled, returned)
            return self._documents.connect(sid)
        call = self._calls.get(sid)
        if call is None:
            line = TurnLine(self._clock)
            started = CallStarted(new_call_id(), "voice", "twilio", dialled, returned, speech_by="carrier")
            call = self._hold(sid, started, line)
        return await self._document(sid, call)

    def _hold(self, sid: str, started: CallStarted, line: SteppedLine) -> HeldCall:
        call = self._calls[sid] = HeldCall(started, line, self._exchange, self._clock)
        task = asyncio.create_task(call.hold())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return call

    def _hear(self, call: HeldCall, fields: Fields, *, nothing: bool) -> None:
        try:
            for event in form.caller_input(fields, nothing=nothing):
                call.post(event)
        except WireError as error:
            logger.warning("a call from twilio broke the protocol", call_id=call.call.call_id, code=error.code)
            call.to_person = True
            call.post(HungUp())

    async def _document(self, sid: str, call: HeldCall) -> str:
        """What Twilio does next in this call."""
        await asyncio.sleep(0)  # a call that has just begun finds out whether there is room
        while not call.to_person:
            step = await call.line.next_step(0.0 if call.over else call.line.answer_within_s)
            if isinstance(step.then, TransferOrder):
                if not self._documents.can_dial(step.then.to):
                    logger.warning("twilio cannot dial a destination", destination=step.then.to.id)
                    call.line.ringing.tell("failed")
                    continue
                call.line.ringing.fetched()
            elif isinstance(step.then, Stay) and call.over:
                return self._documents.hang_up(step.say)
            return self._documents.step(sid, step)
        return self._to_person(sid)

    def _to_person(self, sid: str) -> str:
        """One queue after the other rings, then there is a sentence."""
        found = next_order(self._desk, self._clock.utc(), self._settings.sip, self._rung.get(sid, 0))
        if found is None:
            return self._documents.nobody()
        order, self._rung[sid] = found
        return self._documents.step(sid, Step((), order))

    def _gone(self, call: HeldCall | None) -> str:
        if call is not None:
            call.post(HungUp())
        return twiml.nothing()

    def _forget_old(self) -> None:
        now = self._clock.now()
        for sid in [sid for sid, call in self._calls.items() if call.over and now - call.ended_at > _REMEMBERED_S]:
            del self._calls[sid]
        self._coming = {sid: one for sid, one in self._coming.items() if one[0] > now}
        self._rung = dict([*self._rung.items()][-1_000:])
