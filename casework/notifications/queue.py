"""The task queue between the outbox and the workers: huey, in a SQLite file, on Redis or on PostgreSQL.

The outbox is what counts: an item of the queue only says "these are yours". Losing one or getting it twice changes nothing.
Items are JSON, not pickles, so that whoever can write to the queue cannot run code here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from casework.errors import BadSetting
from casework.notifications.settings import NotifySettings

_NAME = "civicline_notifications"
logging.getLogger("huey").setLevel(logging.WARNING)  # it tells of every item


class JsonItems(Serializer):  # type: ignore[misc]  # huey has no types
    """An item is a huey Message of plain values."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


class QuietConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """Runs as threads of a service that handles signals itself."""

    def _set_signal_handlers(self) -> None:
        return None


class Queue:
    """`deliver(token, ids)` runs on a worker's thread for every `hand(token, ids)`, in any process that works on the queue."""

    def __init__(self, settings: NotifySettings, deliver: Callable[[str, list[str]], Any] | None = None) -> None:
        self._huey = _huey(settings)
        self._settings = settings
        self._consumer: QuietConsumer | None = None

        def deliver_notifications(token: str, ids: list[str]) -> None:
            assert deliver is not None, "this process only hands out"
            deliver(token, ids)

        self._task = self._huey.task(name="deliver_notifications")(deliver_notifications)

    def hand(self, token: str, ids: list[str]) -> None:
        self._task(token, ids)

    def length(self) -> int:
        return int(self._huey.pending_count())

    def start(self, threads: int) -> None:
        """Works on the queue with so many threads of this process."""
        self._consumer = QuietConsumer(
            self._huey, workers=threads, periodic=False, initial_delay=0.02, max_delay=0.25, shutdown_timeout=30
        )
        self._consumer.start()

    def look_after(self) -> None:
        """Starts threads anew that died."""
        if self._consumer:
            self._consumer.check_worker_health()

    def stop(self) -> None:
        """Lets running deliveries end; what waits stays in the queue."""
        if self._consumer:
            self._consumer.stop(graceful=True)
        self._huey.storage.close()


def _huey(settings: NotifySettings) -> Huey:
    common = {"results": False, "serializer": JsonItems(), "utc": True}
    if settings.notify_queue is None:
        settings.var.mkdir(parents=True, exist_ok=True)
        return SqliteHuey(_NAME, filename=str(settings.var / "queue.db"), fsync=False, **common)
    url = settings.notify_queue.get_secret_value()
    scheme = url.partition("://")[0].partition("+")[0]
    if scheme in ("redis", "rediss"):
        try:
            return RedisHuey(_NAME, url=url, **common)
        except Exception as error:
            raise BadSetting(
                f"CIVICLINE_NOTIFY_QUEUE cannot be used ({type(error).__name__}): install redis, and start it."
            ) from None
    if scheme in ("postgres", "postgresql"):
        return PostgresHuey(_NAME, dsn=url.replace("postgresql+psycopg://", "postgresql://"), **common)
    raise BadSetting("CIVICLINE_NOTIFY_QUEUE is neither redis:// nor postgresql://: leave it out for a SQLite file.")
