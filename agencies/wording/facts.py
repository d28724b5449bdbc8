"""An agency's facts as variables of what is said: {agency_name}, {emergency_number}, {emergency_number_spoken}. Pure.

Read from agency.yml alone, so that the bot says the right number whatever else is down.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Mapping, Optional

from agencies.live import Live
from agencies.live_files import agencies_root
from agencies.yaml_lines import read
from spoken.en.saying import digits

FACTS = ("agency_name", "emergency_number", "emergency_number_spoken")
_known: Dict[Path, Live[Dict[str, Any]]] = {}


def facts_of(agency: str, root: Optional[Path] = None) -> Dict[str, str]:
    """The variables; never those of another agency. Raises ValueError or FileNotFoundError when its file never could be read."""
    info = _info(agency, root or agencies_root())
    number = str(info["emergency"]["number"])
    spoken = str(info["emergency"].get("number_spoken") or digits(number))
    return {"agency_name": str(info["name"]), "emergency_number": number, "emergency_number_spoken": spoken}


def _info(agency: str, root: Path) -> Mapping[str, Any]:
    path = root / agency / "agency.yml"
    return _known.setdefault(path, Live(path, _read)).now()


def _read(path: Path) -> Dict[str, Any]:
    data = read(path, "/".join(path.parts[-3:])).data
    if not isinstance(data, dict) or not isinstance(data.get("emergency"), dict) or not data.get("name"):
        raise ValueError(f"{path}: 'name' or 'emergency' is missing")
    if not data["emergency"].get("number"):
        raise ValueError(f"{path}: the emergency number is missing")
    return data
