"""A model is promoted, taken back and promoted again, by commands and from the console, and Rasa is restarted, while conversations go
on: no turn is lost.

Every caller says the same words, so every call must hear the same answers, whichever model answered which of its turns.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.drills.learning.callers import Call, Line
from tests.drills.learning.line import Learning, now, twin

SCRIPT = (
    "i lost my wallet", "you can take it now", "no", "at fourteenth and pearl", "yesterday around noon", "brown leather",
    "sixty dollars", "no",
)  # fmt: skip
PAUSE_S = 1.5
_SECONDS = re.compile(r"since ([0-9.]+) s")


@dataclass
class Promoted:
    """`swap_s`: how long each command took until the bot answered with the model; `both`: calls that two models understood."""

    calls: list[Call] = field(default_factory=list)
    swap_s: dict[str, float] = field(default_factory=dict)
    models: Counter[str] = field(default_factory=Counter)
    both: int = 0
    restarted_with: set[str] = field(default_factory=set)

    @property
    def lost(self) -> list[str]:
        return [call.lost for call in self.calls if call.lost]

    @property
    def different(self) -> list[tuple[str, ...]]:
        """Answers of calls that were not answered as most were."""
        shapes = Counter(call.shape for call in self.calls if not call.lost)
        usual = shapes.most_common(1)[0][0]
        return [call.shape for call in self.calls if not call.lost and call.shape != usual]

    def report(self) -> str:
        waited = sorted(took for call in self.calls for took in call.waited_s)
        rows = [
            f"{len(self.calls)} calls, {len(waited)} turns, {len(self.lost)} lost, {len(self.different)} answered otherwise"
        ]
        rows += [f"{what}: {took:.1f} s until the bot answered with it" for what, took in self.swap_s.items()]
        rows.append(f"{self.both} calls were understood by two models; turns by model: {dict(self.models)}")
        rows.append(f"after a restart: {', '.join(sorted(self.restarted_with))}")
        p = [waited[int(share * (len(waited) - 1))] for share in (0.5, 0.95, 1.0)]
        return "\n".join([*rows, f"turns took {p[0]:.2f} s (half), {p[1]:.2f} s (95 of 100), {p[2]:.2f} s (longest)"])


async def promotion(line: Learning, at_once: int, between_s: float) -> Promoted:
    """`between_s`: how long calls go on before, between and after the commands."""
    began, other = now(), twin(line.present, line.models / "other.tar.gz")
    found, calling = Promoted(), Line(line.stack.settings.url("connector"), at_once, PAUSE_S)
    over = asyncio.Event()
    callers = [asyncio.create_task(_keep_calling(calling, found, over)) for _ in range(at_once)]
    try:
        await asyncio.sleep(between_s)
        line.passed(other)
        await _command(found, line, "promoted", "promote", str(other), "--against", str(line.present))
        await asyncio.sleep(between_s)
        line.passed(line.present)
        await _command(found, line, "first again", "promote", str(line.present), "--against", str(other))
        await asyncio.sleep(between_s)
        await _command(found, line, "rolled back", "rollback", "--why", "the drill")
        await asyncio.sleep(between_s)
        with line.keeper():
            await _asked(found, line, "asked for in the console", {"what": "promote", "model": line.present.name})
            await asyncio.sleep(between_s)
            await _asked(found, line, "taken back in the console", {"what": "roll_back", "why": "the drill"})
        await asyncio.sleep(between_s)
    finally:
        over.set()
        await asyncio.gather(*callers)
        await calling.close()
    _models(found, line.turns(began))
    await _restarted(found, line)
    return found


async def _keep_calling(line: Line, found: Promoted, over: asyncio.Event) -> None:
    while not over.is_set():
        found.calls.append(await line.call(SCRIPT))


async def _command(found: Promoted, line: Learning, what: str, *arguments: str) -> None:
    told = await asyncio.to_thread(line.learn, *arguments)
    seconds = _SECONDS.search(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr
    assert seconds is not None, told.stdout
    found.swap_s[what] = float(seconds.group(1))


async def _asked(found: Promoted, line: Learning, step: str, wish: dict[str, str]) -> None:
    """From the press of the button until it was told that the bot answers with it."""
    started = time.monotonic()
    told = await asyncio.to_thread(line.asks, wish)
    assert told["state"] == "done", told
    found.swap_s[step] = time.monotonic() - started


async def _restarted(found: Promoted, line: Learning) -> None:
    """A start after a crash: with the arguments of the first start, and yet with the model in use. From this thread, though it waits:
    a process ends with the thread that began it."""
    line.stack.stop_one("rasa")
    line.stack.start_one("rasa")
    again, calling = now(), Line(line.stack.settings.url("connector"), 1)
    found.calls.append(await calling.call(SCRIPT))
    await calling.close()
    end = time.monotonic() + 20
    while not found.restarted_with and time.monotonic() < end:
        await asyncio.sleep(0.5)
        found.restarted_with |= {str(turn.get("model")) for turn in line.turns(again)}


def _models(found: Promoted, turns: list[dict[str, object]]) -> None:
    found.models = Counter(str(turn.get("model")) for turn in turns)
    by_call: dict[object, set[object]] = {}
    for turn in turns:
        by_call.setdefault(turn["call_id"], set()).add(turn.get("model"))
    found.both = sum(len(models) > 1 for models in by_call.values())
