"""Copies of what waits in the spool, in a bucket: a host that never comes back takes no call record and no ticket with it.

Every connector looks now and then for what was left behind by another one, and delivers it. Two that deliver the same do no harm:
casework takes a record by its call and a ticket by its key.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from buckets.errors import BucketAway
from voice_connector.apart import Apart
from voice_connector.log import logger

if TYPE_CHECKING:
    from buckets.bucket import Bucket

_REFUSED = "refused/"
_REST = timedelta(seconds=30)  # a bucket that is away is left alone for so long: nobody waits for it again and again
_LEFT_AFTER_S = 120.0  # a connector that lives delivers its own within that, or keeps trying beside us


class Elsewhere(Protocol):
    """Nothing here raises: a bucket that is away leaves the disk, as before."""

    async def keep(self, name: str, content: bytes) -> bool: ...

    async def drop(self, name: str) -> None: ...

    async def left_behind(self, here: set[str]) -> list[tuple[str, bytes]]:
        """Name and content of what nobody has delivered; `here`: names that wait on our own disk."""
        ...

    async def set_aside(self, name: str, content: bytes) -> None:
        """One that casework refused: somebody must look at it."""
        ...


class Nowhere:
    """No bucket is set."""

    async def keep(self, name: str, content: bytes) -> bool:
        return False

    async def drop(self, name: str) -> None:
        return None

    async def left_behind(self, here: set[str]) -> list[tuple[str, bytes]]:
        return []

    async def set_aside(self, name: str, content: bytes) -> None:
        return None


class InBucket:
    def __init__(
        self,
        bucket: "Bucket",
        left_after_s: float = _LEFT_AFTER_S,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bucket, self._left_after, self._now = bucket, timedelta(seconds=left_after_s), now
        self._rests_until = datetime.min.replace(tzinfo=UTC)
        self._threads = Apart("spool-elsewhere")

    async def keep(self, name: str, content: bytes) -> bool:
        return await self._done(self._bucket.put, f"{name}.json", content)

    async def drop(self, name: str) -> None:
        await self._done(self._bucket.remove, f"{name}.json")

    async def set_aside(self, name: str, content: bytes) -> None:
        if await self._done(self._bucket.put, f"{_REFUSED}{name}.json", content):
            await self.drop(name)

    async def left_behind(self, here: set[str]) -> list[tuple[str, bytes]]:
        if self._rests():
            return []
        try:
            return await self._threads.run(self._left_behind, here)
        except BucketAway as error:
            self._is_away(error)
            return []

    def _left_behind(self, here: set[str]) -> list[tuple[str, bytes]]:
        since = self._now() - self._left_after
        names = [
            one.name.removesuffix(".json")
            for one in self._bucket.listed()
            if one.changed_at < since and not one.name.startswith(_REFUSED)
        ]
        found = []
        for name in sorted(set(names) - here):
            try:
                found.append((name, self._bucket.read(f"{name}.json")))
            except FileNotFoundError:  # another connector has just delivered it
                continue
        return found

    async def _done(self, work: Callable[..., None], *what: str | bytes) -> bool:
        if self._rests():
            return False
        try:
            await self._threads.run(work, *what)
        except BucketAway as error:
            self._is_away(error)
            return False
        return True

    def _rests(self) -> bool:
        return self._now() < self._rests_until

    def _is_away(self, error: BucketAway) -> None:
        self._rests_until = self._now() + _REST
        logger.warning("the bucket of the spool does not answer", error=str(error))
