"""A shadow's view of whole calls: what it would have taken each to be about, and what the line would have done with that.

What a line does with a need stands in the agency's needs.yml; whatever is said to be dangerous goes to a person first.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional

from agencies.live_files import agencies_root
from agencies.yaml_lines import read

NO_NEED = ("nlu_fallback", "inform", "affirm", "deny", "greet", "thanks", "goodbye", "hold_on", "dont_know", "abuse")
ENDED_BY_THE_LINE = ("info", "self_service_report", "case_status")
DONE = {
    "danger": "asked about danger, or sent to 911", "911": "sent to 911", "call_taker": "handed over to a call-taker",
    "not_understood": "not understood it, and handed over to a call-taker", "transfer": "connected it with another desk",
    "info": "answered and ended it", "self_service_report": "taken or offered the report itself",
    "case_status": "told how the case is going",
}  # fmt: skip
FOUND = "found.csv"  # beside recordings: call_id,need,danger, and group where the agency knows who called


@dataclass
class Call:
    """`need`: the first that the candidate hears; `heard`, `hears`: danger, by whoever answered and by the candidate.

    `found`: what a person found the call to be, where that is known.
    """

    need: str = ""
    heard: bool = False
    hears: bool = False
    found: str = ""
    words: str = ""  # with which the danger was told that only one of them heard

    def add(self, turn: Dict[str, Any], need: str, heard: bool, hears: bool, answers: bool) -> None:
        """A turn; `answers` a question, so it names no need."""
        if not self.need and not answers and need not in NO_NEED:
            self.need = need
        by_person = bool(turn.get("found_danger"))
        self.words = self.words or (turn["text"] if (heard or by_person) and not hears else "")
        self.heard, self.hears = self.heard or heard or by_person, self.hears or hears
        self.found = str(turn.get("found_need") or self.found)

    @property
    def missed(self) -> bool:
        return self.heard and not self.hears


@dataclass(frozen=True)
class Line:
    """What the agency's line does with a need when nothing else is known, and how its needs are called."""

    does: Dict[str, str]
    names: Dict[str, str]

    def name(self, need: str) -> str:
        """In words, with the id that files and commands take."""
        if need == "nlu_fallback":
            return "not understood"
        return f"{self.names[need]} ({need})" if need in self.names else need


def line_of(agency: str) -> Line:
    needs = read(agencies_root() / agency / "needs.yml", "needs.yml").data["needs"]
    does = {name: str(need["disposition"]) for name, need in needs.items()}
    return Line(does, {name: str(need["what"]) for name, need in needs.items() if need.get("what")})


def table(calls: Iterable[Call], line: Line) -> List[str]:
    """Calls by what the line would have done, emergencies that it would have missed, and agreement with what people found."""
    calls = list(calls)
    would: Counter[str] = Counter(_would(call, line.does) for call in calls)
    ended = Counter(call.need for call in calls if _would(call, line.does) in ENDED_BY_THE_LINE)
    missed, alarms = [call for call in calls if call.missed], [call for call in calls if call.hears and not call.heard]
    rows = [f"\n{len(calls)} calls; emergencies that it would have missed: {len(missed)}"]
    rows += [f"  {call.words}" for call in missed[:20]]
    rows.append(f"calls in which it alone would have heard danger: {len(alarms)}")
    rows.append(f"calls that it would have ended by itself: {sum(ended.values())}")
    rows += [f"  {line.name(need)}: {times}" for need, times in ended.most_common(20)]
    rows += ["\n| the line would have | calls |", "|---|---|"]
    rows += [f"| {DONE.get(what, what)} | {n} |" for what, n in would.most_common()]
    return rows + _agreement(calls, line)


def _would(call: Call, does: Dict[str, str]) -> str:
    if call.hears:
        return "danger"
    return does.get(call.need, "call_taker") if call.need else "not_understood"


def _agreement(calls: List[Call], line: Line) -> List[str]:
    known = [call for call in calls if call.found]
    if not known:
        return []
    by: Dict[str, List[bool]] = {}
    for call in known:
        by.setdefault(call.found, []).append(call.found == call.need)
    alike = sum(call.found == call.need for call in known)
    rows = [
        f"\n{alike} of {len(known)} calls are about what a person found",
        "| a person found | heard so |",
        "|---|---|",
    ]
    worst = sorted(by.items(), key=lambda one: sum(one[1]) - len(one[1]))
    return rows + [f"| {line.name(need)} | {sum(told)} of {len(told)} |" for need, told in worst]


@dataclass(frozen=True)
class Found:
    """`group`: what the agency says of the caller, so that no group of callers is understood worse unseen."""

    need: Optional[str]
    danger: Optional[bool]
    group: Optional[str] = None


def found_by_people(folder: Path) -> Dict[str, Found]:
    """Of found.csv, where the agency put one there. Raises ValueError for a row that does not fit."""
    path = folder / FOUND
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if not row.get("call_id") or (row.get("danger") or "") not in ("", "yes", "no"):
            raise ValueError(f"{path}: each row is call_id,need,danger, danger being yes, no or nothing; not {row}.")
    return {
        row["call_id"]: Found(
            row.get("need") or None, None if not row.get("danger") else row["danger"] == "yes", row.get("group") or None
        )
        for row in rows
    }
