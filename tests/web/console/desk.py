"""What several tests of the console begin with: a call-taker at their desk, a chat that somebody opens, a case of a list."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import httpx
import websockets

from tests.web.console.office import Office

ANSWER_S = 20


@dataclass
class Chat:
    """The page of somebody who writes."""

    socket: Any
    call_id: str = ""

    async def tells(self, kind: str, **more: str) -> None:
        await self.socket.send(json.dumps({"type": kind, **more}))

    async def until(self, kind: str, **wanted: str) -> dict[str, Any]:
        """The next message of this kind that the page gets."""
        async with asyncio.timeout(ANSWER_S):
            async for frame in self.socket:
                message = json.loads(frame)
                if message["type"] == kind and wanted.items() <= message.items():
                    return dict(message)
        raise AssertionError("the chat closed")


@asynccontextmanager
async def at_the_desk(office: Office, name: str) -> AsyncIterator[httpx.AsyncClient]:
    """Signed in, and at several things at once."""
    with office.signed_in(name) as client:
        known: dict[str, Any] = {"cookies": dict(client.cookies), "trust_env": False, "timeout": 30}
    async with httpx.AsyncClient(base_url=office.address, **known) as console:
        yield console


@asynccontextmanager
async def a_chat(office: Office, console: httpx.AsyncClient) -> AsyncIterator[Chat]:
    """Somebody has opened the chat page, and the assistant waits for what they write."""
    address = f"{office.line.replace('http', 'ws')}/call"
    async with websockets.connect(address, origin=cast("Any", office.line), proxy=None) as socket:
        token = re.search('data-token="([^"]+)"', (await console.get(office.line)).text)
        assert token
        chat = Chat(socket)
        await chat.tells("start", token=token[1], mode="text")
        chat.call_id = (await chat.until("ready"))["call_id"]
        await chat.until("listening")
        yield chat


def a_case(client: httpx.Client, **wanted: str) -> int:
    """The first of a list of cases."""
    page = client.get("/cases", params=wanted).text
    found = re.search(r'href="/cases/(\d+)"', page)
    assert found, page[:2000]
    return int(found[1])
