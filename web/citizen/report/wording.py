"""A step of a report in the words of a page: written, in the language of the visit where the agency has words in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agencies.line.in_writing import written
from agencies.pages.form_words import FormWords
from casework_client.answers import QuestionAnswer
from web.shared.look import Look

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """`lang`: the language that it is in, where that is not the page's."""

    text: str
    lang: str | None = None

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    text: Text


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it. `number`: of which thing or person."""

    id: str
    kind: str
    ask: Text
    help: Text
    label: Text
    choices: tuple[Choice, ...]
    optional: bool
    unknown_allowed: bool
    danger: bool
    number: int | None
    problem: Text


class Wording:
    """For one agency and language."""

    def __init__(self, look: Look, language: str, gettext: Callable[[str], str]) -> None:
        self._look, self._language, self._gettext = look, language, gettext
        self._words = look.forms.get(language) or FormWords()
        self._spoken: Mapping[str, str] = look.agency.prompts.in_writing

    def kind(self, kind: str, title: str) -> tuple[Text, str]:
        """Title, and what belongs to it."""
        own = self._words.kinds.get(kind)
        return (Text(own.title), own.about) if own else (self._english(title), "")

    def question(self, kind: str, asked: QuestionAnswer) -> Asked:
        own = self._words.question(kind, asked["id"])
        choices = [
            Choice(one["value"], self._or_english(self._words.choice(asked["id"], one["value"]), one["spoken"]))
            for one in asked.get("choices") or []
        ]
        return Asked(
            id=asked["id"],
            kind=asked["kind"],
            ask=self._or_english(own.ask, asked["prompt"]),
            help=Text(own.help) if own.help or own.ask else self._english(asked.get("spoken_help") or ""),
            label=self._or_english(own.label, asked["label"]),
            choices=tuple(choices),
            optional=bool(asked.get("optional")),
            unknown_allowed=bool(asked.get("unknown_allowed")),
            danger=bool(asked.get("danger")),
            number=asked.get("index"),
            problem=self.problem(asked.get("problem") or ""),
        )

    def label(self, kind: str, question: str, english: str) -> Text:
        number = next((part for part in question.split(".") if part.isdigit()), "")
        own = self._words.question(kind, question).label
        return Text(f"{own} {number}".strip()) if own else self._english(english)

    def value(self, line: Mapping[str, Any]) -> Text:
        """An answer as it was understood; yes, no and the choices of the form in the page's words."""
        words, value = self._gettext, line.get("value")
        if line.get("how") in ("unknown", "skipped"):
            return Text(words("Not known") if line["how"] == "unknown" else words("Left out"))
        if isinstance(value, bool):
            return Text(words("Yes") if value else words("No"))
        own = self._words.choice(line["question"], value) if isinstance(value, str) else ""
        return Text(own or str(line.get("value_written") or ""))

    def problem(self, sentence: str) -> Text:
        """Why an answer was not taken, by the name that the agency's forms give the sentence."""
        if not sentence:
            return Text("")
        return self._or_english(self._words.problems.get(self._named().get(sentence, ""), ""), sentence)

    def ending(self, reason: str, say: str) -> Text:
        return self._or_english(self._words.endings.get(reason, ""), say)

    def _named(self) -> dict[str, str]:
        common = self._look.agency.reports.common
        if common is None:
            return {}
        parts = {**common.problems.model_dump(), **common.pin.model_dump()}
        checks = {check.says: name for name, check in common.checks.items()}
        return {**checks, **{text: name for name, text in parts.items() if isinstance(text, str)}}

    def _or_english(self, own: str, english: str) -> Text:
        return Text(own) if own else self._english(english)

    def _english(self, text: str) -> Text:
        return Text(written(text, self._spoken), None if self._language == ENGLISH else ENGLISH)
