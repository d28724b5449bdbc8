"""The engine, its transactions, and the threads they run on, so that the event loop never waits for the disk."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, create_engine, event, func, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_random_exponential

from casework.errors import BadSetting, DatabaseDown
from casework.files import private_file

Result = TypeVar("Result")
WAIT_S = 5.0  # for the database, a connection, or the writers before


class Database:
    """SQLite (WAL, foreign keys, busy timeout) or PostgreSQL behind the same few calls."""

    def __init__(self, url: str, threads: int = 8, wait_s: float | None = None) -> None:
        """`wait_s`: for the database, a connection, or the writers before; then DatabaseDown is raised."""
        wait_s = WAIT_S if wait_s is None else wait_s
        self.engine = _engine(url, threads, wait_s)
        self._writer = self.engine.execution_options(civicline_write=True)
        self._turn = _turns(wait_s) if self.engine.dialect.name == "sqlite" else nullcontext
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading; nothing it does is kept."""
        with _outages_named(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; on SQLite it takes the write lock at once, so that read-then-write cannot interleave."""
        with _outages_named(), self._turn(), Session(self._writer) as session, session.begin():
            yield session

    async def run(self, work: Callable[..., Result], *args: Any) -> Result:
        """Runs `work(*args)` on a database thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)

    async def read(self, work: Callable[..., Result], *given: Any) -> Result:
        """Runs `work(session, *given)` for reading, on a database thread."""

        def inside() -> Result:
            with self.reading() as session:
                return work(session, *given)

        return await self.run(inside)

    async def write(self, work: Callable[..., Result], *given: Any) -> Result:
        """Runs `work(session, *given)` as one transaction, on a database thread; when this returns it has been kept."""

        def inside() -> Result:
            with self.writing() as session:
                return work(session, *given)

        return await self.run(inside)

    def ping(self) -> None:
        """Raises DatabaseDown when the database does not answer or has no tables yet."""
        with self.reading() as session:
            session.execute(text("SELECT 1 FROM cases LIMIT 1"))

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def insert_new(session: Session, table: Any, rows: Sequence[dict[str, Any]], key: str | None = None) -> None:
    """Inserts those rows that are not there yet: by the column `key`, else by whatever the table has unique."""
    if rows:
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        session.execute(insert(table).on_conflict_do_nothing(index_elements=[key] if key else None), rows)


COUNTED = (
    10_000  # a list is counted so far: nobody turns more pages, and counting a million rows takes as long as it sounds
)


def counted(session: Session, wanted: Select[Any]) -> int:
    """How many rows there are; COUNTED means that many or more."""
    return session.scalar(select(func.count()).select_from(wanted.order_by(None).limit(COUNTED).subquery())) or 0


def dialect_of(session: Session) -> str:
    """sqlite or postgresql"""
    return session.get_bind().dialect.name


def _turns(wait_s: float) -> Callable[[], AbstractContextManager[None]]:
    """The turns of SQLite's writers in this process: each goes on the moment the one before is done.

    Left to SQLite they sleep and look again, up to 100 ms at a time, and the unlucky one starves. Writers of other
    processes wait for each other in SQLite as ever.
    """
    lock = threading.Lock()

    @contextmanager
    def turn() -> Iterator[None]:
        if not lock.acquire(timeout=wait_s):
            raise DatabaseDown("busy")
        try:
            yield
        finally:
            lock.release()

    return turn


@contextmanager
def _outages_named() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise DatabaseDown(type(error).__name__) from error


def _engine(url: str, threads: int, wait_s: float) -> Engine:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        raise BadSetting(
            "CIVICLINE_DATABASE_URL is not a database address: write it as postgresql://user@host/name."
        ) from None
    if backend == "postgresql":
        return create_engine(
            url,
            pool_size=threads,
            max_overflow=0,
            pool_timeout=wait_s,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 3,
                "options": f"-c statement_timeout={int(wait_s * 1000)} -c timezone=utc",
            },
        )
    if backend == "sqlite":
        return _sqlite_engine(url, threads, wait_s)
    raise BadSetting(f"CIVICLINE_DATABASE_URL names {backend}: use PostgreSQL, or leave it out for SQLite.")


def _sqlite_engine(url: str, threads: int, wait_s: float) -> Engine:
    path = make_url(url).database
    if not path or path == ":memory:":
        raise BadSetting("CIVICLINE_DATABASE_URL names a SQLite database without a file: give it one.")
    try:
        private_file(Path(path))
    except OSError as error:
        raise BadSetting(f"CIVICLINE_VAR cannot be written to ({error.strerror}): choose another folder.") from None
    engine = create_engine(
        url,
        pool_size=threads,
        max_overflow=0,
        pool_timeout=wait_s,
        connect_args={"timeout": wait_s, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself: _begin_sqlite does
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _switch_to_wal(connection)


@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    stop=stop_after_delay(WAIT_S),
    wait=wait_random_exponential(0.005, max=0.1),
    reraise=True,
)
def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Of several processes that switch a new file at once, SQLite refuses all but one at once, whatever timeout they have."""
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("civicline_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
