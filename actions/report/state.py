"""Where the taking of a report stands between two turns, and what a turn did. Small: what was answered is casework's."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, List, Optional

from rasa_sdk import Tracker


@dataclass(frozen=True)
class Report:
    """The slot `report`.

    stage: offer | which | ask | side | keep | summary | change | code | pin | go_on | add_more | add. `open`: the question of that
    stage has been put; False when the stage is just entered.
    """

    stage: str
    open: bool = False
    id: str = ""
    kind: str = ""
    need: str = ""  # what the report is about, where that is known
    about: str = ""  # "a theft", as it is spoken
    kinds: Optional[List[Dict[str, Any]]] = None  # [{kind, spoken, words}] to choose from, before the report has begun
    given: int = 0
    left: int = 0
    refused: int = 0  # answers to the open question that did not fit
    last: Optional[Dict[str, str]] = None  # {question, kind} of the latest answer: what "no, I meant ..." corrects
    tried: bool = False  # a code and PIN that matched nothing
    code: Optional[str] = None  # sealed, between access code and PIN
    case: Optional[int] = None  # of a report that has been filed
    settled: bool = False  # what was asked about danger of something that happened has been denied
    denied: bool = False  # ... or of anything
    changing: bool = False  # an answer is being changed: only it is read back
    leaving: Optional[str] = None  # stop or bye: how it ends once there is a PIN
    link: Optional[str] = None  # a link to the report by text: wanted (a number is asked for) or sent
    files: int = 0  # that came by it, and answers given on the web, as far as they were spoken of
    on_web: int = 0
    later: Optional[str] = None  # a need that came up in the middle
    held: Optional[Dict[str, Any]] = None  # a turn that waited for "is anyone in danger?"

    @classmethod
    def of(cls, tracker: Tracker) -> Optional[Report]:
        slot = tracker.get_slot("report")
        return cls(**slot) if slot else None

    def slot(self) -> Dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value not in (None, "", 0, False)}


@dataclass(frozen=True)
class Move:
    """kind: answer | unknown | skip | back | stop | bye | code | send_code | send_link | lost_code | how_long | why | correct |
    correct_last | other_kind | digress | person | rude | missed. `value`: of an answer; `text`: the words that count; `target`:
    which question, or which need."""

    kind: str
    value: Any = None
    text: str = ""
    target: Optional[str] = None


def progress(step: Dict[str, Any]) -> Dict[str, Any]:
    counted = step.get("progress") or {}
    return {"given": int(counted.get("given") or 0), "left": int(counted.get("left") or 0)}
