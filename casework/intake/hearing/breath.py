"""What one breath tells of a report: every change and addition in it, each for its own question. Pure.

Heard so are changes at the read-back ("no, make it 80, and it was around three by the tennis courts") and the answer to the one
question that closes a report for many ("insurance nah, my neighbor's doorbell cam might have it"). A part that fits no question
plainly is kept as it was said, for whoever reads the report: a guess at what it changes would spoil what was right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from agencies.reports.shape import Common, Form
from casework.intake.answer_meaning import OTHER_VEHICLE
from casework.intake.hearing.fields import a_name, called_so, choice, field_named, labelled, no_texts, own_name, reached
from casework.intake.hearing.report import Hearing
from casework.intake.hearing.suspects import their_name, their_number, who
from casework.intake.hearing.taken_out import taken_out
from casework.intake.hearing.things import description, how_many, in_own_words, item, look_named, this_not_that
from casework.intake.hearing.topics import camera, topic
from casework.intake.hearing.values import money, place, time, time_named, vehicle, worth
from casework.intake.hearing.witnesses import witness
from casework.intake.questions_due import FormState, find
from casework.intake.store import Kept
from spoken.en import complaints, describing, taking_out
from spoken.en.clauses import clauses, said_before
from spoken.en.who_did_it import says_mine


@dataclass(frozen=True)
class Heard:
    """`named`: a question that was named without a new answer, where nothing else was told."""

    kept: tuple[Kept, ...] = ()
    named: str | None = None


# each takes a part of the breath when it is its own; the first that does
READERS: tuple[Callable[[Hearing, str], bool], ...] = (
    their_number,
    taken_out,
    time_named,
    look_named,
    reached,
    their_name,
    own_name,
    no_texts,
    called_so,
    choice,
    camera,
    who,
    topic,
    vehicle,
    how_many,
    worth,
    item,
    money,
    time,
    place,
    this_not_that,
    field_named,
    labelled,
    description,
    in_own_words,
)


def hear(
    form: Form,
    common: Common,
    state: FormState,
    text: str,
    told: Mapping[str, Any],
    now: datetime,
    closing: bool = False,
) -> Heard:
    """`told`: what the conversation found in the same words (where, ...); `closing`: they answer what else there is to tell."""
    report = Hearing(
        form, common, state, now, told, closing, said_before(text), says_mine(text), adding=describing.adds(text)
    )
    report.of_money = any(describing.speaks_of_money(clause) for clause in clauses(text))
    for clause in taking_out.joined(clauses(text)):
        said = complaints.without(clause)
        report.complains = said != clause
        if witness(report, clause):
            continue
        if not said or (report.again and a_name(report, said)):
            continue
        for reader in READERS:
            if reader(report, clause if reader is item else said):  # of a thing "you left out" says that it is one more
                if reader is topic and find(form, OTHER_VEHICLE) is not None:
                    vehicle(report, clause)  # "my neighbor saw it, it was a white pickup"
                break
    kept = tuple(report.kept.values())
    return Heard(kept, None if kept else report.named)
