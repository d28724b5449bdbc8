"""Keeps INTO/current at the newest good state: fetched beside it, read whole, then put in its place at once.

Folders that do not load are said and left out; what was good stays in use. The files are read-only: they are changed where they come from.
"""

from __future__ import annotations

import logging
import os
import shutil
import stat
from pathlib import Path

from agencies.danger.live import load_danger
from agencies.errors import BrokenAgencyFile
from agencies.fetching.errors import FetchFailed
from agencies.fetching.sources import Source
from agencies.loader import agency_ids, load_agency

logger = logging.getLogger(__name__)
CURRENT = "current"
_KEPT = 2  # states: the present one and the one before, which a reader may be in the middle of


class Keeper:
    """One folder. Not for two processes at once."""

    def __init__(self, source: Source, into: Path) -> None:
        self._source, self._into = source, into
        self._refused = ""

    @property
    def current(self) -> Path:
        """What CIVICLINE_AGENCIES_ROOT names."""
        return self._into / CURRENT

    def bring(self) -> bool:
        """Whether something new is in use now. Raises FetchFailed; what is in use stays."""
        self._into.mkdir(parents=True, exist_ok=True)
        state = self._source.state()
        target = self._into / f"state-{state}"
        if state == self._refused or (self.current.is_symlink() and os.readlink(self.current) == target.name):
            return False
        self._fetch(state, target)
        _point(self.current, target.name)
        self._thin_out(target)
        return True

    def _fetch(self, state: str, target: Path) -> None:
        unfinished = self._into / ".unfinished"
        _delete(unfinished)
        unfinished.mkdir()
        try:
            self._source.write(unfinished)
            if fault := _fault_of(unfinished):
                self._refused = state  # said once, not every minute
                raise FetchFailed(fault)
            _read_only(unfinished)
            _delete(target)
            unfinished.rename(target)
        finally:
            _delete(unfinished)

    def _thin_out(self, newest: Path) -> None:
        states = sorted(self._into.glob("state-*"), key=lambda path: path.lstat().st_ctime_ns, reverse=True)
        for path in [one for one in states if one != newest][_KEPT - 1 :]:
            _delete(path)


def _fault_of(root: Path) -> str:
    """The first thing wrong; "": every agency loads."""
    ids = agency_ids(root)
    if not ids:
        return "there is no folder with an agency.yml below the address."
    try:
        for agency in ids:
            load_agency(agency, root)
            load_danger(root / agency)
    except BrokenAgencyFile as error:
        return str(error).replace(f"{root}{os.sep}", "")
    return ""


def _point(link: Path, at: str) -> None:
    """No reader ever finds nothing."""
    beside = link.with_name(f".{link.name}")
    beside.unlink(missing_ok=True)
    beside.symlink_to(at)
    beside.replace(link)


def _read_only(root: Path) -> None:
    for path in [*root.rglob("*"), root]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def _delete(root: Path) -> None:
    if not root.exists():
        return
    for path in [root, *(one for one in root.rglob("*") if one.is_dir() and not one.is_symlink())]:
        path.chmod(0o700)
    shutil.rmtree(root)
