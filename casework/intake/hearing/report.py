"""A report while a breath that tells of it is heard: what is known of it, and what is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from agencies.reports.shape import Common, Form, FormQuestion
from casework.intake.answer import Answer
from casework.intake.answer_meaning import Given, Refused, read
from casework.intake.joining import joined_to
from casework.intake.questions_due import FormState, Slot, find
from casework.intake.store import Kept

WHERE, WHEN, STORY, VEHICLE, LOOKS = "where", "when", "what_happened", "vehicle", "looks"
OWN_WORDS = "in_own_words"  # a question that nobody is asked: what fits no other


@dataclass
class Hearing:
    """A report while it is being changed: later parts of a breath see what earlier ones told.

    again     "like I said" stands in it
    mine      "my" does
    of_them   the part before was of the one who did it
    whose     of two vehicles, which one the part before was of
    of_camera the part before was of a camera
    of_witness the part before was of somebody who saw it
    adding    it begins with "add", and changes no day or place
    of_money  an amount is spoken of
    complains the part says that something is missing or wrong; what it names tells no more than that
    """

    form: Form
    common: Common
    state: FormState
    now: datetime
    told: Mapping[str, Any]
    closing: bool
    again: bool = False
    mine: bool = False
    of_them: bool = False
    whose: str | None = None
    of_camera: bool = False
    of_witness: bool = False
    adding: bool = False
    of_money: bool = False
    complains: bool = False
    named: str | None = None
    kept: dict[str, Kept] = field(default_factory=dict)
    taken_out: list[str] = field(default_factory=list)

    def answer(self, question: str) -> Answer | Kept | None:
        """The answer that counts, if one was given."""
        found = self.kept.get(question) or self.state.active.get(question)
        return found if found is not None and found.how == "given" else None

    def answered(self) -> list[str]:
        return list(dict.fromkeys([*self.state.active, *self.kept]))

    def keep(self, question: str, given: Given) -> bool:
        """Whether the answer fits and says something new."""
        slot = find(self.form, question)
        if slot is None:
            return False
        old = self.kept.get(question) or self.state.active.get(question)
        given = joined_to(slot, old, given, self.common, self.now)
        found = read(slot, given, self.common, self.now)
        if isinstance(found, Refused):
            return False
        if old is None or (old.value, old.how, old.text) != (found.value, found.how, given.text):
            self.kept[question] = Kept(question, found.value, given.text, found.how)
        return True

    def may_be_told(self, question: str) -> bool:
        """To the closing question people add: what was answered before is only changed where they say that it comes again."""
        return not (self.closing or self.adding) or self.again or self.answer(question) is None

    def slots(self) -> Iterator[Slot]:
        """The questions that apply, then all others of the form."""
        yield from self.state.slots
        there = {slot.id for slot in self.state.slots}
        for question in self.form.questions:
            asked = [question.id] if not question.each else [f"{question.id}.1.{each.id}" for each in question.each]
            yield from (slot for one in asked if one not in there and (slot := find(self.form, one)) is not None)

    @property
    def things(self) -> FormQuestion | None:
        return next((one for one in self.form.questions if one.kind == "items"), None)
