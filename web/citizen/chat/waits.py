"""How long somebody waits for a person, as it can honestly be said: from what happened lately, and nothing where that is too little."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from babel.dates import format_timedelta

from casework_client.answers import Wait, Waits
from casework_client.client import CaseworkClient
from casework_client.errors import CaseworkError

LEAST = 3  # of fewer nothing is concluded
_KEPT_S = 20.0
_WITHIN_S = 0.5
Words = Callable[[str], str]
_NEVER: tuple[float, Waits | None] = (float("-inf"), None)


@dataclass
class Known:
    """Casework's word on waiting, asked at most every twenty seconds whoever looks. Nobody's page waits for it longer than half a
    second: what stands on it may save a life."""

    casework: CaseworkClient
    _told: dict[str, tuple[float, Waits | None]] = field(default_factory=dict)
    _asking: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def of(self, agency: str) -> Waits | None:
        """What was told last; None where casework cannot say, or not soon enough."""
        at, told = self._told.get(agency, _NEVER)
        if time.monotonic() - at <= _KEPT_S:
            return told
        asking = self._asking.get(agency)
        if asking is None or asking.done():
            asking = self._asking[agency] = asyncio.create_task(self._ask(agency))
        await asyncio.wait({asking}, timeout=_WITHIN_S)
        return self._told.get(agency, _NEVER)[1]

    async def _ask(self, agency: str) -> None:
        try:
            told: Waits | None = await self.casework.waits(agency)
        except CaseworkError:
            told = None
        self._told[agency] = (time.monotonic(), told)


def for_a_chat(told: Waits | None, words: Words, language: str) -> str:
    """While somebody waits here; empty when there is nothing to say."""
    if told is None:
        return ""
    chats = told["chats"]
    if chats["asked"] < LEAST:
        return words("How long it takes cannot be said at the moment.")
    if chats["answered"] < LEAST or 2 * chats["answered"] < chats["asked"]:
        return words("Lately most people who asked here were not joined by anybody in time. Calling is surer.")
    return words("Lately most people waited at most %(time)s.") % {"time": _long(chats, language)}


def for_a_call_back(told: Waits | None, words: Words, language: str) -> str:
    """Before and after a call-back is promised."""
    if told is None or told["call_backs"]["answered"] < LEAST:
        return words("How long it takes until somebody calls cannot be said at the moment.")
    return words("Lately most people were called back within %(time)s.") % {"time": _long(told["call_backs"], language)}


def _long(wait: Wait, language: str) -> str:
    """Nine of ten took no longer: in minutes, rounded up, or hours or days."""
    seconds = float(wait["seconds"].get("nine_of_ten") or 0)
    whole = timedelta(minutes=max(1, -(-seconds // 60)))
    return str(format_timedelta(whole, granularity="minute", threshold=1.5, locale=language))


def said(told: Waits | None, words: Words, language: str) -> dict[str, Any]:
    """Both sentences, as the chat's page wants them."""
    return {"wait": for_a_chat(told, words, language), "ring": for_a_call_back(told, words, language)}
