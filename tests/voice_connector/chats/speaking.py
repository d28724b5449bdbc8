"""A chat that is spoken: the connector's page as one person has it open, and the line and the desk behind it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import websockets
from pydantic import SecretStr

from tests.voice_connector.chats.conftest import said, until
from tests.voice_connector.chats.line_process import TOKEN
from tests.voice_connector.stage_server import Served, served
from voice_connector.gateways.browser import wire
from web.citizen.chat.room import Room
from web.citizen.chat.rooms import Rooms

NAMES = (f"spoken-chat-{number}" for number in itertools.count())
LOUD = wire.encode_audio(np.tile(np.array([8_000, -8_000], np.int16), 160))
QUIET = wire.encode_audio(np.zeros(320, np.int16))
QUESTION = "Is it happening right now?"
NOISE_OFFICE = "The city's noise office handles that. Is there anything else?"


@dataclass
class Speaker:
    """The connector's page as one person has it open: a microphone that always runs, and what came back."""

    socket: Any
    got: list[dict[str, Any]] = field(default_factory=list)
    sound: int = 0
    closed: bool = False
    _loud: int = 0

    def only(self, kind: str) -> list[dict[str, Any]]:
        return [one for one in self.got if one["type"] == kind]

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(one["who"], one["text"]) for one in self.only("said")]

    async def speaks(self) -> None:
        """One utterance, in the person's own turn."""
        await until(lambda: bool(self.only("listening")))
        self._loud = 50

    async def hang_up(self) -> None:
        await self.socket.send(json.dumps({"type": "hang_up"}))
        await until(lambda: self.closed)

    async def microphone(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                await self.socket.send(LOUD if self._loud > 0 else QUIET)
                self._loud -= 1
                await asyncio.sleep(0.02)

    async def listen(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for frame in self.socket:
                if isinstance(frame, bytes):
                    self.sound += 1
                else:
                    self.got.append(json.loads(frame))
        self.closed = True


@asynccontextmanager
async def speaking(address: str, given: str) -> AsyncIterator[Speaker]:
    async with httpx.AsyncClient(trust_env=False) as client:
        page = (await client.get(address)).text
    (token,) = re.findall('data-token="([^"]+)"', page)
    where = address.replace("http", "ws", 1) + "/call"
    async with websockets.connect(where, origin=address, proxy=None) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"type": "start", "token": token, "mode": "voice", "pass": given}))
        speaker = Speaker(socket)
        tasks = [asyncio.create_task(one) for one in (speaker.listen(), speaker.microphone())]
        try:
            await until(lambda: bool(speaker.got))
            yield speaker
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def line_for(folder: Path, *heard: str) -> AsyncIterator[tuple[Served, Rooms]]:
    """A connector that hears these utterances, and the citizens' pages before it."""
    async with served(folder, next(NAMES), heard, service_token=SecretStr(TOKEN)) as line:
        rooms = Rooms(line.socket_address, TOKEN, 10, 100, 600)
        try:
            yield line, rooms
        finally:
            await rooms.close()


async def answered(room: Room, words: str, answer: str) -> None:
    """One message, and the answer to it; the end of what was being said may come between."""
    await room.say(words)
    await until(lambda: said(room)[-2:] == [("you", words), ("assistant", answer)])


async def record_of(line: Served, name: str) -> dict[str, Any]:
    await until(lambda: name in line.casework.calls)
    return line.casework.calls[name]


async def refused(line: Served, rooms: Rooms, name: str) -> str:
    async with speaking(line.address, await rooms.pass_for(name)) as page:
        return str(page.got[0]["code"])


async def live(line: Served) -> dict[str, Any]:
    async with httpx.AsyncClient(trust_env=False) as client:
        asking = {"Authorization": f"Bearer {TOKEN}"}
        found = (await client.get(f"{line.address}/live/calls?agency=testville", headers=asking)).json()
    return {one["call_id"]: one for one in found["calls"]}


async def desk(line: Served, call_id: str, what: str, **body: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        asking = {"Authorization": f"Bearer {TOKEN}"}
        where = f"{line.address}/live/calls/{call_id}/{what}?agency=testville"
        return await client.post(where, json={"by": "ana", **body}, headers=asking)


async def taken(line: Served, name: str) -> None:
    assert (await desk(line, name, "take", name="Ana")).json()["yours"]


async def person_says(line: Served, name: str, words: str) -> None:
    assert (await desk(line, name, "say", text=words)).status_code == 200
