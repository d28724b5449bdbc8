"""Lets one listener beside the bot hear each caller's turn and what was made of it, while the call goes on: a shadow (retraining).

Over a Unix datagram socket that the listener makes beside the note of the model in use, readable by this user only. Nothing is
written to a disk, nobody is waited for, and with no listener nothing is sent: a turn that cannot be handed over at once is not.
"""

from __future__ import annotations

import functools
import json
import os
import socket
from pathlib import Path
from typing import Any, Awaitable, Callable, Dict, Optional

from rasa.core.processor import MessageProcessor

VARIABLE = "CIVICLINE_MODEL_NOTE"
BESIDE = ".listener"
Parse = Callable[..., Awaitable[Dict[str, Any]]]


def turn_of(message: Any, parsed: Dict[str, Any]) -> Optional[Dict[str, Any]]:
    """{call_id, text, agency, understood: {intent, danger, asked?}}; None for what no caller said."""
    text = parsed.get("text") or ""
    if not text or text.startswith("/"):
        return None
    metadata, verdict = message.metadata or {}, parsed.get("emergency") or {}
    danger = {"at_once": bool(verdict.get("is")), "ask": bool(verdict.get("maybe"))}
    understood = {"intent": (parsed.get("intent") or {}).get("name"), "danger": danger, "asked": metadata.get("asking")}
    return {"call_id": message.sender_id, "text": text, "agency": metadata.get("agency"), "understood": understood}


class Ear:
    """`path`: where a listener may be."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def tell(self, turn: Dict[str, Any]) -> None:
        try:
            self._socket.sendto(json.dumps(turn).encode(), self._path)
        except OSError:  # nobody listens, or not fast enough: the call goes on
            return


def hearing(ear: Ear, parse: Parse) -> Parse:
    @functools.wraps(parse)
    async def parse_message(self: MessageProcessor, message: Any, *more: Any, **named: Any) -> Dict[str, Any]:
        parsed = await parse(self, message, *more, **named)
        turn = turn_of(message, parsed)
        if turn is not None:
            ear.tell(turn)
        return parsed

    return parse_message


def install() -> None:
    """From now on a listener may come, where a note is named."""
    note = os.environ.get(VARIABLE)
    if note:
        MessageProcessor.parse_message = hearing(Ear(Path(note + BESIDE)), MessageProcessor.parse_message)
