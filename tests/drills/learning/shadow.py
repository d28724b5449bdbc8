"""A candidate listens beside running calls: it answers nobody, nobody waits for it, and what it would have done is told."""

from __future__ import annotations

import asyncio
import itertools
import re
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.drills.learning.callers import Call, Line
from tests.drills.learning.canary import NOT_HEARD, openings
from tests.drills.learning.line import Learning, now
from tests.drills.learning.traffic import dangerous

PAUSE_S = 0.5
DANGER_IN = 4  # one call of so many tells of an emergency
_LISTENS_WITHIN_S = 120.0
_HEARD = re.compile(r"^(\d+) turns$", re.MULTILINE)
_ALIKE = re.compile(r"named a need, (\d+) of (\d+)")
_MISSED = re.compile(r"turns whose danger was heard and would be passed over: (\d+)")


@dataclass
class Shadowed:
    """`answered_by`: ids of the models that answered while it listened."""

    said: str
    alone: list[Call] = field(default_factory=list)
    beside: list[Call] = field(default_factory=list)
    answered_by: set[str] = field(default_factory=set)

    @property
    def lost(self) -> list[str]:
        return [call.lost for call in (*self.alone, *self.beside) if call.lost]

    @property
    def heard(self) -> int:
        return _number(_HEARD, self.said)

    @property
    def alike(self) -> float:
        found = _ALIKE.search(self.said)
        return int(found[1]) / max(1, int(found[2])) if found else -1.0

    @property
    def missed(self) -> int:
        return _number(_MISSED, self.said)

    def report(self) -> str:
        waits = " and ".join(f"{1000 * waited(calls):.0f} ms" for calls in (self.alone, self.beside))
        turns = sum(len(call.answers) for call in self.beside)
        told = f"{len(self.beside)} calls, {turns} turns beside it, {len(self.lost)} lost; an answer without and with it: {waits}"
        return f"{self.said.strip()}\n{told}; answered by {sorted(self.answered_by)}"


def waited(calls: list[Call]) -> float:
    """Seconds, median of all turns."""
    return statistics.median([took for call in calls for took in call.waited_s] or [0.0])


async def shadow(line: Learning, model: Path, at_once: int, turns: int) -> Shadowed:
    """Callers ring before, and while the candidate hears so many of their turns."""
    calling, found = Line(line.stack.settings.url("connector"), at_once, PAUSE_S), Shadowed("")
    emergencies, routine = itertools.cycle(one.text for one in dangerous()), itertools.cycle(openings())
    said = (next(emergencies if at % DANGER_IN == 0 else routine) for at in itertools.count())
    try:
        found.alone = await _ring(calling, said, at_once, lambda done: done >= 2 * at_once)
        began = now()
        listening = _listening(line, model, turns)
        await asyncio.to_thread(_waits_until_it_listens, line, listening)
        found.beside = await _ring(calling, said, at_once, lambda _done: listening.poll() is not None)
        found.said = listening.communicate()[0]
    finally:
        await calling.close()
    await asyncio.sleep(2)  # a record is filed a moment after its call
    found.answered_by = {str(turn.get("model")) for turn in line.turns(began)}
    return found


async def _ring(calling: Line, said: Iterator[str], at_once: int, enough: Callable[[int], bool]) -> list[Call]:
    calls: list[Call] = []

    async def caller() -> None:
        while not enough(len(calls)):
            calls.append(await calling.call((next(said), "no"), NOT_HEARD))

    await asyncio.gather(*(caller() for _ in range(at_once)))
    return calls


def _listening(line: Learning, model: Path, turns: int) -> subprocess.Popen[str]:
    command = line.command("shadow", str(model), "--live", "--turns-heard", str(turns), "--minutes", "5")
    return subprocess.Popen(
        command, env=line.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )  # fmt: skip


def _waits_until_it_listens(line: Learning, listening: subprocess.Popen[str]) -> None:
    socket, until = line.note.with_name(line.note.name + ".listener"), time.monotonic() + _LISTENS_WITHIN_S
    while not socket.exists() and listening.poll() is None and time.monotonic() < until:
        time.sleep(0.1)
    assert socket.exists(), listening.communicate()[0] if listening.poll() is not None else "it does not listen"


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else -1
