"""What the present model makes of the sentences that danger is tuned on (benchmarks/danger_dev). Not held out: it flatters.

    .envs/bot/bin/python -m benchmarks.bench_danger_dev [--all]

Prints the shares, and every sentence that is not taken as it should be (`--all`: every sentence).
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from benchmarks.bench_nlu import Model, Parsed, lines, share

FOLDER = Path("benchmarks/danger_dev")
DANGER = "emergencies"


def taken_for(found: Parsed) -> str:
    return "at once" if found.sure else "asked" if found.asked else "no danger"


async def main() -> int:
    found = await Model().parse_all(lines(FOLDER))
    danger = [one for one in found if one.wanted == DANGER]
    routine = [one for one in found if one.wanted != DANGER]
    print("emergencies at once:", share(one.sure for one in danger))
    print("emergencies at once or asked about:", share(one.sure or one.asked for one in danger))
    print("routine calls taken for an emergency:", share(one.sure for one in routine))
    print("routine calls asked about danger:", share(one.asked for one in routine))
    for one in found:
        if "--all" in sys.argv or (taken_for(one) == "at once") != (one.wanted == DANGER):
            print(f"{one.wanted}\t{taken_for(one)}\t{one.intent}\t{one.text}")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
