"""Who of an agency is at a console, and which chats wait for them.

A page has no telephone behind it. While somebody looks, a chat that is handed over waits for them; where a console was
seen before and nobody is there now, nobody answers, and the bot offers a call-back. An agency without a console keeps
what the gateway does by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from voice_connector.call.line import Line, TransferOrder
from voice_connector.clock import Clock
from voice_connector.events import CallStarted, TransferResult


class Attendance:
    """One process."""

    def __init__(self) -> None:
        self._there: Counter[str] = Counter()
        self._known: set[str] = set()
        self.ringing: dict[str, datetime] = {}  # call id -> since when a person is rung

    @contextmanager
    def looks(self, agency: str) -> Iterator[None]:
        """Somebody who can take chats looks at this agency's calls."""
        self._known.add(agency)
        self._there[agency] += 1
        try:
            yield
        finally:
            self._there[agency] -= 1

    def somebody(self, agency: str) -> bool:
        return self._there[agency] > 0

    async def transfer(
        self, call: CallStarted, agency: str, line: Line, order: TransferOrder, clock: Clock
    ) -> TransferResult:
        """The gateway's own transfer, or the wait of a chat for a call-taker: who takes it ends the wait from outside."""
        self.ringing[call.call_id] = clock.utc()
        try:
            if call.channel != "web" or order.ticket is None or agency not in self._known:
                return await line.transfer(order)
            if self.somebody(agency):
                await clock.sleep(order.max_wait_s)
            return "not_answered"
        finally:
            self.ringing.pop(call.call_id, None)
