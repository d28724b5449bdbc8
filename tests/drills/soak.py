"""The soak: generated calls for as long as you like. Memory stays flat, no record is lost, nobody is left on a dead line."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills.callers import Treatment, ring
from tests.drills.town import Town
from voice_connector.speech.interfaces import Pcm

_LOOK_EVERY_S = 10.0
_SETTLED = 1 / 3  # of the time: models, caches and allocators have taken what they keep
_MAY_GROW_MB = (
    60.0  # and 5 % of what it was: the prompt cache has a limit of its own (CIVICLINE_SPEECH_PROMPT_MEMORY_MB)
)


@dataclass
class Soaked:
    calls: list[Treatment] = field(default_factory=list)
    memory_mb: list[tuple[float, float]] = field(
        default_factory=list
    )  # seconds since the start, connector and its engines
    records_missing: int = 0

    @property
    def growth_mb(self) -> float:
        """From the end of the first third to the last: the mean of a few readings each, because one alone wavers."""
        settled = [mb for at, mb in self.memory_mb if at >= self.memory_mb[-1][0] * _SETTLED]
        few = max(1, len(settled) // 5)
        return sum(settled[-few:]) / few - sum(settled[:few]) / few

    @property
    def flat(self) -> bool:
        return self.growth_mb <= _MAY_GROW_MB + 0.05 * self.memory_mb[0][1]

    @property
    def good(self) -> bool:
        return (
            bool(self.calls)
            and self.flat
            and not self.records_missing
            and not any(c.ended == "lost" for c in self.calls)
        )

    def report(self) -> str:
        ended = Counter(call.ended for call in self.calls)
        first, last = self.memory_mb[0][1], self.memory_mb[-1][1]
        waits = sorted(wait for call in self.calls for wait in call.waits_ms) or [0]
        return "\n".join(
            [
                f"{len(self.calls)} calls: " + ", ".join(f"{count} {name}" for name, count in ended.most_common()),
                f"wait for an answer: p50 {waits[len(waits) // 2]} ms, p95 {waits[int(len(waits) * 0.95)]} ms",
                f"memory of the connector with its engines: {first:.0f} MB at first, {last:.0f} MB at last",
                f"growth since it had settled: {self.growth_mb:+.1f} MB",
                f"records missing: {self.records_missing}",
                "SOAK: " + ("good" if self.good else "BAD"),
            ]
        )


async def soak(
    town: Town, turns: Sequence[Pcm], calls: int, seconds: float, tell: Callable[[str], None] = lambda _: None
) -> Soaked:
    """`calls` at once, the next one begins when one has ended; some say little, some hang up early."""
    done, began, chance = Soaked(), time.monotonic(), random.Random(3)

    async def line() -> None:
        while time.monotonic() - began < seconds:
            some = list(turns)[: chance.randint(1, len(turns))]
            done.calls.append(await ring(town.address, some))
            await asyncio.sleep(chance.uniform(0.1, 2.0))

    async def watch() -> None:
        while True:
            pids = await asyncio.to_thread(town.connector_pids)
            done.memory_mb.append((time.monotonic() - began, sum(_memory_mb(pid) for pid in pids)))
            tell(f"{done.memory_mb[-1][0]:6.0f} s  {len(done.calls):5} calls  {done.memory_mb[-1][1]:7.1f} MB")
            await asyncio.sleep(min(_LOOK_EVERY_S, seconds / 10))

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(line() for _ in range(calls)))
    watching.cancel()
    held = [call.call_id for call in done.calls if call.call_id and call.ended != "turned_away"]
    done.records_missing = len(await asyncio.to_thread(town.missing_records, held, 60.0))
    return done


def _memory_mb(pid: int) -> float:
    """The process's proportional share of memory (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
