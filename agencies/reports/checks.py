"""What one piece of a form says about another: names exist, conditions look back, danger has a way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from agencies.directory.shape import Needs
from agencies.directory.vocabulary import FACTS
from agencies.errors import Fault
from agencies.reports.shape import (
    ANY_CONCERN,
    GIVEN,
    MORE_TO_TELL,
    OFFICER_ASKS,
    UNKNOWN,
    Asked,
    Between,
    Common,
    Conditions,
    EachQuestion,
    Form,
    FormQuestion,
    Wanted,
)
from agencies.yaml_lines import Document, KeyPath

KNOWN_FACTS = FACTS | {"name", "phone", "email", "where", "when", "what", "item", "broken", "value"}
FIELD = re.compile(r"\{([^{}]*)\}")
Standing = Callable[[KeyPath], KeyPath]
Known = Mapping[str, FormQuestion | EachQuestion]


def check_form(form: Form, common: Common, needs: Needs, document: Document, standing: Standing) -> list[Fault]:
    """Every fault of a form whose shape is right."""
    return list(_Checks(form, common, needs, document, standing).faults())


class _Checks:
    def __init__(self, form: Form, common: Common, needs: Needs, document: Document, standing: Standing) -> None:
        self._form, self._common, self._needs = form, common, needs
        self._document, self._standing = document, standing

    def faults(self) -> Iterator[Fault]:
        yield from self._known(("need",), self._form.need, self._needs.needs, "need in needs.yml")
        yield from self._danger()
        yield from self._anonymous()
        earlier: dict[str, FormQuestion | EachQuestion] = {}
        for index, question in enumerate(self._form.questions):
            path: KeyPath = ("questions", index)
            if question.id in earlier or question.id == OFFICER_ASKS:
                yield self._fault(path, f"the id '{question.id}' is taken", "give the question another id")
            yield from self._question(path, question, earlier)
            earlier[question.id] = question
        yield from self._read_back(earlier)

    def _read_back(self, questions: Known) -> Iterator[Fault]:
        for index, sentence in enumerate(self._form.read_back.says):
            path: KeyPath = ("read_back", "says", index)
            for name in FIELD.findall(sentence.say):
                yield from self._known(path, name, questions, "question")
            yield from self._conditions((*path, "when"), sentence.when, questions)
        for index, question in enumerate(self._form.questions):
            for name in FIELD.findall(question.said or ""):
                yield from self._known(("questions", index), name, {one.id: one for one in question.each}, "question")

    def _danger(self) -> Iterator[Fault]:
        endings = [end.ending for question in self._form.questions for end in question.ends]
        if not any(e in self._common.endings and self._common.endings[e].disposition == "911" for e in endings):
            yield self._fault(
                ("questions",),
                "no answer leads to 911",
                "start with '- block: safety', or give a question an ending with disposition 911",
            )

    def _anonymous(self) -> Iterator[Fault]:
        asks = self._form.question("anonymous") is not None
        if asks != self._form.anonymous_allowed:
            yield self._fault(
                ("anonymous_allowed",),
                "anonymous_allowed and the questions do not fit",
                "ask the question 'anonymous' when it is true, and only then",
            )

    def _question(self, path: KeyPath, question: FormQuestion, earlier: Known) -> Iterator[Fault]:
        yield from self._asked(path, question, earlier)
        so_far = {**earlier, question.id: question}
        for index, end in enumerate(question.ends):
            here = (*path, "ends", index)
            yield from self._known((*here, "ending"), end.ending, self._common.endings, "ending in common.yml")
            yield from self._wanted((*here, "answer"), question, end.answer)
            yield from self._conditions((*here, "when"), end.when, so_far)
        for index, flag in enumerate(question.flags):
            yield from self._wanted((*path, "flags", index, "answer"), question, flag.answer)
        yield from self._parts(path, question)
        yield from self._conditions((*path, "more_when"), question.more_when, earlier)
        inside: dict[str, FormQuestion | EachQuestion] = {}
        for index, each in enumerate(question.each):
            here = (*path, "each", index)
            if each.id in inside or each.id == "more":
                yield self._fault(here, f"the id '{each.id}' is taken", "give the question another id")
            yield from self._asked(here, each, {**earlier, **inside})
            inside[each.id] = each

    def _parts(self, path: KeyPath, question: FormQuestion) -> Iterator[Fault]:
        """Each question that one sentence stands for is in one of its parts: what is in none would never be asked."""
        if not question.parts:
            return
        behind = {
            one.id: one for one in self._form.questions if any(question.id in condition for condition in one.when)
        }
        for index, part in enumerate(question.parts):
            for name in part.of:
                yield from self._known((*path, "parts", index, "of"), name, behind, f"question behind '{question.id}'")
        named = {name for part in question.parts for name in part.of}
        for name in behind:
            if name not in named:
                yield self._fault((*path, "parts"), f"no part asks for '{name}'", "name it in the `of` of a part")

    def _asked(self, path: KeyPath, question: Asked, earlier: Known) -> Iterator[Fault]:
        if question.fact and question.fact not in KNOWN_FACTS:
            yield from self._known((*path, "fact"), question.fact, dict.fromkeys(KNOWN_FACTS), "fact")
        if question.check:
            yield from self._known((*path, "check"), question.check, self._common.checks, "check in common.yml")
        yield from self._conditions((*path, "when"), question.when, earlier)

    def _conditions(self, path: KeyPath, conditions: Conditions, earlier: Known) -> Iterator[Fault]:
        for index, condition in enumerate(conditions):
            for name, wanted in condition.items():
                here = (*path, name) if (*path, name) in self._document.lines else (*path, index, name)
                if name == ANY_CONCERN and not (isinstance(wanted, list) and {True, UNKNOWN} <= set(wanted)):
                    yield self._fault(
                        here,
                        "whoever does not know whether there is danger would not be asked",
                        "write {any_concern: [true, unknown]}",
                    )
                if name == MORE_TO_TELL:
                    continue  # it opens what stands before it as well; a form that does not ask it asks everything
                if name in earlier:
                    yield from self._wanted(here, earlier[name], wanted)
                else:
                    yield from self._known(here, name, earlier, "earlier question")

    def _wanted(self, path: KeyPath, question: FormQuestion | EachQuestion, wanted: Wanted) -> Iterator[Fault]:
        for one in wanted if isinstance(wanted, list) else [wanted]:
            if isinstance(one, str) and one in (UNKNOWN, GIVEN):
                continue
            if not _possible(question, one):
                yield self._fault(path, f"'{question.id}' is never {_words(one)}", _mend(question))

    def _known(self, path: KeyPath, name: str, known: Mapping[str, object], what: str) -> Iterator[Fault]:
        if name not in known:
            near = get_close_matches(name, known, 1)
            right = f"did you mean '{near[0]}'" if near else f"add it, or use one of {', '.join(sorted(known)[:8])}"
            yield self._fault(path, f"there is no {what} called '{name}'", right)

    def _fault(self, path: KeyPath, wrong: str, right: str) -> Fault:
        return Fault(self._document.file, self._document.line_of(self._standing(path)), wrong, right)


def _possible(question: FormQuestion | EachQuestion, wanted: bool | str | Between) -> bool:
    if question.kind == "yes_no":
        return isinstance(wanted, bool)
    if question.kind == "choice":
        return isinstance(wanted, str) and wanted in (question.choices or {})
    return question.kind in ("number", "money", "text") and isinstance(wanted, Between)


def _words(wanted: object) -> str:
    return "a number between two" if isinstance(wanted, Between) else str(wanted).lower()


def _mend(question: FormQuestion | EachQuestion) -> str:
    if question.kind == "yes_no":
        return "write true, false or unknown"
    if question.kind == "choice":
        return f"use one of {', '.join(question.choices or {})}, or unknown"
    if question.kind in ("number", "money", "text"):
        return "write {over: 100} or {under: 100}"
    return "write given or unknown"
