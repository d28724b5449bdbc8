"""Connectors that can be killed, a bot that outlives them, and the citizens' pages' own side of a chat."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from launcher.paths import ROOT
from launcher.temporary import free_port
from tests.fakes import bot as fakes
from tests.voice_connector.chats.line_process import TOKEN
from web.citizen.chat.room import Room
from web.citizen.chat.rooms import Rooms

READY_WITHIN_S = 60
PARTY = [
    ("assistant", "This is Testville's chat. I'm an automated assistant. How can I help you?"),
    ("you", "a loud party"),
    ("assistant", "Is it happening right now?"),
]


@dataclass
class Bot:
    """A fake bot on a real port. Cleared, `goes_on` holds its answers back after they are made."""

    address: str
    talks: fakes.FakeBot
    goes_on: threading.Event

    @property
    def done(self) -> list[str]:
        """Messages in the order in which they were taken, each that was sent again once."""
        named = {str(one["metadata"]["turn"]): one["message"] for one in reversed(self.talks.got)}
        order = dict.fromkeys(str(one["metadata"]["turn"]) for one in self.talks.got)
        return [named[turn] for turn in order]


@pytest.fixture
def bot() -> Iterator[Bot]:
    goes_on = threading.Event()
    goes_on.set()

    class Slow(fakes.FakeBot):
        def respond(self, body: dict[str, object], *, faulty: bool = True) -> tuple[int, bytes]:
            answer = super().respond(body, faulty=faulty)
            goes_on.wait(30)
            return answer

    talks = Slow()
    server = fakes.serve(talks, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Bot(f"http://127.0.0.1:{server.server_address[1]}", talks, goes_on)
    goes_on.set()
    server.shutdown()
    server.server_close()


@dataclass
class Lines:
    """One address, and the connector that listens there for the moment."""

    folder: Path
    bot: Bot
    port: int = field(default_factory=free_port)
    chats: str = ""
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        about = ["--folder", str(self.folder), "--port", str(self.port), "--bot", self.bot.address]
        about += ["--casework", "http://127.0.0.1:9", *(["--chats", self.chats] if self.chats else [])]
        command = [sys.executable, "-m", "tests.voice_connector.chats.line_process", *about]
        process = subprocess.Popen(command, cwd=ROOT)
        self.running.append(process)
        ends_at = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            assert process.poll() is None, "the connector did not start"
            assert time.monotonic() < ends_at, "the connector is not ready in time"
            time.sleep(0.1)

    def kill(self) -> None:
        self.running[-1].kill()
        self.running.pop().wait()

    def stop(self) -> None:
        """As a rolling restart does."""
        self.running[-1].terminate()
        self.running.pop().wait(20)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


@pytest.fixture
def lines(tmp_path: Path, bot: Bot) -> Iterator[Lines]:
    lines = Lines(tmp_path, bot)
    lines.start()
    yield lines
    for process in lines.running:
        process.kill()
        process.wait()


@asynccontextmanager
async def pages(*lines: Lines) -> AsyncIterator[Rooms]:
    """The chat's side of one process of the citizens' pages."""
    rooms = Rooms(lines[0].address.replace("http", "ws", 1) + "/call", TOKEN, 10, 100, 600)
    try:
        yield rooms
    finally:
        await rooms.close()


async def begun(rooms: Rooms) -> tuple[str, Room]:
    """A chat in which it is the person's turn."""
    name, room = await rooms.open("testville", "", "somebody", "")
    await until(lambda: not room.busy)
    return name, room


async def says(room: Room, words: str) -> None:
    """One message, and the answer to it."""
    await room.say(words)
    await until(lambda: not room.busy or room.over)


async def until(true: Callable[[], bool], within_s: float = 30) -> None:
    async with asyncio.timeout(within_s):
        while not true():
            await asyncio.sleep(0.02)


def said(room: Room) -> list[tuple[str, str]]:
    return [(line.who, line.text) for line in room.lines]
