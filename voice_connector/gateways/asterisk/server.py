"""Asterisk's doors on the connector: the media WebSocket, ids for AudioSocket, and the question for the next step."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

from sanic import Blueprint, HTTPResponse, Request, Sanic, Websocket, text

from voice_connector.app import Connector
from voice_connector.chats.sealing import Seal
from voice_connector.clock import RealClock
from voice_connector.errors import WireError
from voice_connector.gateways.asterisk.audiosocket import AudioSocketServer
from voice_connector.gateways.asterisk.call import Shared
from voice_connector.gateways.asterisk.ids import CallIds
from voice_connector.gateways.asterisk.settings import AsteriskSettings
from voice_connector.gateways.asterisk.websocket import take_call
from voice_connector.gateways.asterisk.wire_websocket import Leg, read_query
from voice_connector.gateways.next_step.server import next_step_blueprint
from voice_connector.gateways.next_step.store import Elsewhere, NextSteps
from voice_connector.gateways.shared import basic_auth
from voice_connector.gateways.shared.sockets import SanicSocket
from voice_connector.log import logger
from voice_connector.settings import Settings

MEDIA = "/telephony/asterisk/media"
IDS = "/telephony/asterisk/ids"
NOT_AUTHORISED = "not_authorised"


def asterisk_gateway(connector: Connector) -> list[Blueprint]:
    """The blueprints of the Asterisk gateway; none when it is off."""
    settings = connector.settings.asterisk
    if not settings.on:
        return []
    clock = RealClock()
    steps = NextSteps(clock, _shared_steps(connector.settings))
    shared = Shared(connector.exchange, steps, clock, settings.fetched_within_ms / 1000, set())
    ids = CallIds(clock, any_id=settings.audiosocket_any_id)
    made = [_media(settings, shared), next_step_blueprint(steps, _credentials(settings))]
    if settings.audiosocket_port:
        made.append(_audiosocket(settings, shared, ids))
    return made


def _shared_steps(settings: Settings) -> Elsewhere | None:
    """Where chats are shared between connectors, what calls decided is too. Its address was checked with theirs."""
    if not settings.chats:
        return None
    from voice_connector.gateways.next_step.in_valkey import InValkey  # the library is loaded only where it is used

    return InValkey(settings.chats, Seal(settings.service_token.get_secret_value()))


def _credentials(settings: AsteriskSettings) -> Any:
    user, password = settings.user, settings.password.get_secret_value()

    def allowed(request: Request) -> bool:
        return basic_auth.is_allowed(request.headers.get("authorization"), user, password)

    return allowed


def admit(settings: AsteriskSettings, authorization: str | None, query: Mapping[str, list[str]]) -> Leg:
    """Which call asks to come in. Raises WireError for a wrong password or a query that no dial string of ours has."""
    if not basic_auth.is_allowed(authorization, settings.user, settings.password.get_secret_value()):
        raise WireError(NOT_AUTHORISED, "The user or password is wrong.")
    return read_query(query)


def _media(settings: AsteriskSettings, shared: Shared) -> Blueprint:
    blueprint = Blueprint("asterisk_media")
    calls: set[asyncio.Task[None]] = set()

    @blueprint.on_request
    async def _door(request: Request) -> HTTPResponse | None:
        """Before the upgrade, so that Dial() fails at once and the dialplan goes on with a person."""
        try:
            request.ctx.leg = admit(settings, request.headers.get("authorization"), _query(request))
        except WireError as error:
            logger.warning("a media connection was refused", code=error.code)
            return text("", status=401 if error.code == NOT_AUTHORISED else 400)
        if not shared.exchange.has_room():
            return text("", status=503)  # a balancer tries another connector
        _without_pings(request)
        return None

    @blueprint.websocket(MEDIA, subprotocols=["media"])  # type: ignore[untyped-decorator]  # Sanic has no type for it
    async def _call(request: Request, socket: Websocket) -> None:
        leg = cast(Leg, request.ctx.leg)
        running = asyncio.create_task(take_call(SanicSocket(socket), leg, shared, settings.old_format))
        calls.add(running)
        running.add_done_callback(calls.discard)
        await asyncio.shield(running)  # Sanic cancels a handler whose connection is lost; the call must end properly

    return blueprint


def _audiosocket(settings: AsteriskSettings, shared: Shared, ids: CallIds) -> Blueprint:
    blueprint = Blueprint("asterisk_audiosocket")
    server = AudioSocketServer(settings, shared, ids)

    @blueprint.post(IDS)
    async def _issue(request: Request) -> HTTPResponse:
        """The id for one AudioSocket call: a UUID, alone in the body, good for thirty seconds."""
        try:
            leg = admit(settings, request.headers.get("authorization"), {"id": ["to-be-issued"], **_query(request)})
        except WireError as error:
            logger.warning("a question for an AudioSocket id was refused", code=error.code)
            return text("", status=401 if error.code == NOT_AUTHORISED else 400)
        return text(ids.issue(leg), headers={"Cache-Control": "no-store"})

    @blueprint.after_server_start
    async def _start(_app: Sanic[Any, Any]) -> None:
        await server.start()

    @blueprint.before_server_stop
    async def _stop(_app: Sanic[Any, Any]) -> None:
        await server.stop()

    return blueprint


def _query(request: Request) -> Mapping[str, list[str]]:
    return {name: list(values) for name, values in request.get_args(keep_blank_values=False).items()}


def _without_pings(request: Request) -> None:
    """An Asterisk before 22.9 hangs up when it is pinged (asterisk/asterisk#1722); its own frames show that it lives."""
    protocol: Any = request.protocol
    protocol.websocket_ping_interval = None
