"""Twilio's webhooks and media stream, as a Sanic blueprint. Nothing here is reachable until an auth token is set."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from sanic import Blueprint, HTTPResponse, Request, Websocket, text
from sanic.exceptions import Forbidden

from signatures.twilio import is_signed
from voice_connector.app import Connector
from voice_connector.clock import RealClock
from voice_connector.errors import WireError
from voice_connector.gateways.shared.sockets import SanicSocket
from voice_connector.gateways.twilio.documents import ONCE
from voice_connector.gateways.twilio.fields import Fields
from voice_connector.gateways.twilio.settings import TwilioSettings
from voice_connector.gateways.twilio.stream import Stream
from voice_connector.gateways.twilio.webhooks import Webhooks
from voice_connector.log import logger

_LARGEST_FORM = 16 * 1024
_MOST_FIELDS = 200
_REMEMBERED = 5_000
_MOST_STRANGERS = 200  # streams that have not said yet which call they belong to
_TWIML = "text/xml; charset=utf-8"

Answer = Callable[[Fields], Awaitable[str]]


def twilio_gateway(connector: Connector, settings: TwilioSettings) -> Blueprint:
    """POST /twilio/voice begins a call; next, dialled and notice go on with it; /twilio/stream is the WebSocket."""
    webhooks = Webhooks(settings, connector.exchange, connector.settings.call, RealClock())
    answers = Answers()
    blueprint = Blueprint("twilio", url_prefix="/twilio")
    running: dict[Stream, asyncio.Task[None]] = {}

    async def respond(request: Request, answer: Answer) -> HTTPResponse:
        fields = checked(request, settings)
        try:
            document = await answers.once(question(request, fields), lambda: answer(fields))
        except WireError as error:
            logger.warning("a request from twilio broke the protocol", code=error.code)
            return text(str(error), status=400)
        return text(document, content_type=_TWIML)

    @blueprint.post("/voice")
    async def _voice(request: Request) -> HTTPResponse:
        return await respond(request, webhooks.voice)

    @blueprint.post("/next")
    async def _next(request: Request) -> HTTPResponse:
        nothing = "nothing" in request.args
        return await respond(request, lambda fields: webhooks.next(fields, nothing=nothing))

    @blueprint.post("/dialled")
    async def _dialled(request: Request) -> HTTPResponse:
        return await respond(request, webhooks.dialled)

    @blueprint.post("/notice")
    async def _notice(request: Request) -> HTTPResponse:
        async def answer(fields: Fields) -> str:
            return webhooks.notice(fields)

        return await respond(request, answer)

    @blueprint.websocket("/stream")  # type: ignore[untyped-decorator]  # Sanic has no type for it
    async def _stream(_request: Request, socket: Websocket) -> None:
        stream = Stream(SanicSocket(socket), webhooks.admit, RealClock())
        if sum(one.call_id is None for one in running) >= _MOST_STRANGERS:
            logger.warning("a media stream was refused, because too many are about to start")
            return
        running[stream] = asyncio.create_task(stream.run())
        running[stream].add_done_callback(lambda _task: running.pop(stream))
        await asyncio.shield(
            running[stream]
        )  # Sanic cancels a handler whose connection is lost; the call must end properly

    return blueprint


def checked(request: Request, settings: TwilioSettings) -> Fields:
    """The form, when Twilio signed it for this address. Raises Forbidden."""
    if len(request.body) > _LARGEST_FORM:
        raise Forbidden("The form is too large.")
    form = _form(request.body)
    url = f"{settings.address}{request.path}" + (f"?{request.query_string}" if request.query_string else "")
    token, given = settings.auth_token.get_secret_value(), request.headers.get("x-twilio-signature", "")
    if not is_signed(token, url, form, given):
        logger.warning("a request without twilio's signature was refused", path=request.path)
        raise Forbidden("The signature is not Twilio's.")
    if settings.account_sid and form.get("AccountSid") != [settings.account_sid]:
        logger.warning("a request for another twilio account was refused", path=request.path)
        raise Forbidden("The account is not ours.")
    return {name: values[0] for name, values in form.items()}


def _form(body: bytes) -> dict[str, list[str]]:
    """Every field, empty ones too: Twilio signs them (Sanic's own reading leaves them out)."""
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Forbidden("The form cannot be read.") from None


def question(request: Request, fields: Fields) -> str | None:
    """What makes two requests the same question, from what Twilio signs: a call rings once, an address of ours is asked once.

    The header that Twilio sends for this is not signed: whoever sends an old request again would leave it out.
    """
    sid = fields.get("CallSid", "")
    if request.path.endswith("/voice"):
        return f"voice {sid}"
    if ONCE in request.args:
        return f"{request.path}?{request.query_string} {sid}"
    return request.headers.get("i-twilio-idempotency-token")


class Answers:
    """Twilio asks again when an answer got lost: the same question gets the same document, and happens once."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, asyncio.Task[str]] = OrderedDict()

    async def once(self, token: str | None, ask: Callable[[], Awaitable[str]]) -> str:
        if not token:
            return await ask()
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = asyncio.ensure_future(_ask(ask))
            known.add_done_callback(lambda task: self._forget_failed(token, task))
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return await asyncio.shield(known)

    def _forget_failed(self, token: str, task: "asyncio.Task[str]") -> None:
        if task.cancelled() or task.exception() is not None:
            self._known.pop(token, None)


async def _ask(ask: Callable[[], Awaitable[str]]) -> str:
    return await ask()
