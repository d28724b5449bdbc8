"""What the present model makes of the sentences that danger is tuned on (benchmarks/danger_dev). Not held out: it flatters.

    .envs/bot/bin/python -m benchmarks.bench_danger_dev [--all]

Prints the shares of each file, and every sentence that is not taken as it should be (`--all`: every sentence).
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from benchmarks.bench_nlu import Model, Parsed, by_label, caught, head, row, share
from benchmarks.held_out import lines

FOLDER = Path("benchmarks/danger_dev")
DANGER = "emergencies"  # begins the name of every file whose callers are in danger


def taken_for(found: Parsed) -> str:
    return "at once" if found.sure else "asked" if found.asked else "no danger"


async def main() -> int:
    found = await Model().parse_all(lines(FOLDER))
    head("file", "at once", "at once or asked about", "or a person's call")
    for name, those in by_label(found).items():
        row(
            name,
            share(one.sure for one in those),
            share(one.sure or one.asked for one in those),
            share(caught(one) for one in those),
        )
    for one in found:
        if "--all" in sys.argv or (taken_for(one) == "at once") != one.wanted.startswith(DANGER):
            print(f"{one.wanted}\t{taken_for(one)}\t{one.intent}\t{one.text}")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
