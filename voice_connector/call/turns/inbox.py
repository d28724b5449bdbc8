"""Everything that happens in one call, in order; what is looked at while the bot is asked keeps its place."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")


class Inbox:
    """One call. `get` and `overhear` are never awaited at the same time."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Any] = asyncio.Queue()
        self._aside: deque[Any] = deque()

    def put_nowait(self, event: Any) -> None:
        self._queue.put_nowait(event)

    async def get(self) -> Any:
        return self._aside.popleft() if self._aside else await self._queue.get()

    def get_nowait(self) -> Any:
        """Raises asyncio.QueueEmpty."""
        return self._aside.popleft() if self._aside else self._queue.get_nowait()

    def empty(self) -> bool:
        return not self._aside and self._queue.empty()

    async def overhear(self, pick: Callable[[Any], Found | None]) -> tuple[Any, Found]:
        """The first event that `pick` wants, and what it makes of it; every event waits for `get`, this one until `drop`."""
        while True:
            event = await self._queue.get()
            self._aside.append(event)
            if (found := pick(event)) is not None:
                return event, found

    def drop(self, event: Any) -> None:
        """This one, overheard before, has been acted on."""
        self._aside = deque(other for other in self._aside if other is not event)
