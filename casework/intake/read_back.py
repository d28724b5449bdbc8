"""A report as a person would read it back: the sentences of its kind, then those of all kinds, then what no sentence holds. Pure.

How it is said stands in the agency's folder: `read_back` of reports/<kind>.yml and common.yml, `said` of a group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agencies.reports.shape import ANY_CONCERN, CONTACT, MORE_TO_TELL, Common, Form, Sentence
from casework.intake import answer_wording
from casework.intake.answer import Answer
from casework.intake.conditions import any_holds
from casework.intake.questions_due import Slot
from spoken.en import by_the_way, dates, saying_when, to_the_caller, without_fillers
from spoken.en.corrections import corrected
from spoken.en.day_and_hour import hour_words

MOST_OF_A_TIME = 9  # words
FEW = 6  # words of a text that name a thing rather than tell a story
NEVER = frozenset({ANY_CONCERN, MORE_TO_TELL, CONTACT})  # doors to other questions
_FIELD = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
Told = Mapping[str, tuple[Slot, Answer]]
Wording = Callable[[Slot, Answer], str]


@dataclass(frozen=True)
class Part:
    """One sentence, and the questions whose answers are in it."""

    questions: tuple[str, ...]
    spoken: str
    written: str


def read_back(
    form: Form, common: Common, active: Mapping[str, Answer], summary: Sequence[tuple[Slot, Answer]], today: date
) -> list[Part]:
    """`active`: all answers that count, for the conditions; `summary`: those that are read back. Noes are not."""
    told = {slot.id: (slot, answer) for slot, answer in summary if _is_told(slot, answer)}
    hidden, used, parts = {*NEVER, *form.read_back.unsaid, *common.read_back.unsaid}, set[str](), []
    for sentence in (*form.read_back.says, *common.read_back.says):
        ids = tuple(one for one in (*_ids(form, sentence.say, told), *_decided_by(sentence)) if one in told)
        if not set(ids) - hidden <= used and any_holds(sentence.when, active):
            part = _part(form, sentence, told, ids, today, common)
            parts += [part] if part else []
            used |= set(ids) if part else set()
    rest = [
        (slot, answer)
        for name, (slot, answer) in told.items()
        if name not in used
        and not {name, name.rpartition(".")[2], slot.group} & hidden
        and not _said_with(slot, answer, told)
    ]
    return [*parts, *(_labelled(slot, answer, today, common) for slot, answer in rest)]


def _said_with(slot: Slot, answer: Answer, told: Told) -> bool:
    """A year that stands in what was said of the vehicle: "gray 2015 Honda Fit"."""
    others = [str(other.value) for one, (_, other) in told.items() if one != slot.id]
    return slot.is_year and any(str(answer.value) in other.split() for other in others)


def _is_told(slot: Slot, answer: Answer) -> bool:
    return answer.how == "given" and not (slot.kind == "yes_no" and answer.value is False)


def _ids(form: Form, template: str, told: Told) -> list[str]:
    """The answers that a template can hold; of a group those that its own `said` names."""
    ids: list[str] = []
    for name in _FIELD.findall(template):
        group = form.question(name)
        inside = _FIELD.findall(group.said or "") if group else []
        ids += [one for one, (slot, _) in told.items() if slot.group == name and one.rpartition(".")[2] in inside]
        ids += [name] if not inside else []
    return ids


def _decided_by(sentence: Sentence) -> set[str]:
    """The answers that a sentence says by its own words: {when: {video: true}, say: "There is a video."}."""
    return {name for condition in sentence.when for name in condition}


def _in_doubt(sentence: Sentence, told: Told) -> bool:
    """ "The gym might have cameras" is no video yet."""
    return any(by_the_way.only_may(told[one][1].text or "") for one in _decided_by(sentence) if one in told)


def _part(form: Form, sentence: Sentence, told: Told, ids: tuple[str, ...], today: date, common: Common) -> Part | None:
    say = sentence.unsure if sentence.unsure and _in_doubt(sentence, told) else sentence.say
    spoken = _filled(form, say, told, lambda slot, answer: _said(slot, answer, today, common))
    written = _filled(form, say, told, lambda slot, answer: _written(slot, answer, today, common))
    return Part(ids, spoken, written) if spoken and written else None


def _filled(form: Form, template: str, told: Told, wording: Wording) -> str:
    """The sentence; "" when it lacks an answer that stands outside of brackets."""
    text = _line(template, lambda name: _value(form, name, told, wording))
    return text[:1].upper() + text[1:]


def _line(template: str, value: Callable[[str], str]) -> str:
    def some(found: re.Match[str]) -> str:
        inside = found[1]
        return _put(inside, value) if all(value(name) for name in _FIELD.findall(inside)) else ""

    whole = _OPTIONAL.sub(some, template)
    return _tidy(_put(whole, value)) if all(value(name) for name in _FIELD.findall(whole)) else ""


def _put(text: str, value: Callable[[str], str]) -> str:
    return _FIELD.sub(lambda found: value(found[1]), text)


def _value(form: Form, name: str, told: Told, wording: Wording) -> str:
    group = form.question(name)
    if group is None or not group.said:
        return wording(*told[name]) if name in told else ""
    indexes = sorted({slot.index for slot, _ in told.values() if slot.group == name})
    each = [_line(group.said, lambda part, at=index: _inside(name, at, part, told, wording)) for index in indexes]  # type: ignore[misc]  # a default
    said = [one for one in each if one]
    return f"{', '.join(said[:-1])}, and {said[-1]}" if len(said) > 1 else "".join(said)


def _inside(group: str, index: int, name: str, told: Told, wording: Wording) -> str:
    """What is said in another answer about the same thing is said once: "bike" is in "blue mountain bike"."""
    start = f"{group}.{index}."
    texts = {one: wording(*told[one]) for one in told if one.startswith(start) and told[one][0].kind == "text"}
    mine = texts.get(f"{start}{name}")
    if mine is None:
        found = told.get(f"{start}{name}")
        return wording(*found) if found else ""
    fuller = [text for one, text in texts.items() if one != f"{start}{name}" and _words(mine) <= _words(text)]
    shorter = [text for one, text in texts.items() if one != f"{start}{name}" and _words(text) <= _words(mine)]
    first = next(iter(texts)) == f"{start}{name}"
    return fuller[0] if first and fuller else "" if shorter and not first else mine


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _said(slot: Slot, answer: Answer, today: date, common: Common) -> str:
    said = answer_wording.say(slot, answer, common, today).strip(" .")
    return _time(answer, said, today, common) if slot.kind == "when" else _turned(slot, said)


def _written(slot: Slot, answer: Answer, today: date, common: Common) -> str:
    written = answer_wording.write(slot, answer, common).strip(" .")
    return _time(answer, written, today, common) if slot.kind == "when" else _turned(slot, written)


def _time(answer: Answer, otherwise: str, today: date, common: Common) -> str:
    """As it was understood, so that a wrong one is noticed; in the caller's words where these say more: "yesterday afternoon"."""
    value, said = str(answer.value), to_the_caller.turned(corrected(answer.text or ""))
    if said and len(said.split()) <= (MOST_OF_A_TIME if "/" in value else FEW) and saying_when.says_more(said, value):
        return said
    day, hour = saying_when.when(value, today, common.usage.day_first), hour_words(said) if "T" not in value else ""
    if day and "/" not in value and dates.noticed(said):
        day = f"noticed {day}"  # when it was done nobody said
    return (f"{day}, {hour}" if day and hour else day) or to_the_caller.turned(otherwise)


def _turned(slot: Slot, said: str) -> str:
    if slot.kind in ("text", "place"):
        said = without_fillers.plainly(said)
    if slot.kind == "place":
        return to_the_caller.place(said)
    if slot.kind == "text":
        few = slot.group or slot.id == "vehicle" or len(said.split()) <= FEW
        return to_the_caller.thing(said) if few else to_the_caller.turned(said)
    return said


def _labelled(slot: Slot, answer: Answer, today: date, common: Common) -> Part:
    """What no sentence of the agency holds."""
    return Part(
        (slot.id,),
        f"{slot.label}: {_said(slot, answer, today, common)}.",
        f"{slot.label}: {_written(slot, answer, today, common)}.",
    )


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([,.;])", r"\1", re.sub(r"\s{2,}", " ", text))
    return re.sub(r"^[ ,;]+|[ ,;]+(?=\.$)", "", text).strip()
