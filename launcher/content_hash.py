"""A short name for the content of files: what is made from the same content need not be made again."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Callable, Iterable


def content_hash(root: Path, files: Iterable[Path], read: Callable[[Path], bytes] = Path.read_bytes) -> str:
    """16 hex digits over the names (relative to `root`) and contents of `files`; the order does not matter."""
    digest = hashlib.sha256()
    for path in sorted(set(files)):
        content = read(path)
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
