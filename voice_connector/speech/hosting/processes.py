"""Engines in processes of their own, supervised: one that crashes or hangs is replaced, its job is done once by another.

Jobs and builders are pickled (`operator.methodcaller`, `functools.partial` of something importable), never lambdas.
"""

import multiprocessing
import os
import queue
import threading
import time
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, NamedTuple, cast

import structlog

from voice_connector.speech.errors import EngineFailed, EngineTimeout, SpeechError
from voice_connector.speech.hosting.host import Build, Engine, Job, Result
from voice_connector.speech.hosting.patience import StartPatience
from voice_connector.speech.hosting.worker import Word, work

_log = structlog.get_logger(__name__)
_PATIENCE_S = 3.0  # for a replacement, when no worker is left; then another engine or a person is better
_SHORT_LIFE_S = 20.0  # a worker that dies younger than this is replaced after a rest that grows
_LONGEST_REST_S = 30.0
_LOOK_S = 0.5
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")  # read when a library is loaded


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection
    born_at: float


class _Died(Exception):
    """The worker has ended, or its engine broke."""


class ProcessHost(Generic[Engine]):
    """`count` workers. A job that takes longer than `stuck_after_s` has its worker killed: EngineTimeout."""

    def __init__(
        self,
        name: str,
        build: Build[Engine],
        warm: Job[Engine, object] | None = None,
        *,
        count: int = 2,
        stuck_after_s: float = 8.0,
        niceness: int = 0,
    ) -> None:
        self._name, self._build, self._warm, self._count = name, build, warm, count
        self._stuck_after_s, self._niceness = stuck_after_s, niceness
        self._context = multiprocessing.get_context("spawn")
        self._ready: queue.LifoQueue[_Worker] = queue.LifoQueue()  # the one that worked last has warm caches
        self._alive: dict[int, _Worker] = {}
        self._lock = threading.Lock()
        self._started = False
        self._closed = threading.Event()
        self._rest_s = 0.0
        self.restarts = 0

    @property
    def pids(self) -> tuple[int, ...]:
        return tuple(self._alive)

    def start(self) -> None:
        with self._lock:
            if not self._started:
                self._start()
                self._started = True

    def _start(self) -> None:
        starting = [self._launch() for _ in range(self._count)]  # side by side: they load at the same time
        try:
            for worker in starting:
                self._greet(worker)
        except (SpeechError, _Died) as error:
            for worker in starting:
                self._bury(worker)
            if isinstance(error, SpeechError):
                raise
            raise EngineFailed(f"{self._name} could not be started: {error}.") from None
        threading.Thread(target=self._supervise, daemon=True, name=f"speech-{self._name}-watch").start()

    def attempt(self, job: Job[Engine, Result]) -> Result:
        self.start()
        try:
            return self._attempt(job)
        except _Died as first:
            _log.warning("speech worker died, its job is given to another", engine=self._name, cause=str(first))
        try:
            return self._attempt(job)
        except _Died as second:
            raise EngineFailed(f"{self._name} failed twice over one job: {second}.") from None

    def close(self) -> None:
        self._closed.set()
        for worker in list(self._alive.values()):
            self._bury(worker)

    def _attempt(self, job: Job[Engine, Result]) -> Result:
        worker = self._take()
        try:
            word = self._ask(worker, job)
        except _Died:
            self._replace(worker)
            raise
        except EngineTimeout:
            _log.warning("speech worker hangs and is killed", engine=self._name)
            self._replace(worker)
            raise
        except Exception as error:  # what cannot be sent or read: nobody knows what the worker is at
            self._replace(worker)
            raise EngineFailed(f"{self._name} could not be given a job ({type(error).__name__}).") from error
        self._ready.put(worker)
        if word.kind == "refused":
            raise word.value
        result: Result = word.value
        return result

    def _take(self) -> _Worker:
        """A worker that lives. Raises EngineFailed when there is none, nor will be soon."""
        until = time.monotonic() + _PATIENCE_S
        while not self._closed.is_set():
            try:
                hopeless = self._rest_s and not self._alive
                worker = self._ready.get(timeout=0 if hopeless else max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if worker.process.is_alive():
                return worker
            self._replace(worker)
        raise EngineFailed(f"{self._name} has no worker that is alive.")

    def _ask(self, worker: _Worker, job: Job[Engine, object]) -> Word:
        try:
            worker.pipe.send(job)
            if not worker.pipe.poll(self._stuck_after_s):
                raise EngineTimeout(f"{self._name} gave no answer within {self._stuck_after_s:g} s.")
            word: Word = worker.pipe.recv()
        except (EOFError, OSError) as gone:
            raise _Died(f"worker ended ({type(gone).__name__})") from None
        if word.kind == "broken":
            raise _Died(str(word.value))
        return word

    def _launch(self) -> _Worker:
        for (
            name
        ) in _ONE_THREAD:  # else numpy's threads spin beside the engine's own: a sixth more processor time an utterance
            os.environ.setdefault(name, "1")
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=work,
            args=(theirs, self._build, self._warm, self._niceness),
            name=f"speech-{self._name}",
            daemon=True,
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours, time.monotonic())
        assert process.pid is not None
        self._alive[process.pid] = worker
        return worker

    def _launch_if_there_is_room(self) -> _Worker | None:
        try:
            return self._launch()
        except OSError as error:  # no memory, no process, no file to be had now: later there will be
            self._rest_s = min(_LONGEST_REST_S, self._rest_s * 2 or 1.0)
            _log.error("speech worker could not be launched", engine=self._name, error=type(error).__name__)
            return None

    def _greet(self, worker: _Worker) -> None:
        """Waits until the worker is ready. Raises what its engine says, or _Died."""
        patience = StartPatience(self._name, worker.process.pid or 0)
        try:
            while not worker.pipe.poll(_LOOK_S):
                if (why := patience.lost()) is not None:
                    raise _Died(why)
            word: Word = worker.pipe.recv()
        except (EOFError, OSError):
            raise _Died("it ended while it started") from None
        if word.kind == "refused":
            raise word.value
        if word.kind != "ready":
            raise _Died(str(word.value))
        self._ready.put(worker)

    def _replace(self, worker: _Worker) -> None:
        """Ends the worker; another takes its place, in the background. Once, whoever notices its death."""
        if not self._bury(worker) or self._closed.is_set():
            return
        young = time.monotonic() - worker.born_at < _SHORT_LIFE_S
        self._rest_s = min(_LONGEST_REST_S, self._rest_s * 2 or 1.0) if young and self.restarts else 0.0
        self.restarts += 1
        threading.Thread(target=self._bring_back, daemon=True, name=f"speech-{self._name}-restart").start()

    def _bring_back(self) -> None:
        worker = None
        while worker is None:
            if self._closed.wait(self._rest_s):
                return
            worker = self._launch_if_there_is_room()
        try:
            self._greet(worker)
        except (SpeechError, _Died) as error:
            if self._closed.is_set():
                return
            _log.error("speech worker could not be restarted", engine=self._name, error=type(error).__name__)
            self._replace(worker)
            return
        self._rest_s = 0.0
        _log.info("speech worker restarted", engine=self._name, restarts=self.restarts)

    def _bury(self, worker: _Worker) -> bool:
        """False when somebody else has done it."""
        if self._alive.pop(worker.process.pid or 0, None) is None:
            return False
        worker.process.kill()
        worker.process.join(timeout=1)
        return (
            True  # the pipe closes with its last reader: closed under one, its number could be another worker's already
        )

    def _supervise(self) -> None:
        """Notices a worker that dies while it has nothing to do, before a caller needs it."""
        while not self._closed.is_set():
            by_sentinel = {worker.process.sentinel: worker for worker in list(self._alive.values())}
            for sentinel in connection.wait(list(by_sentinel), timeout=_LOOK_S) if by_sentinel else ():
                self._replace(by_sentinel[cast(int, sentinel)])
            if not by_sentinel:
                self._closed.wait(_LOOK_S)
