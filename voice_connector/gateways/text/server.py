"""The far end's requests, as a Sanic blueprint. Nothing here is reachable until a token is set."""

import asyncio
import contextlib
import hmac
import json
import secrets
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, Websocket
from sanic import json as json_answer
from sanic.exceptions import BadRequest, NotFound, ServiceUnavailable, Unauthorized

from voice_connector.app import Connector
from voice_connector.clock import RealClock
from voice_connector.errors import WireError
from voice_connector.gateways.shared.sockets import SanicSocket
from voice_connector.gateways.text import wire
from voice_connector.gateways.text.conversation import Conversation
from voice_connector.gateways.text.settings import TextSettings
from voice_connector.log import logger

_LARGEST_BODY = 32 * 1024
_MOST_CONVERSATIONS = 1_000


def text_gateway(connector: Connector, settings: TextSettings) -> Blueprint:
    """/text/bot creates conversations; below /text/conversations/<key> they go on."""
    conversations = _Conversations(connector, settings)
    blueprint = Blueprint("text", url_prefix="/text")

    @blueprint.get("/bot")
    async def _check(request: Request) -> HTTPResponse:
        authenticate(request, settings)
        return json_answer({"type": "ac-bot-api", "success": True})

    @blueprint.post("/bot")
    async def _create(request: Request) -> HTTPResponse:
        authenticate(request, settings)
        key = conversations.create(_body(request))
        below = f"/text/conversations/{key}"
        return json_answer(
            {
                "activitiesURL": f"{below}/activities",
                "refreshURL": f"{below}/refresh",
                "disconnectURL": f"{below}/disconnect",
                "websocketURL": f"{below}/websocket",
                "expiresSeconds": settings.refresh_s,
            }
        )

    @blueprint.post("/conversations/<key:str>/activities")
    async def _activities(request: Request, key: str) -> HTTPResponse:
        authenticate(request, settings)
        return json_answer(await conversations.find(key).activities(_body(request)))

    @blueprint.post("/conversations/<key:str>/refresh")
    async def _refresh(request: Request, key: str) -> HTTPResponse:
        authenticate(request, settings)
        conversations.find(key).alive()
        return json_answer({"expiresSeconds": settings.refresh_s})

    @blueprint.post("/conversations/<key:str>/disconnect")
    async def _disconnect(request: Request, key: str) -> HTTPResponse:
        authenticate(request, settings)
        conversations.find(key).disconnect()
        return json_answer({})

    @blueprint.websocket("/conversations/<key:str>/websocket")  # type: ignore[untyped-decorator]  # Sanic has no type for it
    async def _websocket(request: Request, socket: Websocket, key: str) -> None:
        authenticate(request, settings)
        pushing = asyncio.create_task(conversations.find(key).push(SanicSocket(socket)))
        try:
            with contextlib.suppress(Exception):  # whatever a socket raises when it is gone
                while await socket.recv() is not None:
                    pass
        finally:
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)

    return blueprint


def authenticate(request: Request, settings: TextSettings) -> None:
    """Raises Unauthorized."""
    given = request.headers.get("authorization", "").encode("utf-8", "replace")
    if not hmac.compare_digest(given, f"Bearer {settings.token.get_secret_value()}".encode()):
        logger.warning("a request without the text gateway's token was refused")
        raise Unauthorized("The token is wrong.", scheme="Bearer")


class _Conversations:
    """By a key of ours, so that nobody finds one by guessing the far end's ids."""

    def __init__(self, connector: Connector, settings: TextSettings) -> None:
        self._connector, self._settings = connector, settings
        self._open: dict[str, Conversation] = {}

    def create(self, body: Any) -> str:
        self._open = {key: one for key, one in self._open.items() if not one.over}
        if len(self._open) >= _MOST_CONVERSATIONS:
            logger.warning("a conversation found no room")
            raise ServiceUnavailable("There is no room for another conversation.")
        try:
            name = wire.read_conversation(body)
        except WireError as error:
            logger.warning("a conversation could not be created", code=error.code)
            raise BadRequest(str(error)) from None
        key, connector = secrets.token_urlsafe(18), self._connector
        self._open[key] = Conversation(name, self._settings, connector.exchange, connector.settings.call, RealClock())
        return key

    def find(self, key: str) -> Conversation:
        found = self._open.get(key)
        if found is None:
            raise NotFound("There is no such conversation.")
        return found


def _body(request: Request) -> Any:
    """The JSON, or None for what is none: the codec refuses that, and ends the one call that it came for."""
    if len(request.body) > _LARGEST_BODY:
        return None
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError):
        return None
