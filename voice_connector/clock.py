"""Time as a call sees it, so that a scripted call can run on a virtual one."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> float:
        """Seconds that never run backwards; only differences mean something."""
        ...

    def utc(self) -> datetime:
        """The aware wall time, for records."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class RealClock:
    """The machine's own clock."""

    def now(self) -> float:
        return time.monotonic()

    def utc(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))
