"""Rasa's SQL tracker store with what a public service needs beside it: the agency's retention, speed, and company.

Named in endpoints.yml. A conversation is the bot's working memory: `conversation_hours` (agency.yml) after its last word it is
deleted, looked for at start and every quarter of an hour. What is kept of a call is the redacted record (casework/calls).
The file is this user's only.
Any number of processes may share the database. Running conversations stay in memory as well, and each turn asks the database
for the number of the conversation's last event: the same as in memory, and nothing is read; another one, and the
conversation is read anew. A turn is written only behind the event that it began with (`Overtaken` otherwise).
Every turn is in the database before the caller hears it. PINs and codes are masked before anything is written or
published (`masking`).
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any, Dict, Iterator, List, NamedTuple, Optional

import sqlalchemy as sa
import yaml
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

from tracker_store import connecting
from tracker_store.errors import Overtaken
from tracker_store.masking import masked

logger = logging.getLogger(__name__)

EVERY_S = 900.0
HOUR_S = 3600.0
DAY_S = 86_400.0
USUAL_HOURS = 12
REMEMBERED = 2_000  # conversations; about 50 kB each
# Word for word: composing these takes SQLAlchemy longer than doing them takes the database.
COLUMNS = ("sender_id", "type_name", "timestamp", "intent_name", "action_name", "data")
_VALUES = ", ".join(f":{name}" for name in COLUMNS)
LAST = "SELECT max(id) FROM {table} WHERE sender_id = :sender_id"
INSERT = f"INSERT INTO {{table}} ({', '.join(COLUMNS)}) VALUES ({_VALUES})"  # noqa: S608 our own names
# the first row of a turn: only behind the event that the turn began with (0: it began the conversation)
BEHIND = f"INSERT INTO {{table}} ({', '.join(COLUMNS)}) SELECT {_VALUES} WHERE coalesce(({LAST}), 0) = :behind"
EVENTS = "SELECT id, type_name, data FROM {table} WHERE sender_id = :sender_id ORDER BY id"
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")


class Kept(NamedTuple):
    """What the database holds of a conversation: how many events of the tracker, and the number of the last one (0: none)."""

    events: int
    last: int


class CiviclineTrackerStore(SQLTrackerStore):
    engine: sa.engine.Engine

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        agency: str = "denver",
        agencies: str = "agencies",
        **settings: Any,
    ) -> None:
        self._remembered: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._kept: Dict[str, Kept] = {}
        self._kept_s = conversation_hours(Path(agencies) / agency / "agency.yml") * HOUR_S
        settings = connecting.given(settings)
        _make_private(settings)
        super().__init__(domain, event_broker=event_broker, **settings)
        self._keep_connections_open()
        table = self.SQLEvent.__tablename__
        self._last, self._insert, self._behind, self._events = (
            connecting.in_drivers_words(statement.format(table=table), self.engine.dialect.paramstyle)
            for statement in (LAST, INSERT, BEHIND, EVENTS)
        )
        self._stopped = threading.Event()
        threading.Thread(target=self._delete_in_time, name="conversation-retention", daemon=True).start()

    def _keep_connections_open(self) -> None:
        """SQLAlchemy 1.4 opens a SQLite file anew for every session; a pool saves that in every turn."""
        url, dialect = self.engine.url, self.engine.dialect.name
        if dialect not in ("sqlite", "postgresql"):
            return
        self.engine.dispose()
        if dialect == "postgresql":
            self.engine = connecting.postgresql_engine(url)
        else:
            self.engine = sa.create_engine(url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False})
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        self.engine.connect().close()

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Takes the conversation out of memory: a turn that fails leaves none behind, and the database decides."""
        remembered, kept = self._remembered.pop(sender_id, None), self._kept.pop(sender_id, None)
        with self.engine.connect() as connection:
            last = connection.exec_driver_sql(self._last, {"sender_id": sender_id}).scalar() or 0
            if remembered is not None and kept is not None and kept.last == last:
                self._kept[sender_id] = kept
                return remembered
            if not last:
                self._kept[sender_id] = Kept(0, 0)
                return None
            rows = connection.exec_driver_sql(self._events, {"sender_id": sender_id}).fetchall()
        if not rows:  # its time was over between the two questions
            self._kept[sender_id] = Kept(0, 0)
            return None
        begun = max((at for at, row in enumerate(rows) if row.type_name == SessionStarted.type_name), default=0)
        events = [json.loads(row.data) for row in rows[begun:]]
        self._kept[sender_id] = Kept(len(events), rows[-1].id)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Raises Overtaken when another process has written to the conversation since it was retrieved here."""
        kept = self._kept.pop(tracker.sender_id, None)
        self._remembered.pop(tracker.sender_id, None)
        if kept is None or kept.events > len(tracker.events):
            await super().save(tracker)
            with self.engine.connect() as connection:
                last = connection.exec_driver_sql(self._last, {"sender_id": tracker.sender_id}).scalar() or 0
        else:
            events = list(itertools.islice(tracker.events, kept.events, None))
            written = [event.as_dict() for event in events]
            new = [masked(one) for one in written]
            last = self._append(tracker.sender_id, new, kept.last)
            if self.event_broker is not None and new:
                told = [was if one is raw else _event(one, was) for was, raw, one in zip(events, written, new)]
                await SQLTrackerStore._stream_new_events(self, self.event_broker, told, tracker.sender_id)
        self._remember(tracker, last)

    def _append(self, sender_id: str, new: List[Dict[str, Any]], behind: int) -> int:
        """Writes them behind the event of that number; returns the number of the last one. Raises Overtaken."""
        rows = [_row(sender_id, event) for event in new]
        if not rows:
            return behind
        with self.engine.begin() as connection:
            first = connection.exec_driver_sql(self._behind, {**rows[0], "behind": behind})
            if first.rowcount != 1:
                raise Overtaken("another process went on with this conversation; this turn is not kept")
            if rows[1:]:
                connection.exec_driver_sql(self._insert, rows[1:])
            if self.engine.dialect.name == "sqlite":  # one writer at a time: its numbers follow each other
                return int(first.lastrowid) + len(rows) - 1
            return int(connection.exec_driver_sql(self._last, {"sender_id": sender_id}).scalar() or 0)

    def _additional_events(self, session: sa.orm.Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        return (_masked(event) for event in super()._additional_events(session, tracker))

    async def _stream_new_events(self, event_broker: EventBroker, new_events: List[Event], sender_id: str) -> None:
        await super()._stream_new_events(event_broker, [_masked(event) for event in new_events], sender_id)

    def _remember(self, tracker: DialogueStateTracker, last: int) -> None:
        self._remembered[tracker.sender_id] = tracker
        self._kept[tracker.sender_id] = Kept(len(tracker.events), last)
        while len(self._remembered) > REMEMBERED:
            forgotten, _ = self._remembered.popitem(last=False)
            self._kept.pop(forgotten, None)

    def _delete_in_time(self) -> None:
        while not self._stopped.is_set():
            try:
                self.delete_older_than(time.time() - self._kept_s)
            except sa.exc.SQLAlchemyError:
                logger.exception("old conversations were not deleted; tried again soon")
            self._stopped.wait(EVERY_S)

    def delete_older_than(self, timestamp_s: float) -> int:
        """Deletes every conversation whose latest event is older (Unix time); returns how many events went."""
        for sender_id, tracker in list(self._remembered.items()):
            if not tracker.events or tracker.events[-1].timestamp < timestamp_s:
                self._remembered.pop(sender_id, None)
        for sender_id in [one for one in list(self._kept) if one not in self._remembered]:
            self._kept.pop(sender_id, None)  # turns that failed
        event = self.SQLEvent
        with self.session_scope() as session:
            latest = session.query(event.sender_id).group_by(event.sender_id)
            old = latest.having(sa.func.max(event.timestamp) < timestamp_s).subquery()
            gone = session.query(event).filter(event.sender_id.in_(sa.select(old.c.sender_id)))
            deleted = int(gone.delete(synchronize_session=False))
            session.commit()
        if deleted:
            logger.info("old conversations deleted: %d events", deleted)
        return deleted


def _masked(event: Event) -> Event:
    written = event.as_dict()
    without = masked(written)
    return event if without is written else _event(without, event)


def _event(written: Dict[str, Any], otherwise: Event) -> Event:
    return Event.from_parameters(written) or otherwise


def _row(sender_id: str, event: Dict[str, Any]) -> Dict[str, Any]:
    """The columns of Rasa's events table."""
    return {
        "sender_id": sender_id,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": event.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": event.get("name"),
        "data": json.dumps(event),
    }


def _prepare_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _make_private(settings: Dict[str, Any]) -> None:
    """A SQLite file is made before SQLite makes it, for this user only; what is there already is closed to others."""
    name = str(settings.get("db") or "")
    if settings.get("dialect", "sqlite") != "sqlite" or not name or ":memory:" in name:
        return
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    for one in (path, *path.parent.glob(f"{path.name}-*")):
        one.chmod(0o600)


def conversation_hours(agency: Path) -> float:
    """Hours after its last word that a conversation is kept, never more than the agency's retention. Raises ValueError."""
    days = retention_days(agency)
    hours = yaml.safe_load(agency.read_text(encoding="utf-8")).get("conversation_hours", USUAL_HOURS)
    if isinstance(hours, bool) or not isinstance(hours, int) or hours < 1:
        raise ValueError(f"{agency}: 'conversation_hours' is {hours!r}; write a whole number of hours, at least 1.")
    return float(min(hours, days * 24))


def retention_days(agency: Path) -> int:
    """The agency's retention. Raises ValueError with file and mend: a bot that keeps calls for ever must not start."""
    try:
        days = yaml.safe_load(agency.read_text(encoding="utf-8")).get("retention_days")
    except (OSError, yaml.YAMLError, AttributeError) as error:
        raise ValueError(f"{agency}: cannot be read, so nobody knows how long to keep calls: {error}") from None
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise ValueError(f"{agency}: 'retention_days' is {days!r}; write a whole number of days, at least 1.")
    return days
