"""A planned restart of Rasa in the middle of calls: the next one is started beside it and takes over. Nobody is handed to a person
for it, and nobody waits long."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.drills.learning.callers import Call, Line
from tests.drills.learning.line import Learning, learning_line
from tests.drills.learning.promotion import SCRIPT

AT_ONCE = int(os.environ.get("CALLS") or 20)
BETWEEN_S = 12.0
PAUSE_S = 7.0  # a caller on the telephone has a turn about every nine seconds


@dataclass
class Restarted:
    """`calls`: in the order in which they ended; `took_s`: from the start of the next Rasa to the end of the one before."""

    calls: list[Call] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)

    @property
    def lost(self) -> list[str]:
        return [call.lost for call in self.calls if call.lost]

    @property
    def longest_s(self) -> float:
        return max((took for call in self.calls for took in call.waited_s), default=0.0)

    @property
    def different(self) -> int:
        """Calls that were not answered as most were: handed to a person for the restart, or a turn done twice."""
        shapes = [call.shape for call in self.calls if not call.lost]
        usual = max(set(shapes), key=shapes.count)
        return sum(shape != usual for shape in shapes)

    def report(self) -> str:
        waited = sorted(took for call in self.calls for took in call.waited_s)
        half, most = waited[len(waited) // 2], waited[int(0.95 * (len(waited) - 1))]
        return (
            f"{len(self.calls)} calls, {len(waited)} turns, {len(self.lost)} lost, {self.different} answered otherwise; "
            f"{len(self.took_s)} restarts, {', '.join(f'{took:.1f}' for took in self.took_s)} s each; "
            f"turns took {half:.2f} s (half), {most:.2f} s (95 of 100), {self.longest_s:.2f} s (longest)"
        )


async def restarted(line: Learning, at_once: int, restarts: int, starter: ThreadPoolExecutor) -> Restarted:
    """Calls go on before, during and after each restart. `starter`: one thread that outlives the line."""
    found, over = Restarted(), asyncio.Event()
    calling = Line(line.stack.settings.url("connector"), at_once, PAUSE_S)

    async def keep_calling() -> None:
        while not over.is_set():
            found.calls.append(await calling.call(SCRIPT))

    callers = [asyncio.create_task(keep_calling()) for _ in range(at_once)]
    try:
        for _ in range(restarts):
            await asyncio.sleep(BETWEEN_S)
            found.took_s.append(await asyncio.get_running_loop().run_in_executor(starter, line.stack.replace_rasa))
        await asyncio.sleep(BETWEEN_S)
    finally:
        over.set()
        await asyncio.gather(*callers)
        await calling.close()
    return found


def main() -> int:
    starter = ThreadPoolExecutor(1)  # Linux ends a process together with the thread that has started it
    with learning_line(most_calls=AT_ONCE + 4, CIVICLINE_RASA_BESIDE="1") as line:
        found = asyncio.run(restarted(line, AT_ONCE, 2, starter))
    starter.shutdown()
    print(found.report())
    for why in sorted(set(found.lost)):
        print(f"  lost: {why}")
    for shape, count in Counter(call.shape for call in found.calls).most_common(4):
        print(f"  {count} calls: {[answer[:60] for answer in shape]}")
    good = not found.lost and not found.different and found.longest_s <= 3.0
    print("RESTART DRILL: " + ("good" if good else "BAD"))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
