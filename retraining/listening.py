"""Hears the turns of running calls, as the bot tells them (bot_server/listening.py), until enough were heard or the time is over.

The words are the caller's own. They are held until the candidate has read them, and nowhere kept: what is shown is redacted.
"""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path
from typing import Any, Dict, Iterator

from retraining.models import Refused

BESIDE = ".listener"
LARGEST = 256 * 1024
LOOK_S = 0.5


def live_turns(note: Path, turns: int, minutes: float) -> Iterator[Dict[str, Any]]:
    """{text, agency, understood}, one a turn. Raises Refused when somebody listens already."""
    path = Path(str(note) + BESIDE)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    _bind(listening, path)
    try:
        yield from _heard(listening, turns, time.monotonic() + 60 * minutes)
    finally:
        listening.close()
        path.unlink(missing_ok=True)


def _bind(listening: socket.socket, path: Path) -> None:
    if path.exists() and _answers(path):
        raise Refused(f"Another shadow listens at {path}; one at a time.")
    path.unlink(missing_ok=True)  # of one that was killed
    before = os.umask(0o177)
    try:
        listening.bind(str(path))
    finally:
        os.umask(before)
    listening.settimeout(LOOK_S)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(str(path))
        except OSError:
            return False
    return True


def _heard(listening: socket.socket, turns: int, until: float) -> Iterator[Dict[str, Any]]:
    heard = 0
    while heard < turns and time.monotonic() < until:
        try:
            told = json.loads(listening.recv(LARGEST))
        except (TimeoutError, ValueError):
            continue
        heard += 1
        yield told
