"""What a breath affirms or denies by name: a camera, a witness, insurance. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencies.reports.shape import Asked
from casework.intake import more_items
from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import Hearing
from casework.intake.hearing.things import add_to_story
from casework.intake.hearing.values import money
from casework.intake.questions_due import Slot, find
from spoken.en import amounts, by_the_way, describing, plates
from spoken.en.denials import UNKNOWN, meant, named_by

VIDEO, WITNESS, WITNESS_NAME = "video", "has_witnesses", "witnesses.1.name"


def camera(report: Hearing, clause: str) -> bool:
    """ "It's broken", behind "there's a camera": of the camera, and not of what was taken."""
    broken = report.of_camera and by_the_way.is_broken(clause)
    report.of_camera = False
    return broken and report.keep(VIDEO, Given(False, clause))


def topic(report: Hearing, clause: str) -> bool:
    """A camera, a witness, insurance: affirmed, denied, or not known. What is said of it goes where that is asked for."""
    found = False
    for question, slot in _topics(report):
        name = named_by(clause, question.named)
        if name is None:
            continue
        answer = meant(clause, name)
        how = Given(how="unknown", text=clause) if answer == UNKNOWN else Given(answer, clause)
        if not report.keep(slot.id, how):
            continue
        found = True
        if report.complains and not describing.tells_of(clause, question.named):
            continue  # "you left out the suspects and the van": what there is to tell of them is asked for
        report.of_camera = slot.id == VIDEO
        report.of_witness = slot.id == WITNESS and answer is True
        if slot.id == WITNESS and answer is True and (told := by_the_way.witness_name(clause)):
            report.keep(WITNESS_NAME, Given(told, told))
        more = answer is True and not _follow_up(report, question, slot, clause)
        priced = amounts.only_price_in(clause, report.common.usage.currency) is not None and money(report, clause)
        if more and not priced and (describing.says_more_than(clause, name) or describing.says_whose(clause)):
            add_to_story(report, clause)
    return found


def _topics(report: Hearing) -> Iterator[tuple[Asked, Slot]]:
    things = report.things
    last = more_items.count(things, report.answered()) if things else 0
    for question in report.form.questions:
        each = [(one, f"{question.id}.{max(last, 1)}.{one.id}") for one in question.each] if question is things else []
        for asked, name in [(question, question.id), *each]:
            slot = find(report.form, name) if asked.named else None
            if slot is not None and slot.kind == "yes_no":
                yield asked, slot


def _follow_up(report: Hearing, question: Asked, slot: Slot, clause: str) -> bool:
    """What the form asks next of those who say yes: to whom it is told already, it is not asked."""
    group = f"{slot.group}.{slot.index}." if slot.group else ""
    inside = report.form.question(slot.group) if slot.group else None
    siblings: list[Asked] = list(inside.each if inside else report.form.questions)
    follows = [one for one in siblings if any(condition.get(question.id) is True for condition in one.when)]
    taken = False
    for one in follows:
        asked = find(report.form, f"{group}{one.id}")
        if asked is None or report.answer(asked.id) is not None:
            continue
        if asked.kind == "text" and describing.says_more_than(clause, ""):
            taken = report.keep(asked.id, Given(text=clause)) or taken
        elif asked.kind == "serial" and (number := plates.serial_in(clause)):
            taken = report.keep(asked.id, Given(number, clause)) or taken
        elif asked.kind == "serial" and re.search(r"\d", clause):
            taken = report.keep(asked.id, Given(text=describing.new_value(clause) or clause)) or taken
        elif asked.kind == "plate" and (plate := plates.asked_plate(clause, report.common.usage.country)):
            taken = report.keep(asked.id, Given(plate, clause)) or taken
    return taken
