"""Whether what casework writes lies on an encrypted disk: looked at when it starts, because nobody looks later.

Names, telephones and reports are readable in the database, so that they can be searched: the disk under it is what keeps them (dm-crypt, or
a cloud's encrypted volume, which cannot be seen from inside). A PostgreSQL elsewhere is its own machine's matter.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Literal

from casework.errors import BadSetting

log = logging.getLogger(__name__)
AtRest = Literal["unchecked", "warn", "require", "elsewhere"]
_BLOCKS = Path("/sys/dev/block")
_DEEPEST = 8  # a file system on LVM on RAID on LUKS is four


def check(folder: Path, wanted: AtRest, blocks: Path = _BLOCKS) -> None:
    """`require`: raises BadSetting where the disk is not seen to be encrypted; `warn`: says so in the log. `elsewhere`: the operator
    answers for it (a cloud's volume)."""
    if wanted in ("unchecked", "elsewhere") or is_encrypted(folder, blocks):
        return
    if wanted == "require":
        raise BadSetting(
            f"{folder} is not on an encrypted disk: put it on one (LUKS), or set CIVICLINE_AT_REST=elsewhere when the volume is "
            "encrypted below this machine (docs/runbooks/disk-encryption.md)."
        )
    log.warning("the folder of casework is not on an encrypted disk; names and reports could be read from a stolen one")


def is_encrypted(folder: Path, blocks: Path = _BLOCKS) -> bool:
    """Whether dm-crypt is somewhere below the file system of this folder, or of the nearest one that is there."""
    there = next(one for one in (folder.absolute(), *folder.absolute().parents) if one.exists())
    device = os.stat(there).st_dev
    return _crypt_below(blocks / f"{os.major(device)}:{os.minor(device)}", _DEEPEST)


def _crypt_below(device: Path, deepest: int) -> bool:
    try:
        if (device / "dm" / "uuid").read_text().startswith("CRYPT-"):
            return True
    except OSError:
        pass  # no device mapper here
    slaves = device / "slaves"
    below = sorted(slaves.iterdir()) if deepest and slaves.is_dir() else []
    return bool(below) and all(_crypt_below(one, deepest - 1) for one in below)
