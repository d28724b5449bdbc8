"""Rasa's SQL tracker store with what a public service needs beside it: the agency's retention, and speed.

Named in endpoints.yml. A conversation is the bot's working memory: `conversation_hours` (agency.yml) after its last word it is
deleted, looked for at start and every quarter of an hour. What is kept of a call is the redacted record (casework/calls).
The file is this user's only.
SQLite writes ahead. While Rasa has one process on SQLite, running conversations stay in memory as well: a turn reads
nothing and writes its new events in one statement. A database that others can reach may have other processes of Rasa.
Every turn is in the database before the caller hears it.
PINs and codes are masked before anything is written or published (`masking`).
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
from typing import Any, Dict, Iterator, List, Optional

import sqlalchemy as sa
import yaml
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from tracker_store.masking import masked

logger = logging.getLogger(__name__)

EVERY_S = 900.0
HOUR_S = 3600.0
DAY_S = 86_400.0
USUAL_HOURS = 12
REMEMBERED = 2_000  # conversations; about 50 kB each
# For SQLite, word for word: composing these takes SQLAlchemy longer than doing them takes SQLite.
COLUMNS = ("sender_id", "type_name", "timestamp", "intent_name", "action_name", "data")
INSERT = f"INSERT INTO {{table}} ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 our own names
HOLDS = "SELECT 1 FROM {table} WHERE sender_id = ? LIMIT 1"
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")


def is_alone(sanic_workers: str, dialect: str) -> bool:
    """Whether no other process writes these conversations: only then may a copy in memory be believed."""
    return sanic_workers in ("", "1") and dialect == "sqlite"


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
        self._written: Dict[str, int] = {}  # events of a remembered conversation that are in the database
        self._sqlite_insert = self._sqlite_holds = ""  # set for SQLite
        self._alone = False
        self._kept_s = conversation_hours(Path(agencies) / agency / "agency.yml") * HOUR_S
        _make_private(settings)
        super().__init__(domain, event_broker=event_broker, **settings)
        self._alone = is_alone(os.environ.get("SANIC_WORKERS", "1"), self.engine.dialect.name)
        if self.engine.dialect.name == "sqlite":
            self._keep_connections_open()
        self._stopped = threading.Event()
        threading.Thread(target=self._delete_in_time, name="conversation-retention", daemon=True).start()

    def _keep_connections_open(self) -> None:
        """SQLAlchemy 1.4 opens a SQLite file anew for every session; a pool saves that in every turn."""
        url = self.engine.url
        self.engine.dispose()
        self.engine = sa.create_engine(url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False})
        sa.event.listen(self.engine, "connect", _prepare_sqlite)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        self.engine.connect().close()
        self._sqlite_insert = INSERT.format(table=self.SQLEvent.__tablename__)
        self._sqlite_holds = HOLDS.format(table=self.SQLEvent.__tablename__)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Takes the conversation out of memory: a turn that fails leaves none behind, and the database decides."""
        remembered = self._remembered.pop(sender_id, None)
        if remembered is not None:
            return remembered
        self._written.pop(sender_id, None)
        if not self._holds(sender_id):
            self._written[sender_id] = 0  # a new caller: nothing to compare with when the first turn is saved
            return None
        return await super().retrieve(sender_id)

    def _holds(self, sender_id: str) -> bool:
        """Whether the database knows this conversation; a new call is asked for often, and Rasa's own query is slow."""
        if self._sqlite_holds:
            with self.engine.connect() as connection:
                return connection.exec_driver_sql(self._sqlite_holds, (sender_id,)).first() is not None
        events = self.SQLEvent.__table__
        known = sa.select(sa.literal(1)).where(events.c.sender_id == sender_id).limit(1)
        with self.engine.connect() as connection:
            return connection.execute(known).first() is not None

    async def save(self, tracker: DialogueStateTracker) -> None:
        written = self._written.get(tracker.sender_id)
        if written is None or self.event_broker is not None or written > len(tracker.events):
            await super().save(tracker)
        else:
            self._append(tracker.sender_id, list(itertools.islice(tracker.events, written, None)))
        if self._alone:
            self._remember(tracker)
        else:
            self._written.pop(tracker.sender_id, None)  # the next turn may be another process's

    def _append(self, sender_id: str, new: List[Event]) -> None:
        rows = [_row(sender_id, masked(event.as_dict())) for event in new]
        if not rows:
            return
        with self.engine.begin() as connection:
            if self._sqlite_insert:
                connection.exec_driver_sql(self._sqlite_insert, [tuple(row[name] for name in COLUMNS) for row in rows])
            else:
                connection.execute(self.SQLEvent.__table__.insert(), rows)

    def _additional_events(self, session: sa.orm.Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        return (_masked(event) for event in super()._additional_events(session, tracker))

    async def _stream_new_events(self, event_broker: EventBroker, new_events: List[Event], sender_id: str) -> None:
        await super()._stream_new_events(event_broker, [_masked(event) for event in new_events], sender_id)

    def _remember(self, tracker: DialogueStateTracker) -> None:
        self._remembered[tracker.sender_id] = tracker
        self._remembered.move_to_end(tracker.sender_id)
        self._written[tracker.sender_id] = len(tracker.events)
        while len(self._remembered) > REMEMBERED:
            forgotten, _ = self._remembered.popitem(last=False)
            self._written.pop(forgotten, None)

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
    return event if without is written else Event.from_parameters(without) or event


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
