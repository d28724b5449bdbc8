"""One picture of an agency's running calls for everybody who looks: one stream from each connector, kept while somebody does."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from web.console.live.connectors import Connectors
from web.shared.log import logger

_AGAIN_S = (0.5, 1.0, 2.0, 5.0, 10.0)  # how long until a connector that is away is tried again
_KNOWN_WITHIN_S = 1.5
_PICTURED_WITHIN_S = 6.0  # a connector with many calls, on a busy machine

Call = dict[str, Any]


class Feed:
    """One agency. `version` grows with every change; whoever waits for the next one is woken."""

    def __init__(self, connectors: Connectors, agency: str) -> None:
        self._connectors, self._agency = connectors, agency
        self._calls: dict[str, tuple[str, Call]] = {}  # call id -> its connector, and the call
        self._streams: dict[str, asyncio.Task[None]] = {}
        self._away: set[str] = set()
        self._pictured: set[str] = set()  # connectors that have told of all their calls since they were asked
        self._changed = asyncio.Event()
        self._lookers = self._takers = 0
        self.version = 0
        self.drawn: tuple[tuple[int, int], str] | None = (
            None  # the running calls as HTML: of which version, and the HTML
        )

    @property
    def away(self) -> bool:
        """Whether a connector does not answer: what is shown may not be all."""
        return bool(self._away)

    @property
    def calls(self) -> list[Call]:
        """Emergencies first, then who waits for a person, then the longest."""
        found = [call for _, call in self._calls.values()]
        return sorted(found, key=lambda call: (not call["emergency"], call["state"] != "waiting", call["started_at"]))

    def call(self, call_id: str) -> Call | None:
        known = self._calls.get(call_id)
        return known[1] if known else None

    def connector_of(self, call_id: str) -> str | None:
        known = self._calls.get(call_id)
        return known[0] if known else None

    @asynccontextmanager
    async def looking(self, *, taking: bool) -> AsyncIterator[None]:
        """`taking`: this person answers chats, so that one which is handed over waits for them."""
        self._lookers += 1
        self._takers += taking
        if self._lookers == 1 or (taking and self._takers == 1):
            await self._restart()
        try:
            yield
        finally:
            self._lookers -= 1
            self._takers -= taking
            if not self._lookers:
                await self.stop()
            elif taking and not self._takers:
                await self._restart()

    async def change(self, after: int, within_s: float) -> int:
        """The version once it is another than `after`, or after that time."""
        if self.version == after:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within_s):
                    await self._changed.wait()
        return self.version

    async def known(self, call_id: str, within_s: float = _KNOWN_WITHIN_S) -> Call | None:
        """The call, waited for so long once every connector has told of its calls: what is new, it tells a moment later."""
        await self._until(lambda: call_id in self._calls or self._is_whole(), _PICTURED_WITHIN_S)
        await self._until(lambda: call_id in self._calls, within_s)
        return self.call(call_id)

    def _is_whole(self) -> bool:
        return set(self._streams) <= self._pictured | self._away

    async def _until(self, holds: Callable[[], bool], within_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not holds():
                    await self._changed.wait()

    async def stop(self) -> None:
        streams, self._streams = list(self._streams.values()), {}
        self._pictured.clear()
        for stream in streams:
            stream.cancel()
        await asyncio.gather(*streams, return_exceptions=True)
        if not self._lookers:
            self._calls.clear()
            self._away.clear()

    async def _restart(self) -> None:
        await self.stop()
        for address in self._connectors.addresses:
            self._streams[address] = asyncio.create_task(self._stream(address))
        if self.version == 0:  # the first picture comes at once where the connector is there
            await self.change(0, _KNOWN_WITHIN_S)

    async def _stream(self, address: str) -> None:
        tries = 0
        while True:
            try:
                async for kind, data in self._connectors.follow(address, self._agency, attending=self._takers > 0):
                    tries = 0
                    self._take(address, kind, data)
            except httpx.HTTPError as error:
                logger.warning("a connector's running calls cannot be followed", error=type(error).__name__)
            self._away.add(address)
            self._forget(address)
            await asyncio.sleep(_AGAIN_S[min(tries, len(_AGAIN_S) - 1)])
            tries += 1

    def _take(self, address: str, kind: str, data: dict[str, Any]) -> None:
        known = address in self._away
        self._away.discard(address)
        if kind == "calls":
            self._pictured.add(address)
            self._forget(address)
            self._calls |= {call["call_id"]: (address, call) for call in data["calls"]}
        elif kind == "call":
            self._calls[data["call_id"]] = (address, data)
        elif kind == "over":
            self._calls.pop(data["call_id"], None)
        elif not known:
            return
        self.tell()

    def _forget(self, address: str) -> None:
        self._calls = {name: one for name, one in self._calls.items() if one[0] != address}
        self.tell()

    def tell(self) -> None:
        """Wakes everybody who waits for a change."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()


class Feeds:
    """By agency."""

    def __init__(self, connectors: Connectors) -> None:
        self._connectors = connectors
        self._feeds: dict[str, Feed] = {}

    def of(self, agency: str) -> Feed:
        if agency not in self._feeds:
            self._feeds[agency] = Feed(self._connectors, agency)
        return self._feeds[agency]

    async def close(self) -> None:
        await asyncio.gather(*(feed.stop() for feed in self._feeds.values()))
