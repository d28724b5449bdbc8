"""How an agency calls whom it connects callers with, read from its destinations.yml alone: also where nothing else could be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Dict, Optional

from agencies.live import Live
from agencies.live_files import agencies_root
from agencies.yaml_lines import read

CALL_TAKER = "call_taker"
_known: Dict[Path, Live[Dict[str, str]]] = {}


def call_taker(agency: str, root: Optional[Path] = None) -> Dict[str, str]:
    """{id, name} of a reply; the id alone where the agency's file cannot be read. Its number is the channel's own."""
    folder = (root or agencies_root()) / agency
    try:
        name = _read(folder / "destinations.yml", _names).get(_read(folder / "agency.yml", _own)[CALL_TAKER])
    except (ValueError, OSError):
        name = None
    return {"id": CALL_TAKER, **({"name": name} if name else {})}


def _read(path: Path, read_one: Callable[[Path], Dict[str, str]]) -> Dict[str, str]:
    return _known.setdefault(path, Live(path, read_one)).now()


def _own(path: Path) -> Dict[str, str]:
    """Which of its destinations the agency means by a call-taker."""
    data = read(path, "/".join(path.parts[-3:])).data
    named = data.get(CALL_TAKER) if isinstance(data, dict) else None
    return {CALL_TAKER: str(named or CALL_TAKER)}


def _names(path: Path) -> Dict[str, str]:
    data = read(path, "/".join(path.parts[-3:])).data
    if not isinstance(data, dict):
        raise ValueError(f"{path}: it holds no destinations")
    return {str(key): str(one["name"]) for key, one in data.items() if isinstance(one, dict) and one.get("name")}
