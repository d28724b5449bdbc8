"""What casework holds for the board (hand-overs, those that nobody took in time, call-backs, unread messages, surges): asked once
for everybody who may see the same.

So nothing is in it that only the one sees who happens to ask, as they serve a caller (`shared`).

Fifty boards that each ask casework after every word would ask for more than it can answer, and none would be up to date.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from casework_client.errors import CaseworkError, CaseworkRefused
from casework_client.staff import Answer, StaffCasework
from web.console.live.feed import Feed
from web.console.live.surge import Surge, Watch
from web.shared.log import logger

LOOK_EVERY_S = 2.0  # how long a hand-over that casework has may take to stand here
_AT_MOST_EVERY_S = 0.5
_OVER = 401
MISSED_HOURS = 24 * 7  # what was over before anybody took it stays so long: somebody may still need help on Monday
MISSED_SHOWN = 50
UNREADABLE = "Hand-overs cannot be read just now; calls go on ringing."


@dataclass(frozen=True, slots=True)
class Picture:
    """As casework told it. `missed`: over before anybody took them. `trouble`: why it is empty, for whoever reads the board."""

    waiting: list[Answer] = field(default_factory=list)
    missed: list[Answer] = field(default_factory=list)
    taken: list[Answer] = field(default_factory=list)
    call_backs: list[Answer] = field(default_factory=list)
    unread: list[Answer] = field(default_factory=list)
    surges: list[Surge] = field(default_factory=list)
    trouble: str = ""


async def picture(casework: StaffCasework, feed: Feed, watch: Watch) -> Picture:
    """Asks casework now. Raises CaseworkRefused where the session is over."""
    try:
        waiting, missed, taken, backs, unread = await asyncio.gather(
            casework.handovers(state="waiting", shared="true"),
            casework.handovers(state="missed", shared="true", hours=MISSED_HOURS, limit=MISSED_SHOWN),
            casework.handovers(state="taken", shared="true"),
            casework.call_backs(),
            _unread(casework),
        )
    except CaseworkRefused:
        raise
    except CaseworkError:
        return Picture(trouble=UNREADABLE)
    over = {one["ticket"] for one in missed}  # five answers are five moments: who was over in one waits in no other
    waiting = [one for one in waiting if one["ticket"] not in over]
    return Picture(waiting, missed, taken, backs, unread, await watch.look(casework, feed.calls, datetime.now(UTC)))


async def _unread(casework: StaffCasework) -> list[Answer]:
    """Cases whose person wrote and nobody has read it; none for a role that may not see cases."""
    try:
        return list((await casework.cases(unread="true", limit=20))["cases"])
    except CaseworkRefused as refused:
        if refused.status == _OVER:
            raise
        return []


class Board:
    """One agency's board, for one set of rights. While somebody looks, one of their sessions asks for all of them."""

    def __init__(self, feed: Feed, watch: Watch) -> None:
        self._feed, self._watch = feed, watch
        self._lookers: list[StaffCasework] = []
        self._asking: asyncio.Task[None] | None = None
        self.now = Picture()

    @asynccontextmanager
    async def looking(self, casework: StaffCasework) -> AsyncIterator[None]:
        """Up to date from the first moment on. Raises CaseworkRefused where this session is over."""
        if self._asking is None:
            self.now = await picture(casework, self._feed, self._watch)
        self._lookers.append(casework)
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        try:
            yield
        finally:
            if casework in self._lookers:
                self._lookers.remove(casework)
            if not self._lookers:
                self.stop()

    def stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    async def _ask(self) -> None:
        while self._lookers:
            version = self._feed.version
            await asyncio.sleep(_AT_MOST_EVERY_S)
            await self._feed.change(version, LOOK_EVERY_S - _AT_MOST_EVERY_S)
            await self._once()
        self._asking = None  # every session is over: whoever comes next begins anew

    async def _once(self) -> None:
        """Asks with the session of whoever came last; one that is over is not used again."""
        asker = self._lookers[-1] if self._lookers else None
        if asker is None:
            return
        try:
            seen = await picture(asker, self._feed, self._watch)
        except CaseworkRefused:
            with contextlib.suppress(ValueError):
                self._lookers.remove(asker)
            return
        except Exception:  # a board that is not up to date says so, and is tried again
            logger.exception("what waits could not be read for the boards")
            seen = Picture(trouble=UNREADABLE)
        if seen != self.now:
            self.now = seen
            self._feed.tell()


class Boards:
    """By agency and rights."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._boards: dict[tuple[str, frozenset[str]], Board] = {}

    def of(self, feed: Feed, agency: str, acts: frozenset[str]) -> Board:
        if (agency, acts) not in self._boards:
            self._boards[agency, acts] = Board(feed, self._watch)
        return self._boards[agency, acts]

    def close(self) -> None:
        for board in self._boards.values():
            board.stop()
