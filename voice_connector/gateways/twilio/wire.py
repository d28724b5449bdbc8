"""Twilio's Media Streams, a pure codec: JSON text frames of a bidirectional stream, mu-law 8 kHz in base64.

From Twilio: connected, start (once), media, dtmf, mark (what we named has been played), stop.
To Twilio: media, mark, clear (drop what has not been played).
Source: twilio.com/docs/voice/media-streams/websocket-messages. Numbers come as strings; dtmf's track is "inbound_track".
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed

LARGEST_MESSAGE = 16 * 1024
_LARGEST_SOUND = 8_000  # a second; Twilio sends 160 bytes
_KEYS = frozenset("0123456789*#")
_OTHER_KEYS = frozenset("ABCD")


@dataclass(frozen=True, slots=True)
class Connected:
    """The socket is open. Nothing to do."""


@dataclass(frozen=True, slots=True)
class Start:
    stream: str
    call: str
    account: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Media:
    data: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """What we sent before this mark has been played, or dropped by a clear."""

    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The stream is over: the caller hung up, or Twilio goes on with the next verb."""


FromTwilio = Connected | Start | Media | DtmfPressed | Mark | Stop | None


def decode(frame: str | bytes) -> FromTwilio:
    """One frame; None for kinds that a later Twilio may add. Raises WireError for what the protocol does not have."""
    body = _body(frame)
    kind = body.get("event")
    if not isinstance(kind, str):
        raise WireError("no_event", "A message does not say which event it is.")
    reader = _READERS.get(kind)
    return reader(body) if reader else None


def media(stream: str, sound: bytes) -> str:
    payload = base64.b64encode(sound).decode("ascii")
    return json.dumps({"event": "media", "streamSid": stream, "media": {"payload": payload}})


def mark(stream: str, name: str) -> str:
    return json.dumps({"event": "mark", "streamSid": stream, "mark": {"name": name}})


def clear(stream: str) -> str:
    return json.dumps({"event": "clear", "streamSid": stream})


def _body(frame: str | bytes) -> dict[str, Any]:
    if not isinstance(frame, str):
        raise WireError("binary", "A media stream has text frames only.")
    if len(frame) > LARGEST_MESSAGE:
        raise WireError("too_large", f"A message has {len(frame)} characters, at most {LARGEST_MESSAGE} are allowed.")
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError):
        raise WireError("not_json", "A message is not JSON.") from None
    if not isinstance(body, dict):
        raise WireError("not_an_object", "A message is not a JSON object.")
    return body


def _part(body: dict[str, Any], name: str) -> dict[str, Any]:
    part = body.get(name)
    if not isinstance(part, dict):
        raise WireError("no_body", f"A {name} message has no {name} in it.")
    return part


def _text(part: dict[str, Any], name: str, longest: int = 100) -> str:
    value = part.get(name)
    if not isinstance(value, str) or not value or len(value) > longest:
        raise WireError("bad_field", f"A message's {name} is missing or no short text.")
    return value


def _start(body: dict[str, Any]) -> Start:
    part = _part(body, "start")
    form = part.get("mediaFormat")
    if not isinstance(form, dict) or form.get("encoding") != "audio/x-mulaw" or form.get("sampleRate") != 8_000:
        raise WireError("bad_format", "A stream's sound is not mu-law at 8 kHz.")
    given = part.get("customParameters")
    parameters = (
        {name: value for name, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}
    )
    return Start(_text(part, "streamSid"), _text(part, "callSid"), _text(part, "accountSid"), parameters)


def _media(body: dict[str, Any]) -> Media:
    part = _part(body, "media")
    payload = part.get("payload")
    if not isinstance(payload, str):
        raise WireError("bad_audio", "A media message has no payload.")
    try:
        sound = base64.b64decode(payload, validate=True)
    except (ValueError, binascii.Error):
        raise WireError("bad_audio", "A media message's payload is not base64.") from None
    if not sound or len(sound) > _LARGEST_SOUND:
        raise WireError("bad_audio", f"A media message has {len(sound)} bytes of sound.")
    return Media(sound)


def _dtmf(body: dict[str, Any]) -> DtmfPressed | None:
    digit = _part(body, "dtmf").get("digit")
    if isinstance(digit, str) and digit in _OTHER_KEYS:
        return None
    if not isinstance(digit, str) or digit not in _KEYS:
        raise WireError("bad_key", "A key is one of 0-9, *, # and A-D.")
    return DtmfPressed(digit)


_READERS: dict[str, Callable[[dict[str, Any]], FromTwilio]] = {
    "connected": lambda _body: Connected(),
    "start": _start,
    "media": _media,
    "dtmf": _dtmf,
    "mark": lambda body: Mark(_text(_part(body, "mark"), "name", 200)),
    "stop": lambda _body: Stop(),
}
