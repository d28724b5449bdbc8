"""The console vendor (the default): keeps messages in var/ and sends none. As a good vendor does, it takes an id once."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from casework.notifications.settings import NotifySettings
from casework.notifications.vendors.base import Accepted, NotSent, Outgoing

_FILE = "console_messages.db"
_TABLE = """CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, agency TEXT, channel TEXT, address TEXT, subject TEXT, body TEXT, at TEXT NOT NULL,
    asked INTEGER NOT NULL DEFAULT 1)"""
_KEEP = """INSERT INTO messages (id, agency, channel, address, subject, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET asked = asked + 1"""


class Console:
    """`keep_texts` False: only that there was a message is kept, not to whom nor what. `asked` counts repeated attempts."""

    name = "console"
    channels = frozenset({"sms", "email", "voice"})
    idempotent = True
    searchable = True

    def __init__(self, var: Path, keep_texts: bool) -> None:
        self._path, self._keep_texts = var / _FILE, keep_texts
        self._local = threading.local()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    async def send(self, message: Outgoing) -> Accepted:
        now = datetime.now(UTC).isoformat()
        texts = (message.to, message.subject, message.body) if self._keep_texts else (None, None, None)
        try:
            self._connection().execute(_KEEP, (message.id, message.agency, message.channel, *texts, now))
        except sqlite3.Error as error:
            raise NotSent(type(error).__name__) from error
        return Accepted(message.id, delivered=True)

    async def find(self, message: Outgoing) -> Accepted | None:
        found = self._connection().execute("SELECT 1 FROM messages WHERE id = ?", (message.id,)).fetchone()
        return Accepted(message.id, delivered=True) if found else None

    def kept(self, agency: str | None = None, most: int = 100) -> list[dict[str, Any]]:
        """The newest messages first."""
        where, values = ("WHERE agency = ?", [agency]) if agency else ("", [])
        rows = self._connection().execute(
            f"SELECT id, agency, channel, address, subject, body, at FROM messages {where} ORDER BY at DESC LIMIT ?",  # noqa: S608  # `where` is one of two constants
            [*values, most],
        )
        return [dict(zip(("id", "agency", "channel", "to", "subject", "body", "at"), row)) for row in rows]

    def forget_before(self, at: datetime, agency: str) -> int:
        done = self._connection().execute(
            "DELETE FROM messages WHERE agency = ? AND at < ?", (agency, at.astimezone(UTC).isoformat())
        )
        return done.rowcount

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute(_TABLE)
            self._local.connection = connection
        return connection


def make(settings: NotifySettings) -> Console:
    return Console(settings.var, settings.dev_messages)
