"""Answers as they are read back: spoken and written. Pure. How a value is said stands in `spoken`."""

from __future__ import annotations

from datetime import date

from agencies.reports.shape import Common
from casework.intake.answer import Answer
from casework.intake.questions_due import Slot
from spoken.en import phones, saying, saying_phones, saying_text


def say(slot: Slot, answer: Answer, common: Common, today: date | None = None) -> str:
    """An answer as a person would say it; no digits, no signs. today: a day of another year is said with its year."""
    words, usage = common.answer_words, common.usage
    if answer.how != "given":
        return words.unknown if answer.how == "unknown" else words.skipped
    value = answer.value
    if slot.kind == "yes_no":
        return words.agreed if value else words.denied
    if slot.kind == "choice":
        return (slot.asked.choices or {}).get(value, str(value))
    if slot.kind == "money":
        return saying.money(value, usage.currency)
    if slot.kind == "number":
        return saying.year(int(value)) if slot.is_year else saying.number(value)
    if slot.kind == "phone":
        return saying.phone(str(value), usage.country)
    if slot.kind in ("plate", "serial"):
        return saying.characters(str(value))
    if slot.kind == "email":
        return saying_text.email(str(value))
    if slot.kind == "when":
        return saying.moment(str(value), today, usage.day_first) or saying_text.words(answer.text or str(value))
    return saying_text.words(saying_phones.numbers_said(str(value), (usage.country,)))


def write(slot: Slot, answer: Answer, common: Common) -> str:
    """An answer as it stands on a page."""
    words, usage = common.answer_words, common.usage
    if answer.how != "given":
        return words.unknown_written if answer.how == "unknown" else words.skipped
    value = answer.value
    if slot.kind in ("yes_no", "choice"):
        return say(slot, answer, common)
    if slot.kind == "money":
        return f"{saying.SIGNS[usage.currency]}{value:,.2f}".removesuffix(".00")
    if slot.kind == "phone":
        return phones.written(str(value), usage.country)
    return _written_time(str(value)) if slot.kind == "when" else str(value)


def code(access_code: str) -> str:
    """ "42719" -> "four two seven, one nine": the pause helps to write it down."""
    return saying.code(access_code)


def _written_time(value: str) -> str:
    if saying.moment(value) is None:
        return value
    return value.replace("T", " ").replace("/", " to ")
