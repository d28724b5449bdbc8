"""How many messages a second the whole bot answers, beside the bot that `rasa init` makes, in the same run.

Ours: Rasa + action server + casework with its sample city, started for this run. Messages: first turns of many needs
from heldout/needs, then spoken yes and no. Rounds alternate, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path

from benchmarks import stock_bot
from benchmarks.load import Conversation, Measured, load, median
from launcher.settings import Settings
from launcher.stack import Stack
from launcher.temporary import free_port, temporary_stack

HELDOUT = Path(__file__).parent / "heldout"
AT_ONCE = (1, 4, 16)
ROUNDS = 3
SECONDS = 8.0
WARM_UP_S = 4.0
TARGET_RATIO = 3.0
OURS, STOCK = "Civicline", "rasa init"
Cell = tuple[str, int]


class OurCallers:
    """Conversations of three turns: a need as somebody says it, then two answers to whatever is asked."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        needs = (path.read_text(encoding="utf-8").splitlines() for path in sorted(HELDOUT.glob("needs/*.txt")))
        self.openings = [line.strip() for lines in needs for line in lines if line.strip()]
        answers = [HELDOUT / "conversation" / f"{name}.txt" for name in ("affirm", "deny")]
        self.answers = [line for path in answers for line in path.read_text(encoding="utf-8").splitlines() if line]

    def __call__(self) -> Conversation:
        return [self._random.choice(self.openings), *self._random.sample(self.answers, 2)]


class StockCallers:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __call__(self) -> Conversation:
        return [self._random.choice(turn) for turn in stock_bot.CALLERS_WORDS]


@contextmanager
def both_bots() -> Iterator[dict[str, str]]:
    """Starts both and yields their addresses; what the launcher says goes to stderr, stdout is for the table."""
    with redirect_stdout(sys.stderr), temporary_stack(("casework", "actions", "rasa")) as ours:
        folder = stock_bot.ensure()
        stock = replace(ours.settings, ports={"rasa": free_port()}, var=ours.settings.var / "stock")
        with Stack(stock, [stock_bot.service(folder, stock.ports["rasa"])]):
            yield {OURS: rasa_url(ours.settings), STOCK: rasa_url(stock)}


def rasa_url(settings: Settings) -> str:
    return settings.url("rasa")


async def measure(urls: dict[str, str]) -> dict[Cell, list[Measured]]:
    callers: dict[str, Callable[[], Conversation]] = {OURS: OurCallers(seed=1), STOCK: StockCallers(seed=1)}
    metadata = {"agency": "denver", "channel": "web", "language": "en"}
    for bot, url in urls.items():
        await load(url, 2, WARM_UP_S, callers[bot], metadata)
    cells: dict[Cell, list[Measured]] = {(bot, at_once): [] for at_once in AT_ONCE for bot in urls}
    for number in range(ROUNDS):
        for at_once in AT_ONCE:
            for bot, url in urls.items():
                measured = await load(url, at_once, SECONDS, callers[bot], metadata)
                cells[bot, at_once].append(measured)
                note = f"round {number + 1}, {at_once} at once, {bot}: {measured.turns_per_s:.1f}/s"
                print(f"  {note}, {measured.failed} failed", file=sys.stderr, flush=True)
    return cells


def report(cells: dict[Cell, list[Measured]]) -> str:
    lines = [
        f"Messages through REST, {ROUNDS} alternating rounds of {SECONDS:.0f} s; medians over the rounds.",
        "",
        "| conversations at once | bot | messages/s | p50 ms | p95 ms | failed |",
        "|---|---|---|---|---|---|",
    ]
    for at_once in AT_ONCE:
        for bot in (OURS, STOCK):
            rounds = cells[bot, at_once]
            speed, p50, p95 = (
                median([one.turns_per_s for one in rounds]),
                median([one.quantile_ms(0.5) for one in rounds]),
                median([one.quantile_ms(0.95) for one in rounds]),
            )
            failed = sum(one.failed for one in rounds)
            lines.append(f"| {at_once} | {bot} | {speed:.1f} | {p50:.1f} | {p95:.1f} | {failed} |")
    lines += ["", "| conversations at once | ratio of messages/s (median of the rounds) | target |", "|---|---|---|"]
    for at_once in AT_ONCE:
        lines.append(f"| {at_once} | {ratio(cells, at_once):.2f} | {TARGET_RATIO:.0f} |")
    return "\n".join(lines)


def ratio(cells: dict[Cell, list[Measured]], at_once: int) -> float:
    pairs = zip(cells[OURS, at_once], cells[STOCK, at_once])
    return median([ours.turns_per_s / stock.turns_per_s for ours, stock in pairs if stock.turns])


def main() -> int:
    with both_bots() as urls:
        cells = asyncio.run(measure(urls))
    print(report(cells))
    failed = sum(one.failed for rounds in cells.values() for one in rounds)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
