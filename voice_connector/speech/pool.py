"""The door to an engine: a bounded queue off the event loop, what a caller waits for now before what can wait.

One pool has one host (speech/hosting/), which replaces an engine that breaks and does the job once more; a second
failure is EngineFailed. A job that runs past its time limit is given up; its place stays taken until its thread returns.
"""

import asyncio
import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Generic

import structlog

from voice_connector.speech.errors import EngineBusy, EngineFailed, EngineTimeout
from voice_connector.speech.hosting.host import Engine, Host, Result
from voice_connector.speech.hosting.threads import ThreadHost

_log = structlog.get_logger(__name__)
_NOW, _AHEAD, _SPECULATIVE = range(3)
_OF_LATE_S, _WAITS_KEPT = 30.0, 200


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
    asker: "asyncio.Task[Any] | None" = field(compare=False)
    since: float = field(compare=False, default_factory=time.monotonic)


class EnginePool(Generic[Engine]):
    """Runs `job(engine)` in a thread. Use from one event loop at a time."""

    def __init__(
        self, name: str, build: Callable[[], Engine], limits: PoolLimits, host: Host[Engine] | None = None
    ) -> None:
        self._name, self._limits = name, limits
        self._host: Host[Engine] = host or ThreadHost(name, build)
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix=f"speech-{name}")
        self._waiting: list[_Waiting] = []
        self._order = itertools.count()
        self._running = 0
        self._waits: deque[tuple[float, float]] = deque(maxlen=_WAITS_KEPT)  # when needed work began, and its wait

    async def start(self) -> None:
        """Builds and warms the engine now. Raises what the engine says, or EngineFailed."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._host.start)

    async def run(self, job: Callable[[Engine], Result], *, speculative: bool = False, ahead: bool = False) -> Result:
        """The job's result; EngineBusy, EngineTimeout or EngineFailed otherwise. The limit includes the waiting.

        `ahead` is work that somebody will need, but not yet: it waits behind what is needed now. `speculative` work may
        never be needed: it waits behind both, and is refused first.
        """
        try:
            async with asyncio.timeout(self._limits.timeout_ms / 1000):
                await self._take_place(_SPECULATIVE if speculative else _AHEAD if ahead else _NOW)
                return await self._work(job)
        except TimeoutError as late:
            _log.warning("speech job took too long", engine=self._name, limit_ms=self._limits.timeout_ms)
            raise EngineTimeout(f"{self._name} gave no answer within {self._limits.timeout_ms} ms.") from late

    def hurry(self, asker: "asyncio.Task[Any]") -> None:
        """What this task waits for is needed now: its work joins the work that is, by the time at which it was asked for."""
        for entry in self._waiting:
            if entry.asker is asker:
                entry.priority = _NOW
                heapq.heapify(self._waiting)
                return

    @property
    def waiting(self) -> int:
        """Jobs that have not begun."""
        return sum(not entry.turn.done() for entry in self._waiting)

    @property
    def running(self) -> int:
        return self._running

    @property
    def workers(self) -> int:
        """Jobs that may run at once."""
        return self._limits.workers

    @property
    def waited_s(self) -> float:
        """How long the work that is needed now has been waiting, at most."""
        now = time.monotonic()
        return max((now - e.since for e in self._waiting if e.priority == _NOW and not e.turn.done()), default=0.0)

    @property
    def waits_s(self) -> float:
        """How long the work that was needed at once had to wait of late: nine in ten of it no longer than that."""
        since = time.monotonic() - _OF_LATE_S
        waits = sorted(waited for at, waited in self._waits if at >= since)
        return waits[int(0.9 * len(waits))] if waits else 0.0

    @property
    def restarts(self) -> int:
        return self._host.restarts

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that the engine lives in; empty when it lives in this one."""
        return self._host.pids

    def close(self) -> None:
        """Refuse new work; running jobs end by themselves."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._host.close()

    async def _take_place(self, priority: int) -> None:
        if self._running < self._limits.workers:
            self._running += 1
            self._began(priority, time.monotonic())
            return
        room = self._limits.speculative_queue if priority == _SPECULATIVE else self._limits.queue
        if self.waiting >= room:
            raise EngineBusy(f"{self._name} has {self.waiting} jobs waiting; try again in a moment.")
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, _Waiting(priority, next(self._order), turn, asyncio.current_task()))
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
                self._began(entry.priority, entry.since)
                entry.turn.set_result(None)
                return
        self._running -= 1

    def _began(self, priority: int, asked_at: float) -> None:
        if priority == _NOW:
            now = time.monotonic()
            self._waits.append((now, now - asked_at))

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
            return self._host.attempt(job)
        finally:
            try:
                loop.call_soon_threadsafe(self._give_place)
            except RuntimeError:  # the loop has closed, nobody waits any more
                self._waiting.clear()
                self._running -= 1


def _fetch_exception(work: "asyncio.Future[Any]") -> None:
    """A job whose caller has left must not complain about an exception that nobody fetched."""
    if not work.cancelled():
        work.exception()
