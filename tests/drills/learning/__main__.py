"""`python -m tests.drills.learning`: a model is swapped under calls, a good and a careless candidate get a share of them, and a known
error is learnt away from logged calls, while a poisoned batch is stopped; candidates listen beside running calls. SMALL=1;
ONLY="promotion canary shadow learning". Loopback only.

Exit code 1 when a turn was lost, a careless model passed (or was none), the error did not fall, everyday needs are heard worse for it, or
the poison got through the gate.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.drills.learning import hearing, training
from tests.drills.learning.canary import canary
from tests.drills.learning.drill import SMALL, Size, drill, poisoned
from tests.drills.learning.line import learning_line, twin
from tests.drills.learning.promotion import promotion
from tests.drills.learning.shadow import shadow

CARELESS_CALLS = 600  # at most; a careless model was returned after 200 to 300
MOVES = 0.01  # of everyday sentences, so many may be heard worse for what was learnt: a line or two
ALL = ("promotion", "canary", "shadow", "learning")


def main() -> int:
    wanted = os.environ.get("ONLY", "").split() or ALL
    size = SMALL if os.environ.get("SMALL", "") not in ("", "0") else Size()
    with tempfile.TemporaryDirectory(prefix="civicline-models-") as folder:
        bad = [
            what
            for what in wanted
            if not {"promotion": swapped, "canary": tried, "shadow": listened, "learning": learnt}[what](
                size, Path(folder)
            )
        ]
    print("\nLEARNING DRILL: " + (f"BAD: {', '.join(bad)}" if bad else "good"), flush=True)
    return 1 if bad else 0


def swapped(size: Size, _kept: Path) -> bool:
    with learning_line(most_calls=size.at_once + 4) as line:
        found = asyncio.run(promotion(line, size.at_once, between_s=10.0))
    print(found.report(), flush=True)
    return not found.lost and not found.different


def tried(size: Size, kept: Path) -> bool:
    """A twin of the model in use passes; one that takes what sounds like danger for it, or hears danger no more, is returned by itself."""
    careless = {}
    for made in (training.anxious, training.deaf):
        with training.tree() as root:
            made(root)
            careless[made.__name__] = training.trained(root, kept / f"{made.__name__}.tar.gz")
    with learning_line(most_calls=size.at_once + 4) as line:
        present, no_worse = hearing.of(line.present), []
        print(f"in use: {present.report()}", flush=True)
        good = asyncio.run(
            canary(line, twin(line.present, line.models / "good.tar.gz"), size.at_once, 0.4, size.canary_calls)
        )
        print(good.report(), flush=True)
        found = [good]
        for name, model in careless.items():
            heard = hearing.of(model)
            print(
                f"\n{name}: {heard.report()}; it {', '.join(heard.careless_beside(present)) or 'IS NOT CARELESS'}",
                flush=True,
            )
            no_worse += [] if heard.careless_beside(present) else [name]
            here = Path(shutil.copy(model, line.models))  # else it is refused before anybody is asked
            found.append(asyncio.run(canary(line, here, size.at_once, 0.4, CARELESS_CALLS)))
            print(found[-1].report(), flush=True)
    return [one.code for one in found] == [0, 2, 2] and not no_worse and not any(one.lost for one in found)


def listened(size: Size, kept: Path) -> bool:
    """A twin hears everything as the model in use does; one that knows three examples a block does not, and neither answers anybody."""
    with training.tree() as root:
        training.thinned(root, 3)
        thin = training.trained(root, kept / "thin.tar.gz")
    with learning_line(most_calls=size.at_once + 4) as line:
        found = {}
        for name, model in (("twin", twin(line.present, line.models / "listens.tar.gz")), ("thin", thin)):
            found[name] = asyncio.run(shadow(line, model, size.at_once, size.turns_heard))
            print(f"\nshadow, {name}\n{found[name].report()}", flush=True)
    quiet = all(not one.lost and len(one.answered_by) == 1 for one in found.values())
    heard = all(one.heard == size.turns_heard for one in found.values())
    return quiet and heard and (found["twin"].alike, found["twin"].missed) == (1.0, 0) and found["thin"].alike < 1.0


def learnt(size: Size, kept: Path) -> bool:
    found = drill(size, kept)
    poisoned(size, kept, found)
    print(found.report(), flush=True)
    before, after = found.right["in use"], found.right["candidate"]
    fell = after["new way"] > before["new way"] and after["shortcut"] >= before["shortcut"]
    stayed = after["everyday"] >= before["everyday"] - MOVES
    return fell and stayed and found.passed["good"] and not found.passed["poisoned"] and bool(found.promoted)


if __name__ == "__main__":
    sys.exit(main())
