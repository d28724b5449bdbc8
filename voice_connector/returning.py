"""Callers who may come back: a transfer that nobody took brings them to us again, and their call goes on where it was.

Whoever takes the caller from us gets a pass: unguessable, good once, for a quarter of an hour. It says nothing by itself;
only a pass that was made here leads to a call, and only once that call's part with us is over. What the caller has told
stays in memory as long as its pass, and nowhere else.
"""

import asyncio
import secrets
from dataclasses import dataclass

from voice_connector.call.journal import Journal

LIVES_S = 900.0  # two queues, a number outside, and the patience of whoever set their ring times
_TAKEN_WITHIN_S = 30.0
_MOST = 2_000


@dataclass(slots=True)
class _Way:
    """Back into one call; `story` is there once the call has left us."""

    call_id: str
    story: Journal | None = None


class Returning:
    """All calls of this process."""

    def __init__(self) -> None:
        self._ways: dict[str, _Way] = {}  # by pass
        self._passes: dict[str, str] = {}  # call id -> its latest pass
        self._stories: dict[str, Journal] = {}  # call id -> what a caller who is back has told before

    def pass_for(self, call_id: str) -> str:
        """A new pass for this call; an earlier one is good no more."""
        self._forget(self._passes.get(call_id, ""))
        while len(self._ways) >= _MOST:
            self._forget(next(iter(self._ways)))
        fresh = secrets.token_hex(16)
        self._ways[fresh], self._passes[call_id] = _Way(call_id), fresh
        asyncio.get_running_loop().call_later(LIVES_S, self._forget, fresh)
        return fresh

    def over(self, journal: Journal) -> None:
        """The call has left us: its story is kept for as long as its caller may come back."""
        call_id = journal.call.call_id
        way = self._ways.get(self._passes.get(call_id, ""))
        if way is None:
            return
        if journal.ended_by == "transfer":
            way.story = journal
        else:
            self._forget(self._passes[call_id])

    def spend(self, given: str | None) -> str | None:
        """The id of the call that goes on; None for a pass that is foreign, used or old, or whose call is not over."""
        way = self._ways.get(given or "")
        self._forget(given or "")
        if way is None or way.story is None:
            return None
        self._stories[way.call_id] = way.story
        asyncio.get_running_loop().call_later(_TAKEN_WITHIN_S, self._stories.pop, way.call_id, None)
        return way.call_id

    def story(self, call_id: str) -> Journal | None:
        """What the caller of this call has told before; given out once."""
        return self._stories.pop(call_id, None)

    def _forget(self, one: str) -> None:
        way = self._ways.pop(one, None)
        if way is not None and self._passes.get(way.call_id) == one:
            del self._passes[way.call_id]
