"""Rasa's SQL tracker store with what a public service needs beside it: WAL for SQLite, and the agency's retention.

Named in endpoints.yml. Conversations older than the agency's `retention_days` are deleted at start and every hour.
"""
from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any, Optional, Text

import sqlalchemy as sa
import yaml
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain

logger = logging.getLogger(__name__)

EVERY_S = 3600.0
DAY_S = 86_400.0
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000")


class CiviclineTrackerStore(SQLTrackerStore):
    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        agency: Text = "denver",
        agencies: Text = "agencies",
        **settings: Any,
    ) -> None:
        self._retention_days = retention_days(Path(agencies) / agency / "agency.yml")
        super().__init__(domain, event_broker=event_broker, **settings)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            self.engine.dispose()  # connections made before now get the settings too
        self._stopped = threading.Event()
        threading.Thread(target=self._delete_in_time, name="conversation-retention", daemon=True).start()

    def _delete_in_time(self) -> None:
        while not self._stopped.is_set():
            try:
                self.delete_older_than(time.time() - self._retention_days * DAY_S)
            except sa.exc.SQLAlchemyError:
                logger.exception("old conversations were not deleted; tried again in an hour")
            self._stopped.wait(EVERY_S)

    def delete_older_than(self, timestamp_s: float) -> int:
        """Deletes every conversation whose latest event is older (Unix time); returns how many events went."""
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


def _prepare_sqlite(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def retention_days(agency: Path) -> int:
    """The agency's retention. Raises ValueError with file and mend: a bot that keeps calls for ever must not start."""
    try:
        days = yaml.safe_load(agency.read_text(encoding="utf-8")).get("retention_days")
    except (OSError, yaml.YAMLError, AttributeError) as error:
        raise ValueError(f"{agency}: cannot be read, so nobody knows how long to keep calls: {error}") from None
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise ValueError(f"{agency}: 'retention_days' is {days!r}; write a whole number of days, at least 1.")
    return days
