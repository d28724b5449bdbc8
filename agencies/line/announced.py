"""What every caller is told first while a storm rages: the notices of storm mode, as the files stand now.

Only agency.yml and notices.yml are read, so that a change is heard in the next greeting, and no call waits for a whole agency.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Callable, List, Optional, Tuple

from pydantic import TypeAdapter

from agencies.directory.shape import AgencyInfo, Notice
from agencies.live_files import AgencyFiles
from agencies.yaml_lines import read

_NAMES = ("agency.yml", "notices.yml")
_INFO, _NOTICES = TypeAdapter(AgencyInfo), TypeAdapter(List[Notice])
_Read = Optional[Tuple[AgencyInfo, List[Notice]]]


def announcer(root: Path) -> Callable[[str, datetime], str]:
    """(agency, moment) -> the words, "" in fair weather. A broken edit leaves what was good before."""
    files: AgencyFiles[_Read] = AgencyFiles(_read, _NAMES, lambda _own, _default: None, root=lambda: root)

    def announced(agency: str, at: datetime) -> str:
        found = files.of(agency)
        if found is None or not found[0].is_stormy(at):
            return ""
        _info, notices = found
        return " ".join(one.say for one in notices if one.storm_only and not one.needs and one.is_on(at, True))

    return announced


def _read(folder: Path) -> _Read:
    info, notices = (read(folder / name, f"agencies/{folder.name}/{name}").data for name in _NAMES)
    return _INFO.validate_python(info), _NOTICES.validate_python(notices)
