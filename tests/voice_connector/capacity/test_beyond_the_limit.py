"""Calls beyond the first limit, through a whole connector with a clock of the test's own for admission: taken a little later one by
one, refused while work piles up, taken again afterwards without a restart; `/readyz` and `/metrics` say so all the while."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.voice_connector.stage_server import Served, served
from voice_connector.call.session import Session
from voice_connector.clock import RealClock
from voice_connector.errors import LineBusy
from voice_connector.events import CallStarted, HungUp
from voice_connector.exchange import new_call_id
from voice_connector.gateways.loopback.line import LoopbackLine


class Callers:
    """Who is on the line; `second` is the time that admission sees, `waits_s` how long speech work has had to wait of late."""

    def __init__(self, line: Served) -> None:
        self.second = self.waits_s = 0.0
        self._line, self._sessions = line, list[Session]()
        self._calls: list[asyncio.Task[Any]] = []
        admission = line.connector.exchange.admission
        admission.most_calls, admission.most_late, admission.measured = 1, 3, True
        admission.now, admission.waits_s = lambda: self.second, lambda: self.waits_s

    async def ring(self) -> bool:
        """Whether the call was taken."""
        clock, there = RealClock(), asyncio.Event()
        line = LoopbackLine(clock, lambda _at, _event: None)

        def connected(session: Session) -> None:
            self._sessions.append(session)
            there.set()

        call = CallStarted(new_call_id(), "voice", "loopback")
        self._calls.append(asyncio.create_task(self._line.connector.exchange.hold(call, line, connected)))
        waiting = asyncio.create_task(there.wait())
        await asyncio.wait({self._calls[-1], waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if there.is_set():
            return True
        with pytest.raises(LineBusy):
            await self._calls.pop()
        return False

    async def hang_up(self, count: int) -> None:
        for session in self._sessions[:count]:
            session.post(HungUp())
        await asyncio.gather(*self._calls[:count])
        del self._sessions[:count], self._calls[:count]

    @property
    def count(self) -> int:
        return len(self._calls)

    async def room(self) -> str:
        async with httpx.AsyncClient(trust_env=False) as client:
            return str((await client.get(f"{self._line.address}/readyz")).json()["room"]["next"])

    async def refused(self) -> str:
        async with httpx.AsyncClient(trust_env=False) as client:
            page = (await client.get(f"{self._line.address}/metrics")).text
        lines = [line for line in page.splitlines() if line.startswith('civicline_calls_refused_total{reason="full"}')]
        return lines[0].split()[-1] if lines else "0"


@pytest.fixture
async def callers(tmp_path: Path) -> AsyncIterator[Callers]:
    async with served(tmp_path, f"beyond-{tmp_path.name}") as line:
        found = Callers(line)
        yield found
        await found.hang_up(found.count)


async def test_a_call_more_is_answered_a_little_later_and_only_one_at_a_time(callers: Callers) -> None:
    assert await callers.room() == "in_time"
    assert await callers.ring()
    callers.second = 100.0
    assert await callers.room() == "a_little_later"
    assert await callers.ring()
    assert (await callers.room(), await callers.ring()) == ("none", False)  # what the second brings is not known yet
    callers.second += 6
    assert await callers.ring()
    callers.second += 6
    assert (await callers.room(), await callers.ring()) == ("none", False)  # the second limit
    assert await callers.refused() == "2.0"


async def test_while_waits_are_long_callers_go_to_a_person_and_are_taken_again_after(callers: Callers) -> None:
    assert await callers.ring()
    callers.second, callers.waits_s = 100.0, 0.9
    assert (await callers.room(), await callers.ring()) == ("none", False)
    callers.waits_s = 0.1
    assert (await callers.room(), await callers.ring()) == ("a_little_later", True)
    await callers.hang_up(2)
    assert (await callers.room(), await callers.ring()) == ("in_time", True)
