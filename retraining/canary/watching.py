"""Watches a canary until it has passed or is returned: renews it, looks at the calls of both models, and ends it when it harms."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Callable, List, Mapping

from retraining.canary.bands import Bands
from retraining.canary.evidence import NONE, Counts, Evidence, Seen
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


@dataclass(frozen=True)
class Models:
    """Their ids, as turns have them."""

    present: str
    candidate: str


def watch(
    note: CanaryNote, renew: Callable[[], None], outcomes: Outcomes, models: Models, bands: Bands, evidence: Evidence
) -> Verdict:
    """`renew`: keeps the canary going. Returns when it is decided; ends the canary then."""
    while True:
        told = note.state()
        if told.get("state") != "answers":
            return _over(note, f"the bot returned it: {told.get('why', 'it says nothing')}", 0, [])
        renew()
        counted = outcomes()
        present, candidate = counted.get(models.present, NONE), counted.get(models.candidate, NONE)
        evidence.add(present, candidate)
        calls = int(candidate["calls"])
        if evidence.harms:
            return _over(note, _said(evidence.seen[0]), calls, evidence.seen)
        if calls >= bands.calls and int(present["calls"]) >= bands.calls_beside:
            return _over(note, "", calls, evidence.seen)
        time.sleep(EVERY_S)


def _said(seen: Seen) -> str:
    shares = f"{100 * seen.candidate:.1f} % of its calls, {100 * seen.present:.1f} % of the others"
    return f"{seen.what} in {'more' if seen.more else 'fewer'} calls than its band allows ({seen.allowed}): {shares}"


def _over(note: CanaryNote, why: str, calls: int, seen: List[Seen]) -> Verdict:
    return Verdict(not why, why, calls, seen, note.ended())


def table(found: Verdict) -> str:
    rows = ["| what happened in a call | model in use | candidate | allowed | odds of harm |", "|---|---|---|---|---|"]
    for one in found.seen:
        shares = f"{100 * one.present:.1f} % | {100 * one.candidate:.1f} %"
        rows.append(f"| {one.what} | {shares} | {one.allowed} | {one.odds:.2g} to 1 |")
    verdict = (
        f"in its bands over {found.calls} calls" if found.passed else f"RETURNED after {found.calls} calls: {found.why}"
    )
    return "\n".join([*rows, "", verdict])
