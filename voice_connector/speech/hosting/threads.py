"""One engine in this process, asked by several threads. It costs the least memory; a crash of native code ends the process."""

import threading
import time
from typing import Generic

import structlog

from voice_connector.speech.errors import EngineFailed, SpeechError
from voice_connector.speech.hosting.host import Build, Engine, Job, Result

_log = structlog.get_logger(__name__)
_REBUILD_REST_S = 30.0


class ThreadHost(Generic[Engine]):
    """An engine that raises is rebuilt once; one that raises again soon after is EngineFailed."""

    def __init__(self, name: str, build: Build[Engine], warm: Job[Engine, object] | None = None) -> None:
        self._name, self._build, self._warm = name, build, warm
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._rebuilt_at: float | None = None
        self.restarts = 0

    @property
    def pids(self) -> tuple[int, ...]:
        return ()

    def start(self) -> None:
        if self._warm is not None:
            self.attempt(self._warm)
        else:
            self._current()

    def attempt(self, job: Job[Engine, Result]) -> Result:
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
            raise EngineFailed(
                f"{self._name} failed, was rebuilt, and failed again ({type(second).__name__})."
            ) from second

    def close(self) -> None:
        """The engine goes with its process."""

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
            if self._rebuilt_at is not None and now - self._rebuilt_at < _REBUILD_REST_S:
                raise EngineFailed(
                    f"{self._name} failed again soon after it was rebuilt ({type(cause).__name__})."
                ) from cause
            self._engine, self._rebuilt_at = None, now
            self.restarts += 1
            try:
                self._engine = self._build()
            except SpeechError:
                raise
            except Exception as error:
                raise EngineFailed(f"{self._name} could not be rebuilt ({type(error).__name__}).") from error
            return self._engine
