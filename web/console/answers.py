"""A report's answers as an officer reads them: each with its question's label, things and people one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agencies.reports.shape import Form
from web.console.words import said

_ADDED = "added"  # of a thing that its person told of after filing: when
_ELSEWHERE = frozenset({"where", "when"})  # as casework understood them, they stand at the head of the case


def answered(form: Form | None, answers: dict[str, Any], clock: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """(label, words), in the form's order; what the form does not know any more comes last. `clock` writes a moment."""
    order = [question.id for question in form.questions] if form else []
    names = [name for name in order if name in answers] + [name for name in answers if name not in order]
    names = [name for name in names if name not in _ELSEWHERE]
    return [line for name in names for line in _lines(form, name, answers[name], clock)]


def _lines(form: Form | None, name: str, value: Any, clock: Callable[[str], str]) -> list[tuple[str, str]]:
    question = form.question(name) if form else None
    label = question.label if question else said(name).capitalize()
    if isinstance(value, list):
        each = {one.id: one.label for one in (getattr(question, "each", None) or [])}
        return [
            (f"{label} {number}", _one(each, one, clock) if isinstance(one, dict) else _words(one))
            for number, one in enumerate(value, 1)
        ]
    return [(label, _words(value))]


def _one(each: dict[str, str], told: dict[str, Any], clock: Callable[[str], str]) -> str:
    """A thing or a person, with what was said of it; of one that was added later, when that was."""
    parts = [f"{each.get(part, said(part))}: {_words(value)}" for part, value in told.items() if part != _ADDED]
    return "; ".join([*parts, *([f"added later, {clock(str(told[_ADDED]))}"] if _ADDED in told else [])])


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        told = value.get("spoken") or value.get("text") or value.get("value") or value.get("said")
        return _words(told) if told is not None else "; ".join(f"{said(k)}: {_words(v)}" for k, v in value.items())
    return "not known" if value is None else str(value)
