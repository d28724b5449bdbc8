"""The moves of a case as the console offers them: what each is called, and what it asks for. Which of them a person may make
now, casework says with the case; a test holds this list and casework/cases/stages.yml together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """`wants`: fields of its form, of number, questions, destination, officer, reason, into. `told`: the person hears of it
    by this event, with a preview."""

    name: str
    says: str
    wants: tuple[str, ...] = ()
    told: str = ""


_ALL = (
    Move("review", "Begin to review", told="under_review"),
    Move("accept", "Accept and give an official number", ("number",), told="number_issued"),
    Move("ask_more", "Ask for more", ("questions",), told="more_wanted"),
    Move("stop_asking", "Stop asking"),
    Move("redirect", "Send to another agency", ("destination",), told="redirected"),
    Move("record", "Record"),
    Move("allocate", "Give to an officer", ("officer",), told="allocated"),
    Move("deploy", "An officer is on the way", told="officer_deployed"),
    Move("investigate", "Investigate", told="under_investigation"),
    Move("send_to_forensics", "Send to forensics", told="forensics"),
    Move("identify_suspect", "A suspect is identified", told="suspect_identified"),
    Move("send_to_prosecutor", "Send to the prosecutor", told="sent_to_prosecutor"),
    Move("charge", "Charges are filed", told="charged"),
    Move("go_to_court", "Goes to court", told="court"),
    Move("reopen", "Open again", told="reopened"),
    Move("close", "Close", ("reason",), told="closed"),
)
MOVES = {move.name: move for move in _ALL}
ELSEWHERE = frozenset({"merge"})  # has a page of its own, where both cases stand side by side
LEAST_REASON = 5  # characters of a why that stands in the trail
# that somebody sets by hand, the most dangerous to be told of first
FLAGS = (
    "domestic_violence", "stalking", "sexual_violence", "child_abuse", "adult_abuse", "witness_protection", "at_risk_person",
    "at_risk_address", "do_not_contact", "shared_phone", "known_vulnerability", "repeat_caller",
)  # fmt: skip
REASONS = {
    "no_leads": "Nothing more to follow up now",
    "resolved": "The matter was resolved",
    "insurance": "On file, no further work planned",
    "unfounded": "It did not happen, or not as reported",
    "civil_matter": "A matter between people, not for the police",
    "withdrawn": "The person took it back",
    "no_answer": "What was asked was not answered in time",
    "court_decided": "A court has decided",
}
# events that are told without a change of stage -> the values that they want
NOTICES: dict[str, tuple[str, ...]] = {
    "appointment_made": ("when", "place"),
    "appointment_changed": ("when", "place"),
    "appointment_reminder": ("when", "place"),
    "appointment_cancelled": (),
    "property_found": ("place",),
    "property_ready": ("place",),
    "property_as_evidence": (),
    "forensics_done": (),
    "charges_dropped": (),
    "court_date": ("when", "place"),
    "court_date_changed": ("when", "place"),
    "court_result": (),
    "please_call": (),
}
ELEMENTS = ("threat", "harm", "risk", "investigation", "vulnerability", "engagement")
LEVELS = ("none", "low", "medium", "high")


def offered(names: list[str]) -> list[Move]:
    """In the order of work, whatever casework's is; one that this console does not know is offered by its name."""
    known = [move for move in _ALL if move.name in names]
    return known + [Move(name, name.replace("_", " ")) for name in names if name not in MOVES and name not in ELSEWHERE]
