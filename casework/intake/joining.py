"""A new answer that leaves a part of the one before it standing: another hour of the same day, another number in the same
street, another last name. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from agencies.reports.shape import Common
from casework.intake.answer import How
from casework.intake.answer_meaning import Given
from casework.intake.questions_due import Slot
from spoken.en import name_put_right
from spoken.en.day_and_hour import joined
from spoken.en.house_numbers import renumbered
from spoken.en.place_details import detail_in, with_detail


class Before(Protocol):
    """The answer that there was."""

    @property
    def value(self) -> Any: ...
    @property
    def text(self) -> str | None: ...
    @property
    def how(self) -> How: ...


def joined_to(slot: Slot, before: Before | None, given: Given, common: Common, now: datetime) -> Given:
    """The answer with what still holds of the one before; as it came where it stands for itself."""
    if before is None or before.how != "given" or given.how != "given" or not isinstance(before.value, str):
        return given
    said = given.text if given.text is not None else given.value
    if not isinstance(said, str):
        return given
    if slot.kind == "when":
        moment = joined(before.value, before.text or "", said, now, common.usage)
        return given if moment is None else replace(given, value=moment.value, text=moment.text or said)
    if slot.kind == "name" and (whole := name_put_right.put_right(before.value, said)):
        return Given(whole, whole)
    if slot.kind == "place" and (given.value is None or given.value == given.text):
        detail, number = detail_in(said), renumbered(before.value, said)
        place = with_detail(before.value, detail) if detail else number if said.strip().isdigit() else ""
        return Given(place, place) if place else given
    return given
