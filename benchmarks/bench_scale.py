"""How far 1, 2 and 4 of each part reach, what gives way first, and what a city and a country need: planned out of processor time.

    .envs/services/bin/python -m benchmarks.bench_scale [--core-hour 0.04]

Measured now: the speech engines' processor time (capacity/measuring.py: what else runs on the machine does not count). Taken from
results/bot.json: that of a turn in Rasa, the action server and casework. Everything else is arithmetic, and says so: one process of Rasa,
actions or casework keeps one core busy at most; no core is planned fuller than 80 %; a connector is planned by capacity/model.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import re
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.run_all import RESULTS
from voice_connector.capacity.measuring import measure_pace
from voice_connector.capacity.model import Habits, Pace, busy, calls_within
from voice_connector.speech.engines import build_engines
from voice_connector.speech.settings import SpeechSettings

FULLEST = 0.8
ANSWER_WITHIN_MS = 1_200
CALL_MINUTES = 3.0
# name, calls a year, calls at once at its peak: seven times the mean of calls of three minutes
PLANS = (("a city", 1_000_000, 40), ("a country", 50_000_000, 2_000))
SPARE = {"casework": 1, "actions": 1, "rasa": 1, "connector": 1}  # one of each may fail at the peak
PARTS = ("casework", "actions", "rasa")


@dataclass(frozen=True)
class Measured:
    """`turn_ms`: processor milliseconds a turn, by part; `pace`: of one core of this machine."""

    turn_ms: dict[str, float]
    pace: Pace

    def turns_a_second(self, part: str, count: int) -> float:
        return count * FULLEST * 1_000 / self.turn_ms[part]

    def calls_of_connector(self, cores: int) -> int:
        """Nothing but the connector on these cores."""
        alone = Habits(others=0.05)
        return calls_within(replace(self.pace, cores=cores, ears=cores, voices=cores), ANSWER_WITHIN_MS, alone)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--core-hour", type=float, default=0.04, help="what an hour of one core costs, with its memory")
    price = parser.parse_args().core_hour
    with tempfile.TemporaryDirectory(prefix="civicline-scale-") as var:
        found = Measured(_turns(), asyncio.run(_pace(Path(var))))
    pace = found.pace
    print(
        f"Processor ms: {pace.recognise_ms:.0f} an utterance, {pace.speak_ms:.0f} a sentence, {pace.frame_ms:.2f} a frame; "
        + ", ".join(f"{part} {found.turn_ms[part]:.1f} a turn" for part in PARTS)
        + "\n"
    )
    print(_reach(found))
    print(_plans(found, price))
    return 0


def _reach(found: Measured) -> str:
    """Calls take a turn every nine seconds (capacity/model.py), so messages a second are calls as well."""
    every_s = Habits().turn_every_s
    rows = [
        "| of each part | messages a second: "
        + " | ".join(PARTS)
        + " | calls at once: connector of 2 cores | of 4 cores | first bottleneck |"
    ]
    rows.append("|---|" + "---|" * (len(PARTS) + 3))
    for count in (1, 2, 4):
        turns = {part: found.turns_a_second(part, count) for part in PARTS}
        two, four = (count * found.calls_of_connector(cores) for cores in (2, 4))
        reach = {**{part: each * every_s for part, each in turns.items()}, "connector (speech)": float(two)}
        first = min(reach, key=lambda name: reach[name])
        behind = min((name for name in reach if name != first), key=lambda name: reach[name])
        rows.append(
            f"| {count} | " + " | ".join(f"{turns[part]:.0f}" for part in PARTS)
            + f" | {two} | {four} | {first} at {reach[first]:.0f} calls; then {behind} at {reach[behind]:.0f} |"
        )  # fmt: skip
    return "\n".join(rows)


def _plans(found: Measured, price: float) -> str:
    rows = [
        "\n| plan | calls a year | at once | connectors of 4 cores | rasa | actions | casework | peak cores | mean cores | cost a call |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, calls, at_once in PLANS:
        turns = at_once / Habits().turn_every_s
        need = {part: math.ceil(turns / found.turns_a_second(part, 1)) + SPARE[part] for part in PARTS}
        each = max(1, found.calls_of_connector(4))
        need["connector"] = math.ceil(at_once / each) + SPARE["connector"]
        cores = 4 * need["connector"] + sum(need[part] for part in PARTS)
        mean = cores * max(1 / 3, calls * CALL_MINUTES / (365 * 24 * 60) / at_once + 0.15)
        cost = mean * 365 * 24 * price / calls
        rows.append(
            f"| {name} | {calls:,} | {at_once:,} | {need['connector']} | {need['rasa']} | {need['actions']} | {need['casework']} "
            f"| {cores} | {mean:.0f} | {cost:.4f} (all the year at the peak's size: {cores * 8760 * price / calls:.4f}) |"
        )
    rows.append(
        f"\nAt {price} a core-hour. One of each part more than needed. Mean cores: connectors scaled by calls, never under a third. "
        "Not in it: the database, telephony, what a call-taker costs."
    )
    return "\n".join(rows)


def _turns() -> dict[str, float]:
    """Of the busiest row that results/bot.json has of ours."""
    rows = json.loads((RESULTS / "bot.json").read_text("utf-8"))["tables"][0]
    cell = [row for row in rows if row["bot"] == "Civicline"][-1]["CPU ms a turn, by process"]
    return {name: float(ms) for name, ms in re.findall(r"(\w+) ([\d.]+)", cell)}


async def _pace(var: Path) -> Pace:
    engines = build_engines(SpeechSettings().model_copy(update={"var": var, "workers": 1, "job_timeout_ms": 60_000}))
    try:
        await engines.warm_up()
        pace = await measure_pace(engines, rounds=3)
    finally:
        await engines.close()
    if pace is None:
        sys.exit("These engines cannot be timed.")
    print(f"busy share of one core at one call: {busy(1, replace(pace, cores=1), Habits()):.2f}", file=sys.stderr)
    return pace


if __name__ == "__main__":
    sys.exit(main())
