"""`python -m tests.drills.learning`: a model is swapped under calls, a good and a careless candidate get a share of them, and a known
error is learnt away from logged calls, while a poisoned batch is stopped. SMALL=1; ONLY="promotion canary learning". Loopback only.

Exit code 1 when a turn was lost, a careless model passed, the error did not fall, or the poison got through the gate.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.drills.learning import training
from tests.drills.learning.canary import canary
from tests.drills.learning.drill import SMALL, Size, drill, poisoned
from tests.drills.learning.line import learning_line, twin
from tests.drills.learning.promotion import promotion

ALL = ("promotion", "canary", "learning")


def main() -> int:
    wanted = os.environ.get("ONLY", "").split() or ALL
    size = SMALL if os.environ.get("SMALL", "") not in ("", "0") else Size()
    with tempfile.TemporaryDirectory(prefix="civicline-models-") as folder:
        bad = [
            what
            for what in wanted
            if not {"promotion": swapped, "canary": tried, "learning": learnt}[what](size, Path(folder))
        ]
    print("\nLEARNING DRILL: " + (f"BAD: {', '.join(bad)}" if bad else "good"), flush=True)
    return 1 if bad else 0


def swapped(size: Size, _kept: Path) -> bool:
    with learning_line(most_calls=size.at_once + 4) as line:
        found = asyncio.run(promotion(line, size.at_once, between_s=10.0))
    print(found.report(), flush=True)
    return not found.lost and not found.different


def tried(size: Size, kept: Path) -> bool:
    """A twin of the model in use passes; one whose trainer forgot the look-alikes of danger is returned by itself."""
    with training.tree() as root:
        training.careless(root)
        careless = training.trained(root, kept / "careless.tar.gz")
    with learning_line(most_calls=size.at_once + 4) as line:
        good = asyncio.run(
            canary(line, twin(line.present, line.models / "good.tar.gz"), size.at_once, 0.4, size.canary_calls)
        )
        print(good.report(), flush=True)
        bad = asyncio.run(canary(line, careless, size.at_once, 0.4, 4 * size.canary_calls))
        print(bad.report(), flush=True)
    return (good.code, bad.code) == (0, 2) and not good.lost and not bad.lost


def learnt(size: Size, kept: Path) -> bool:
    found = drill(size, kept)
    poisoned(size, kept, found)
    print(found.report(), flush=True)
    before, after = found.right["in use"], found.right["candidate"]
    fell = after["new way"] > before["new way"] and after["shortcut"] >= before["shortcut"]
    return fell and found.passed["good"] and not found.passed["poisoned"] and bool(found.promoted)


if __name__ == "__main__":
    sys.exit(main())
