"""Whether the agency of a turn rings people back (queues.yml, `callback`), read live. Python 3.10."""

from __future__ import annotations

from pathlib import Path

from agencies.live_files import AgencyFiles
from agencies.yaml_lines import read

FILE = "queues.yml"


def rings_back_in(folder: Path) -> bool:
    """True where the agency says nothing of it. Raises ValueError for a file that cannot be read."""
    if not (folder / FILE).is_file():
        return True
    data = read(folder / FILE, f"agencies/{folder.name}/{FILE}").data
    return not isinstance(data, dict) or data.get("callback", True) is not False


RINGS_BACK: AgencyFiles[bool] = AgencyFiles(rings_back_in, [FILE], lambda *_: True)
