"""The danger part of an agency's folder as its files stand: what it calls danger, and what it wants said and done then.

Whoever must know (the bot's detector and policy, its actions, the telephone line) asks here, so that an emergency phrase
takes effect within seconds, without training and without a restart. A broken edit changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, FrozenSet, Mapping, Optional, Sequence, Tuple

from agencies.danger.files import FILE, load_phrases
from agencies.danger.phrases import EmergencyPhrases
from agencies.errors import BrokenAgencyFile, Fault
from agencies.live_files import AgencyFiles, agencies_root
from agencies.properties import Properties, properties
from agencies.yaml_lines import read

ANY_DANGER = "emg_in_progress"  # what cannot be said to be of any kind
FILES = (FILE, "agency.yml", "needs.yml")


@dataclass(frozen=True)
class AgencyDanger:
    """What is danger for one agency, and what it wants said then."""

    agency: str
    number: str
    action: str  # hang_up_and_dial | transfer
    say: str
    phrases: EmergencyPhrases
    says: Mapping[str, str] = field(default_factory=dict)  # need -> its own sentence when somebody is in danger
    properties: Properties = field(default_factory=properties)
    needs: FrozenSet[str] = frozenset()  # every need of its directory

    def sentence(self, need: Optional[str]) -> str:
        """The life-saving sentence of this need; the agency's own for every emergency when it has none."""
        return self.says.get(need or "", self.say)

    def person_first(self, need: Optional[str]) -> bool:
        return self.properties.has(need, "person_first")

    def need_of(
        self, intent: str, heard: Optional[str], candidates: Sequence[str], language: Optional[str] = None
    ) -> Tuple[str, bool]:
        """(the need to report, whether what was said names that kind of danger); `heard`: the need of a phrase's kind.

        `language`: the other one that danger was heard in; the classifier knows English only, and what it takes it for is chance.

        A phrase of a kind in which a person comes first; what the classifier takes it for; any other phrase; the first
        need of danger among the candidates.
        """
        if language and not self.person_first(heard):
            return ANY_DANGER, False
        dangerous = self.properties.having("dangerous")
        phrase = (heard,) if heard in dangerous else ()
        likely = (*filter(self.person_first, phrase), intent, *phrase, *candidates[:1])
        named = next((need for need in likely if need in dangerous), None)
        if named:
            return named, True
        return next((need for need in candidates if need in dangerous), ANY_DANGER), False


def load_danger(folder: Path) -> AgencyDanger:
    """One agency's folder. Raises BrokenAgencyFile."""
    emergency = _part(folder, "agency.yml", "emergency")
    needs = _part(folder, "needs.yml", "needs")
    number = str(emergency.get("number") or "")
    own = {need: entry["properties"] for need, entry in needs.items() if isinstance(entry.get("properties"), dict)}
    try:
        table = properties().with_changes(own)
    except ValueError as error:
        fault = Fault(f"agencies/{folder.name}/needs.yml", 1, str(error).rstrip("."), "mend `properties` there")
        raise BrokenAgencyFile([fault]) from None
    return AgencyDanger(
        agency=folder.name,
        number=number,
        action=str(emergency.get("action") or ""),
        say=str(emergency.get("say") or "").strip(),
        phrases=load_phrases(folder / FILE, number),
        says={need: said for need, entry in needs.items() if (said := _said(need, entry, table))},
        properties=table,
        needs=frozenset(needs),
    )


def _said(need: str, entry: Mapping[str, Any], table: Properties) -> str:
    """What a need says to somebody in danger: its own words where it is an emergency or a person's call anyway."""
    own = entry.get("disposition") == "911" or table.has(need, "person_first")
    return str((entry.get("say") if own else entry.get("danger_say")) or "").strip()


def unread_danger(folder: Path, default: Path) -> AgencyDanger:
    """For an agency whose files never could be read: whatever of its own can be, and its own number or none, never another's.

    Without its sentence `say` is empty, and the bot's own words (utter_hand_over_emergency) are said. Danger is heard by the
    default agency's phrases when its own are broken: what people say in danger is no matter of a city.
    """
    try:
        emergency = _part(folder, "agency.yml", "emergency")
    except (ValueError, OSError):
        emergency = {}
    number = str(emergency.get("number") or "")
    try:
        phrases = load_phrases(folder / FILE, number)
    except (ValueError, OSError):
        phrases = load_phrases(
            default / FILE, number or str(_part(default, "agency.yml", "emergency").get("number") or "")
        )
    said = str(emergency.get("say") or "").strip()
    return AgencyDanger(folder.name, number, str(emergency.get("action") or ""), said, phrases)


def _part(folder: Path, name: str, key: str) -> Dict[str, Any]:
    document = read(folder / name, f"agencies/{folder.name}/{name}")
    part = document.data.get(key) if isinstance(document.data, dict) else None
    if not isinstance(part, dict):
        fault = Fault(document.file, document.line_of((key,)), f"'{key}' is missing", "add it")
        raise BrokenAgencyFile([fault])
    return part


Dangers = AgencyFiles[AgencyDanger]


def dangers_in(root: Callable[[], Path]) -> Dangers:
    return AgencyFiles(load_danger, FILES, unread_danger, root=root)


DANGERS = dangers_in(agencies_root)  # of this process


def heard_need(verdict: Mapping[str, Any]) -> Optional[str]:
    """Of the detector's verdict: the need of a phrase that no past or fiction explains."""
    return verdict.get("need") if verdict.get("sure") or not verdict.get("context") else None
