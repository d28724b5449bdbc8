"""Whose question is named in a breath, and who is to be reached how. Pure."""

from __future__ import annotations

import re

from agencies.reports.shape import MORE_TO_TELL
from casework.intake.answer_meaning import Given
from casework.intake.hearing.report import Hearing
from casework.intake.questions_due import Slot, find
from spoken.en import amounts, choices, describing, name_put_right, names, reach
from spoken.en.emails import email_in
from spoken.en.field_names import KIND, named_in
from spoken.en.phones import phone_in

MOST_OF_A_CHOICE = 14  # words
FEWEST_OF_A_LABEL = 3  # "they got in", of "How they got in"


def reached(report: Hearing, clause: str) -> bool:
    email = email_in(clause)
    phone = None if email else phone_in(clause, report.common.usage.country)
    return bool(email and report.keep("email", Given(text=clause))) or bool(
        phone and report.keep("phone", Given(phone, clause))
    )


def no_texts(report: Hearing, clause: str) -> bool:
    """ "That's my house phone, it doesn't do texts": whoever was to be texted is called."""
    old = report.answer("contact_by")
    return (
        old is not None
        and old.value == "sms"
        and reach.takes_no_texts(clause)
        and report.keep("contact_by", Given("voice", clause))
    )


def choice(report: Hearing, clause: str) -> bool:
    """ "The surface was a sign": a question of choices that is named by its own word, with one of them; "nobody forced anything, it
    was unlocked": one that was answered, by the words of another choice."""
    words = set(re.findall(r"[a-z]{4,}", clause.lower()))
    for slot in report.slots():
        if slot.kind != "choice":
            continue
        if slot.id.rpartition(".")[2] in words:
            value = choices.named(describing.new_value(clause) or clause, slot.asked.choices or {}, slot.asked.words)
            return value is not None and report.keep(slot.id, Given(value, clause))
        if _other_choice(report, slot, clause):
            return True
    return False


def _other_choice(report: Hearing, slot: Slot, clause: str) -> bool:
    old = report.answer(slot.id)
    if old is None or report.closing or len(clause.split()) > MOST_OF_A_CHOICE:
        return False
    value = choices.told_in(clause, slot.asked.words)
    return value is not None and value != old.value and report.keep(slot.id, Given(value, clause))


def a_name(report: Hearing, clause: str) -> bool:
    """ "Gunner knight, like I said": of whoever was not asked for it yet."""
    found = names.name_in(clause)
    alone = (
        found is not None and len(found.text.split()) in (2, 3) and len(clause.split()) <= len(found.text.split()) + 3
    )
    return alone and not report.answer("name") and report.keep("name", Given(text=clause))


def own_name(report: Hearing, clause: str) -> bool:
    """The caller's name, or a part of it that is put right: the rest of it stays."""
    old, named = report.answer("name"), named_in(clause) == "name"
    new = describing.new_value(clause) if named else ""
    if old is None:
        return bool(new) and report.keep("name", Given(text=new))
    whole = name_put_right.put_right(str(old.value), clause, named)
    if whole:
        return report.keep("name", Given(whole, whole))
    if new and len(new.split()) > 1:
        return report.keep("name", Given(text=new))
    if named and not report.closing:
        report.named = "name"  # of one word that is like neither, nobody knows which it is
    return named and not report.closing


def _field(report: Hearing, clause: str) -> bool:
    """A question that is named, with or without its new answer."""
    slot = _slot_named(report, clause)
    if slot is None:
        return False
    new = describing.new_value(clause)
    if slot.kind == "money" and describing.is_a_total(clause):
        return False  # of several things; of one it was taken before
    if new and slot.kind not in ("yes_no", "choice", "when", "place") and report.keep(slot.id, Given(text=new)):
        return True
    if new and slot.kind in ("phone", "email", "plate", "serial", "money") and not describing.says_it_is_wrong(clause):
        return False  # "my phone was stolen too" tells no number
    report.named = slot.id
    return True


def _slot_named(report: Hearing, clause: str) -> Slot | None:
    """By what people call it, else by its label; an answered one comes first, and of these the latest."""
    name = named_in(clause)
    slots = list(report.slots())
    fitting = [slot for slot in slots if name and (slot.id.rpartition(".")[2] == name or slot.kind == KIND.get(name))]
    if not fitting:
        said = set(re.findall(r"[a-z]{4,}", clause.lower())) - describing.NO_LABEL
        fitting = [
            slot
            for slot in slots
            if said & set(re.findall(r"[a-z]{4,}", slot.label.lower())) and slot.id != MORE_TO_TELL
        ]
    answered = [slot for slot in fitting if report.answer(slot.id) is not None]
    return answered[-1] if answered else next(iter(fitting), None)


def labelled(report: Hearing, clause: str) -> bool:
    """ "The way they got in": a question that was answered, by the end of its label."""
    said = f" {' '.join(re.findall(r'[a-z]+', clause.lower()))} "
    for slot in report.slots() if not report.closing else ():
        end = slot.label.lower().split()[-FEWEST_OF_A_LABEL:]
        if len(end) == FEWEST_OF_A_LABEL and f" {' '.join(end)} " in said and report.answer(slot.id) is not None:
            report.named = slot.id
            return True
    return False


def called_so(report: Hearing, clause: str) -> bool:
    """ "The damage is the driver door": an answer in words, by the name under which the agency reads it back ("The damage: ...")."""
    name, value = describing.named_value(clause)
    price = amounts.only_price_in(value, report.common.usage.currency) is not None or describing.only_a_number(value)
    if report.closing or not value or price:
        return False
    for sentence in report.form.read_back.says:
        lead, _, rest = sentence.say.partition("{")
        slot = find(report.form, rest.partition("}")[0]) if describing.is_called(lead, name) else None
        if slot is not None and slot.kind == "text" and report.answer(slot.id) is not None:
            return report.keep(slot.id, Given(text=value))
    return False


def field_named(report: Hearing, clause: str) -> bool:
    if report.closing:
        return False
    return describing.names_a_field(clause) and _field(report, clause)
