"""What the line can tell of an office by itself: how callers name it, its number and hours, from destinations.yml as it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

from agencies.live_files import AgencyFiles
from agencies.yaml_lines import read
from spoken.en.office_questions import Asked, asked_in

FILE = "destinations.yml"
EMERGENCY = "emergency"  # whoever was sent there is asked nothing else


@dataclass(frozen=True)
class Office:
    """`called`: how callers name it, the first one as the line says it. `hours`: "mon" ... "sun" -> spans; None: not known."""

    id: str
    name: str
    phone: str
    called: Tuple[str, ...] = ()
    hours: Optional[Mapping[str, Sequence[str]]] = field(default=None, hash=False)

    @property
    def said(self) -> str:
        return self.called[0] if self.called else self.name


@dataclass(frozen=True)
class Offices:
    by_id: Mapping[str, Office]

    def asked_about(self, text: str, last: Optional[str]) -> Optional[Tuple[Office, Asked]]:
        """The office that the words ask about: the one they name, else `last`, of which the caller was told before."""
        asked = asked_in(text, {one.id: one.called for one in self.by_id.values()})
        if asked and asked.as_before and not last:
            return None
        office = self.by_id.get(asked.office or last or "") if asked and last != EMERGENCY else None
        return (office, asked) if office and asked else None


def offices_in(folder: Path) -> Offices:
    """Raises ValueError for a file that holds none."""
    data = read(folder / FILE, f"agencies/{folder.name}/{FILE}").data
    if not isinstance(data, dict):
        raise ValueError(f"agencies/{folder.name}/{FILE}: it holds no destinations")
    return Offices({str(key): _office(str(key), one) for key, one in data.items() if isinstance(one, dict)})


def _office(key: str, one: Dict[str, Any]) -> Office:
    called = tuple(str(name) for name in one.get("called") or ())
    hours = one.get("hours")
    return Office(key, str(one.get("name") or key), str(one.get("phone") or ""), called, hours)


OFFICES: AgencyFiles[Offices] = AgencyFiles(offices_in, [FILE], lambda *_: Offices({}))


def last_office(decision: Optional[Mapping[str, Any]]) -> Optional[str]:
    """The office of which the caller was told: who takes over, or the person beside an offer."""
    decided = decision or {}
    person = decided.get("person") if decided.get("offer") else None
    destination = (person or {}).get("destination") or decided.get("destination") or {}
    return str(destination["id"]) if destination.get("id") else None
