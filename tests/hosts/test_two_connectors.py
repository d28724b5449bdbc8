"""Two connectors behind one address: who calls reaches one of them, and when one is killed the next caller reaches the other."""

import asyncio
import json
from typing import Any

import websockets
from websockets.typing import Origin

from tests.drills.callers import page_token
from tests.hosts.party import Party
from tests.hosts.reporters import nothing_filed_twice

TURNS = ("there is a pothole on my street", "let me talk to a person")


class Chat:
    """Somebody on the call page who writes."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.call_id, self.ended, self.transferred = "", "", False

    async def talk(self, between: asyncio.Event | None = None) -> None:
        """Says TURNS one by one; waits for `between` before the last. Ends when the line does, however it does."""
        token = await page_token(self._address)
        left = list(TURNS)
        socket_address = self._address.replace("http", "ws", 1) + "/call"
        try:
            async with websockets.connect(socket_address, origin=Origin(self._address), proxy=None) as socket:
                await socket.send(json.dumps({"type": "start", "token": token, "mode": "text"}))
                async for message in socket:
                    event = json.loads(message) if isinstance(message, str) else {}
                    await self._take(socket, event, left, between)
        except (OSError, websockets.WebSocketException):
            self.ended = self.ended or "broken"

    async def _take(self, socket: Any, event: dict[str, Any], left: list[str], between: asyncio.Event | None) -> None:
        kind = event.get("type")
        if kind == "ready":
            self.call_id = event["call_id"]
        elif kind == "listening" and left:
            if len(left) == 1 and between is not None:
                await between.wait()
            await socket.send(json.dumps({"type": "text", "text": left.pop(0)}))
        elif kind == "transfer":
            self.transferred = True
        elif kind in ("ended", "error"):
            self.ended = kind


async def chats(party: Party, many: int) -> list[Chat]:
    found = [Chat(party.settings.url("connector")) for _ in range(many)]
    await asyncio.gather(*(chat.talk() for chat in found))
    return found


def test_calls_go_on_when_one_of_two_connectors_is_killed(two_hosts: Party) -> None:
    two_hosts.start(("connector",))
    before = asyncio.run(chats(two_hosts, 4))
    assert all(chat.transferred for chat in before), [chat.ended for chat in before]
    assert [two_hosts.sessions("connector", which) > 0 for which in (0, 1)] == [True, True]

    async def killed_in_the_middle() -> tuple[list[Chat], list[Chat]]:
        go_on = asyncio.Event()
        running = [Chat(two_hosts.settings.url("connector")) for _ in range(4)]
        talking = [asyncio.create_task(chat.talk(go_on)) for chat in running]
        await asyncio.sleep(3)
        two_hosts.kill("connector", 0)
        await asyncio.sleep(1.5)
        go_on.set()
        await asyncio.gather(*talking)
        return running, await chats(two_hosts, 3)

    running, later = asyncio.run(killed_in_the_middle())
    kept = [chat for chat in running if chat.transferred]
    assert kept
    assert all(chat.ended for chat in running)
    assert all(chat.transferred for chat in later), [chat.ended for chat in later]
    nothing_filed_twice(two_hosts, [chat.call_id for chat in (*before, *kept, *later)])
