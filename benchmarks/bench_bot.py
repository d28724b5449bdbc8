"""How many messages a second the whole bot answers, beside the bot that `rasa init` makes, in the same run.

Ours: Rasa + action server + casework with its sample city, started for this run (without an action server where
CIVICLINE_ACTIONS_MODULE lets Rasa run the actions). Messages: first turns of many needs
from heldout/needs, then spoken yes and no. Rounds alternate, so that whatever else the machine does hits both.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import stock_bot
from benchmarks.load import Conversation, Measured, load, median
from benchmarks.servers import cpu_ms
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


@dataclass(frozen=True)
class Bot:
    url: str
    token: str
    pids: dict[str, int]  # its processes


@dataclass(frozen=True)
class Round:
    load: Measured
    cpu_ms: dict[str, float]  # processor time a turn, by process


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
def both_bots() -> Iterator[dict[str, Bot]]:
    """Starts both; what the launcher says goes to stderr, stdout is for the table."""
    with redirect_stdout(sys.stderr), temporary_stack(("casework", "actions", "rasa")) as ours:
        folder = stock_bot.ensure()
        stock = replace(ours.settings, ports={"rasa": free_port()}, var=ours.settings.var / "stock")
        with Stack(stock, [stock_bot.service(folder, stock.ports["rasa"])]) as other:
            yield {OURS: bot_of(ours), STOCK: bot_of(other)}


def bot_of(stack: Stack) -> Bot:
    return Bot(
        rasa_url(stack.settings), stack.settings.bot_token, {one.name: stack.pid(one.name) for one in stack.services}
    )


def rasa_url(settings: Settings) -> str:
    return settings.url("rasa")


async def measure(bots: dict[str, Bot]) -> dict[Cell, list[Round]]:
    callers: dict[str, Callable[[], Conversation]] = {OURS: OurCallers(seed=1), STOCK: StockCallers(seed=1)}
    metadata = {"agency": "denver", "channel": "web", "language": "en"}
    for name, bot in bots.items():
        await load(bot.url, 2, WARM_UP_S, callers[name], metadata, bot.token)
    cells: dict[Cell, list[Round]] = {(name, at_once): [] for at_once in AT_ONCE for name in bots}
    for number in range(ROUNDS):
        for at_once in AT_ONCE:
            for name, bot in bots.items():
                before = {process: cpu_ms(pid) for process, pid in bot.pids.items()}
                measured = await load(bot.url, at_once, SECONDS, callers[name], metadata, bot.token)
                turns = max(1, measured.turns)
                cpu = {process: (cpu_ms(pid) - before[process]) / turns for process, pid in bot.pids.items()}
                cells[name, at_once].append(Round(measured, cpu))
                note = f"round {number + 1}, {at_once} at once, {name}: {measured.turns_per_s:.1f}/s"
                print(f"  {note}, {measured.failed} failed", file=sys.stderr, flush=True)
    return cells


def report(cells: dict[Cell, list[Round]]) -> str:
    lines = [
        f"Messages through REST, {ROUNDS} alternating rounds of {SECONDS:.0f} s; medians over the rounds.",
        "",
        "| conversations at once | bot | messages/s | p50 ms | p95 ms | CPU ms a turn, by process | failed |",
        "|---|---|---|---|---|---|---|",
    ]
    for at_once in AT_ONCE:
        for bot in (OURS, STOCK):
            rounds = [one.load for one in cells[bot, at_once]]
            speed, p50, p95 = (
                median([one.turns_per_s for one in rounds]),
                median([one.quantile_ms(0.5) for one in rounds]),
                median([one.quantile_ms(0.95) for one in rounds]),
            )
            failed = sum(one.failed for one in rounds)
            lines.append(
                f"| {at_once} | {bot} | {speed:.1f} | {p50:.1f} | {p95:.1f} | {cpu_of(cells[bot, at_once])} | {failed} |"
            )
    lines += ["", "| conversations at once | ratio of messages/s (median of the rounds) | target |", "|---|---|---|"]
    for at_once in AT_ONCE:
        lines.append(f"| {at_once} | {ratio(cells, at_once):.2f} | {TARGET_RATIO:.0f} |")
    return "\n".join(lines)


def cpu_of(rounds: Sequence[Round]) -> str:
    """Medians over the rounds: what a turn costs, also on a machine that others use."""
    of_each = {name: median([one.cpu_ms[name] for one in rounds]) for name in rounds[0].cpu_ms}
    return " + ".join(f"{name} {cost:.1f}" for name, cost in of_each.items())


def ratio(cells: dict[Cell, list[Round]], at_once: int) -> float:
    pairs = zip(cells[OURS, at_once], cells[STOCK, at_once])
    return median([ours.load.turns_per_s / stock.load.turns_per_s for ours, stock in pairs if stock.load.turns])


def main() -> int:
    with both_bots() as bots:
        cells = asyncio.run(measure(bots))
    print(report(cells))
    # only ours decides: the bot of `rasa init`, trained anew on each machine, says nothing to a few of its own sentences on some
    ours = (one.load.failed for (bot, _), rounds in cells.items() for one in rounds if bot == OURS)
    return 1 if sum(ours) else 0


if __name__ == "__main__":
    sys.exit(main())
