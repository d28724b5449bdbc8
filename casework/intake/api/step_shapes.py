"""One turn of a report: what is asked now, the report read back, or its end."""

from __future__ import annotations

from typing import Literal

from agencies.reports.shape import AnswerKind
from casework.http.shapes import Shape
from casework.intake.api.form_shapes import ChoiceAnswer


class QuestionAnswer(Shape):
    """What is asked now. `group` and `index`: of which thing or person; `given`: what was answered before, spoken.

    `words`: of each choice, further words that name it; `fact`: what a yes/no question asks for;
    `danger`: an answer to it sends the person to the emergency services.
    """

    id: str
    kind: AnswerKind | Literal["pin"]
    label: str
    choices: list[ChoiceAnswer] | None = None
    words: dict[str, list[str]] | None = None
    digits: int | None = None
    prompt: str
    reprompt: str
    spoken_help: str | None = None
    optional: bool
    unknown_allowed: bool
    fact: str | None = None
    danger: bool = False
    group: str | None = None
    index: int | None = None
    given: str | None = None
    problem: str | None = None


class SummaryLine(Shape):
    """`answer`: what kind of answer it is; `told` for everything but a yes, a no and what the person does not know."""

    question: str
    label: str
    answer: Literal["yes", "no", "unknown", "told"] = "told"
    value_spoken: str
    value_written: str


class ReadBackPart(Shape):
    """A sentence of the report read back, and which answers are in it."""

    questions: list[str]
    spoken: str
    written: str


class EndedAnswer(Shape):
    disposition: Literal["911", "call_taker"]
    reason: str
    say: str


class Progress(Shape):
    given: int
    left: int


class StepAnswer(Shape):
    """One turn. `say`: to whom was asked for more and comes after the end of the case, what becomes of what they said."""

    state: Literal["ask", "summary", "ended", "submitted"]
    question: QuestionAnswer | None = None
    summary: list[SummaryLine] | None = None
    read_back: list[ReadBackPart] | None = None
    ended: EndedAnswer | None = None
    note: str | None = None
    say: str | None = None
    progress: Progress


class StepOnly(Shape):
    step: StepAnswer
