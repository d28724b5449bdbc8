"""Callers of drills: each rings the real connector over its WebSocket, speaks in real time, and remembers how it was treated."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import numpy as np
import websockets
from websockets.typing import Origin

from voice_connector.speech.interfaces import FRAME_MS, FRAME_SAMPLES, Pcm

Ended = Literal["person", "answer", "turned_away", "lost"]
_FRAME_S = FRAME_MS / 1000
_THINKS_S = 0.5
_SILENCE = np.zeros(FRAME_SAMPLES, "<i2").tobytes()


@dataclass
class Treatment:
    """How one call went. `lost` is the one thing that must not be: neither an answer nor a person."""

    call_id: str = ""
    ended: Ended = "lost"
    why: str = "the line went dead"
    answers: int = 0
    failed: str | None = None
    waits_ms: list[int] = field(default_factory=list)
    longest_wait_s: float = 0.0  # from the end of what the caller said to the next sound
    seconds: float = 0.0


async def ring(address: str, turns: Sequence[Pcm], limit_s: float = 150.0) -> Treatment:
    """One call: says its turns one after the other, each when it is listened to, and hangs up after the last answer."""
    caller = _Caller(turns)
    began = time.monotonic()
    try:
        async with asyncio.timeout(limit_s):
            await caller.call(address)
    except TimeoutError:
        caller.treatment.why = f"nothing came to an end within {limit_s:g} s"
    except (OSError, websockets.WebSocketException, httpx.HTTPError) as error:
        caller.treatment.why = f"{type(error).__name__}: {error}"
    caller.treatment.seconds = time.monotonic() - began
    return caller.treatment


async def page_token(address: str) -> str:
    """What the call page would hand to its socket."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        page = (await client.get(address)).text
    found = re.search('data-token="([^"]+)"', page)
    if found is None:
        raise OSError("the call page has no token")
    return found.group(1)


class _Caller:
    def __init__(self, turns: Sequence[Pcm]) -> None:
        self.treatment = Treatment()
        self._turns = list(turns)
        self._frames: list[bytes] = []
        self._spoke_until: float | None = None  # set when a turn has been said, until something sounds
        self._over = False

    async def call(self, address: str) -> None:
        socket_address = address.replace("http", "ws", 1) + "/call"
        token = await page_token(address)
        async with websockets.connect(
            socket_address, origin=Origin(address), proxy=None, max_size=None, open_timeout=30
        ) as socket:
            await socket.send(json.dumps({"type": "start", "token": token, "mode": "voice"}))
            speaking = asyncio.create_task(self._speak(socket))
            try:
                await self._listen(socket)
            finally:
                speaking.cancel()
                await asyncio.gather(speaking, return_exceptions=True)

    async def _listen(self, socket: Any) -> None:
        async for message in socket:
            if isinstance(message, bytes):
                self._heard()
            elif await self._take(socket, json.loads(message)):
                return

    async def _take(self, socket: Any, event: dict[str, Any]) -> bool:
        """True when the call is over."""
        done, kind = self.treatment, event["type"]
        if kind == "ready":
            done.call_id = event["call_id"]
        elif kind == "listening":
            await self._go_on(socket)
        elif kind == "timing":
            done.answers += 1
            done.waits_ms.append(event["total"])
        elif kind == "transfer":
            done.ended, done.why = "person", event["reason"]
        elif kind == "failed":
            done.failed = event["part"]
        elif kind == "error":
            done.ended, done.why = ("turned_away" if event["code"] == "busy" else "lost"), event["code"]
        if kind == "ended" and done.ended == "lost" and done.answers:
            done.ended, done.why = "answer", event["disposition"]
        return kind in ("ended", "error")

    async def _go_on(self, socket: Any) -> None:
        if not self._turns:
            await socket.send(json.dumps({"type": "hang_up"}))
            return
        await asyncio.sleep(_THINKS_S)
        turn = self._turns.pop(0)
        padded = np.concatenate([turn, np.zeros(-len(turn) % FRAME_SAMPLES, np.int16)]).astype("<i2")
        self._frames = [padded[at : at + FRAME_SAMPLES].tobytes() for at in range(0, len(padded), FRAME_SAMPLES)]

    async def _speak(self, socket: Any) -> None:
        """A frame every 20 ms, sound or silence, until cancelled."""
        due = time.monotonic()
        while True:
            talking = bool(self._frames)
            await socket.send(self._frames.pop(0) if talking else _SILENCE)
            if talking and not self._frames:
                self._spoke_until = time.monotonic()
            due = max(due + _FRAME_S, time.monotonic() - 1.0)  # a machine that was stuck does not burst
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _heard(self) -> None:
        if self._spoke_until is not None:
            self.treatment.longest_wait_s = max(self.treatment.longest_wait_s, time.monotonic() - self._spoke_until)
            self._spoke_until = None
