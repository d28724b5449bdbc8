"""What made-up cases went through, and what was said about them: every stage there is, the same for the same dice."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from casework.cases.machine import life
from spoken.en.place_keys import place_key

Row = dict[str, Any]
StagesAt = list[tuple[str, datetime]]

_TAKEN_UP = ("submitted", "under_review", "accepted")
_WORKED_ON = (*_TAKEN_UP, "recorded", "allocated", "under_investigation")
PATHS = (
    (("submitted",), 8),
    (("submitted", "under_review"), 6),
    (("submitted", "under_review", "more_wanted"), 6),
    (_TAKEN_UP, 6),
    (("submitted", "under_review", "redirected"), 4),
    ((*_TAKEN_UP, "recorded"), 5),
    ((*_TAKEN_UP, "recorded", "allocated"), 7),
    ((*_TAKEN_UP, "recorded", "allocated", "officer_deployed"), 3),
    (_WORKED_ON, 12),
    ((*_WORKED_ON, "forensics"), 3),
    ((*_WORKED_ON, "suspect_identified"), 4),
    ((*_WORKED_ON, "suspect_identified", "sent_to_prosecutor"), 2),
    ((*_WORKED_ON, "suspect_identified", "charged"), 2),
    ((*_WORKED_ON, "suspect_identified", "charged", "court"), 1),
    ((*_WORKED_ON, "suspect_identified", "charged", "court", "closed_court_decided"), 1),
    ((*_TAKEN_UP, "closed_insurance"), 11),
    ((*_TAKEN_UP, "recorded", "allocated", "closed_no_leads"), 14),
    ((*_WORKED_ON, "closed_resolved"), 5),
    ((*_TAKEN_UP, "recorded", "closed_unfounded"), 1),
    (("submitted", "under_review", "closed_civil_matter"), 1),
    (("submitted", "closed_withdrawn"), 1),
    (("submitted", "under_review", "more_wanted", "closed_no_answer"), 1),
)
NUMBERED = frozenset(_WORKED_ON[2:]) | {"closed_insurance"}  # a path through one of these has an official number
OFFICERS = tuple(f"officer-{badge}" for badge in (1107, 1482, 2031, 2264, 3390, 4127))
ASSIGNED = frozenset(("allocated", "officer_deployed", "under_investigation"))
# what was taken, lost or damaged, and what it is worth
_THINGS = (
    ("a bicycle", 850),
    ("a laptop", 1_400),
    ("a phone", 700),
    ("a backpack", 90),
    ("a wallet", 120),
    ("power tools", 480),
    ("a catalytic converter", 1_900),
    ("a stroller", 260),
    ("a parcel from the porch", 65),
    ("a licence plate", 40),
)
_REPLY = "I'm working on your report. Is there a camera nearby, and do you know the serial number? You can answer here."


def story(dice: random.Random, row: Row, place: str) -> Row:
    """The columns that tell what happened, beside those that follow from the stages."""
    happened = row["opened_at"] - timedelta(hours=dice.randrange(1, 60))
    what, value = dice.choice(_THINGS)
    answers: dict[str, Any] = {"where": place, "when": happened.isoformat(), "what": what, "value": value}
    if dice.random() < 0.3:
        answers["witnesses"] = True
    return {
        "kind": row["need"],
        "channel": dice.choice(("voice", "voice", "web", "chat")),
        "queue": life().queue_of(row["need"]),
        "place": place,
        "place_key": place_key(place),
        "happened_at": happened,
        "answers": answers,
        "flags": [],
        "anonymous": False,
    }


def trail(case_id: int, row: Row, path: StagesAt) -> list[Row]:
    """The audit entries that such a path leaves."""
    entries = []
    before: str | None = None
    for stage, at in path:
        name, role = _move_to(stage)
        entries.append(
            {
                "agency": row["agency"],
                "case_id": case_id,
                "at": at,
                "actor_id": row["assigned_to"] or f"sample-{role}",
                "actor_role": role,
                "action": name,
                "from_stage": before,
                "to_stage": stage,
                "details": {},
            }
        )
        before = stage
    return entries


def messages(case_id: int, row: Row, path: StagesAt) -> list[Row]:
    """One case in eleven that is being worked on has a message that the citizen has not read."""
    if row["stage"] != "under_investigation" or int(row["access_code"]) % 11:
        return []
    common = {"case_id": case_id, "key": "sample", "side": "agency", "author_id": row["assigned_to"]}
    return [common | {"text": _REPLY, "at": path[-1][1]}]


def _move_to(stage: str) -> tuple[str, str]:
    if stage == "submitted":
        return "submit", "citizen"
    for name, move in life().moves.items():
        if stage in move.to or ("closed" in move.to and stage.startswith("closed_")):
            return name, "officer" if "officer" in move.by else move.by[-1]
    raise ValueError(f"no move leads to {stage}")
