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
    """`upto`: the number of the last message that there is already. `idle_s`: the chat is over after so long a quiet; 0: nobody says."""

    call_id: str
    upto: int = 0
    idle_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """`who` writes. `safety`: a sentence that may save a life. `name`: of a person of the agency. `id`: of the person's own message.
    `did`: they did it without writing, and nobody answers."""

    who: Who
    text: str
    safety: bool = False
    name: str = ""
    id: str = ""
    at: datetime | None = None
    did: bool = False


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
    """`trouble`: the connector's own sentence why there was no conversation; empty at an ordinary end. `quiet`: nothing was written
    for too long."""

    trouble: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """The conversation could not be gone on with. `again`: it may be in a moment."""

    again: bool


@dataclass(frozen=True, slots=True)
class Code:
    """`code` leads to a chat from another device; or the chat that a code led to."""

    code: str = ""
    call_id: str = ""


Event = Ready | Said | YourTurn | Decision | HandedOver | Over | Refused | Code


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


def did(text: str, message_id: str) -> str:
    """Something that the person did without writing: a line of the chat that nobody answers."""
    return json.dumps({"type": "did", "text": text, "id": message_id}, ensure_ascii=False)


def lend(call_id: str, agency: str) -> str:
    """Asks for a code that leads to this chat from another device, on the agency's pages."""
    return json.dumps({"type": "start", "token": "", "mode": "text", "lend": call_id, "agency": agency})


def lend_pass(call_id: str) -> str:
    """Asks for a pass with which the connector's own page speaks with this chat, once."""
    return json.dumps({"type": "start", "token": "", "mode": "voice", "lend": call_id})


def leave(call_id: str, agency: str) -> str:
    """Says that the person has left quickly: codes and passes of this chat lead nowhere then."""
    return json.dumps({"type": "start", "token": "", "mode": "text", "leave": call_id, "agency": agency})


def code(digits: str, agency: str) -> str:
    """Asks where such a code leads; once."""
    return json.dumps({"type": "start", "token": "", "mode": "text", "code": digits, "agency": agency})


def here() -> str:
    return json.dumps({"type": "here"})


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
            upto, idle_s = body.get("upto", 0), body.get("idle_s", 0)
            quiet_s = float(idle_s) if isinstance(idle_s, int | float) else 0.0
            return Ready(_text(body, "call_id"), upto if isinstance(upto, int) else 0, quiet_s)
        case "code":
            return Code(_text(body, "code"), _text(body, "call_id"))
        case "said" if body.get("who") in ("assistant", "person") and body.get("text"):
            who: Who = "person" if body["who"] == "person" else "assistant"
            return Said(who, _text(body, "text"), bool(body.get("safety")), _text(body, "name"), at=_at(body))
        case "said" if body.get("who") == "caller" and body.get("id"):
            did = body.get("did") is True
            shown = _text(body, "shown") or _text(body, "text")
            return Said("you", shown, id=_text(body, "id"), at=_at(body), did=did)
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
        case "error" if body.get("code") == "idle":
            return Over(quiet=True)
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
