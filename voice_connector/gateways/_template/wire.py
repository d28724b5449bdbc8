"""The far end's protocol, a pure codec: frames in, events out; orders in, frames out. Nothing here waits, logs or remembers.

An imaginary carrier, for the sake of the example:
From it   binary   sound, 16-bit little-endian at 8 kHz, in pieces of any size
          text     {"hello": {"secret", "to", "from"}} first, once; {"key": "5"}; {"bye": true}
To it     binary   sound, the same form
          text     {"flush": true}, {"transfer": {"to", "headers"}}, {"bye": true}
"""

import hmac
import json
import re
from dataclasses import dataclass, field
from typing import Any

from voice_connector.call.line import TransferOrder
from voice_connector.errors import WireError
from voice_connector.events import DtmfPressed, HungUp
from voice_connector.gateways.shared import targets

LARGEST_SOUND, LARGEST_TEXT = 16_000, 8 * 1024
_KEYS = frozenset("0123456789*#")
_DIALLED = re.compile(r"\+?[0-9*#]{1,20}")


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame. The caller's number is hashed at once (sources.py): it is no part of what is printed or logged."""

    secret: str = field(repr=False)
    dialled: str | None
    caller: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Sound:
    data: bytes


def decode(frame: str | bytes) -> Hello | Sound | DtmfPressed | HungUp:
    """One frame. Raises WireError, with a short constant code for the log, for anything that the protocol does not have."""
    if isinstance(frame, bytes):
        if len(frame) > LARGEST_SOUND:
            raise WireError("too_large", f"A sound frame has {len(frame)} bytes, at most {LARGEST_SOUND} are allowed.")
        return Sound(frame)
    if len(frame) > LARGEST_TEXT:
        raise WireError("too_large", f"A message has {len(frame)} characters, at most {LARGEST_TEXT} are allowed.")
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError):
        raise WireError("not_json", "A text frame is not JSON.") from None
    if not isinstance(body, dict):
        raise WireError("not_an_object", "A message is not a JSON object.")
    return _message(body)


def is_allowed(hello: Hello, secret: str) -> bool:
    """Compared in constant time."""
    return bool(secret) and hmac.compare_digest(hello.secret.encode("utf-8", "replace"), secret.encode())


def flush() -> str:
    return json.dumps({"flush": True})


def transfer(order: TransferOrder) -> str:
    return json.dumps({"transfer": {"to": targets.number(order.to), "headers": targets.headers(order)}})


def bye() -> str:
    return json.dumps({"bye": True})


def _message(body: dict[str, Any]) -> Hello | DtmfPressed | HungUp:
    if isinstance(hello := body.get("hello"), dict):
        secret, to = hello.get("secret"), hello.get("to")
        dialled = to if isinstance(to, str) and _DIALLED.fullmatch(to) else None
        caller = hello.get("from")
        return Hello(secret if isinstance(secret, str) else "", dialled, caller if isinstance(caller, str) else None)
    if "key" in body:
        if body["key"] not in _KEYS:
            raise WireError("bad_key", "A key is one of 0-9, * and #.")
        return DtmfPressed(body["key"])
    if body.get("bye") is True:
        return HungUp()
    raise WireError("unknown_message", "A message is none that the protocol has.")
