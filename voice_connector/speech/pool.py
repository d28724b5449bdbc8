"""Where engines work: a few threads off the event loop, a bounded queue before them, final work before speculative.

One pool holds one engine. An engine that raises is rebuilt and asked once more; a second failure, or a failure soon
after a rebuild, is EngineFailed. A job that runs past its time limit is given up (its thread cannot be stopped, so
its place stays taken until it returns).
"""

import asyncio
import heapq
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import structlog

from voice_connector.speech.errors import EngineBusy, EngineFailed, EngineTimeout, SpeechError

Engine = TypeVar("Engine")
Result = TypeVar("Result")

_log = structlog.get_logger(__name__)
_REBUILD_REST_S = 30.0


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """How much at once: running, waiting, waiting while only speculative work is offered, and for how long."""

    workers: int = 2
    queue: int = 16
    speculative_queue: int = 2
    timeout_ms: int = 8_000


@dataclass(order=True)
class _Waiting:
    priority: int
    order: int
    turn: "asyncio.Future[None]" = field(compare=False)


class EnginePool(Generic[Engine]):
    """Runs `job(engine)` in a thread. Use from one event loop at a time."""

    def __init__(self, name: str, build: Callable[[], Engine], limits: PoolLimits) -> None:
        self._name, self._build, self._limits = name, build, limits
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix=f"speech-{name}")
        self._waiting: list[_Waiting] = []
        self._order = itertools.count()
        self._running = 0
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._built_at: float | None = None

    async def run(self, job: Callable[[Engine], Result], *, speculative: bool = False) -> Result:
        """The job's result; EngineBusy, EngineTimeout or EngineFailed otherwise. The limit includes the waiting."""
        try:
            async with asyncio.timeout(self._limits.timeout_ms / 1000):
                await self._take_place(speculative)
                return await self._work(job)
        except TimeoutError as late:
            _log.warning("speech job took too long", engine=self._name, limit_ms=self._limits.timeout_ms)
            raise EngineTimeout(f"{self._name} gave no answer within {self._limits.timeout_ms} ms.") from late

    @property
    def waiting(self) -> int:
        """Jobs that have not begun."""
        return sum(not entry.turn.done() for entry in self._waiting)

    @property
    def running(self) -> int:
        return self._running

    def close(self) -> None:
        """Refuse new work; running jobs end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _take_place(self, speculative: bool) -> None:
        if self._running < self._limits.workers:
            self._running += 1
            return
        room = self._limits.speculative_queue if speculative else self._limits.queue
        if self.waiting >= room:
            raise EngineBusy(f"{self._name} has {self.waiting} jobs waiting; try again in a moment.")
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, _Waiting(int(speculative), next(self._order), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._give_place()
            raise

    def _give_place(self) -> None:
        while self._waiting:
            entry = heapq.heappop(self._waiting)
            if not entry.turn.done():
                entry.turn.set_result(None)
                return
        self._running -= 1

    async def _work(self, job: Callable[[Engine], Result]) -> Result:
        loop = asyncio.get_running_loop()
        try:
            work = loop.run_in_executor(self._threads, self._in_thread, job, loop)
        except RuntimeError as closed:
            self._give_place()
            raise EngineFailed(f"{self._name} is closed.") from closed
        work.add_done_callback(_fetch_exception)
        return await asyncio.shield(work)

    def _in_thread(self, job: Callable[[Engine], Result], loop: asyncio.AbstractEventLoop) -> Result:
        try:
            return self._attempt(job)
        finally:
            try:
                loop.call_soon_threadsafe(self._give_place)
            except RuntimeError:  # the loop has closed, nobody waits any more
                self._waiting.clear()
                self._running -= 1

    def _attempt(self, job: Callable[[Engine], Result]) -> Result:
        engine = self._current()
        try:
            return job(engine)
        except SpeechError:
            raise
        except Exception as first:
            _log.warning("speech engine raised", engine=self._name, error=type(first).__name__)
            fresh = self._rebuild(engine, first)
        try:
            return job(fresh)
        except SpeechError:
            raise
        except Exception as second:
            raise EngineFailed(f"{self._name} failed, was rebuilt, and failed again: {second!r}.") from second

    def _current(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = self._build()
            return self._engine

    def _rebuild(self, broken: Engine, cause: Exception) -> Engine:
        with self._lock:
            if self._engine is not broken and self._engine is not None:
                return self._engine  # another job has rebuilt it meanwhile
            now = time.monotonic()
            if self._built_at is not None and now - self._built_at < _REBUILD_REST_S:
                raise EngineFailed(f"{self._name} failed again soon after it was rebuilt: {cause!r}.") from cause
            self._engine, self._built_at = None, now
            try:
                self._engine = self._build()
            except SpeechError:
                raise
            except Exception as error:
                raise EngineFailed(f"{self._name} could not be rebuilt: {error!r}.") from error
            return self._engine


def _fetch_exception(work: "asyncio.Future[Any]") -> None:
    """A job whose caller has left must not complain about an exception that nobody fetched."""
    if not work.cancelled():
        work.exception()
