"""A model's archive is unpacked once: for the look at what it needs (`without_tensorflow`) and for Rasa, which takes the folder over.

Rasa alone decompresses it twice, once to look for unsafe names; the look at its metadata, the last of the archive, was a third time.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tarfile
import tempfile
import threading
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

METADATA = "metadata.json"
_Content = Tuple[str, int, int]  # path, size, when it was written
_kept: Dict[_Content, Path] = {}  # one at most
_one_at_a_time = threading.Lock()


def metadata_of(model: Path) -> Dict[str, Any]:
    """What the model says of itself; what was unpacked for it waits for `take_over`. Raises OSError, tarfile.TarError, ValueError."""
    with _one_at_a_time:
        content = _content(model)
        if content not in _kept:
            forget()
            _kept[content] = _unpacked(model, Path(tempfile.mkdtemp(prefix="civicline-model-")))
        metadata: Dict[str, Any] = json.loads((_kept[content] / METADATA).read_text(encoding="utf-8"))
        return metadata


def take_over(model: Path, folder: Path) -> None:
    """The model's content lies in `folder` afterwards, which is empty before. Raises OSError, tarfile.TarError."""
    with _one_at_a_time:
        waiting: Optional[Path] = _kept.pop(_content(model), None)
    if waiting is None:
        _unpacked(model, folder)
        return
    for path in waiting.iterdir():
        shutil.move(str(path), str(folder))
    waiting.rmdir()


def forget() -> None:
    """Deletes what nobody took over."""
    while _kept:
        shutil.rmtree(_kept.popitem()[1], ignore_errors=True)


def _content(model: Path) -> _Content:
    about = model.stat()
    return str(model.resolve()), about.st_size, about.st_mtime_ns


def _unpacked(model: Path, folder: Path) -> Path:
    """Nothing of the archive may lead out of the folder."""
    try:
        if not hasattr(tarfile, "data_filter"):  # Python 3.10.11 and older
            from tarsafe import TarSafe

            with TarSafe.open(str(model), "r:gz") as archive:
                archive.extractall(str(folder))  # noqa: S202 - its own check of every name comes first
        else:
            with tarfile.open(model) as archive:
                archive.extractall(folder, filter="data")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


atexit.register(forget)
