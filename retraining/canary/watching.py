"""Watches a canary until it has passed or is returned: renews it, looks at the calls of both models, and ends it when it harms."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable, List, Mapping

from retraining.canary.bands import Bands
from retraining.canary.judging import NONE, Counts, Seen, look
from retraining.canary.note import CanaryNote

Outcomes = Callable[[], Mapping[str, Counts]]  # by model id, of calls since the canary began
EVERY_S = 2.0


@dataclass
class Verdict:
    """`why`: empty when it passed. `return_s`: seconds from the decision until nobody was answered by it any more."""

    passed: bool
    why: str
    calls: int
    seen: List[Seen] = field(default_factory=list)
    return_s: float = 0.0


def watch(
    note: CanaryNote, renew: Callable[[], None], outcomes: Outcomes, present: str, candidate: str, bands: Bands
) -> Verdict:
    """`renew`: keeps the canary going; `present`, `candidate`: the ids of the models. Returns when it is decided; ends the canary then."""
    due = bands.first_look
    while True:
        told = note.state()
        if told.get("state") != "answers":
            return _over(note, f"the bot returned it: {told.get('why', 'it says nothing')}", 0, [])
        renew()
        counted = outcomes()
        calls = int(counted.get(candidate, NONE)["calls"])
        if calls >= due:
            seen = look(counted.get(present, NONE), counted.get(candidate, NONE), bands)
            out = [f"{one.what}: {one.out}" for one in seen if one.out]
            compared = int(counted.get(present, NONE)["calls"]) >= bands.first_look
            if out or (calls >= bands.calls and compared):
                return _over(note, "; ".join(out), calls, seen)
            due = calls - (calls - bands.first_look) % bands.look_every + bands.look_every
        time.sleep(EVERY_S)


def _over(note: CanaryNote, why: str, calls: int, seen: List[Seen]) -> Verdict:
    return Verdict(not why, why, calls, seen, note.ended())


def table(found: Verdict) -> str:
    rows = [
        "| what happened in a call | model in use | candidate | difference lies between | |",
        "|---|---|---|---|---|",
    ]
    for one in found.seen:
        between = f"{100 * one.low:+.1f} and {100 * one.high:+.1f}"
        rows.append(
            f"| {one.what} | {100 * one.present:.1f} % | {100 * one.candidate:.1f} % | {between} | {one.out or 'ok'} |"
        )
    verdict = (
        f"in its bands over {found.calls} calls" if found.passed else f"RETURNED after {found.calls} calls: {found.why}"
    )
    return "\n".join([*rows, "", verdict])
