"""The connector's page protocol from the page's side, a pure codec (the other side: voice_connector/gateways/browser/wire.py)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

LONGEST_TEXT = 16_000  # characters of one message; a longer one is refused and the person told, never cut
Who = Literal["you", "assistant", "person"]


@dataclass(frozen=True, slots=True)
class Ready:
    """`upto`: the number of the last message that there is already."""

    call_id: str
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """`who` writes. `safety`: a sentence that may save a life. `name`: of a person of the agency. `id`: of the person's own message."""

    who: Who
    text: str
    safety: bool = False
    name: str = ""
    id: str = ""
    at: datetime | None = None


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


@dataclass(frozen=True, slots=True)
class Refused:
    """The conversation could not be gone on with. `again`: it may be in a moment."""

    again: bool


Event = Ready | Said | YourTurn | Decision | HandedOver | Over | Refused


def start() -> str:
    """The service's token travels in the request's header, so the page's is empty. The chat outlives this connection."""
    return json.dumps({"type": "start", "token": "", "mode": "text", "keep": True})


def resume(call_id: str, seen: int) -> str:
    """Goes on with a chat after its message `seen`."""
    return json.dumps({"type": "start", "token": "", "mode": "text", "keep": True, "resume": call_id, "seen": seen})


def text(words: str, message_id: str, shown: str = "") -> str:
    """The same id twice is once. `shown`: what stands in the chat, where that is not the words."""
    body = {"type": "text", "text": words, "id": message_id, **({"shown": shown} if shown else {})}
    return json.dumps(body, ensure_ascii=False)


def hang_up() -> str:
    return json.dumps({"type": "hang_up"})


def decode(frame: str | bytes) -> Event | None:
    """One frame; None for what a page of ours does not show, and for what is no frame of the protocol."""
    try:
        body = json.loads(frame)
    except (ValueError, UnicodeError):
        return None
    return _event(body) if isinstance(body, dict) else None


def number(frame: str | bytes) -> int:
    """Which message of the chat this is; 0 for one that has no number."""
    try:
        found = json.loads(frame).get("n", 0)
    except (ValueError, UnicodeError, AttributeError):
        return 0
    return found if isinstance(found, int) else 0


def _event(body: dict[str, Any]) -> Event | None:
    match body.get("type"):
        case "ready":
            upto = body.get("upto", 0)
            return Ready(_text(body, "call_id"), upto if isinstance(upto, int) else 0)
        case "said" if body.get("who") in ("assistant", "person") and body.get("text"):
            who: Who = "person" if body["who"] == "person" else "assistant"
            return Said(who, _text(body, "text"), bool(body.get("safety")), _text(body, "name"), at=_at(body))
        case "said" if body.get("who") == "caller" and body.get("id"):
            return Said("you", _text(body, "shown") or _text(body, "text"), id=_text(body, "id"), at=_at(body))
        case "listening":
            choices = body.get("choices")
            words = tuple(str(one) for one in choices) if isinstance(choices, list) else ()
            return YourTurn(body.get("asking"), body.get("kind"), words)
        case "decision":
            emergency = body.get("disposition") == "911" or body.get("reason") == "emergency"
            return Decision(body.get("need"), emergency)
        case "transfer":
            return HandedOver(_text(body, "name"), body.get("phone"), body.get("ticket"))
        case "error" if body.get("code") in ("again", "gone"):
            return Refused(body["code"] == "again")
        case "error":
            return Over(_text(body, "message"))
        case "ended":
            return Over()
    return None


def _at(body: dict[str, Any]) -> datetime | None:
    try:
        return datetime.fromisoformat(_text(body, "at"))
    except ValueError:
        return None


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""
