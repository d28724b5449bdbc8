"""Which questions of a form apply to the answers there are, and whether one of them ends it. Pure.

Every answer ever given may be passed in. Those whose question does not apply (any more) are set aside: they are not
active, but they count again as soon as their question applies again. So the order in which answers came makes no
difference to the report. An answer that ends the form is never set aside, whatever else was said about danger.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from agencies.reports.shape import (
    ANY_CONCERN,
    CONTACT,
    CONTACT_PARTS,
    MORE_TO_TELL,
    OFFICER_ASKS,
    Asked,
    AskedPart,
    Asking,
    Between,
    Common,
    EachQuestion,
    Ending,
    Form,
    FormQuestion,
)
from casework.intake.answer import Answer
from casework.intake.conditions import any_holds, holds
from spoken.en import concerns, saying_text, things, to_the_caller

MORE = "more"
WEB = "web"  # a page shows the old answer and all that follows, and sends the whole new one
NAMED = "{what}"  # in the questions about a thing: what it is called
SHORT_NAME = 3  # words
NO_MORE = {"happening_now": "suspect_present"}  # denied where the other is
_LIST = re.compile(r", | and ")
_INSIDE = re.compile(r"([a-z][a-z0-9_]*)\.([1-9]\d?)\.([a-z][a-z0-9_]*)")


@dataclass(frozen=True)
class Slot:
    """A question at its place: `id` is "where", or "items.2.serial" for the serial number of the second item."""

    id: str
    kind: str
    asked: Asked
    label: str
    prompt: str
    reprompt: str
    optional: bool
    unknown_allowed: bool
    group: str = ""
    index: int = 0

    @property
    def is_year(self) -> bool:
        """Its number is a year: "ninety eight" is 1998."""
        return "year" in (self.asked.check or "")

    @property
    def fact(self) -> str:
        """What it asks for, in the words of the conversation; its own id where the directory knows no such fact."""
        return self.asked.fact or self.asked.id


@dataclass(frozen=True)
class FormState:
    """`slots`: the questions that apply, in order; `active`: the answers that count; `ending`: where it stops, if it does.

    `country`: the agency's; telephone numbers among the answers are written as there.
    """

    slots: tuple[Slot, ...]
    active: dict[str, Answer]
    ending: Ending | None
    flags: frozenset[str] = field(default_factory=frozenset)
    country: str | None = None

    @property
    def open(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.id not in self.active)


def state_of_answers(
    form: Form, common: Common, answers: Mapping[str, Answer], forced: frozenset[str] = frozenset()
) -> FormState:
    """Goes through the form. `forced`: questions that apply whatever their conditions say (an officer asks for them)."""
    slots: list[Slot] = []
    active: dict[str, Answer] = {}
    endings: list[Ending] = []
    flags: set[str] = set()
    asks_for_more = form.question(MORE_TO_TELL) is not None
    spared = _spared(form, answers)
    if MORE_TO_TELL in answers:  # what it opens may stand before it: the serial number of a thing, and more things
        active[MORE_TO_TELL] = answers[MORE_TO_TELL]
    for question in form.questions:
        answer = answers.get(question.id)
        inside = any(name.startswith(f"{question.id}.") for name in forced)
        due = inside or question.id in forced or _due(question, answer, active, asks_for_more)
        due = due and not _reached_already(question, answers) and not (question.id in spared and answer is None)
        if not due and not _ends(question, answer):
            continue
        for slot in _slots_of(_without_denied(question, answers), answers, active, asks_for_more, forced):
            slots.append(slot)
            if slot.id in answers:
                active[slot.id] = answers[slot.id]
        answer = active.get(question.id)
        endings += [
            common.endings[e.ending] for e in question.ends if holds(e.answer, answer) and any_holds(e.when, active)
        ]
        flags.update(one.flag for one in question.flags if holds(one.answer, answer))
    ending = next((one for one in endings if one.disposition == "911"), endings[0] if endings else None)
    flags |= set(ending.flags) if ending else set()
    return FormState(tuple(slots), active, ending, frozenset(flags), common.usage.country)


def _due(
    asked: Asked, answer: Answer | None, active: Mapping[str, Answer], asks_for_more: bool, group: str = ""
) -> bool:
    """Whether the question applies. What is only asked of those who have more to tell counts when it was told anyway."""
    told = answer is not None and answer.how == "given"
    if asked.only_told and answer is None:
        return False
    if told and _asked_for_want_of_words(asked, active, group):
        return True
    return any_holds(asked.when, _with_more(active) if told or not asks_for_more else active, group)


def dangers_of(form: Form) -> dict[str, str]:
    """The questions that the one about danger stands for, by the fact that they ask for."""
    stands_for = [one for one in form.questions if any(ANY_CONCERN in condition for condition in one.when)]
    return {one.fact or one.id: one.id for one in stands_for}


def denied_in(answers: Mapping[str, Answer]) -> frozenset[str]:
    """The questions about danger that were answered with no; where nobody is there any more, nothing is going on either."""
    denied = {name for name, one in answers.items() if one.how == "given" and one.value is False}
    return frozenset(denied | {also for also, of in NO_MORE.items() if of in denied})


def open_parts(question: FormQuestion, denied: Collection[str]) -> list[AskedPart]:
    """What the one question about danger has still to ask, after what was denied before."""
    return [part for part in question.parts if not set(part.of) <= set(denied)]


def _without_denied(question: FormQuestion, answers: Mapping[str, Answer]) -> FormQuestion:
    """The one question about danger, in a sentence of what is left of it."""
    left = open_parts(question, denied_in(answers))
    if question.id in answers or not left or len(left) == len(question.parts):
        return question
    said = [part.say for part in left]
    asked = f"{', '.join(said[:-1])}, or {said[-1]}?" if said[1:] else f"{said[0]}?"
    prompt = asked[0].upper() + asked[1:]
    kindly = question.reprompt.partition(". ")[0]
    return question.model_copy(update={"prompt": prompt, "reprompt": f"{kindly}. {prompt}"})


def _spared(form: Form, answers: Mapping[str, Answer]) -> frozenset[str]:
    """Those of which its answer leaves nothing to ask: it denied them, or spoke of others."""
    concern = answers.get(ANY_CONCERN)
    if concern is None or concern.channel == WEB or concern.value is False:
        return frozenset()
    before = {name: one for name, one in answers.items() if one.told_before}
    dangers, denied = dangers_of(form), denied_in(before)
    left = [fact for fact, question in dangers.items() if question not in denied]
    asked = concerns.to_ask(concern.text or "", concern.value is True, left)
    return frozenset(question for fact, question in dangers.items() if fact not in asked)


def _asked_for_want_of_words(asked: Asked, active: Mapping[str, Answer], group: str) -> bool:
    """It is asked where another answer says too little ("a bike"); who tells it of "a blue bike" has told it all the same."""
    return bool(asked.when) and all(
        isinstance(wanted, Between) and isinstance(getattr(active.get(f"{group}{name}"), "value", None), str)
        for condition in asked.when
        for name, wanted in condition.items()
    )


def _reached_already(question: FormQuestion, answers: Mapping[str, Answer]) -> bool:
    """Nobody is asked how to be reached who said so by the way."""
    if question.id != CONTACT or CONTACT in answers:
        return False
    return any(name in answers and answers[name].how == "given" for name in CONTACT_PARTS)


def _with_more(active: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """As if there were more to tell: also in a form that does not ask so, where everything is asked."""
    return {**active, MORE_TO_TELL: Answer(MORE_TO_TELL, True)}


def _ends(question: FormQuestion, answer: Answer | None) -> bool:
    return any(holds(end.answer, answer) for end in question.ends)


def find(form: Form, name: str, officer: Slot | None = None) -> Slot | None:
    """The question of this id wherever it is in the form, also when it does not apply; None when there is none.

    `officer`: of a reopened report, what the officer asks.
    """
    if name == OFFICER_ASKS and officer is not None:
        return officer
    question = form.question(name)
    if question is not None:
        return None if question.each else _plain(question)
    inside = _INSIDE.fullmatch(name)
    group = form.question(inside[1]) if inside else None
    if inside is None or group is None or not group.each or int(inside[2]) > group.most:
        return None
    index = int(inside[2])
    if inside[3] == MORE:
        return _more(group, index) if index < group.most else None
    each = next((one for one in group.each if one.id == inside[3]), None)
    return _each(group, each, index) if each else None


def decides_help(slot: Slot, common: Common) -> bool:
    """Whether an answer sends the person to the emergency services, or passes over that: only a plain yes or no may."""
    ends = slot.asked.ends if isinstance(slot.asked, FormQuestion) else []
    return slot.id == ANY_CONCERN or any(common.endings[one.ending].disposition == "911" for one in ends)


def officer_asks(note: str, words: Asking) -> Slot:
    """The officer's own question, put to the person as it was written; "" for an officer who only wants to hear more."""
    said = words.officer_asks.replace("{question}", note or words.anything_more)
    asked = Asked(id=OFFICER_ASKS, label=words.officer_label, prompt=words.officer_again, reprompt=words.officer_again)
    return Slot(OFFICER_ASKS, "text", asked, asked.label, said, said, optional=False, unknown_allowed=True)


def _slots_of(
    question: FormQuestion,
    answers: Mapping[str, Answer],
    active: dict[str, Answer],
    asks_for_more: bool,
    forced: frozenset[str] = frozenset(),
) -> Iterator[Slot]:
    if not question.each:
        yield _plain(question)
        return
    for index in range(1, question.most + 1):
        start = f"{question.id}.{index}."
        for each in question.each:
            name = f"{start}{each.id}"
            told = name in forced or name in answers
            if not told and things.is_one_of(_named(answers.get(f"{start}{question.each[0].id}")), each.not_of):
                continue
            if name in forced or _due(each, answers.get(name), active, asks_for_more, start):
                yield _each(question, each, index, answers.get(f"{start}{question.each[0].id}"))
        first = answers.get(f"{start}{question.each[0].id}")
        if first is None or first.how != "given" or index == question.most:
            return
        more = answers.get(f"{start}{MORE}")
        if more is not None or any_holds(question.more_when, active if asks_for_more else _with_more(active)):
            yield _more(question, index)
        if not holds(True, more):
            return


def _plain(question: FormQuestion) -> Slot:
    return Slot(
        question.id,
        question.kind,
        question,
        question.label,
        question.prompt,
        question.reprompt,
        question.optional,
        question.unknown_allowed,
    )


def _each(group: FormQuestion, each: EachQuestion, index: int, first: Answer | None = None) -> Slot:
    """The first question about the first one is asked in the group's own words; `first`: what the others call it."""
    opening = group if index == 1 and each is group.each[0] else each
    called = _called(first)
    label = each.label if index == 1 and len(group.each) == 1 else f"{group.label} {index}, {each.label.lower()}"
    return Slot(
        f"{group.id}.{index}.{each.id}",
        each.kind,
        each,
        label,
        to_the_caller.agreeing(opening.prompt.replace(NAMED, called), called),
        to_the_caller.agreeing(opening.reprompt.replace(NAMED, called), called),
        each.optional,
        each.unknown_allowed,
        group.id,
        index,
    )


def _named(first: Answer | None) -> str:
    return str(first.value) if first is not None and first.how == "given" else ""


def _called(first: Answer | None) -> str:
    """ "your bike" for a bike, "it" for what takes many words, or is not known; "it all" for a list."""
    if first is not None and first.how == "given" and _LIST.search(str(first.value)):
        return "it all"
    said = to_the_caller.thing(str(first.value)) if first is not None and first.how == "given" else ""
    return f"your {saying_text.words(said)}" if 0 < len(said.split()) <= SHORT_NAME else "it"


def _more(group: FormQuestion, index: int) -> Slot:
    assert group.more is not None
    label = (group.more_label or group.label).replace("{number}", str(index))
    return Slot(
        f"{group.id}.{index}.{MORE}",
        "yes_no",
        Asked(id=MORE, label=label, prompt=group.more, reprompt=group.more, optional=True),
        label,
        group.more,
        f"{group.more_again} {group.more}" if group.more_again else group.more,
        True,
        True,
        group.id,
        index,
    )
