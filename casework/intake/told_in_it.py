"""What an answer tells of questions that would follow it: the year in "a 2008 Ford Focus", the name in "yes, his name is Kevin". Pure."""

from __future__ import annotations

from collections.abc import Collection

from agencies.reports.shape import Form, FormQuestion
from casework.intake.answer_meaning import Given
from casework.intake.store import Kept
from spoken.en import amounts, plates, told_with_it, vehicles, who_saw_it, whose_vehicle, yes_no

VEHICLE, YEAR, PLATE = "vehicle", "vehicle_year", "plate"
FIREARM, ITEMS, ITEM = "firearm", "items", "items.1.what"


def told_in(form: Form, kept: Collection[Kept], country: str, currency: str) -> list[tuple[str, Given]]:
    """(question, answer) of each further question of the form that the words of these answers answer as well."""
    told: list[tuple[str, Given]] = []
    for one in kept:
        if one.how == "given" and one.text:
            told += _of_a_vehicle(form, one.question, one.text, country)
            told += _worth(form, one.question, one.text, currency)
            told += _serial(one.question, one.value, one.text)
            told += _beside_yes_or_no(form, one.question, one.value, one.text, country)
    return told


def means_yes(form: Form, question: str, text: str, country: str) -> bool:
    """ "Seven two oh five five five oh one six six", to "do you have a name or a number of theirs?": what a yes would be asked for."""
    if _people_behind(form, question) is not None:
        return who_saw_it.named(text)
    return _behind(form, question) is not None and bool(told_with_it.description_in(text, country))


def _worth(form: Form, question: str, text: str, currency: str) -> list[tuple[str, Given]]:
    """ "Razors and tide pods, about two hundred forty dollars worth", to what was taken."""
    group, _, what = question.rpartition(".")
    of_a_thing = what in ("what", "looks") and group and form.question(ITEMS) is not None
    price = (amounts.only_price_in(text, currency) or amounts.paid_in(text, currency)) if of_a_thing else None
    return [(f"{group}.value", Given(price, text))] if price is not None else []


def _of_a_vehicle(form: Form, question: str, text: str, country: str) -> list[tuple[str, Given]]:
    """The year and the plate of "a white 2019 Ford, plates c w l k two zero"."""
    own = whose_vehicle.of(text, whose_vehicle.MINE, whose_vehicle.MINE) if question == VEHICLE else ""
    year = vehicles.year_of(own) if own and form.question(YEAR) is not None else None
    plate = plates.named_plate(own, country) if own and form.question(PLATE) is not None else None
    told = [(YEAR, Given(year))] if year else []
    return [*told, (PLATE, Given(plate, plate))] if plate else told


def _serial(question: str, value: object, text: str) -> list[tuple[str, Given]]:
    """ "Yes, it's m one nine zero seven", to whether its number is at hand."""
    group, _, asked = question.rpartition(".")
    number = plates.serial_told(yes_no.read(text).rest or text) if asked == "has_serial" and value is True else None
    return [(f"{group}.serial", Given(number, number))] if number else []


def _beside_yes_or_no(form: Form, question: str, value: object, text: str, country: str) -> list[tuple[str, Given]]:
    if value is True and (people := _people_behind(form, question)) and (name := who_saw_it.name_in(text)):
        return [(f"{people.id}.1.{people.each[0].id}", Given(None, name))]
    if value is True and (behind := _behind(form, question)):
        words = told_with_it.description_in(text, country)
        return [(behind.id, Given(None, words))] if words else []
    if value is False and question == FIREARM and form.question(ITEMS) is not None:
        thing = told_with_it.thing_instead(text)
        return [(ITEM, Given(None, thing))] if thing else []
    return []


def _people_behind(form: Form, question: str) -> FormQuestion | None:
    """The question of people that only a yes to this one opens."""
    return next((one for one in form.questions if one.kind == "people" and one.when == [{question: True}]), None)


def _behind(form: Form, question: str) -> FormQuestion | None:
    """The question of free words that only a yes to this one opens."""
    return next((one for one in form.questions if one.kind == "text" and one.when == [{question: True}]), None)
