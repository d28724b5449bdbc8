"""What an answer means: by the kind of its question, then by its check. What does not fit is explained in one sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from agencies.reports.shape import ANY_CONCERN, Check, Common
from casework.intake import days
from casework.intake.answer import How
from casework.intake.questions_due import Slot, decides_help
from spoken.en import (
    amounts,
    beside_the_question,
    choices,
    dates,
    emails,
    grumbles,
    inside_it,
    name_put_right,
    names,
    phones,
    plates,
    reach,
    thing_named,
    to_the_caller,
    vehicles,
    who_did_it,
    whose_vehicle,
    without_fillers,
    years,
    yes_no,
)
from spoken.en.none_of_it import denies_all
from spoken.en.numbers import digits_only
from spoken.usage import Usage

LONGEST = {"text": 4000, "place": 300, "when": 200, "name": 120, "email": 254}
_USUAL_LONGEST = 200
OWN_NAME = "name"  # the caller's
VEHICLE, OTHER_VEHICLE, OTHER_PLATE = "vehicle", "other_vehicle", "other_plate"  # of a form that asks for two
STORIES = ("what_happened", "what")  # told at length: every word is kept
_WITHOUT_GRUMBLES = ("text", "place", "when", "money", "number")
_SPAN = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?/\d{4}-\d\d-\d\d(?(1)T\d\d:\d\d)")  # as it is normalised


@dataclass(frozen=True)
class Read:
    value: Any
    how: How = "given"


@dataclass(frozen=True)
class Refused:
    """`problem` is said to the person."""

    problem: str


@dataclass(frozen=True)
class Given:
    """An answer as it came: `value` as a form or the bot understood it, `text` as it was said or typed. Either will do."""

    value: Any = None
    text: str | None = None
    how: How = "given"


@dataclass(frozen=True)
class _Here:
    """When and where it is answered."""

    now: datetime
    usage: Usage


def read(slot: Slot, given: Given, common: Common, now: datetime) -> Read | Refused:
    """The normalised answer, or why there is none. `now`: aware, in the agency's time."""
    problems = common.problems
    if given.how == "skipped":
        return Read(None, "skipped") if slot.optional else Refused(problems.cannot_skip)
    if given.how == "unknown":
        return Read(None, "unknown") if slot.unknown_allowed else Refused(problems.must_know)
    raw = given.value if given.value is not None else given.text
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Refused(problems.nothing)
    if isinstance(raw, str) and len(raw) > LONGEST.get(slot.kind, _USUAL_LONGEST):
        return Refused(problems.too_long)
    if isinstance(raw, str) and slot.kind in _WITHOUT_GRUMBLES and slot.id not in STORIES:
        said = grumbles.without(raw)
        if not said:
            return _left_out(slot, common)
        raw = said
    if isinstance(raw, str) and slot.kind in _NONE_OF_IT and _NONE_OF_IT[slot.kind](raw):
        return _left_out(slot, common)
    if isinstance(raw, str) and _is_unknown(raw, slot, common):
        return Read(None, "unknown") if slot.unknown_allowed else Refused(problems.must_know)
    value = _READERS[slot.kind](_tidy(raw), slot, _Here(now, common.usage))
    if value is None and slot.kind in ("phone", "contact") and phones.means_this_line(str(raw)):
        return Refused(problems.this_line or problems.phone)
    if value is None:
        wrong = getattr(problems, slot.kind, problems.nothing)
        return Refused(wrong or problems.phone)
    if slot.id == ANY_CONCERN and value is False and not denies_all(raw if isinstance(raw, str) else given.text or ""):
        return Read(None, "unknown")  # "no, but he had a gun": what the question named is asked for one by one
    name = slot.asked.check or common.default_checks.get(slot.kind)  # type: ignore[call-overload]  # groups have none
    return _checked(value, common.checks[name], now) if name else Read(value)


def _left_out(slot: Slot, common: Common) -> Read | Refused:
    if slot.unknown_allowed:
        return Read(None, "unknown")
    return Read(None, "skipped") if slot.optional else Refused(common.problems.must_know)


def _tidy(raw: Any) -> Any:
    """Control characters out, spaces single; other values as they are."""
    if not isinstance(raw, str):
        return raw
    return re.sub(r"[ \t]+", " ", re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", " ", raw)).strip()


def _text(raw: Any, slot: Slot, here: _Here) -> str | None:
    if not isinstance(raw, str) or not re.search(r"\w", raw):
        return None
    if slot.group and slot.id.endswith((".what", ".looks")):
        raw = inside_it.without_things_inside(raw)
        if beside_the_question.is_a_time(raw) or beside_the_question.is_a_phone(raw, here.usage.country):
            return None  # "friday" is how no thing looks
    if slot.group and slot.id.endswith(".looks"):
        return without_fillers.look(raw)
    if slot.group and slot.id.endswith(".what"):
        return thing_named.plainly(raw)
    if slot.id not in (VEHICLE, OTHER_VEHICLE):
        return str(raw)
    said = _of_its_owner(raw, slot)
    return vehicles.described(without_fillers.plainly(said)) if said else None


def _of_its_owner(raw: str, slot: Slot) -> str:
    """Of "mine's a silver Camry, hers is the Explorer" what is said of the vehicle that is asked for; "" where only the other one is."""
    whose = whose_vehicle.OTHER if slot.id in (OTHER_VEHICLE, OTHER_PLATE) else whose_vehicle.MINE
    return whose_vehicle.of(raw, whose, otherwise=whose) if whose_vehicle.speaks_of_two(raw) else raw


def _is_unknown(raw: str, slot: Slot, common: Common) -> bool:
    """ "I don't know" in any words; to a question about danger, what is neither a plain yes nor a plain no as well."""
    if slot.kind == "yes_no":
        return yes_no.meaning(raw, slot.fact, decides_help(slot, common)) == yes_no.UNKNOWN
    return slot.kind != "choice" and yes_no.knows_not(raw)


def _yes_no(raw: Any, slot: Slot, _here: _Here) -> bool | None:
    if isinstance(raw, bool):
        return raw
    return yes_no.read(raw, slot.fact).value if isinstance(raw, str) else None


def _choice(raw: Any, slot: Slot, _here: _Here) -> str | None:
    if not isinstance(raw, str):
        return None
    return raw if raw in (slot.asked.choices or {}) else choices.named(raw, slot.asked.choices or {}, slot.asked.words)


def _when(raw: Any, _slot: Slot, here: _Here) -> str | None:
    """A day, a moment or a span of them ("2026-11-20T20:00/2026-11-20T22:00"); else the words that tell a time."""
    if not isinstance(raw, str):
        return None
    if _SPAN.fullmatch(raw):
        return raw
    order, country = here.usage.day_first, here.usage.country
    raw = to_the_caller.without_wavering(raw)
    found = dates.when_in(raw, here.now, only=True, keep_words=True, past=True, day_first=order, country=country)
    if found is None or found.problem == "no such day" or (found.first is None and _is_no_time(raw, here.usage)):
        return None
    return (f"{found.first}/{found.last}" if found.last else found.first) or str(raw)


def _is_no_time(raw: str, usage: Usage) -> bool:
    return beside_the_question.is_a_phone(raw, usage.country) or amounts.only_price_in(raw, usage.currency) is not None


def _money(raw: Any, _slot: Slot, here: _Here) -> float | int | None:
    """Without a currency, what is told of a time, a telephone or a plate is no amount."""
    if not isinstance(raw, str):
        return _figure(raw)
    if amounts.below_nothing(raw):
        return None
    if (of_all := amounts.of_each(raw, here.usage.currency)) is not None:
        return of_all
    if amounts.only_price_in(raw, here.usage.currency) is None and not amounts.names_several(raw, here.usage.currency):
        if beside_the_question.is_a_phone(raw, here.usage.country) or beside_the_question.is_spelled(raw):
            return None
        raw = beside_the_question.without_its_time(raw)
    return amounts.amount_in(raw, here.usage.currency)


def _number(raw: Any, slot: Slot, here: _Here) -> float | int | None:
    if not isinstance(raw, str):
        return _figure(raw)
    if slot.is_year and (
        beside_the_question.is_a_phone(raw, here.usage.country) or beside_the_question.is_spelled(raw)
    ):
        return None
    return years.year_in(raw, here.now.year) if slot.is_year else amounts.number_in(raw)


def _figure(raw: Any) -> float | int | None:
    plain = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    return raw if plain and abs(raw) < 1e12 else None


def _name(raw: Any, slot: Slot, _here: _Here) -> str | None:
    """As `names` reads it; what it cannot read but somebody typed as a name ("Ada Lovelace, Countess of Lovelace") as it is."""
    if not isinstance(raw, str) or names.refused(raw) or (slot.id == OWN_NAME and who_did_it.name_told(raw)):
        return None
    if ordered := name_put_right.with_labels(raw):
        return ordered
    found = names.name_in(raw)
    name = found.text if found else raw.strip(" .,") if names.typed_as_one(raw) else ""
    return name if len(re.findall(r"[^\W\d_]", name)) >= 2 else None


def _phone(raw: Any, _slot: Slot, here: _Here) -> str | None:
    """A whole number without the country's own prefix; else the digits, so that its check can say what is missing."""
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        return None
    number = phones.phone_in(str(raw), here.usage.country)
    if number:
        return phones.without_code(number, here.usage.country)
    return re.sub(r"[^0-9]", "", str(raw)) or digits_only(str(raw)) or None


def _email(raw: Any, _slot: Slot, _here: _Here) -> str | None:
    return emails.email_in(raw) if isinstance(raw, str) else None


def _contact(raw: Any, _slot: Slot, here: _Here) -> dict[str, str | None] | None:
    """{phone, email, contact_by}: each is read once more as the question that it answers."""
    found = reach.reach_in(raw, here.usage.country) if isinstance(raw, str) else None
    return {"phone": found.phone, "email": found.email, "contact_by": found.by} if found else None


def _plate(raw: Any, _slot: Slot, here: _Here) -> str | None:
    if not isinstance(raw, str):
        return _characters(raw, _slot, here)
    raw = _of_its_owner(raw, _slot)
    return plates.asked_plate(raw, here.usage.country) or plates.on_its_own(raw, here.usage.country)


def _characters(raw: Any, slot: Slot, here: _Here) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, (int, str)):
        return None
    if isinstance(raw, str) and (
        beside_the_question.is_money(raw, here.usage.currency) or beside_the_question.is_a_time(raw)
    ):
        return None
    typed = plates.in_one_piece(str(raw)) if slot.kind == "serial" else None
    return typed or plates.characters_in(str(raw)) or None


# what a person says who has no such thing: as good as not known
_NONE_OF_IT: dict[str, Callable[[str], bool]] = {
    "plate": plates.none_to_tell,
    "phone": phones.has_no_phone,
    "money": amounts.counted_already,
}

_READERS: dict[str, Callable[[Any, Slot, _Here], Any]] = {
    "text": _text,
    "place": _text,
    "yes_no": _yes_no,
    "choice": _choice,
    "when": _when,
    "number": _number,
    "money": _money,
    "name": _name,
    "phone": _phone,
    "email": _email,
    "plate": _plate,
    "serial": _characters,
    "contact": _contact,
}


def _checked(value: Any, check: Check, now: datetime) -> Read | Refused:
    value = _cleaned(value, check) if isinstance(value, str) else value
    fits = _fits_number(value, check, now) if isinstance(value, (int, float)) else _fits_text(value, check, now)
    return Read(value) if fits else Refused(check.says)


def _cleaned(value: str, check: Check) -> str:
    steps: dict[str, Callable[[str], str]] = {
        "digits": lambda text: re.sub(r"[^0-9]", "", text),
        "letters_and_digits": lambda text: re.sub(r"[^A-Za-z0-9]", "", text),
        "plate_characters": lambda text: re.sub(r"[^A-Za-z0-9?]", "", text),  # "AW?629": one that nobody saw
        "upper": str.upper,
        "lower": str.lower,
        "no_spaces": lambda text: re.sub(r"\s", "", text),
    }
    for step in check.clean:
        value = steps[step](value)
    return value


def _fits_number(value: float, check: Check, now: datetime) -> bool:
    most = check.max if check.years_ahead is None else now.year + check.years_ahead
    return (check.min is None or value >= check.min) and (most is None or value <= most)


def _fits_text(value: str, check: Check, now: datetime) -> bool:
    if value in check.refuse or (check.pattern and not re.fullmatch(check.pattern, value, re.ASCII)):
        return False
    moment = days.as_datetime(value, now)
    if moment is None:
        return True
    late = check.past and (moment.date() > now.date() or ("T" in value and moment > now + timedelta(minutes=5)))
    early = check.within_years is not None and moment.year < now.year - check.within_years
    return not late and not early
