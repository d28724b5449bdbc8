"""Asterisk's side of both media channels, small and exact enough for tests: plays what it gets in 20 ms steps, flushes, marks, hangs up."""

import asyncio
import contextlib
import json
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np
import websockets

from tests.voice_connector.stage_server import Served
from voice_connector.gateways.asterisk.settings import AsteriskSettings
from voice_connector.gateways.shared.basic_auth import header_for

PASSWORD = "twelve-letters-and-more"
SETTINGS = AsteriskSettings(password=PASSWORD, fetched_within_ms=500)  # type: ignore[arg-type]  # pydantic makes it a secret
LOUD = np.tile(np.array([8_000, -8_000], "<i2"), 160).tobytes()  # 20 ms of slin16
SILENCE = {"slin16": bytes(640), "slin": bytes(320), "ulaw": b"\xff" * 160, "alaw": b"\xd5" * 160}
AUTHORIZED = {"Authorization": header_for("asterisk", PASSWORD)}


@dataclass
class Asterisk:
    """One channel. `heard` is what the caller heard, 20 ms at a time, None where nothing was there to play."""

    socket: Any
    as_json: bool = True
    form: str = "slin16"
    heard: list[bytes | None] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    answers_marks: bool = True
    _queue: deque[bytes | str] = field(default_factory=deque)
    _to_say: deque[bytes] = field(default_factory=deque)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> "Asterisk":
        self._tasks = [asyncio.create_task(work) for work in (self._reading(), self._playing(), self._speaking())]
        return self

    async def __aexit__(self, *_error: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.socket.close()

    @property
    def silence(self) -> bytes:
        """20 ms of nothing, in the channel's format."""
        return SILENCE[self.form]

    async def start(self) -> None:
        if self.as_json:
            await self.event(
                "MEDIA_START", format=self.form, channel="WebSocket/bot/0x1", optimal_frame_size=640, ptime=20
            )
        else:
            await self.socket.send("MEDIA_START connection_id:bot channel:WebSocket/bot/0x1 optimal_frame_size:640")

    async def event(self, name: str, **values: Any) -> None:
        await self.socket.send(json.dumps({"event": name, "channel_id": "1.2", **values}))

    async def press(self, digit: str) -> None:
        if self.as_json:
            await self.event("DTMF_END", digit=digit)
        else:
            await self.socket.send(f"DTMF_END digit:{digit} channel_id:1.2")

    def say(self, seconds: float) -> None:
        self._to_say.extend([LOUD] * int(seconds * 50))

    def is_sounding(self) -> bool:
        """Something else than silence was heard in the last 60 ms."""
        return any(one is not None and any(one) for one in self.heard[-3:])

    async def until(self, condition: Any, within_s: float = 8.0) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.01)

    async def _reading(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for frame in self.socket:
                if isinstance(frame, bytes):
                    size = len(self.silence)
                    self._queue.extend(frame[at : at + size] for at in range(0, len(frame), size))
                else:
                    await self._obey(frame)
        self.hung_up.set()

    async def _obey(self, text: str) -> None:
        assert len(text) <= 128, "Asterisk takes no longer command"
        body = json.loads(text) if self.as_json else dict(zip(("command", "correlation_id"), text.split()))
        self.commands.append(body["command"])
        if body["command"] == "FLUSH_MEDIA":
            self._queue.clear()
        elif body["command"] == "MARK_MEDIA" and self.answers_marks:
            self._queue.append(body["correlation_id"])
        elif body["command"] == "HANGUP":
            await self.socket.close()

    async def _playing(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                while self._queue and isinstance(self._queue[0], str):
                    await self.event("MEDIA_MARK_PROCESSED", correlation_id=self._queue.popleft())
                one = self._queue.popleft() if self._queue else None
                assert not isinstance(one, str)
                self.heard.append(one)
                await asyncio.sleep(0.02)

    async def _speaking(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await asyncio.sleep(0.02)
                if self.commands or self.heard:
                    await self.socket.send(self._to_say.popleft() if self._to_say else self.silence)


def media_address(line: Served, pbx_id: str, **query: str) -> str:
    more = "".join(f"&{name}={value}" for name, value in query.items())
    return f"{line.address.replace('http', 'ws')}/telephony/asterisk/media?id={pbx_id}{more}"


def dialled(line: Served, pbx_id: str | None = None, headers: dict[str, str] | None = None, **query: str) -> Any:
    """The connection that Asterisk opens; an async context manager."""
    return websockets.connect(
        media_address(line, pbx_id or uuid.uuid4().hex, **query),
        subprotocols=["media"],  # type: ignore[list-item]
        additional_headers=AUTHORIZED if headers is None else headers,
        proxy=None,
    )


async def next_step(line: Served, pbx_id: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """What the dialplan's CURL() gets."""
    async with httpx.AsyncClient(trust_env=False, headers=AUTHORIZED if headers is None else headers) as client:
        return await client.get(f"{line.address}/telephony/next", params={"id": pbx_id})


async def asked(line: Served, pbx_id: str, within_s: float = 8.0) -> str:
    """Asks again and again, as a dialplan that has just lost its media leg does once."""
    async with asyncio.timeout(within_s):
        while True:
            answer = await next_step(line, pbx_id)
            if answer.status_code == 200:
                return answer.text
            await asyncio.sleep(0.05)
