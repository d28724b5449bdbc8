"""What a breath changes of an answer that has a value: the amount, the time, the place, the vehicle. Pure."""

from __future__ import annotations

import re

from agencies.reports.shape import FormQuestion
from casework.intake import more_items
from casework.intake.answer_meaning import OTHER_PLATE, OTHER_VEHICLE, Given
from casework.intake.hearing.report import VEHICLE, WHEN, WHERE, Hearing
from casework.intake.hearing.things import in_own_words
from casework.intake.questions_due import Slot, find
from spoken.en import (
    amounts,
    beside_the_question,
    describing,
    place_details,
    plates,
    thing_put_right,
    times_of_change,
    whose_vehicle,
)
from spoken.en.field_names import named_in
from spoken.en.house_numbers import renumbered
from spoken.en.place_details import detail_in, with_detail
from spoken.en.vehicles import vehicle_in
from spoken.utterance import heard as words_of


def money(report: Hearing, clause: str) -> bool:
    """ "Make it 80", "the cost was 80, not 60": a number without a currency only where it can be nothing else."""
    if describing.asks(clause):
        return False
    clause = describing.instead(clause)
    currency, field_ = report.common.usage.currency, named_in(clause)
    price = amounts.only_price_in(clause, currency)
    if (
        price is None
        and field_ != "value"
        and times_of_change.time_in(clause, report.now, report.common.usage) is not None
    ):
        return False  # "12:07 pm" is no twelve dollars
    sum_named = _is_a_sum(report)
    if _of_another_thing(report, clause):
        return False  # "the nail drill is four hundred fifty", of a suitcase
    if price is None and (
        field_ == "value" or sum_named or describing.only_a_number(clause) or describing.says_a_sum(clause)
    ):
        price = amounts.amount_in(clause, currency)
    if price is None or beside_the_question.is_a_phone(clause, report.common.usage.country):
        return False
    if beside_the_question.is_spelled(clause) and not describing.speaks_of_money(clause):
        return False  # "eight eight two c t n" is a plate
    money = [slot for slot in report.slots() if slot.kind == "money"]
    answered = [slot for slot in money if report.answer(slot.id) is not None]
    number_only = amounts.only_price_in(clause, currency) is None and field_ != "value" and not sum_named
    number_only = number_only and not (describing.says_a_sum(clause) and describing.of_something(clause))
    if number_only and (report.closing or not answered or _house_meant(report, clause, answered)):
        return False
    if len(answered) > 1 and (describing.is_a_total(clause) or describing.of_something(clause)):
        return False  # what two are worth together is the worth of neither, and which is meant is not known
    newest = [one for one in report.kept if one.rpartition(".")[2] == "what" and f"{one[:-4]}value" not in report.kept]
    if newest:  # "you forgot my lens, it was 400 dollars"
        return report.keep(f"{newest[-1][:-4]}value", Given(price, clause))
    asked = next((slot for slot in reversed(answered)), money[0] if money else None)
    kept = asked is not None and report.may_be_told(asked.id) and report.keep(asked.id, Given(price, clause))
    if kept and describing.is_a_total(clause) and describing.lists_things(clause):
        in_own_words(report, clause)  # "205 total, shoes and a coffee grinder"
    return kept


def _of_another_thing(report: Hearing, clause: str) -> bool:
    thing, group = describing.thing_at_a_price(clause), report.things
    return bool(thing) and group is not None and _thing_in(report, group, thing) is None


def worth(report: Hearing, clause: str) -> bool:
    """ "The e-bike is 1,499 and the lock 95": what things that the report names are worth, each by its own name."""
    group = report.things
    if group is None or report.closing or describing.asks(clause):
        return False
    found = False
    for part in describing.by_thing(clause):
        price = amounts.amount_in(part, report.common.usage.currency)
        at = _thing_in(report, group, part) if price is not None else None
        found = (at is not None and report.keep(f"{group.id}.{at}.value", Given(price, part))) or found
    return found


def _thing_in(report: Hearing, group: FormQuestion, part: str) -> int | None:
    """The number of the one thing whose last word stands in the part."""
    said = {word.rstrip("s") for word in re.findall(r"[a-z][a-z-]+", part.lower())}
    named: list[tuple[int, bool, bool]] = []
    for at in range(1, more_items.count(group, report.answered()) + 1):
        what = report.answer(f"{group.id}.{at}.{group.each[0].id}")
        words = re.findall(r"[a-z][a-z-]+", str(what.value).lower()) if what is not None else []
        last, any_word = words[-1:], [word for word in words if len(word) > 3]
        named += [
            (at, bool({word.rstrip("s") for word in last} & said), bool({word.rstrip("s") for word in any_word} & said))
        ]
    by_last, by_any = [at for at, end, _ in named if end], [at for at, _, word in named if word]
    return by_last[0] if len(by_last) == 1 else by_any[0] if len(by_any) == 1 and not by_last else None


def _is_a_sum(report: Hearing) -> bool:
    """An amount is what was named to be wrong."""
    slot = find(report.form, report.named) if report.named is not None else None
    return slot is not None and slot.kind == "money"


def _house_meant(report: Hearing, clause: str, answered: list[Slot]) -> bool:
    """ "Make it 1440", of 1420 Clayton St: as many figures, in a breath that has spoken of no sum."""
    place = report.answer(WHERE)
    house, said = re.match(r"\d+", str(place.value)) if place else None, re.search(r"\d+", clause)
    if report.of_money or (answered and house and said and len(house[0]) != len(said[0])):
        return False
    return (
        place is not None
        and bool(renumbered(str(place.value), clause))
        and not any(str(value.value) in clause for slot in answered if (value := report.answer(slot.id)))
    )


def time_named(report: Hearing, clause: str) -> bool:
    """ "The time, it was between five fifteen and six": told by its name, and so no amount and no thing."""
    said = times_of_change.named(clause)
    return bool(said) and not report.closing and time(report, said)


def time(report: Hearing, clause: str) -> bool:
    """The hour, the day, or both; a place that is told in the same part is taken as well."""
    usage = report.common.usage
    if times_of_change.only_denied(clause):  # "not at nine" tells no other time
        report.named = report.named or (WHEN if not report.closing else None)
        return True
    said = times_of_change.time_in(clause, report.now, usage)
    if said is None or find(report.form, WHEN) is None or times_of_change.of_another_thing(said):
        return False
    if report.closing and not (said.alone and report.may_be_told(WHEN)):
        return False
    if report.adding and not report.may_be_told(WHEN):
        return False
    kept = report.keep(WHEN, Given(text=said.words)) or (
        bool(said.moment) and report.keep(WHEN, Given(said.moment, said.words))
    )
    if kept and (detail := detail_in(said.rest)):
        _placed(report, detail)
    elif kept and report.told.get(WHERE):
        _told_place(report, clause)
    return kept


def place(report: Hearing, clause: str) -> bool:
    if find(report.form, WHERE) is None or describing.asks(clause) or place_details.of_something_else(clause):
        return False
    if _told_place(report, clause):
        return True
    old, detail = report.answer(WHERE), detail_in(clause)
    if detail and not report.closing:
        return _placed(report, detail)
    number = (
        renumbered(str(old.value), clause)
        if old and (describing.only_a_number(clause) or describing.only_figures(clause))
        else ""
    )
    if number:
        return report.keep(WHERE, Given(text=number))
    new = describing.new_value(clause) if named_in(clause) == WHERE else ""
    if old and new and (describing.only_figures(new) or describing.only_a_number(new)):
        new = renumbered(str(old.value), new) or new  # "the address is wrong, it's thirty one forty"
    new = new or ("" if report.closing else describing.place_at(clause))
    if old is not None and new and str(old.value).lower().startswith(new.lower()):
        return True  # said again, in short
    return bool(new) and report.keep(WHERE, Given(text=new))


def _told_place(report: Hearing, clause: str) -> bool:
    """The place that the conversation found, where it stands in this part."""
    place = str(report.told.get(WHERE) or "")
    old = report.answer(WHERE)
    telling = set(re.findall(r"[a-z]{3,}|\d+", place.lower())) - {
        "ave",
        "avenue",
        "street",
        "blvd",
        "north",
        "south",
        "east",
        "west",
    }
    there = telling & set(re.findall(r"[a-z]{3,}|\d+", clause.lower()))
    numbers = re.search(r"\d", place) and place and not there and (place.lower() in clause.lower())
    if not place or not (there or numbers) or not report.may_be_told(WHERE):
        return False
    if old is not None and place.lower() in str(old.value).lower():
        return True  # said again
    return report.keep(WHERE, Given(place, place))


def _placed(report: Hearing, detail: str) -> bool:
    old = report.answer(WHERE)
    return report.keep(WHERE, Given(text=with_detail(str(old.value), detail) if old else detail))


def vehicle(report: Hearing, clause: str) -> bool:
    """The vehicle and its plate; of a form that asks for two, each where it belongs by the words."""
    if find(report.form, OTHER_VEHICLE) is None:
        return _one_vehicle(report, clause)
    otherwise = report.whose or (whose_vehicle.OTHER if report.closing else whose_vehicle.MINE)
    report.whose = whose_vehicle.parts(clause, otherwise)[-1][1] if re.search(r"\w", clause) else otherwise
    mine = whose_vehicle.of(clause, whose_vehicle.MINE, otherwise)
    kept = bool(mine) and _one_vehicle(report, mine, spelled=whose_vehicle.speaks_of_two(mine))
    return _the_other(report, whose_vehicle.of(clause, whose_vehicle.OTHER, otherwise)) or kept


def _the_other(report: Hearing, words: str) -> bool:
    """The vehicle that hit; its plate goes out of the caller's answer where it had been taken for theirs."""
    country = report.common.usage.country
    found = vehicle_in(words_of(words))
    plate = (plates.named_plate(words, country) or plates.asked_plate(words, country)) if words else None
    if found is None and plate is None:
        return False
    known = report.answer("knows_other")
    if known is None or known.value is not True:
        report.keep("knows_other", Given(True, words))
    told = OTHER_VEHICLE in report.kept  # with more words, by the part before
    kept = found is not None and not told and report.keep(OTHER_VEHICLE, Given(text=found.phrase))
    return bool(plate and report.keep(OTHER_PLATE, Given(plate, words))) or kept


def _one_vehicle(report: Hearing, clause: str, spelled: bool = False) -> bool:
    """`spelled`: the part says whose it is, and need not say that it is a plate ("mine is a d f g eight eight two")."""
    country = report.common.usage.country
    plate = plates.named_plate(clause, country) or (
        plates.asked_plate(clause, country) if spelled or named_in(clause) == "plate" else None
    )
    kept = bool(plate) and report.may_be_told("plate") and report.keep("plate", Given(plate, clause))
    found = vehicle_in(words_of(clause)) if find(report.form, VEHICLE) and report.may_be_told(VEHICLE) else None
    old = report.answer(VEHICLE)
    said = (
        thing_put_right.with_its_color(str(old.value), found.phrase, clause)
        if found and old
        else found.phrase
        if found
        else ""
    )
    return bool(said and report.keep(VEHICLE, Given(text=said))) or kept
