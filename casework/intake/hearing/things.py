"""What a breath tells of things and of what happened: one more, what it is worth, how it looks. Pure."""

from __future__ import annotations

import re

from agencies.reports.shape import FormQuestion
from casework.intake import more_items
from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import LOOKS, OWN_WORDS, STORY, Hearing
from casework.intake.questions_due import find
from spoken.en import amounts, by_the_way, describing, thing_put_right, who_did_it
from spoken.en.denials import named_by
from spoken.en.field_names import named_in
from spoken.en.things import owned_in


def item(report: Hearing, clause: str) -> bool:
    """ "You've left out the lens, four hundred dollars": one thing more. The value of one that is there already is changed."""
    group = report.things
    if group is None:
        return False
    if (report.adding and describing.says_something_of_it(clause)) or (
        not report.closing and describing.is_a_total(clause)
    ):
        return False
    added = describing.added(clause)
    thing = owned_in(added or clause, unknown=bool(added))
    price = amounts.only_price_in(clause, report.common.usage.currency) or (
        amounts.amount_in(clause, report.common.usage.currency) if named_in(clause) == "value" or report.named else None
    )
    if thing is None or (describing.denied(clause) and not added) or describing.left_there(clause):
        return False
    if by_the_way.witness(clause):
        return False  # a neighbor saw it, and took no saw
    there = more_items.of_this_name(group, thing.text, report.answer, report.answered())
    if there is not None and not (price is not None and _was_inside(report, group, thing.text)):
        return price is not None and report.keep(f"{group.id}.{there}.value", Given(price, clause))
    if not (added or report.closing or price is not None):
        return False
    kept = more_items.one_more(group, report.answered(), report.answer)
    if kept is None or not report.keep(f"{group.id}.{kept.index}.{group.each[0].id}", Given(text=thing.text)):
        return False
    report.kept.update({one.question: one for one in kept.before})
    if price is not None:
        report.keep(f"{group.id}.{kept.index}.value", Given(price, clause))
    return True


def _was_inside(report: Hearing, group: FormQuestion, thing: str) -> bool:
    """ "The macbook was twelve hundred", of a backpack "with my macbook in it": a thing of its own."""
    if more_items.of_this_name(group, thing, report.answer, report.answered(), by=group.each[0].id) is not None:
        return False
    looks = [
        report.answer(f"{group.id}.{at}.{LOOKS}") for at in range(1, more_items.count(group, report.answered()) + 1)
    ]
    return any(one is not None and thing_put_right.was_inside(thing, str(one.value)) for one in looks)


def how_many(report: Hearing, clause: str) -> bool:
    """ "It's only one hearing aid", of "hearing aids"; what that one is worth may stand behind it."""
    group = report.things
    last = more_items.count(group, report.answered()) if group is not None else 0
    if group is None or report.closing:
        return False
    for at in range(1, last + 1):
        what = report.answer(f"{group.id}.{at}.{group.each[0].id}")
        one = thing_put_right.only_one(clause, str(what.value), alone=last == 1) if what is not None else None
        if what is not None and one is not None:
            price = amounts.amount_in(one.rest, report.common.usage.currency) if one.rest else None
            if price is not None and price > 1:
                report.keep(f"{group.id}.{at}.value", Given(price, clause))
            return report.keep(what.question, Given(text=one.text))
    return False


def this_not_that(report: Hearing, clause: str) -> bool:
    """ "Tulips, not the house": another word for what was damaged."""
    new = describing.this_not_that(clause)
    asked = next((slot for slot in report.slots() if slot.id == "thing"), None)
    old = report.answer(asked.id) if asked is not None else None
    if new and old is not None and describing.one_more_than_that(clause):
        new = f"{old.value}, {new}"
    return bool(new) and asked is not None and report.keep(asked.id, Given(text=new))


def look_named(report: Hearing, clause: str) -> bool:
    """ "The description, it's a brown coach wallet": instead of how the thing was said to look before."""
    said, group = describing.look_instead(clause), report.things
    if not said or group is None or report.closing or not more_items.count(group, report.answered()):
        return False
    thing = owned_in(said)
    at = more_items.of_this_name(group, thing.text, report.answer, report.answered()) if thing else None
    if (at is None and describing.only_says_put(clause)) or who_did_it.described(said):
        return False  # "put the lady with the white kia"
    asked = f"{group.id}.{at or more_items.count(group, report.answered())}.{LOOKS}"
    return find(report.form, asked) is not None and report.keep(asked, Given(text=said))


def description(report: Hearing, clause: str) -> bool:
    """How the thing looks; or, where it closes a report, what more there is to say about what happened."""
    if report.closing and describing.tells_on(clause):
        return add_to_story(report, describing.without_add(clause))
    described = describing.described(clause, report.closing)
    group = report.things
    look = group is not None and describing.is_a_look(described, clause)
    if not look and find(report.form, OWN_WORDS) is not None:
        return False
    if not described or group is None:
        return bool(described) and add_to_story(report, clause)
    thing = owned_in(described)
    index = more_items.of_this_name(group, thing.text, report.answer, report.answered()) if thing else None
    index = index or max(more_items.count(group, report.answered()), 1)
    asked = f"{group.id}.{index}.{LOOKS}"
    if find(report.form, asked) is None:
        return add_to_story(report, clause)
    old = report.answer(asked)
    return report.keep(asked, Given(text=_both(str(old.value), described) if old else described))


def in_own_words(report: Hearing, clause: str) -> bool:
    """What fits no other question: as it was said, behind what was kept so before."""
    words = describing.worth_keeping(clause)
    old = report.answer(OWN_WORDS)
    if not words or (old is not None and words.lower() in str(old.value).lower()):
        return bool(words)
    return report.keep(OWN_WORDS, Given(text=f"{str(old.value).rstrip(' .')}; {words}" if old else words))


def _both(old: str, new: str) -> str:
    """What was said before and what is said now; the fuller one where it says all of the other."""
    said, says = ({*re.findall(r"\w+", text.lower())} for text in (old, new))
    return old if says <= said else new if said <= says else f"{old}, {new}"


def add_to_story(report: Hearing, words: str) -> bool:
    """Behind what was told of it; where that is the damage, what tells of none is kept beside it, as it was said."""
    slot = find(report.form, STORY)
    if slot is not None and slot.asked.named and not named_by(words, slot.asked.named):
        return in_own_words(report, words)
    old = report.answer(STORY)
    if old is not None and words.lower() in str(old.value).lower():
        return True
    return report.keep(STORY, Given(text=f"{str(old.value).rstrip(' .')}. {words}" if old else words))
