"""The task queue between the outbox and the workers: huey, in a SQLite file, on Redis or on PostgreSQL.

The outbox is what counts: an item of the queue only says "these are yours". Losing one or getting it twice changes nothing.
Items are JSON, not pickles, so that whoever can write to the queue cannot run code here.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from huey import PostgresHuey, RedisHuey, SqliteHuey
from huey.api import Huey
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from casework.errors import BadSetting, CaseworkError
from casework.files import private_file
from casework.notifications.settings import NotifySettings

_NAME = "civicline_notifications"
_TURN = 7_319_602_002  # the lock under which the queue's tables are made on PostgreSQL; any number that all share
_ANSWERS_WITHIN_S = 5
_SAY_EVERY_S = 60.0


class QueueDown(CaseworkError):
    """The queue's store does not answer. Nothing is lost by it: what it held is handed out again when its lease ends."""


class Seldom(logging.Filter):
    """While its store is down huey says so four times a second and thread, with a traceback: once a minute is enough."""

    def __init__(self) -> None:
        super().__init__()
        self._last = -_SAY_EVERY_S

    def filter(self, record: logging.LogRecord) -> bool:
        if not str(record.msg).startswith("Error reading"):
            return True
        record.error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        record.exc_info, record.exc_text = None, None
        if time.monotonic() - self._last < _SAY_EVERY_S:
            return False
        self._last = time.monotonic()
        return True


logging.getLogger("huey").setLevel(logging.WARNING)  # it tells of every item
for _noisy in ("huey.consumer.Worker", "huey.consumer.Scheduler"):
    logging.getLogger(_noisy).addFilter(Seldom())


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
        """Raises QueueDown; the item may have arrived all the same."""
        with _down_named():
            self._task(token, ids)

    def length(self) -> int:
        """Raises QueueDown."""
        with _down_named():
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


@contextmanager
def _down_named() -> Iterator[None]:
    """The three stores have three families of errors, and none of them may stop the worker."""
    try:
        yield
    except Exception as error:
        raise QueueDown(type(error).__name__) from error


def _huey(settings: NotifySettings) -> Huey:
    """Raises BadSetting when the store is none of the three, or cannot be used from the start."""
    common = {"results": False, "serializer": JsonItems(), "utc": True}
    if settings.notify_queue is None:
        return SqliteHuey(_NAME, filename=str(private_file(settings.var / "queue.db")), fsync=False, **common)
    url = settings.notify_queue.get_secret_value()
    scheme = url.partition("://")[0].partition("+")[0]
    make = {"redis": _on_redis, "rediss": _on_redis, "postgres": _on_postgresql, "postgresql": _on_postgresql}.get(
        scheme
    )
    if make is None:
        raise BadSetting(
            "CIVICLINE_NOTIFY_QUEUE is neither redis:// nor postgresql://: leave it out for a SQLite file."
        )
    try:
        return make(url, common)
    except Exception as error:  # the message may hold the address, and with it a password
        raise BadSetting(
            f"CIVICLINE_NOTIFY_QUEUE cannot be used ({type(error).__name__}): look at it, and start it."
        ) from None


def _on_redis(url: str, common: dict[str, Any]) -> Huey:
    """A server that is down at the start is waited for; one that hangs is given up after some seconds."""
    from redis import ConnectionPool  # only agencies that have chosen it need it, and it is slow to load
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    waits = {"socket_timeout": _ANSWERS_WITHIN_S, "socket_connect_timeout": _ANSWERS_WITHIN_S}
    once = Retry(NoBackoff(), 1)  # a connection that the server closed meanwhile is made anew
    pool = ConnectionPool.from_url(url, retry=once, health_check_interval=30, **waits)
    return RedisHuey(_NAME, connection_pool=pool, **common)


def _on_postgresql(url: str, common: dict[str, Any]) -> Huey:
    """One process after the other makes the queue's tables: of two that do so at once PostgreSQL fails one, "if not exists" or not."""
    import psycopg  # as with Redis

    dsn = url.replace("postgresql+psycopg://", "postgresql://")
    waits = {"connect_timeout": _ANSWERS_WITHIN_S, "tcp_user_timeout": _ANSWERS_WITHIN_S * 1000}
    with psycopg.connect(dsn, **waits) as turn:  # type: ignore[arg-type]  # numbers, as libpq has them
        turn.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
        return PostgresHuey(_NAME, dsn=dsn, **waits, **common)
