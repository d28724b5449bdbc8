"""Answers Twilio's webhooks: which call a request is about, and what Twilio shall do next. No caller is left without a document."""

import asyncio
from dataclasses import dataclass

from voice_connector.agency_line import AgencyLine
from voice_connector.call.line import TransferOrder
from voice_connector.clock import Clock
from voice_connector.errors import WireError
from voice_connector.events import CallStarted, HungUp, SpeechBy
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.shared.held import HeldCall, SteppedLine
from voice_connector.gateways.shared.turns import Stay, Step, TurnLine
from voice_connector.gateways.shared.unserved import next_order
from voice_connector.gateways.twilio import fields as form
from voice_connector.gateways.twilio import twiml, wire
from voice_connector.gateways.twilio.documents import Documents
from voice_connector.gateways.twilio.fields import Fields
from voice_connector.gateways.twilio.line import StreamLine
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.gateways.twilio.tokens import StreamTokens
from voice_connector.log import logger
from voice_connector.settings import CallSettings

_REMEMBERED_S = 180.0


@dataclass(frozen=True, slots=True)
class _Coming:
    """A caller whose call has not begun here. `back`: the pass of one who comes back because nobody took a transfer."""

    until: float
    dialled: str | None
    returned: str | None = None
    back: str | None = None
    source: str | None = None


class Webhooks:
    """All calls of one Twilio account in this process."""

    def __init__(self, settings: TwilioSettings, exchange: Exchange, timing: CallSettings, clock: Clock) -> None:
        self._settings, self._exchange, self._clock = settings, exchange, clock
        secret = settings.auth_token.get_secret_value()
        self._tokens = StreamTokens(secret, settings.token_s, lambda: clock.utc().timestamp())
        self._documents = Documents(settings, self._agency_line_of, timing, self._tokens)
        self._calls: dict[str, HeldCall] = {}
        self._coming: dict[str, _Coming] = {}  # calls whose stream is on its way
        self._rung: dict[str, int] = {}  # for calls without a session: how many queues have been tried
        self._running: set[asyncio.Task[None]] = set()

    async def voice(self, fields: Fields) -> str:
        """A caller rings. Raises WireError for what is no call."""
        self._forget_old()
        return await self._begin(
            form.call_sid(fields),
            _Coming(self._until(), form.dialled(fields), source=self._exchange.sources.of_number(form.caller(fields))),
        )

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
        if not call.over:
            return await self._document(sid, call)
        del self._calls[sid]  # it was taken for answered, and the caller comes back
        began = call.call
        coming = _Coming(self._until(), began.dialled, form.returned(fields), call.back, began.source)
        return await self._begin(sid, coming)

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
        coming = self._coming.pop(start.call, None)
        if coming is None:
            raise WireError("no_call", "The stream comes after its call.")
        return self._hold(start.call, self._started(coming, "us"), StreamLine(self._clock))

    async def _begin(self, sid: str, coming: _Coming) -> str:
        if self._settings.way == "stream":
            self._coming[sid] = coming
            return self._documents.connect(sid)
        call = self._calls.get(sid)
        if call is None:
            call = self._hold(sid, self._started(coming, "carrier"), TurnLine(self._clock))
        return await self._document(sid, call)

    def _started(self, coming: _Coming, speech_by: SpeechBy) -> CallStarted:
        """A call of its own, or the one that its caller comes back to."""
        call_id = self._exchange.returning.spend(coming.back) or new_call_id()
        return CallStarted(
            call_id, "voice", "twilio", coming.dialled, coming.returned, source=coming.source, speech_by=speech_by
        )

    def _agency_line_of(self, sid: str) -> AgencyLine:
        """The agency that this call has reached."""
        if call := self._calls.get(sid):
            return self._exchange.parts_for(call.call).agency_line
        coming = self._coming.get(sid)
        return self._exchange.dialled.of(coming.dialled if coming else None).agency_line

    def _until(self) -> float:
        return self._clock.now() + self._settings.token_s

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
                call.back = self._exchange.returning.pass_for(call.call.call_id)
                call.line.ringing.fetched()
            elif isinstance(step.then, Stay) and call.over:
                return self._documents.hang_up(step.say)
            return self._documents.step(sid, step)
        return self._to_person(sid)

    def _to_person(self, sid: str) -> str:
        """One queue after the other rings, then there is a sentence."""
        found = next_order(self._agency_line_of(sid), self._clock.utc(), self._settings.sip, self._rung.get(sid, 0))
        if found is None:
            return self._documents.nobody(sid)
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
        self._coming = {sid: one for sid, one in self._coming.items() if one.until > now}
        self._rung = dict([*self._rung.items()][-1_000:])
