"""How often officers changed what rules had filled in: THRIVE levels by element, and flags that stood on a case when it was opened.

Rules fill in, people decide: where they change one element again and again, its rules are wrong. Of cases opened in a period; a
first decision counts, against what had been filled in just before. Says nothing about any officer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.tables import Case, ThriveAssessment
from casework.cases.thrive import ELEMENTS
from casework.quality.contacts import Period
from casework.quality.shapes import FlagsChanged, LevelsChanged, Prefilled
from casework.trail.tables import AuditEntry

_RANK = {"none": 0, "low": 1, "medium": 2, "high": 3}
_LISTED = "the agency's list"  # who set a flag without a person (cases/flags.py)
Levels = dict[str, dict[str, Any]]


def changed(session: Session, period: Period) -> Prefilled:
    cases = select(Case.id).where(
        Case.agency == period.agency, Case.opened_at >= period.since, Case.opened_at < period.until
    )
    return Prefilled(thrive=_levels(session, cases), flags=_flags(session, period, cases))


def _levels(session: Session, cases: Any) -> list[LevelsChanged]:
    rows = select(ThriveAssessment).where(ThriveAssessment.case_id.in_(cases))
    filled: dict[int, Levels] = {}
    decided: dict[int, tuple[Levels, Levels]] = {}
    for row in session.scalars(rows.order_by(ThriveAssessment.id)):
        if not row.decided:
            filled[row.case_id] = row.levels
        elif row.case_id in filled:
            decided.setdefault(row.case_id, (filled[row.case_id], row.levels))
    return [_of(element, list(decided.values())) for element in ELEMENTS]


def _of(element: str, pairs: list[tuple[Levels, Levels]]) -> LevelsChanged:
    told = [(_rank(before, element), _rank(after, element)) for before, after in pairs]
    steps = [after - before for before, after in told if before is not None and after is not None]
    return LevelsChanged(
        element=element,
        decided=len(steps),
        raised=sum(step > 0 for step in steps),
        lowered=sum(step < 0 for step in steps),
    )


def _rank(levels: Levels, element: str) -> int | None:
    """None where nobody gave this element a level."""
    return _RANK.get(str((levels.get(element) or {}).get("level")))


def _flags(session: Session, period: Period, cases: Any) -> list[FlagsChanged]:
    """A flag that nobody set by hand came with the case: from its answers or from the agency's list."""
    by_hand: dict[str, set[int]] = defaultdict(set)
    taken_off: dict[str, set[int]] = defaultdict(set)
    moved = select(AuditEntry.case_id, AuditEntry.action, AuditEntry.details).where(
        AuditEntry.agency == period.agency, AuditEntry.action.in_(("flag", "unflag")), AuditEntry.case_id.in_(cases)
    )
    for case_id, action, details in session.execute(moved.order_by(AuditEntry.id)):
        flag = (details or {}).get("flag")
        if case_id is not None and flag and details.get("by") != _LISTED:
            (by_hand if action == "flag" else taken_off)[str(flag)].add(case_id)
    stands: Counter[str] = Counter()
    for case_id, flags in session.execute(select(Case.id, Case.flags).where(Case.id.in_(cases))):
        stands.update(flag for flag in flags if case_id not in by_hand[flag])
    names = sorted({*stands, *by_hand, *taken_off})
    return [_flag(name, stands[name], by_hand[name], taken_off[name]) for name in names]


def _flag(name: str, standing: int, by_hand: set[int], taken_off: set[int]) -> FlagsChanged:
    wrong = len(taken_off - by_hand)
    return FlagsChanged(flag=name, came_with_the_case=standing + wrong, taken_off=wrong, set_by_hand=len(by_hand))
