"""A WebSocket between a peer and a gateway, without a network."""

import asyncio
from collections.abc import Callable


class FakeSocket:
    """The gateway's end; the peer gives frames with `give` and gets each sent one in `took`."""

    def __init__(self, took: Callable[[str | bytes], None]) -> None:
        self._took = took
        self._coming: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._gone = False

    @property
    def gone(self) -> bool:
        return self._gone

    async def recv(self) -> str | bytes | None:
        return await self._coming.get()

    async def send(self, data: str | bytes) -> None:
        if self._gone:
            raise ConnectionError("the socket is closed")
        self._took(data)

    def give(self, data: str | bytes) -> None:
        self._coming.put_nowait(data)

    def close(self) -> None:
        """The far end closes, or the network drops."""
        self._gone = True
        self._coming.put_nowait(None)
