"""How many calls until a canary returns a weak model, and how often one that is as good as the model in use is returned.

Callers ring a real bot with held-out openings and answer what it asks (canary_callers.py): the model in use, the same where it hears
another need than was said (confidently wrong, nothing in the model shows it), one trained on three examples a block, and the careless
one of the drill (six, and no look-alikes of danger). Whole canaries are then drawn from these calls, with the bands of
retraining/canary/bands.yml. How callers take a wrong answer is our guess, written in canary_callers.py: real ones may bear more.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Dict, List, Tuple

import numpy as np

from benchmarks.bench_nlu import head, row
from benchmarks.canary_callers import Happened, Opening, played
from benchmarks.held_out import SETS, lines
from retraining.canary import bands as bands_of
from retraining.canary.evidence import BLOCK, Evidence
from tests.drills.learning import training

OPENINGS, SEED, CANARIES = 300, 5, 100
SHARES = (0.1, 0.3)
WRONG = (0.05, 0.1, 0.15, 0.3)
Calls = List[Happened]


def openings(number: int) -> List[Opening]:
    dice = random.Random(SEED)
    found = [
        Opening(text, need) for folder in SETS.values() if folder.is_dir() for need, text in lines(folder / "needs")
    ]
    return dice.sample(found, number)


def mixed(right: Calls, wrong: Calls, share: float, dice: np.random.Generator, number: int) -> Calls:
    """`number` calls, of which so many were heard wrong."""
    return [
        (wrong if dice.random() < share else right)[int(at)] for at in dice.integers(0, len(right), number)
    ]  # fmt: skip


def canary(present: Calls, candidate: Calls, share: float, bands: bands_of.Bands, dice: np.random.Generator) -> int:
    """Its calls until it was returned; 0 when it passed. Both models' calls in no order, looked at after every block of the candidate's."""
    counts = [{"calls": 0}, {"calls": 0}]
    evidence = Evidence(bands)
    for ours, call in enumerate(candidate, 1):
        for _ in range(int(dice.geometric(share)) - 1):
            _count(counts[0], present[int(dice.integers(0, len(present)))])
        _count(counts[1], call)
        if ours % BLOCK:
            continue
        evidence.add(dict(counts[0]), dict(counts[1]))
        if evidence.harms:
            return ours
    return 0


def _count(counted: Dict[str, int], call: Happened) -> None:
    counted["calls"] += 1
    for what, did in call.items():
        counted[what] = counted.get(what, 0) + did


def returned(present: Calls, sets: Tuple[Calls, Calls, float], share: float) -> Tuple[float, float]:
    """The share of the canaries that return it, and the median of its calls until then."""
    bands, dice, after = bands_of.load(), np.random.default_rng(SEED), []
    for _ in range(CANARIES):
        candidate = mixed(*sets, dice, bands.calls)
        after.append(canary(present, candidate, share, bands, dice))
    caught = [calls for calls in after if calls]
    return len(caught) / CANARIES, float(np.median(caught)) if caught else float("nan")


def rates(name: str, calls: Calls) -> None:
    names = list(calls[0])
    row(name, *(f"{100 * sum(call[what] for call in calls) / len(calls):.1f} %" for what in names))


def models() -> Dict[str, Path]:
    """Trained for this: too little, and carelessly."""
    folder = Path(tempfile.mkdtemp(prefix="civicline-canary-"))
    found = {}
    with training.tree() as root:
        training.thinned(root, 3)
        found["three examples a block"] = training.trained(root, folder / "thin.tar.gz")
    with training.tree() as root:
        training.careless(root)
        found["careless"] = training.trained(root, folder / "careless.tar.gz")
    return found


def report(tried: Dict[str, Tuple[Calls, Calls, float]], present: Calls) -> None:
    """Canaries of each: (its calls, its calls when heard wrong, the share heard wrong)."""
    bands = bands_of.load()
    print(f"\n### {CANARIES} canaries of {bands.calls} calls each\n")
    told = [(f"returned, {share:.0%} of the calls", "its calls until then (half)") for share in SHARES]
    head("candidate", *(name for pair in told for name in pair))
    for name, sets in tried.items():
        found = [returned(present, sets, share) for share in SHARES]
        row(name, *(cell for share, calls in found for cell in (f"{100 * share:.1f} %", f"{calls:.0f}")))


def main() -> int:
    options = _options()
    started, said = time.perf_counter(), openings(options.openings)
    right, wrong = (played(None, said, as_heard=heard) for heard in (True, False))
    print(f"### What happened in {len(said)} calls\n")
    head("model", *right[0])
    rates("in use", right)
    rates("in use, heard wrong", wrong)
    twin = {"as the model in use": (right, wrong, 0.0)}
    report(twin | {f"wrong in {share:.0%} more of its calls": (right, wrong, share) for share in WRONG}, right)
    if not options.untrained:
        tried = {name: played(model, said, as_heard=True) for name, model in models().items()}
        print("\n### Models that learnt too little\n")
        head("model", *right[0])
        for name, calls in tried.items():
            rates(name, calls)
        report({name: (calls, calls, 0.0) for name, calls in tried.items()}, right)
    print(f"\n{time.perf_counter() - started:.0f} s")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--openings", type=int, default=OPENINGS)
    parser.add_argument("--untrained", action="store_true", help="without the models that are trained for it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
