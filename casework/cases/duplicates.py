"""The same matter reported twice: candidates by place, time and need. A person decides; nothing is merged by itself."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases import changes
from casework.cases.machine import life
from casework.cases.tables import Case
from casework.errors import BadRequest, MoveRefused
from casework.trail.actors import Actor

# words of an address that people write in several ways, as one of them; articles and the like are left out
_ONE_WAY = {
    "street": "st", "avenue": "ave", "av": "ave", "boulevard": "blvd", "drive": "dr", "road": "rd", "lane": "ln",
    "court": "ct", "place": "pl", "parkway": "pkwy", "highway": "hwy", "circle": "cir", "terrace": "ter",
    "north": "n", "south": "s", "east": "e", "west": "w",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
    "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19", "twentieth": "20",
}  # fmt: skip
_LEFT_OUT = {"the", "of", "near", "at", "in", "on", "by", "block", "corner"}
_KINDS = {"st", "ave", "blvd", "dr", "rd", "ln", "ct", "pl", "pkwy", "hwy", "cir", "ter"}
_GOES_ON = {
    "n",
    "s",
    "e",
    "w",
}  # what may stand after the kind of a street; a city, a state and a postcode do not count
_BETWEEN = re.compile(r"\s*(?:&|\band\b|\bat\b|@|/|\bwith\b)\s*")


def place_key(place: str | None) -> str | None:
    """The place written one way: '14th Avenue & Pearl' and 'Pearl St and Fourteenth' differ only by the street's kind.

    The parts of a crossing are sorted; at a crossing the kinds of streets are left out, as callers do.
    """
    plain = unicodedata.normalize("NFKD", place or "").casefold().replace("'", "").replace(".", "")
    parts = [words for part in _BETWEEN.split(plain) if (words := _street(part))]
    if len(parts) > 1:
        parts = [[word for word in part if word not in _KINDS] or part for part in parts]
    return " & ".join(sorted(" ".join(part) for part in parts))[:120] or None


def candidates(session: Session, case: Case) -> list[Case]:
    """Open cases of the same agency, place and need, whose time lies within the window; nearest in time first."""
    when, rules = case.happened_at or case.opened_at, life().duplicates
    if case.place_key is None:
        return []
    window = timedelta(hours=rules.hours)
    same = select(Case).where(
        Case.agency == case.agency,
        Case.place_key == case.place_key,
        Case.need == case.need,
        Case.id != case.id,
        Case.closed_at.is_(None),
    )
    found = [other for other in session.scalars(same.limit(500)) if abs(_when(other) - when) <= window]
    return sorted(found, key=lambda other: abs(_when(other) - when))[: rules.most]


def merge(
    session: Session, case: Case, into_id: int, actor: Actor, at: datetime, why: str | None, change: str | None = None
) -> Case:
    """Ends `case` as a duplicate of another one of its agency, and gives the surviving case."""
    if into_id == case.id:
        raise BadRequest("A case cannot be merged into itself; name the case that stays.")
    into = survivor(session, changes.held(session, into_id, case.agency))
    if into.id == case.id:
        raise MoveRefused("That case was itself merged into this one; merge the other way round is not possible.")
    case.merged_into = into.id
    changes.move(session, case, actor, "merge", at, why=why, details={"into": into.id}, change=change)
    changes.wrote(session, into, actor, "merged_in", at, why=why, details={"case": case.id})
    return into


def survivor(session: Session, case: Case) -> Case:
    """The case that stands for this one: itself, or what it was merged into, also over several mergers."""
    seen = {case.id}
    while case.merged_into is not None and case.merged_into not in seen:
        following = session.get(Case, case.merged_into)
        if following is None:
            break
        case = following
        seen.add(case.id)
    return case


def _when(case: Case) -> datetime:
    return case.happened_at or case.opened_at


def _street(part: str) -> list[str]:
    """Up to the last kind of a street and its direction, else up to the comma: what follows says in which city that is."""
    words = _words(part)
    last = max((i for i, word in enumerate(words) if word in _KINDS and i), default=None)
    if last is None:
        return _words(part.partition(",")[0]) or words
    return words[: last + 1] + [word for word in words[last + 1 : last + 2] if word in _GOES_ON]


def _words(part: str) -> list[str]:
    found = re.findall(r"[a-z0-9]+", part)
    found = [re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", word) for word in found]
    return [_ONE_WAY.get(word, word) for word in found if word not in _LEFT_OUT]
