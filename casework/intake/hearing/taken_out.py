"""What is taken out of a report again: a thing (those behind it move up, each with its answers), words, a camera. Pure."""

from __future__ import annotations

import re

from agencies.reports.shape import FormQuestion
from casework.intake import more_items
from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import LOOKS, OWN_WORDS, Hearing
from casework.intake.questions_due import MORE
from casework.intake.store import Kept
from spoken.en import denials, taking_out
from spoken.en.field_names import named_in
from spoken.en.things import owned_in

SUSPECT = "suspect"


def taken_out(report: Hearing, clause: str) -> bool:
    wished = taking_out.wished(clause)
    words = wished or taking_out.not_taken(clause)
    if words and out_with(report, words, counted=bool(wished)):
        return True
    unsaid = taking_out.wished_unsaid(clause)
    if unsaid and (_out_of_the_words(report, unsaid) or _out_of_the_topics(report, unsaid)):
        return True
    return bool(wished or unsaid) and named_in(wished or unsaid) is None  # of what is not there nothing is written down


def out_with(report: Hearing, words: str, counted: bool = False) -> bool:
    """Whether a thing of this name was there. The only one is asked for anew. `counted`: "the second one", "that" may name it."""
    group = report.things
    at = _meant(report, group, words, counted) if group is not None else None
    if group is None or at is None:
        return False
    what = report.answer(f"{group.id}.{at}.{group.each[0].id}")
    shorter = taking_out.cut(str(what.value), words) if what is not None and counted else ""
    if what is not None and shorter and shorter != str(what.value) and not taking_out.which(words):
        return report.keep(what.question, Given(text=shorter))  # "five keys on a red lanyard", without the lanyard
    last = more_items.count(group, report.answered())
    if last == 1:
        report.named = f"{group.id}.1.{group.each[0].id}"
        return True
    for index in range(at, last):
        _move_up(report, group, index)
    left = f"{group.id}.{last - 1}.{group.each[0].id}"
    if (there := report.answer(left)) is not None:  # what is left is read back
        report.kept.setdefault(left, Kept(left, there.value, there.text, there.how))
    report.kept[f"{group.id}.{last - 1}.{MORE}"] = Kept(f"{group.id}.{last - 1}.{MORE}", False, None, "given")
    return True


def _meant(report: Hearing, group: FormQuestion, words: str, counted: bool) -> int | None:
    """The number of the thing: by its name, by its place in the list, or as what was spoken of last."""
    there = more_items.count(group, report.answered())
    if counted and (nth := taking_out.which(words)):
        return there if nth < 0 else nth if nth <= there else None
    if counted and taking_out.points_back(words):
        found = re.match(rf"{re.escape(group.id)}\.(\d+)\.", _latest(report))
        return int(found[1]) if found else None
    thing = owned_in(words, unknown=True)
    name = thing.text if thing else re.sub(r"^(?:the|my|our|that|this) ", "", words.strip())
    return more_items.of_this_name(group, name, report.answer, report.answered(), by="what") if name.split() else None


def _latest(report: Hearing) -> str:
    """The question whose answer was changed or told last."""
    told = [one for one in report.state.active.values() if one.how == "given"]
    return max(told, key=lambda one: one.order).question if told else ""


def _out_of_the_words(report: Hearing, words: str) -> bool:
    """Out of what was kept as it was said; a part of it that names it, or the part that came last."""
    for name in (OWN_WORDS, *(slot.id for slot in report.slots() if slot.id.rpartition(".")[2] in (LOOKS, SUSPECT))):
        old = report.answer(name)
        if old is None:
            continue
        parts = [one.strip() for one in str(old.value).split(";")]
        if taking_out.points_back(words):
            left = parts[:-1] if name == _latest(report) else parts
        else:
            left = [one for one in (taking_out.cut(part, words) for part in parts) if one]
        if left != parts:
            said = "; ".join(left)
            report.kept[name] = Kept(name, said, said, "given") if left else Kept(name, None, None, "skipped")
            return True
    return False


def _out_of_the_topics(report: Hearing, words: str) -> bool:
    """A camera, a witness, insurance, that the report says there is."""
    for question in report.form.questions:
        old = report.answer(question.id) if question.named else None
        if old is not None and old.value is True and denials.named_by(words, question.named):
            return report.keep(question.id, Given(False, words))
    return False


def _move_up(report: Hearing, group: FormQuestion, index: int) -> None:
    """The answers about the next thing become those about this one."""
    for each in group.each:
        name, following = f"{group.id}.{index}.{each.id}", f"{group.id}.{index + 1}.{each.id}"
        there = report.kept.get(following) or report.state.active.get(following)
        if there is not None:
            report.kept[name] = Kept(name, there.value, there.text, there.how)
        elif name in report.state.active or name in report.kept:
            report.kept[name] = Kept(name, None, None, "skipped" if each.optional else "unknown")
