"""One turn of a conversation at a time, whichever process works on it: Rasa's lock store, named in endpoints.yml.

CIVICLINE_LOCKS says where: `memory` (one process), `database` (PostgreSQL: advisory locks, which end with the process that
holds them), or `redis://...` (Redis or Valkey: a lease that is renewed while the turn runs). Left empty it is the
tracker's own database where that is PostgreSQL, else memory.

Rasa's own store over Redis leaves the lock of a killed process for a minute, in which nobody can go on with that call, and two
processes that ask in the same moment can both get it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import time
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator, AsyncIterator, Dict, Optional, Protocol

import redis.asyncio
import redis.exceptions
import sqlalchemy as sa
from rasa.core.lock_store import LockStore
from rasa.utils.endpoints import EndpointConfig

from tracker_store import connecting
from tracker_store.errors import StillBusy

logger = logging.getLogger(__name__)

WAIT_S = 8.0  # for the turn before; longer than any turn takes
AGAIN_S = 0.02
LEASE_S = 3.0  # a killed process's lock in Redis is free after so long
KINDS = "memory, database, or an address that begins with redis:// or rediss://"


class Locks(Protocol):
    def hold(self, conversation: str) -> Any:
        """An async context manager. Raises StillBusy."""
        ...


class TurnLocks(LockStore):
    """What Rasa asks: `lock`, and nothing else of a LockStore."""

    def __init__(self, endpoint_config: EndpointConfig) -> None:
        super().__init__()
        tracker = {**endpoint_config.kwargs, "host": endpoint_config.url}
        self._locks = locks_of(str(endpoint_config.kwargs.get("where") or ""), tracker)

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = 0.0, wait_time_in_seconds: float = 0.0
    ) -> AsyncGenerator[None, None]:
        async with self._locks.hold(conversation_id):
            yield


def locks_of(where: str, tracker: Dict[str, Any]) -> Locks:
    """`tracker`: the settings of the tracker store. Raises ValueError with the mend for a `where` that means nothing."""
    postgresql = "postgresql" in f"{tracker.get('dialect')} {tracker.get('host')}"
    if where == "memory" or (not where and not postgresql):
        return InMemory()
    if where.startswith(("redis://", "rediss://")):
        return InRedis(where)
    if where in ("", "database") and postgresql:
        return InDatabase(connecting.postgresql_engine(connecting.url_of(tracker)))
    if where == "database":
        raise ValueError(
            "CIVICLINE_LOCKS is 'database', and the tracker's is not PostgreSQL; write memory, or an address of Redis."
        )
    raise ValueError(f"CIVICLINE_LOCKS begins with '{where[:8]}'; write {KINDS}.")


class InMemory:
    """For one process: nobody else works on these conversations."""

    def __init__(self) -> None:
        self._held: Dict[str, asyncio.Lock] = {}
        self._wanted: Dict[str, int] = {}

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        lock = self._held.setdefault(conversation, asyncio.Lock())
        self._wanted[conversation] = self._wanted.get(conversation, 0) + 1
        try:
            try:
                await asyncio.wait_for(lock.acquire(), WAIT_S)
            except asyncio.TimeoutError:
                raise StillBusy("the turn before did not end in time") from None
            try:
                yield
            finally:
                lock.release()
        finally:
            self._wanted[conversation] -= 1
            if not self._wanted[conversation]:
                del self._wanted[conversation], self._held[conversation]


class InDatabase:
    """A connection of PostgreSQL holds the lock while the turn runs; a connection that breaks holds none."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        key = {"key": number_of(conversation)}
        with self._engine.connect() as connection:
            end = time.monotonic() + WAIT_S
            while not connection.exec_driver_sql("SELECT pg_try_advisory_lock(%(key)s)", key).scalar():
                if time.monotonic() > end:
                    raise StillBusy("the turn before did not end in time")
                await asyncio.sleep(AGAIN_S)
            try:
                yield
            finally:
                try:
                    connection.exec_driver_sql("SELECT pg_advisory_unlock(%(key)s)", key)
                except sa.exc.SQLAlchemyError:
                    connection.invalidate()  # the lock ends with its connection
                    logger.warning("a turn's lock went with its connection")


class InRedis:
    """A lease of LEASE_S, renewed while the turn runs. One client a process, made inside its event loop."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: Optional[Any] = None

    @asynccontextmanager
    async def hold(self, conversation: str) -> AsyncIterator[None]:
        if self._client is None:
            self._client = redis.asyncio.from_url(self._url, socket_timeout=2.0, socket_connect_timeout=1.0)
        name = f"civicline:turn:{conversation}"
        lock = self._client.lock(name, timeout=LEASE_S, sleep=AGAIN_S, blocking_timeout=WAIT_S)
        if not await lock.acquire():
            raise StillBusy("the turn before did not end in time")
        renewing = asyncio.ensure_future(_renew(lock))
        try:
            yield
        finally:
            renewing.cancel()
            with contextlib.suppress(
                redis.exceptions.RedisError, OSError
            ):  # it ends by itself; the store looks as well
                await lock.release()


async def _renew(lock: Any) -> None:
    while True:
        await asyncio.sleep(LEASE_S / 3)
        try:
            await lock.reacquire()
        except (redis.exceptions.RedisError, OSError):
            logger.warning("a turn's lease could not be renewed; what it writes is checked all the same")
            return


def number_of(conversation: str) -> int:
    """The 64-bit number (signed) that a lock of PostgreSQL is named by."""
    return int.from_bytes(hashlib.blake2b(conversation.encode(), digest_size=8).digest(), "big", signed=True)
