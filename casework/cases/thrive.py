"""THRIVE: threat, harm, risk, investigation, vulnerability, engagement. Prefilled by rules, decided by a person.

The rules are thrive.yml: each looks at answers and gives a level with its reason. The highest level of an element counts,
and all its reasons are shown. Whenever the answers change it is worked out anew; a decision taken before stays in the
history and is shown as older than the answers.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agencies.properties import Properties
from agencies.yaml_lines import read
from casework.cases.tables import Case, ThriveAssessment
from casework.trail.actors import SYSTEM, Actor

_FILE = Path(__file__).parent / "thrive.yml"
Element = Literal["threat", "harm", "risk", "investigation", "vulnerability", "engagement"]
Level = Literal["none", "low", "medium", "high"]
ELEMENTS: tuple[Element, ...] = ("threat", "harm", "risk", "investigation", "vulnerability", "engagement")
_RANK: dict[Level, int] = {"none": 0, "low": 1, "medium": 2, "high": 3}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Part):
    """All that is given must hold. `answers`: id -> the values that fit; [given] is any answer, [missing] none."""

    element: Element
    level: Level
    reason: str = Field(max_length=200)
    needs: list[str] | None = None
    property: str | None = None
    answers: dict[str, list[bool | int | str]] = {}
    loss_at_least: float | None = None
    times_at_least: float | None = None
    flags: list[str] = []


class Rules(_Part):
    """thrive.yml"""

    loss: list[str]
    rules: list[Rule]


@cache
def rules() -> Rules:
    """The rules, read once."""
    return Rules.model_validate(read(_FILE, "casework/cases/thrive.yml").data)


def prefill(need: str, answers: dict[str, Any], flags: list[str], properties: Properties) -> dict[str, dict[str, Any]]:
    """Element -> {level, reasons}. Pure; an element that no rule speaks of is none, without a reason.

    `properties`: of needs, as the agency has them.
    """
    levels: dict[str, dict[str, Any]] = {element: {"level": "none", "reasons": []} for element in ELEMENTS}
    for rule in rules().rules:
        if _holds(rule, need, answers, flags, properties):
            found = levels[rule.element]
            if rule.reason not in found["reasons"]:
                found["reasons"].append(rule.reason)
            found["level"] = max(found["level"], rule.level, key=lambda level: _RANK[level])
    return levels


def assess(
    session: Session, case: Case, properties: Properties, at: datetime, changed: bool = False
) -> ThriveAssessment:
    """Works the assessment out from the answers as they are.

    The same result as the last one is not stored again, unless the answers `changed`: a decision is then looked at anew.
    """
    levels = prefill(case.need, case.answers, case.flags, properties)
    last = _newest(session, case.id, decided=False)
    if last is not None and last.levels == levels and not changed:
        return last
    found = ThriveAssessment(case_id=case.id, at=at, by=SYSTEM.id, decided=False, levels=levels)
    session.add(found)
    session.flush()
    return found


def decide(
    session: Session,
    case: Case,
    properties: Properties,
    actor: Actor,
    levels: dict[Element, Level],
    note: str | None,
    at: datetime,
) -> ThriveAssessment:
    """Stores a person's decision beside the prefilled reasons."""
    reasons = assess(session, case, properties, at).levels
    decided = {name: {"level": level, "reasons": reasons[name]["reasons"]} for name, level in levels.items()}
    found = ThriveAssessment(case_id=case.id, at=at, by=actor.id, decided=True, levels=decided, note=note)
    session.add(found)
    session.flush()
    return found


def history(session: Session, case_id: int) -> list[ThriveAssessment]:
    """All assessments, the newest first."""
    mine = select(ThriveAssessment).where(ThriveAssessment.case_id == case_id)
    return list(session.scalars(mine.order_by(ThriveAssessment.id.desc()).limit(100)))


def _newest(session: Session, case_id: int, decided: bool) -> ThriveAssessment | None:
    mine = select(ThriveAssessment).where(ThriveAssessment.case_id == case_id, ThriveAssessment.decided == decided)
    return session.scalars(mine.order_by(ThriveAssessment.id.desc()).limit(1)).first()


def _holds(rule: Rule, need: str, answers: dict[str, Any], flags: list[str], properties: Properties) -> bool:
    return (
        (rule.needs is None or need in rule.needs)
        and (rule.property is None or properties.has(need, rule.property))
        and all(_fits(answers.get(name), wanted) for name, wanted in rule.answers.items())
        and (rule.loss_at_least is None or loss(answers) >= rule.loss_at_least)
        and (rule.times_at_least is None or _number(answers.get("times")) >= rule.times_at_least)
        and all(flag in flags for flag in rule.flags)
    )


def _fits(value: Any, wanted: list[bool | int | str]) -> bool:
    is_given = value is not None and value not in ("", [], {}, "unknown")
    if "missing" in wanted and not is_given:
        return True
    if "given" in wanted and is_given and value is not False:
        return True
    return any(type(value) is type(one) and value == one for one in wanted)


def loss(answers: dict[str, Any]) -> float:
    """What was lost or damaged, in the agency's money, as far as the answers say."""
    total = 0.0
    for name in rules().loss:
        value = answers.get(name)
        things = value if isinstance(value, list) else [{"value": value}]
        total += sum(_number(thing.get("value")) for thing in things if isinstance(thing, dict))
    return total


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0
