"""Passwords that were stolen somewhere: the list of Have I Been Pwned as its downloader writes it, read where it lies.

Lines are SHA-1 digests in hexadecimal, each with a colon and how often it was seen, in the order of the digests. It is some 40 GB, so no
line is held in memory: a look halves the file until the line is there, some forty reads. No password leaves this machine.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from casework.errors import BadSetting

_LINE = re.compile(rb"([0-9A-Fa-f]{40})(:[0-9]+)?\r?\n?")
_SETTING = "CIVICLINE_BREACHED_PASSWORDS"


class Breached:
    def __init__(self, path: Path) -> None:
        """Raises BadSetting for a file that cannot be read, or whose first lines are no list in order."""
        self._path = path
        try:
            with path.open("rb") as file:
                first, second = _LINE.fullmatch(file.readline()), _LINE.fullmatch(file.readline() or b"F" * 40)
            self._size = path.stat().st_size
        except OSError as error:
            raise BadSetting(f"{_SETTING} cannot be read ({type(error).__name__}): name a file, or none.") from None
        if first is None or second is None or first[1].upper() > second[1].upper():
            raise BadSetting(
                f"{_SETTING} is no list of SHA-1 digests in their order: take the file of haveibeenpwned-downloader."
            )

    def has(self, password: str) -> bool:
        wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
        with self._path.open("rb") as file:
            return self._found(file, wanted)

    def _found(self, file: BinaryIO, wanted: bytes) -> bool:
        low, high = 0, self._size  # a line with the digest begins in here, if there is one
        while low < high:
            middle = (low + high) // 2
            at = _line_at(file, middle)
            if at >= high:
                high = middle
                continue
            line = file.readline()
            digest = line[:40].upper()
            if digest == wanted:
                return True
            low, high = (at + len(line), high) if digest < wanted else (low, middle)
        return False


def _line_at(file: BinaryIO, at: int) -> int:
    """Where the first line begins that does not begin before `at`; the file stands there."""
    file.seek(max(0, at - 1))
    if at:
        file.readline()
    return file.tell()
