"""The page's protocol, a pure codec: frames in, events out; events in, frames out.

From the page
    binary   20 ms of the microphone: 320 samples, int16 little-endian, mono, 16 kHz (640 bytes)
    text     {"type": "start", "token": "...", "mode": "voice" | "text"}   first, once; for a chat of a service of ours
             also "keep": true (it outlives this connection and this process) and, to go on with one, "resume": its call_id
             and "seen": the number of the last message that was shown
             {"type": "key", "digit": "5"}
             {"type": "text", "text": "...", "id"?, "shown"?}   the same id twice is once; shown: what the person sees of it
             {"type": "did", "text", "id"}   what the person did there without writing, as adding a file: a line of a chat that is kept,
             which nobody answers
             {"type": "here"}   the person is still there, though nothing is written
             {"type": "hang_up"}
             of a page of ours, in mode voice, also "pass": it speaks with the chat that the pass leads to, once
             in place of a chat a service of ours may ask with "start": "lend": a call_id, for a code that leads there from another
             device (in mode voice: for a pass), or "code": such a code, for the call_id; once. Or "leave": a call_id, whose codes and
             passes are over then. All with "agency", whose pages ask: a code of one leads nowhere on another's
To the page
    binary   20 ms of our voice, the same form
    text     {"type": "ready", "call_id", "upto"?, "idle_s"?}, {"type": "code", "code"? | "call_id"?}, {"type": "left"},
             {"type": "in_writing"} (to a page that spoke with a chat, which goes on there), {"type": "flush"} (drop what has not been
             played), and one message per event:
             said {who, text, by?, confidence?, name?} (who: caller, assistant or person), interrupted {heard},
             listening {asking?, kind?, digits?, choices?}, speaking,
             decision {act, need?, disposition?, destination?, reason?, asking?}, timing {...}, transfer {name, phone?, reason, ticket?},
             failed {part}, ended {disposition, ended_by}, error {code, message}
             of a chat that is kept each message has a number ("n") and a time ("at"); error codes of a resume or a
             code that did not work: again (in a moment, perhaps by another connector), gone; of a pass also not_now
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from voice_connector import events
from voice_connector.bot.messages import LONGEST_TEXT
from voice_connector.errors import WireError
from voice_connector.speech.interfaces import FRAME_SAMPLES, Pcm

FRAME_BYTES = FRAME_SAMPLES * 2
LARGEST_TEXT = 40 * 1024  # LONGEST_TEXT, of which every other character is escaped
_KEYS = frozenset("0123456789*#")
_ID = re.compile(r"[0-9a-f]{8,32}")
_CALL_ID = re.compile(r"[A-Za-z0-9]{8,40}")
_AGENCY = re.compile(r"[A-Za-z0-9_.-]{0,80}")
_CODE = re.compile(r"[0-9]{8}")
_PASS = re.compile(r"[A-Za-z0-9_-]{32}")
_LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Start:
    """The page asks for a call (voice) or a chat (text)."""

    token: str
    mode: Literal["voice", "text"]
    keep: bool = False
    resume: str | None = None
    seen: int = 0
    lend: str | None = None
    code: str | None = None
    leave: str | None = None
    agency: str = ""
    by_pass: str | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """The person is still there."""


@dataclass(frozen=True, slots=True)
class Did:
    """Something that the person did without writing; the same id twice is once."""

    text: str
    id: str


FromPage = Start | Here | Did | events.AudioFrame | events.DtmfPressed | events.TextTyped | events.HungUp


def decode(frame: str | bytes) -> FromPage:
    """One frame of the page. Raises WireError for anything that the protocol does not have."""
    if isinstance(frame, bytes | bytearray | memoryview):
        return _audio(bytes(frame))
    if len(frame) > LARGEST_TEXT:
        raise WireError("too_large", f"A message has {len(frame)} characters, at most {LARGEST_TEXT} are allowed.")
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError):
        raise WireError("not_json", "A text frame is not JSON.") from None
    if not isinstance(body, dict):
        raise WireError("not_an_object", "A message is not a JSON object.")
    return _control(body)


def encode_audio(frame: Pcm) -> bytes:
    return frame.astype("<i2").tobytes()


def encode(event: events.Shown) -> str | None:
    """The message for one event; None for what a page does not show."""
    body = _body(event)
    if body is None:
        return None
    return json.dumps({name: value for name, value in body.items() if value is not None}, ensure_ascii=False)


def ready(call_id: str, upto: int | None = None, idle_s: float | None = None) -> str:
    """`upto`: the number of the last message that there is of a chat that is gone on with. `idle_s`: it is over after so long a quiet."""
    more = {name: value for name, value in (("upto", upto), ("idle_s", idle_s)) if value is not None}
    return json.dumps({"type": "ready", "call_id": call_id, **more})


def code(digits: str) -> str:
    return json.dumps({"type": "code", "code": digits})


def code_of(call_id: str) -> str:
    return json.dumps({"type": "code", "call_id": call_id})


def left() -> str:
    return json.dumps({"type": "left"})


def in_writing() -> str:
    return json.dumps({"type": "in_writing"})


def flush() -> str:
    return json.dumps({"type": "flush"})


def error(code: str, message: str) -> str:
    return json.dumps({"type": "error", "code": code, "message": message})


def _audio(data: bytes) -> events.AudioFrame:
    if len(data) != FRAME_BYTES:
        raise WireError(
            "bad_audio", f"A sound frame has {len(data)} bytes; it must have {FRAME_BYTES} (20 ms at 16 kHz)."
        )
    return events.AudioFrame(np.frombuffer(data, "<i2").astype(np.int16))


def _control(body: dict[str, Any]) -> FromPage:
    kind = body.get("type")
    if kind == "start":
        return _start(body)
    if kind == "key":
        digit = body.get("digit")
        if not isinstance(digit, str) or digit not in _KEYS:
            raise WireError("bad_key", "A key is one of 0-9, * and #.")
        return events.DtmfPressed(digit)
    if kind == "text":
        return events.TextTyped(_words(body.get("text")), id=_id(body.get("id")))
    if kind == "did":
        return _did(body)
    if kind == "here":
        return Here()
    if kind == "hang_up":
        return events.HungUp()
    raise WireError("unknown_type", "A message has a type that the protocol does not have.")


def _start(body: dict[str, Any]) -> Start:
    token, mode = body.get("token"), body.get("mode")
    if not isinstance(token, str) or len(token) > 300:
        raise WireError("bad_token", "The start message has no usable token.")
    if mode not in ("voice", "text"):
        raise WireError("bad_mode", "The mode is voice or text.")
    resume, seen = body.get("resume"), body.get("seen", 0)
    if resume is not None and not (isinstance(resume, str) and _CALL_ID.fullmatch(resume)):
        raise WireError("bad_resume", "The start message names no chat of ours.")
    if not isinstance(seen, int) or not 0 <= seen < 1_000_000:
        raise WireError("bad_resume", "The start message has no usable number of the last message.")
    lend, code, leave = body.get("lend"), body.get("code"), body.get("leave")
    for named in (lend, leave):
        if named is not None and not (isinstance(named, str) and _CALL_ID.fullmatch(named)):
            raise WireError("bad_resume", "The start message names no chat of ours.")
    if code is not None and not (isinstance(code, str) and _CODE.fullmatch(code)):
        raise WireError("bad_code", "A code has eight digits.")
    by_pass = body.get("pass")
    if by_pass is not None and not (isinstance(by_pass, str) and _PASS.fullmatch(by_pass)):
        raise WireError("bad_pass", "The start message has no usable pass.")
    agency = body.get("agency", "")
    if not (isinstance(agency, str) and _AGENCY.fullmatch(agency)):
        raise WireError("bad_agency", "The start message names no agency.")
    keep, spoken = body.get("keep") is True, mode == "voice"
    return Start(token, "voice" if spoken else "text", keep, resume, seen, lend, code, leave, agency, by_pass)


def shown(frame: str) -> str:
    """What the person sees of a message that they chose rather than wrote; empty where that is its words."""
    said = json.loads(frame).get("shown")
    return said[:_LONGEST_SHOWN] if isinstance(said, str) else ""


def did_frame(did: Did) -> dict[str, Any]:
    """As it stands in the chat: a line of the person's."""
    return {"type": "said", "who": "caller", "text": did.text, "id": did.id, "did": True}


def _did(body: dict[str, Any]) -> Did:
    text, name = body.get("text"), _id(body.get("id"))
    if not isinstance(text, str) or not text or name is None:
        raise WireError("bad_text", "What was done has no text, or no id.")
    return Did(text[:_LONGEST_SHOWN], name)


def _id(given: Any) -> str | None:
    if given is not None and not (isinstance(given, str) and _ID.fullmatch(given)):
        raise WireError("bad_id", "A message's id is 8 to 32 hexadecimal digits.")
    return given


def _words(text: Any) -> str:
    if not isinstance(text, str):
        raise WireError("bad_text", "The text message has no text.")
    if len(text) > LONGEST_TEXT:
        raise WireError("too_long", f"A message has at most {LONGEST_TEXT} characters; send it in parts.")
    return text


def _body(event: events.Shown) -> dict[str, Any] | None:
    match event:
        case events.CallerSaid():
            return {
                "type": "said",
                "who": "caller",
                "text": event.text,
                "by": event.by,
                "confidence": event.confidence,
                "id": event.id,
            }
        case events.AssistantSays():
            return {"type": "said", "who": "assistant", "text": event.text, "safety": event.safety or None}
        case events.PersonSays():
            return {"type": "said", "who": "person", "text": event.text, "name": event.name}
        case events.SpeechStarted():
            return {"type": "speaking"}
        case events.Interrupted():
            return {"type": "interrupted", "heard": event.heard}
        case events.Listening():
            choices = list(event.choices) or None
            return {
                "type": "listening",
                "asking": event.asking,
                "kind": event.kind,
                "digits": event.digits,
                "choices": choices,
            }
        case events.Decided():
            return {"type": "decision", **{name: getattr(event, name) for name in events.Decided.__slots__}}
        case events.Timing():
            parts = {name: getattr(event, name) for name in ("endpoint", "recognition", "bot", "synthesis", "total")}
            return {"type": "timing", **parts}
        case events.Transferring():
            return {
                "type": "transfer",
                "name": event.name,
                "phone": event.phone,
                "reason": event.reason,
                "ticket": event.ticket,
            }
        case events.Failed():
            return {"type": "failed", "part": event.part}
        case events.CallEnded():
            return {"type": "ended", "disposition": event.disposition, "ended_by": event.ended_by}
