"""The bot's door (credentials.yml): Rasa's REST channel, whose failures are told as such.

Rasa's own answers a turn that failed with 200 and no messages. Here a turn that cannot be worked on now (the database or the locks are
away, the turn before is not done, another process went on with the call) is 503, which the connector asks again; any other
failure is 500, and the caller goes to a person.
"""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable

import redis.exceptions
import sqlalchemy.exc
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot_server import watched
from tracker_store.errors import ConversationError

logger = logging.getLogger(__name__)
LATER = (ConversationError, sqlalchemy.exc.DBAPIError, sqlalchemy.exc.TimeoutError, redis.exceptions.RedisError)


class Rest(RestInput):
    """POST /webhooks/rest/webhook: {"sender", "message", "metadata"?} -> [{"recipient_id", "text"?, "custom"?}]."""

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        door = Blueprint("civicline_rest", __name__)

        @door.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @door.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            said = request.json if isinstance(request.json, dict) else {}
            if not isinstance(said.get("sender"), str) or not isinstance(said.get("message"), str):
                return response.json({"error": 'write {"sender": ..., "message": ...}'}, status=400)
            return await self._answer(on_new_message, said)

        return door

    async def _answer(self, on_new_message: Callable[[UserMessage], Awaitable[Any]], said: Any) -> HTTPResponse:
        collector = CollectingOutputChannel()
        message = UserMessage(
            said["message"], collector, said["sender"], input_channel=self.name(), metadata=said.get("metadata")
        )
        try:
            await on_new_message(message)
        except LATER as error:
            watched.COUNTS.happened("turn_later")
            logger.warning("a turn cannot be worked on now: %s", type(error).__name__)
            return response.json({"error": "later"}, status=503)
        except Exception:
            watched.COUNTS.happened("turn_failed")
            logger.exception("a turn failed")
            return response.json({"error": "failed"}, status=500)
        return response.json(collector.messages)
