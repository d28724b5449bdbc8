"""The agency's kinds of report, and the questions of each, as a page needs them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from agencies.reports.shape import FormChannel, FormKind
from casework.http.shapes import Shape


class ChoiceAnswer(Shape):
    value: str
    spoken: str


class KindAnswer(Shape):
    """`words`: further words by which a caller tells this kind from others of the same need; `asked`: what is answered to a question
    beside such a report, by its topic."""

    kind: str
    need: str
    title: str
    spoken: str
    words: list[str] = Field([])
    anonymous_allowed: bool
    channels: list[FormChannel]
    asked: dict[str, str] | None = None


class KindsAnswer(Shape):
    kinds: list[KindAnswer]


class FormQuestionAnswer(Shape):
    """A question of a form, as a page needs it: `when` as in the file, `each` for every thing or person.

    `only_told`: one answer to the question `contact` may fill it; a page may ask either.
    """

    id: str
    kind: FormKind
    label: str
    prompt: str
    reprompt: str
    help: str | None = None
    choices: list[ChoiceAnswer] | None = None
    optional: bool
    unknown_allowed: bool
    only_told: bool = False
    when: list[dict[str, Any]] = Field([])
    each: list[FormQuestionAnswer] = Field([])
    more: str | None = None
    most: int | None = None


class FormAnswer(KindAnswer):
    questions: list[FormQuestionAnswer]
