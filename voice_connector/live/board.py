"""The calls that are going on, as a console shows them: read out of their journals, redacted as the record will be.

Nothing is done in a call's own way. While somebody looks, one task for all of them looks at the journals now and then and
tells what has changed; texts are redacted in a thread, once each.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from voice_connector.call.session import Session
from voice_connector.exchange import Exchange
from voice_connector.log import logger
from voice_connector.records.record import Turn

LOOK_EVERY_S = 0.1  # a look compares a few fields of each call; a call-taker reads along within half a second
_MOST_WATCHERS = 100
_MOST_WAITING = 500  # changes that a console has not taken; one that is further behind starts again
_MOST_TURNS = 120  # of a very long conversation a console gets the end

View = dict[str, Any]


class TooManyWatchers(Exception):
    """More consoles than this process serves."""


@dataclass
class Watcher:
    """One console's connection: what has changed since it looked last. `lost`: it was too slow and must start again."""

    agency: str
    changes: asyncio.Queue[View] = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))
    lost: bool = False

    def tell(self, change: View) -> None:
        try:
            self.changes.put_nowait(change)
        except asyncio.QueueFull:
            self.lost = True


class Board:
    """One process."""

    def __init__(self, exchange: Exchange, every_s: float = LOOK_EVERY_S) -> None:
        self._exchange, self._redaction, self._every_s = exchange, exchange.redaction, every_s
        self._watchers: list[Watcher] = []
        self._looking: asyncio.Task[None] | None = None
        self._seen: dict[str, tuple[Any, ...]] = {}  # call id -> what was told last
        self._agencies: dict[str, str] = {}  # call id -> its agency, also when it has just ended
        self._texts: dict[str, list[str]] = {}  # call id -> its redacted texts so far

    @property
    def watchers(self) -> int:
        return len(self._watchers)

    async def calls(self, agency: str) -> list[View]:
        """All calls of the agency now: emergencies first, then who waits for a person, then the longest."""
        sessions = [one for one in self._exchange.sessions.values() if one.journal.agency == agency]
        views = [await self._view(session) for session in sessions]
        if not self._watchers:
            self._texts.clear()
        return sorted(views, key=_order)

    @asynccontextmanager
    async def watching(self, agency: str) -> AsyncIterator[Watcher]:
        """A connection that is told of every change from now on. Raises TooManyWatchers."""
        if len(self._watchers) >= _MOST_WATCHERS:
            raise TooManyWatchers
        watcher = Watcher(agency)
        self._watchers.append(watcher)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        try:
            yield watcher
        finally:
            self._watchers.remove(watcher)
            if not self._watchers and self._looking is not None:
                self._looking.cancel()
                self._looking = None
                for kept in (self._seen, self._agencies, self._texts):
                    kept.clear()

    async def _look(self) -> None:
        while True:
            try:
                await self._once()
            except Exception:  # a console that sees nothing new is no reason to stop looking
                logger.exception("running calls could not be read for the consoles")
            await asyncio.sleep(self._every_s)

    async def _once(self) -> None:
        sessions = self._exchange.sessions
        for call_id in [known for known in self._seen if known not in sessions]:
            del self._seen[call_id]
            self._texts.pop(call_id, None)
            self._tell(self._agencies.pop(call_id), {"type": "over", "call_id": call_id})
        for call_id, session in sessions.items():
            sign = _sign(session, self._exchange.attendance.ringing.get(call_id))
            if self._seen.get(call_id) != sign:
                self._seen[call_id], self._agencies[call_id] = sign, session.journal.agency
                self._tell(session.journal.agency, {"type": "call", "call": await self._view(session)})

    def _tell(self, agency: str, change: View) -> None:
        for watcher in self._watchers:
            if watcher.agency == agency:
                watcher.tell(change)

    async def _view(self, session: Session) -> View:
        journal = session.journal
        call, known = journal.call, journal.decision
        since = self._exchange.attendance.ringing.get(call.call_id)
        taken = session.taken_by.name if session.taken_by else None
        place = known.destination if known else None
        view = {
            "call_id": call.call_id,
            "agency": journal.agency,
            "channel": journal.channel,
            "gateway": call.gateway,
            "language": journal.language,
            "started_at": journal.started_at.isoformat(),
            "state": "taken" if taken else "waiting" if since else "talking",
            "waiting_since": since.isoformat() if since else None,
            "taken_by": taken,
            "emergency": bool(known and known.emergency),
            "need": known.need if known else None,
            "disposition": known.disposition if known else None,
            "reason": known.reason if known else None,
            "destination": (place.name or place.id) if place else None,
            "ticket": journal.ticket,
            "failure": journal.failure,
            "facts": dict(journal.facts),
            "asking": session.asking,
            "turns": await self._turns(call.call_id, list(journal.turns)),
        }
        return {name: value for name, value in view.items() if value is not None}

    async def _turns(self, call_id: str, turns: list[Turn]) -> list[View]:
        texts = self._texts.setdefault(call_id, [])
        start = len(texts)
        if new := turns[start:]:
            redacted = await self._redaction.texts(new)
            texts[start : start + len(redacted)] = redacted  # another console may have done the same meanwhile
        lines: list[View] = [
            {"n": number, "who": turn.who, "at_ms": turn.at_ms, "by": turn.by, "text": text}
            for number, (turn, text) in enumerate(zip(turns, texts, strict=False))
        ]
        spoken = [line for line in lines if line["text"] or line["by"] == "silence"]
        return sorted(spoken, key=lambda line: line["at_ms"])[-_MOST_TURNS:]


def _sign(session: Session, ringing: Any) -> tuple[Any, ...]:
    journal = session.journal
    taken = session.taken_by.name if session.taken_by else None
    return (len(journal.turns), journal.decision, journal.ticket, journal.failure, session.asking, taken, ringing)


def _order(view: View) -> tuple[bool, bool, str]:
    return (not view["emergency"], view["state"] != "waiting", view["started_at"])
