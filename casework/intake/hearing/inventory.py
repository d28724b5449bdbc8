"""Things that the answer to a question about one of them tells of others: what was in it, and what each is worth. Pure."""

from __future__ import annotations

from datetime import datetime

from agencies.reports.shape import Common, Form
from casework.intake import more_items
from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import OWN_WORDS, Hearing
from casework.intake.hearing.things import in_own_words, item
from casework.intake.hearing.values import worth
from casework.intake.questions_due import MORE, FormState, find
from casework.intake.store import Kept
from spoken.en import amounts, describing, inside_it

VALUE, WHAT, LOOKS = "value", "what", "looks"


def inventory(form: Form, common: Common, state: FormState, question: str, text: str, now: datetime) -> list[Kept]:
    """What the answer to "items.1.value" or the like tells of other things; `state`: the report with the answer itself.

    An answer to this very question among them counts instead of the one that was read: "the bag is a hundred, the laptop twelve hundred".
    """
    slot = find(form, question)
    report = Hearing(form, common, state, now, {}, closing=False)
    if slot is None or report.things is None or slot.group != report.things.id:
        return []
    asked = question.rpartition(".")[2]
    if asked in (WHAT, LOOKS):
        _what_was_in_it(report, text)
    if asked == VALUE:
        _each_worth(report, text)
    return list(report.kept.values())


def only_broken(
    form: Form, common: Common, state: FormState, question: str, text: str, now: datetime
) -> list[Kept] | None:
    """Of "and what else?" a thing that nobody took: it is told to the officer, and the list of things is at its end. None for a thing."""
    slot = find(form, question)
    if slot is None or slot.index < 2 or not question.endswith(f".{WHAT}") or not inside_it.only_broken(text):
        return None
    report = Hearing(form, common, state, now, {}, closing=False)
    if find(form, OWN_WORDS) is None or not in_own_words(report, text):
        return None
    return [Kept(f"{slot.group}.{slot.index - 1}.{MORE}", False, None, "given"), *report.kept.values()]


def _what_was_in_it(report: Hearing, text: str) -> None:
    group = report.things
    for name in inside_it.things_inside(text) if group is not None else ():
        kept = more_items.one_more(group, report.answered(), report.answer)  # type: ignore[arg-type]  # asked above
        first = f"{group.id}.{kept.index}.{group.each[0].id}" if kept and group else ""
        if kept and report.keep(first, Given(text=name)):
            report.kept.update({one.question: one for one in kept.before})


def _each_worth(report: Hearing, text: str) -> None:
    parts = [one for one in describing.by_thing(text) if amounts.amount_in(one, report.common.usage.currency)]
    if len(parts) < 2:
        return
    for part in parts:
        if not worth(report, part):
            item(report, part)
