"""Prompts spoken once: in memory up to a limit (least used goes first), on disk between starts.

The key is a hash of voice, rate and text, so a new voice or wording never plays an old recording. Only fixed wording
belongs on disk: what holds a caller's words is kept in memory alone.
"""

import hashlib
import os
import threading
from collections import OrderedDict
from pathlib import Path

import numpy as np
import structlog

from voice_connector.speech.interfaces import Speech

_log = structlog.get_logger(__name__)


def prompt_key(voice: str, text: str, rate: float) -> str:
    """The name that a spoken text is kept under."""
    return hashlib.sha256(f"{voice}\x1f{rate:.3f}\x1f{text}".encode()).hexdigest()[:40]


class PromptStore:
    """Thread-safe. Damage on disk (a half-written file, a full disk) costs a new synthesis, never a call."""

    def __init__(self, folder: Path, memory_bytes: int) -> None:
        self._folder, self._limit = folder, memory_bytes
        self._memory: OrderedDict[str, Speech] = OrderedDict()
        self._used = 0
        self._lock = threading.Lock()

    def recall(self, key: str) -> Speech | None:
        """From memory, or None; quick enough for the event loop."""
        with self._lock:
            if (found := self._memory.get(key)) is not None:
                self._memory.move_to_end(key)
            return found

    def get(self, key: str) -> Speech | None:
        """From memory, else from disk, else None."""
        if (found := self.recall(key)) is not None:
            return found
        kept = self._read(self._path(key))
        if kept is not None:
            self._remember(key, kept)
        return kept

    def put(self, key: str, speech: Speech, *, on_disk: bool) -> None:
        """Keep it; on_disk only for wording without anything a caller said."""
        self._remember(key, speech)
        if on_disk:
            self._write(self._path(key), speech)

    @property
    def memory_bytes(self) -> int:
        return self._used

    def _remember(self, key: str, speech: Speech) -> None:
        with self._lock:
            if key in self._memory or speech.pcm.nbytes > self._limit:
                return
            self._memory[key] = speech
            self._used += speech.pcm.nbytes
            while self._used > self._limit:
                _, gone = self._memory.popitem(last=False)
                self._used -= gone.pcm.nbytes

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.npz"

    def _read(self, path: Path) -> Speech | None:
        try:
            with np.load(path, allow_pickle=False) as kept:
                return Speech(kept["pcm"].astype(np.int16), int(kept["sample_rate"]))
        except FileNotFoundError:
            return None
        except Exception as error:  # numpy raises many kinds for a damaged file, and each means: speak it again
            _log.warning("kept prompt unreadable, speaking it again", file=path.name, error=type(error).__name__)
            return None

    def _write(self, path: Path, speech: Speech) -> None:
        draft = path.with_name(f"{path.stem}.{os.getpid()}.{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as out:
                np.savez(out, pcm=speech.pcm, sample_rate=speech.sample_rate)
            os.replace(draft, path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            _log.warning("prompt could not be kept on disk", error=type(error).__name__)
