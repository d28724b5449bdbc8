"""The scanner that the setting names: clamd:/run/clamav/clamd.ctl, clamd:host:3310, command:/usr/bin/clamscan --no-summary."""

from __future__ import annotations

from collections.abc import Callable

from casework.errors import BadSetting
from casework.scanning.base import Scanner
from casework.scanning.clamd import Clamd
from casework.scanning.command import Command

SCANNERS: dict[str, Callable[[str], Scanner]] = {"clamd": Clamd, "command": Command}


def scanner_of(setting: str | None) -> Scanner | None:
    """None: there is none, and a person lets files out by hand. Raises BadSetting for one that is not known."""
    if not setting:
        return None
    name, _, rest = setting.partition(":")
    if name not in SCANNERS or not rest.strip():
        raise BadSetting(f"CIVICLINE_FILE_SCANNER is none of {', '.join(f'{one}:...' for one in SCANNERS)}.")
    return SCANNERS[name](rest.strip())
