"""The answers of a report as its case keeps them. Pure."""

from __future__ import annotations

from typing import Any

from agencies.reports.shape import UNKNOWN, Form
from casework.intake.questions_due import MORE, FormState

PLACE = "where"
LATER = "message"  # the channel of answers that were read out of what a person wrote or said after filing
ADDED = "added"  # of a thing in a group: when it was added


def as_answers(form: Form, state: FormState) -> dict[str, Any]:
    """The answers that count: question -> value, "unknown", or a list of objects for a group. What was skipped is absent.

    A thing that was added after the filing says so: `added`, when that was.
    """
    answers: dict[str, Any] = {}
    for slot in state.slots:
        answer = state.active.get(slot.id)
        if answer is None or answer.how == "skipped":
            continue
        value = UNKNOWN if answer.how == "unknown" else answer.value
        if not slot.group:
            answers[slot.id] = value
        elif not slot.id.endswith(f".{MORE}"):
            group = answers.setdefault(slot.group, [])
            group += [{} for _ in range(slot.index - len(group))]
            group[slot.index - 1][slot.id.rpartition(".")[2]] = value
            if answer.channel == LATER and answer.at is not None:
                group[slot.index - 1][ADDED] = answer.at.isoformat(timespec="seconds")
    return answers


def given(state: FormState, name: str) -> str | None:
    answer = state.active.get(name)
    return str(answer.value) if answer is not None and answer.how == "given" else None


def point(state: FormState) -> dict[str, Any] | None:
    """Where on the map the place is, when that was shown for the answer that counts."""
    answer = state.active.get(PLACE)
    return answer.point if answer is not None and answer.how == "given" else None
