"""Waiting for something on a call's own clock, and for no longer than so many seconds."""

import asyncio
from typing import Any, TypeVar

from voice_connector.clock import Clock

T = TypeVar("T")


async def event_within(clock: Clock, event: asyncio.Event, seconds: float) -> bool:
    """Whether the event is set in that time."""
    return await _within(clock, asyncio.ensure_future(event.wait()), seconds) is not None


async def item_within(clock: Clock, queue: "asyncio.Queue[T]", seconds: float) -> T | None:
    """The next item; None when none comes in that time."""
    return await _within(clock, asyncio.ensure_future(queue.get()), seconds)


async def _within(clock: Clock, wanted: "asyncio.Future[T]", seconds: float) -> T | None:
    limit: asyncio.Future[Any] = asyncio.create_task(clock.sleep(seconds))
    try:
        await asyncio.wait([wanted, limit], return_when=asyncio.FIRST_COMPLETED)
        return wanted.result() if wanted.done() else None
    finally:
        limit.cancel()
        wanted.cancel()
