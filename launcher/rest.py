"""Speaks to the bot as a channel does: one turn over Rasa's REST channel, and the decision that comes back."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from launcher.errors import LauncherError
from launcher.health import DIRECT

TURN_WITHIN_S = 20.0
LONGEST_TEXT = 16_000
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


@dataclass(frozen=True)
class BotTurn:
    texts: tuple[str, ...]
    decision: dict[str, Any] = field(default_factory=dict)  # the `civicline` object


def typed(text: str) -> str:
    """What a person typed may never reach Rasa as a command: no leading slash, however it is hidden."""
    return text.lstrip("/\u2044\u2215\uff0f" + INVISIBLE + " \t\r\n\f\v\u00a0").rstrip()[:LONGEST_TEXT]


def send(base_url: str, token: str, sender: str, message: str, metadata: dict[str, Any]) -> BotTurn:
    """One turn; `token`: what opens Rasa's port (Settings.bot_token).

    Raises LauncherError when Rasa does not answer in time or not with JSON.
    """
    body = json.dumps({"sender": sender, "message": message, "metadata": metadata}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(  # noqa: S310 - always http to this machine
        f"{base_url}/webhooks/rest/webhook", data=body, headers=headers
    )
    try:
        with DIRECT.open(request, timeout=TURN_WITHIN_S) as answer:
            return parse(json.load(answer))
    except (OSError, ValueError, urllib.error.URLError) as error:
        raise LauncherError(f"Rasa at {base_url} did not answer the turn ({error}); is `make run` running?") from None


def parse(messages: list[dict[str, Any]]) -> BotTurn:
    texts = tuple(str(message["text"]) for message in messages if message.get("text"))
    decision: dict[str, Any] = {}
    for message in messages:
        custom = message.get("custom")
        if isinstance(custom, dict) and isinstance(custom.get("civicline"), dict):
            decision = custom["civicline"]
    return BotTurn(texts, decision)
