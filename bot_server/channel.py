"""The bot's door (rest.py) behind this line's credential: the same addresses, `/webhooks/rest/`, and nothing for whoever cannot show it.

credentials.yml names it, so `rasa run` has it as well as `python -m bot_server run`. What stands behind it may send slash commands
and any sender: that is why it is closed also for other programs of this machine.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot_server.rest import Rest
from signatures.own_ports import LEAST_CHARACTERS, refusal

HEALTH = frozenset({"/webhooks/rest"})


class RestWithCredential(Rest):
    """`token`: what the connector (CIVICLINE_BOT_TOKEN) shows."""

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """Raises RasaException, which stops the start, when there is no usable token."""
        token = str((credentials or {}).get("token") or "").strip()
        if len(token) < LEAST_CHARACTERS:
            raise RasaException(
                f"credentials.yml: token (CIVICLINE_BOT_TOKEN) is missing or shorter than {LEAST_CHARACTERS} characters."
            )
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The same, with whoever may not stopped before it."""
        made = super().blueprint(on_new_message)

        async def door(request: Request) -> Optional[HTTPResponse]:
            refused = refusal(request.method, request.path, request.headers, self._token, HEALTH)
            return response.json({"error": refused.sentence}, refused.status) if refused else None

        made.middleware(door, "request")
        return made
