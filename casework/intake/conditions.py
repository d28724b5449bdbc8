"""Whether conditions of a form hold over the answers given so far. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from agencies.reports.shape import GIVEN, UNKNOWN, Between, Conditions, Wanted
from casework.intake.answer import Answer
from spoken.en import to_the_caller


def any_holds(conditions: Conditions, answers: Mapping[str, Answer], group: str = "") -> bool:
    """True without conditions, else when all of one of them holds. `group`: "items.2." for a question inside a group."""
    return not conditions or any(
        all(holds(wanted, answers.get(f"{group}{name}") or answers.get(name)) for name, wanted in condition.items())
        for condition in conditions
    )


def holds(wanted: Wanted, answer: Answer | None) -> bool:
    """Whether the answer is the wanted one; a question that was not answered is none of them."""
    if answer is None:
        return False
    if isinstance(wanted, list):
        return any(holds(one, answer) for one in wanted)
    if wanted == UNKNOWN:
        return answer.how == "unknown"
    if answer.how != "given":
        return False
    if wanted == GIVEN:
        return True
    if isinstance(wanted, Between):
        told = len(to_the_caller.thing(answer.value).split()) if isinstance(answer.value, str) else answer.value
        return isinstance(told, (int, float)) and not isinstance(told, bool) and wanted.holds(told)
    return type(answer.value) is type(wanted) and bool(answer.value == wanted)
