"""A candidate gets a share of the calls while callers ring on: a good one passes, a bad one is returned by itself, and no turn is lost."""

from __future__ import annotations

import asyncio
import csv
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from launcher.paths import ROOT
from tests.drills.learning.callers import Call, Line
from tests.drills.learning.line import Learning, now
from tests.drills.learning.traffic import of_a_canary

GOLDEN = ROOT / "tests" / "golden" / "needs.csv"
NOT_HEARD = "didn't"  # of the reprompt: "I'm sorry, I didn't get that."
PAUSE_S = 1.0
MOST_UNFILED = 40  # records on their way: calls of seconds end faster than a busy machine redacts, and what is not filed is not watched
_WITHIN_S = 3600.0  # far above what a busy machine needs


@dataclass
class Canaried:
    """`code`: 0 passed, 2 returned. `after`: turns by model, of calls that began after the return."""

    code: int
    said: str
    calls: list[Call] = field(default_factory=list)
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    after: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> list[str]:
        return [call.lost for call in self.calls if call.lost]

    def report(self) -> str:
        turns = sum(len(call.answers) for call in self.calls)
        rows = [self.said.strip(), f"{len(self.calls)} calls, {turns} turns, {len(self.lost)} lost"]
        rows += [f"lost: {number} x {why}" for why, number in Counter(self.lost).most_common(5)]
        rows += [f"{model}: {counted}" for model, counted in self.outcomes.items()]
        return "\n".join([*rows, f"calls after it, turns by model: {dict(self.after)}"])


def openings() -> list[str]:
    """Everyday sentences of callers; emergencies are left out, as their calls end at once."""
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [row["utterance"] for row in csv.DictReader(file) if row["disposition"] != "911"]


async def canary(line: Learning, model: Path, at_once: int, share: float, calls: int, gated: bool = False) -> Canaried:
    """Callers ring from before the canary until after its end. `gated`: the gate was asked about the model already."""
    began, calling = now(), Line(line.stack.settings.url("connector"), at_once, PAUSE_S)
    found, over, said = Canaried(-1, ""), asyncio.Event(), of_a_canary()

    async def keep_calling() -> None:
        while not over.is_set():
            if line.unfiled() > MOST_UNFILED:
                await asyncio.sleep(PAUSE_S)
                continue
            found.calls.append(await calling.call((next(said), "no"), NOT_HEARD))

    callers = [asyncio.create_task(keep_calling()) for _ in range(at_once)]
    if not gated:
        line.passed(model)
    arguments = ("canary", str(model), "--share", str(share), "--calls", str(calls), "--against", str(line.present))
    try:
        told = await asyncio.to_thread(line.learn, *arguments, within_s=_WITHIN_S)
        ended = now()
        await asyncio.sleep(4 * PAUSE_S)
    finally:
        over.set()
        await asyncio.gather(*callers)
        await calling.close()
    found.code, found.said = told.returncode, told.stdout + told.stderr
    found.outcomes = line.outcomes(began)
    found.after = _after(line, ended)
    return found


def _after(line: Learning, ended: datetime) -> Counter[str]:
    """Turns said after the end, by the model that understood them; a record is filed a moment after its call."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        found = Counter(str(turn.get("model")) for turn in line.turns(ended))
        if found:
            return found
        time.sleep(0.5)
    return Counter()
