"""A file that is read again when it changes: looked at every two seconds at most; a broken edit leaves the last good state.

Pure and Python 3.10: for whatever is to take effect without a restart, in any room.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import Callable, Generic, Optional, Tuple, TypeVar

T = TypeVar("T")
LOOK_AGAIN_S = 2.0
_Stamp = Tuple[int, int]
logger = logging.getLogger(__name__)


class Live(Generic[T]):
    """What `read` makes of a file. `missing` stands for a file that is not there; without it, the first read may raise."""

    def __init__(
        self,
        path: Path,
        read: Callable[[Path], T],
        missing: Optional[T] = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._read, self._missing, self._clock = path, read, missing, clock
        self._value: Optional[T] = None
        self._stamp: Optional[_Stamp] = None
        self._next_look = float("-inf")

    def now(self) -> T:
        """The value as the file stands. Raises what `read` raises only when there is no last good value."""
        if self._clock() >= self._next_look:
            self._next_look = self._clock() + LOOK_AGAIN_S
            self._look()
        if self._value is None:
            raise FileNotFoundError(f"{self._path} is missing")
        return self._value

    def _look(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp and self._value is not None:
            return
        if stamp is None and self._missing is not None:
            self._value, self._stamp = self._missing, None
            return
        try:
            self._value = self._read(self._path)
        except (ValueError, OSError) as error:
            if self._value is None:
                raise
            logger.error("an edited file is broken; its last good state stays in use: %s", error)
        self._stamp = stamp


def _stamp(path: Path) -> Optional[_Stamp]:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size)
