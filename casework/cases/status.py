"""Turns a case into what is said about it, by the words of status.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from agencies.directory.shape import Spoken
from agencies.yaml_lines import read
from casework.cases.tables import Case
from spoken.en import saying
from spoken.usage import USUAL, Usage

_FILE = Path(__file__).parent / "status.yml"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stage(_Part):
    spoken: Spoken
    next: Spoken | None = None


class InPersonOnly(_Part):
    needs: list[str]
    spoken: Spoken
    next: Spoken
    kind: Spoken


class MessageWords(_Part):
    """How the agency's messages are read out. `some` has {count}, `each` {day} and {text}."""

    none: Spoken
    in_person: Spoken
    one: Spoken
    some: Spoken
    many: Spoken
    each: Spoken
    more: Spoken
    rest: Spoken
    answer: Spoken


class WithdrawalWords(_Part):
    done: Spoken
    not_possible: Spoken


class StatusWords(_Part):
    """status.yml"""

    stages: dict[str, Stage]
    in_person_only: InPersonOnly
    kinds: dict[str, Spoken]
    elsewhere: Spoken
    other_kind: Spoken
    messages: MessageWords
    withdrawal: WithdrawalWords


class CaseWords(_Part):
    """What the caller hears of a case. There is no number before the agency issues one."""

    number_spoken: str | None = None
    kind: str
    stage: str
    spoken: str
    updated_on: str
    next: str | None = None


@cache
def words() -> StatusWords:
    """The words, read once."""
    return StatusWords.model_validate(read(_FILE, "casework/cases/status.yml").data)


def describe(case: Case, zone: ZoneInfo, destination: str | None = None, usage: Usage = USUAL) -> CaseWords:
    """The spoken status; days are those of the agency's `zone`. Needs that are for a person only reveal nothing.

    `destination`: the name of whom the case was passed on to.
    """
    text = words()
    updated = case.updated_at.astimezone(zone).date()
    number = saying.case_number(case.number) if case.number else None
    days = {"updated_on": updated.isoformat()}
    if case.need in text.in_person_only.needs:
        private = text.in_person_only
        return CaseWords(
            number_spoken=number,
            kind=private.kind,
            stage="in_person",
            spoken=f"{private.spoken} {private.next}",
            next=private.next,
            **days,
        )
    stage, kind = text.stages[case.stage], text.kinds.get(case.need, text.other_kind)
    said = stage.spoken.format(
        kind=kind, day=saying.day(updated, day_first=usage.day_first), destination=destination or text.elsewhere
    )
    whole = f"{said} {stage.next}" if stage.next else said
    return CaseWords(kind=kind, stage=case.stage, spoken=whole, next=stage.next, number_spoken=number, **days)
