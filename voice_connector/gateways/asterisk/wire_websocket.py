"""The protocol of Asterisk's WebSocket channel (chan_websocket). Pure: frames in, events out.

From Asterisk
    binary   the caller's sound in the channel's format
    text     {"event": "MEDIA_START", "format": "slin16", ...}, DTMF_END {digit}, MEDIA_XOFF, MEDIA_XON,
             MEDIA_MARK_PROCESSED {correlation_id}, ...; before 22.8 one line each: "DTMF_END digit:5 channel_id:..."
To Asterisk
    binary   our voice, cut into frames and timed by Asterisk
    text     {"command": "FLUSH_MEDIA"}, MARK_MEDIA {correlation_id}, HANGUP; or the bare words
The connection's query (from v(...) in the dial string) says which call it is: id, did, cli, returned, back,
handed_in. The caller's number (`cli`) is hashed to a source (sources.py) and never logged.

Source: docs.asterisk.org, Configuration/Channel-Drivers/WebSocket, and channels/chan_websocket.c of 22.8.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed
from voice_connector.gateways.asterisk.media import Sound

LARGEST_TEXT = 8 * 1024  # MEDIA_START carries the channel's variables
_KEYS = frozenset("0123456789*#")
_OTHER_KEYS = frozenset("ABCDabcd")  # the fourth column of a keypad; some lines send them, callers never mean them
_ID = re.compile(r"[A-Za-z0-9._-]{4,80}\Z")
_DIALLED = re.compile(r"\+?[A-Za-z0-9*#._-]{1,40}\Z")
_PASS = re.compile(r"[0-9a-f]{32}\Z")
_LONGEST_CALLER = 80
_WAY_IN = re.compile(r"[0-9]{4,12}\Z")
_KNOWN_PARAMETERS = frozenset({"id", "did", "cli", "returned", "back", "handed_in"})
_RETURNED = {"BUSY": "busy", "NOANSWER": "no_answer"}
_NOTED = frozenset({"STATUS", "QUEUE_DRAINED", "MEDIA_BUFFERING_COMPLETED"})


@dataclass(frozen=True, slots=True)
class Leg:
    """Which call a connection carries, as the dial string says."""

    pbx_id: str
    dialled: str | None
    returned: str | None
    back: str | None = None  # the pass with which a caller comes back into the same call
    handed_in: str | None = None  # digits of a call-taker who began a report for this caller
    caller: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class MediaStart:
    """Sound may flow. `form` is None where an older Asterisk does not say its format."""

    form: str | None
    json: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """XOFF (on=True) or XON: Asterisk has too much of our sound, or room again."""

    on: bool


@dataclass(frozen=True, slots=True)
class MarkPassed:
    name: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that needs no answer. `complaint` is Asterisk's own text of an ERROR event."""

    complaint: str | None = None


FromAsterisk = MediaStart | Sound | DtmfPressed | Hold | MarkPassed | Noted


def read_query(query: Mapping[str, list[str]]) -> Leg:
    """The leg that the connection's query names. Raises WireError for what a dial string of ours does not hold."""
    if not set(query) <= _KNOWN_PARAMETERS or any(len(values) != 1 for values in query.values()):
        raise WireError(
            "bad_query",
            "The connection has a parameter that is not id, did, cli, returned, back or handed_in, or one twice.",
        )
    pbx_id, dialled = query.get("id", [""])[0], query.get("did", [""])[0]
    if not _ID.match(pbx_id):
        raise WireError("bad_id", "The connection has no usable id: 4 to 80 letters, digits, dots, dashes.")
    if dialled and not _DIALLED.match(dialled):
        raise WireError("bad_did", "The dialled number is not a number or a name.")
    came_back, back = query.get("returned", [""])[0], query.get("back", [""])[0]
    if back and not _PASS.match(back):
        raise WireError("bad_back", "The pass of a caller who comes back is not one of ours.")
    returned = _RETURNED.get(came_back.upper(), "failed") if came_back else None
    handed_in = query.get("handed_in", [""])[0]
    if handed_in and not _WAY_IN.match(handed_in):
        raise WireError("bad_handed_in", "The digits of a caller who is handed in are none.")
    caller = query.get("cli", [""])[0][:_LONGEST_CALLER]
    return Leg(pbx_id, dialled or None, returned, back or None, handed_in or None, caller or None)


def decode(frame: str | bytes) -> FromAsterisk:
    """One frame of Asterisk. Raises WireError for anything that the protocol does not have."""
    if isinstance(frame, bytes | bytearray | memoryview):
        return Sound(bytes(frame))
    if len(frame) > LARGEST_TEXT:
        raise WireError("too_large", f"A message has {len(frame)} characters, at most {LARGEST_TEXT} are allowed.")
    body, is_json = (_json(frame), True) if frame.startswith("{") else (_plain(frame), False)
    return _event(body, is_json)


def command(name: str, *, as_json: bool, correlation_id: str | None = None) -> str:
    """One command for Asterisk; it takes at most 128 characters."""
    if not as_json:
        return f"{name} {correlation_id}" if correlation_id else name
    body = {"command": name} | ({"correlation_id": correlation_id} if correlation_id else {})
    return json.dumps(body, separators=(",", ":"))


def _json(frame: str) -> dict[str, Any]:
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError):
        raise WireError("not_json", "A message begins like JSON and is none.") from None
    if not isinstance(body, dict):
        raise WireError("not_an_object", "A message is not a JSON object.")
    return body


def _plain(frame: str) -> dict[str, Any]:
    """`NAME key:value key:value`, as Asterisk before 22.8 writes it; marks have a bare word."""
    name, *parts = frame.split()[:20] or [""]
    pairs = dict(part.split(":", 1) for part in parts if ":" in part)
    if name == "MEDIA_MARK_PROCESSED" and parts:
        pairs["correlation_id"] = parts[0]
    return {**pairs, "event": name}


def _event(body: dict[str, Any], is_json: bool) -> FromAsterisk:
    name = body.get("event")
    if name == "MEDIA_START":
        form = body.get("format")
        return MediaStart(form if isinstance(form, str) else None, is_json)
    if name == "DTMF_END":
        return _key(body.get("digit"))
    if name in ("MEDIA_XOFF", "MEDIA_XON"):
        return Hold(name == "MEDIA_XOFF")
    if name == "MEDIA_MARK_PROCESSED":
        return MarkPassed(str(body.get("correlation_id", ""))[:64])
    if name == "ERROR":
        return Noted(str(body.get("error_text", ""))[:200])
    if isinstance(name, str) and name in _NOTED:
        return Noted()
    raise WireError("unknown_event", "A message has an event that the protocol does not have.")


def _key(digit: Any) -> DtmfPressed | Noted:
    if isinstance(digit, str) and digit in _KEYS and digit:
        return DtmfPressed(digit)
    if isinstance(digit, str) and digit in _OTHER_KEYS and digit:
        return Noted()
    raise WireError("bad_key", "A key is one of 0-9, *, # and A-D.")
