"""The connector's page protocol from the page's side, a pure codec (the other side: voice_connector/gateways/browser/wire.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

LONGEST_TEXT = 16_000  # characters of one message; a longer one is refused and the person told, never cut
Who = Literal["you", "assistant", "person"]


@dataclass(frozen=True, slots=True)
class Ready:
    call_id: str


@dataclass(frozen=True, slots=True)
class Said:
    """`who` writes. `safety`: a sentence that may save a life. `name`: of a person of the agency."""

    who: Who
    text: str
    safety: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class YourTurn:
    """It is the person's turn. `choices`: words that answer the open question."""

    asking: str | None = None
    kind: str | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    need: str | None
    emergency: bool


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who takes over; a page cannot put anybody through, so it shows whom to call. `ticket`: of the story that they can read."""

    name: str
    phone: str | None
    ticket: str | None


@dataclass(frozen=True, slots=True)
class Over:
    """`trouble`: the connector's own sentence why there was no conversation; empty at an ordinary end."""

    trouble: str = ""


Event = Ready | Said | YourTurn | Decision | HandedOver | Over


def start() -> str:
    """The service's token travels in the request's header, so the page's is empty."""
    return json.dumps({"type": "start", "token": "", "mode": "text"})


def text(words: str) -> str:
    return json.dumps({"type": "text", "text": words})


def hang_up() -> str:
    return json.dumps({"type": "hang_up"})


def decode(frame: str | bytes) -> Event | None:
    """One frame; None for what a page of ours does not show, and for what is no frame of the protocol."""
    try:
        body = json.loads(frame)
    except (ValueError, UnicodeError):
        return None
    return _event(body) if isinstance(body, dict) else None


def _event(body: dict[str, Any]) -> Event | None:
    match body.get("type"):
        case "ready":
            return Ready(_text(body, "call_id"))
        case "said" if body.get("who") in ("assistant", "person") and body.get("text"):
            who: Who = "person" if body["who"] == "person" else "assistant"
            return Said(who, _text(body, "text"), bool(body.get("safety")), _text(body, "name"))
        case "listening":
            choices = body.get("choices")
            words = tuple(str(one) for one in choices) if isinstance(choices, list) else ()
            return YourTurn(body.get("asking"), body.get("kind"), words)
        case "decision":
            emergency = body.get("disposition") == "911" or body.get("reason") == "emergency"
            return Decision(body.get("need"), emergency)
        case "transfer":
            return HandedOver(_text(body, "name"), body.get("phone"), body.get("ticket"))
        case "error":
            return Over(_text(body, "message"))
        case "ended":
            return Over()
    return None


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
