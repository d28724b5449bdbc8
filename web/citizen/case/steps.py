"""Where a case is on its way, as a line of four steps that everybody understands; casework's stages stand behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RECEIVED, ACCEPTED, WORKED_ON, CLOSED = range(4)
_OF = {
    "submitted": RECEIVED,
    "under_review": RECEIVED,
    "more_wanted": RECEIVED,
    "accepted": ACCEPTED,
    "recorded": ACCEPTED,
    "redirected": CLOSED,
}


@dataclass(frozen=True, slots=True)
class Step:
    """`at`: when it was reached (ISO), where that is known."""

    step: int
    state: str  # done | now | later
    at: str | None = None


def step_of(stage: str) -> int:
    """Every stage between being recorded and the end is work."""
    return CLOSED if stage.startswith("closed") else _OF.get(stage, WORKED_ON)


def line_of(stage: str, history: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """A closed case shows what it went through, as far as that is known."""
    here, reached = step_of(stage), _reached(history)
    steps = tuple(
        Step(
            step,
            "done" if step < here or here == CLOSED == step else "now" if step == here else "later",
            reached.get(step),
        )
        for step in range(CLOSED + 1)
    )
    skipped = here == CLOSED and bool(reached)
    return tuple(one for one in steps if one.at or one.step == here) if skipped else steps


def _reached(history: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The first day on which each step was reached."""
    found: dict[int, str] = {}
    for event in history:
        found.setdefault(step_of(str(event["stage"])), str(event["at"]))
    return found
