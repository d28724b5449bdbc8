"""An agency's own lists as the agency of the turn has them: read when first wanted, read again when a file changes.

A broken edit is logged and the last good state stays. A turn that names no agency with a folder is the default agency's. An
agency whose lists never were good has what `without` makes of that, so that no turn fails for it and nobody is told another
city's streets or numbers. Pure but for reading files; no Rasa.
"""

from __future__ import annotations

import logging
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR
from typing import Any, Callable, Dict, Generic, Mapping, Optional, Sequence, Tuple, TypeVar

logger = logging.getLogger(__name__)

ROOT, DEFAULT = "CIVICLINE_AGENCIES_ROOT", "CIVICLINE_AGENCY"
LOOK_S = 1.0  # how often the files' times are looked at
MOST_LOOKED_UP = 1_000  # ids; a turn may name agencies that nobody has
_ID = re.compile(r"^[a-z0-9][a-z0-9_-]{0,63}$")
Marks = Tuple[Optional[Tuple[int, int]], ...]
T = TypeVar("T")


HERE = Path(__file__).resolve().parent


def agencies_root() -> Path:
    chosen = os.environ.get(ROOT)
    return Path(chosen) if chosen else HERE


def default_agency() -> str:
    return os.environ.get(DEFAULT) or "denver"


def agency_of(message_metadata: Any) -> Optional[str]:
    """The agency that a turn's metadata names, if it names one."""
    agency = message_metadata.get("agency") if isinstance(message_metadata, Mapping) else None
    return agency if isinstance(agency, str) and _ID.match(agency) else None


@dataclass
class _Kept(Generic[T]):
    value: T
    marks: Marks
    looked_at: float


class AgencyFiles(Generic[T]):
    """`read` turns an agency's folder into what a component needs; `names`: the files whose change means reading again.

    `without(folder, default folder)`: what an agency has whose files never could be read. It may not raise for them.
    """

    def __init__(
        self,
        read: Callable[[Path], T],
        names: Sequence[str],
        without: Callable[[Path, Path], T],
        clock: Callable[[], float] = time.monotonic,
        root: Callable[[], Path] = agencies_root,
    ) -> None:
        self._read, self._names, self._clock, self._root = read, tuple(names), clock, root
        self._without = without
        self._kept: Dict[Path, _Kept[T]] = {}
        self._looked_up: Dict[Tuple[Optional[str], Optional[str], Optional[str]], _Kept[T]] = {}  # by turn and settings

    def of(self, agency: Optional[str] = None) -> T:
        """Raises ValueError (file, line, mend) when the default agency's files are broken at the first look."""
        asked, now = (agency, os.environ.get(ROOT), os.environ.get(DEFAULT)), self._clock()
        known = self._looked_up.get(asked)
        if known is not None and now - known.looked_at < LOOK_S:
            return known.value
        if len(self._looked_up) > MOST_LOOKED_UP:
            self._looked_up.clear()
        kept = self._looked_up[asked] = self._looked_at(self._folder(agency), now)
        return kept.value

    def look_again(self) -> None:
        """At the files' times, the next time anybody asks: whoever has just changed one wants to see it."""
        self._looked_up.clear()
        for kept in list(self._kept.values()):
            kept.looked_at = float("-inf")

    def _looked_at(self, folder: Path, now: float) -> _Kept[T]:
        kept = self._kept.get(folder)
        if kept is not None and now - kept.looked_at < LOOK_S:
            return kept
        marks = tuple(_mark(folder / name) for name in self._names)
        if kept is None:
            kept = self._kept[folder] = _Kept(self._first(folder), marks, now)
        elif marks != kept.marks:
            kept = self._kept[folder] = _Kept(self._again(folder, kept.value), marks, now)
        kept.looked_at = now
        return kept

    def _folder(self, agency: Optional[str]) -> Path:
        root, default = self._root(), default_agency()
        if agency and agency != default and (root / agency / "agency.yml").is_file():
            return root / agency
        return root / default

    def _first(self, folder: Path) -> T:
        default = self._folder(None)
        if folder == default:
            return self._read(folder)
        try:
            return self._read(folder)
        except (ValueError, OSError) as error:
            logger.error("an agency's list is broken, and none was ever read: %s", error)
            return self._without(folder, default)

    def _again(self, folder: Path, last_good: T) -> T:
        try:
            value = self._read(folder)
        except (ValueError, OSError) as error:
            logger.error("an agency's list is broken; the last good one stays: %s", error)
            return last_good
        logger.info("an agency's lists were read: %s", folder.name)
        return value


def _mark(path: Path) -> Optional[Tuple[int, int]]:
    """Of a folder: of what is in it as well, since a file that is written in its place leaves the folder's own time as it was."""
    try:
        found = path.stat()
        inside = [one.stat() for one in path.iterdir()] if S_ISDIR(found.st_mode) else []
    except OSError:
        return None
    return max(one.st_mtime_ns for one in (found, *inside)), sum(one.st_size for one in (found, *inside))
