"""Connections of an exchange, each of which is one call: taken until the server stops, which ends them all."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

Take = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Connections:
    """`take` hears one connection to its end. Their number, the latest among them: `len()`."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._server: asyncio.Server | None = None
        self._calls: set[asyncio.Task[None]] = set()

    async def start(self, host: str, port: int) -> int:
        """The port that was taken; 0 asks for any. Raises OSError when it cannot be had."""
        self._server = await asyncio.start_server(self._connected, host, port)
        return self.port

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def __len__(self) -> int:
        return len(self._calls)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for call in tuple(self._calls):
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        try:
            await self._take(reader, writer)
        except asyncio.CancelledError:
            pass  # the server stops; a cancelled handler is no error of asyncio's
        finally:
            self._calls.discard(call)
            writer.close()
            with contextlib.suppress(Exception):
                await writer.wait_closed()
