"""What it costs to say it instead of writing it: held-out needs and emergencies, the same lines written and heard from synthetic callers.

    .envs/bot/bin/python -m benchmarks.bench_by_voice [--needs 100] [--emergencies 80]

Heard as a call hears them (heard_callers.py, by the services' Python), and understood by the trained model as a turn of a call is.
Goals: needs by voice within 8 points of written ones, emergencies within 2, on a clean line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.bench_nlu import Model, Parsed, caught, share
from benchmarks.held_out import SETS, lines, table
from launcher.paths import ROOT, SERVICES_ENV, env_python

LINES: dict[str, float | None] = {"a clean line": None, "noise at 10 dB": 10.0}
NEEDS_WITHIN, EMERGENCIES_WITHIN = 8.0, 2.0
SEED = 12
EXPECTS = ("matter", "")
MISSED = 3


@dataclass(frozen=True)
class Found:
    needs: list[Parsed]
    emergencies: list[Parsed]

    @property
    def needs_right(self) -> float:
        return 100 * sum(one.best == one.wanted for one in self.needs) / len(self.needs)

    @property
    def emergencies_caught(self) -> float:
        return 100 * sum(caught(one) for one in self.emergencies) / len(self.emergencies)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--needs", type=int, default=100)
    parser.add_argument("--emergencies", type=int, default=80)
    parser.add_argument("--expects", nargs="*", default=list(EXPECTS), help="what the recogniser is told to expect")
    return asyncio.run(measured(parser.parse_args()))


async def measured(asked: argparse.Namespace) -> int:
    needs, emergencies = drawn(asked.needs, asked.emergencies)
    model, written = Model(), None
    found: dict[str, Found] = {}
    print(
        "| said | need right, first choice | points below written | emergency heard by a person | points below written |"
    )
    print("|---|---|---|---|---|")
    for name, texts in said_in_every_way(needs + emergencies, asked.expects):
        said = [(wanted, text) for (wanted, _), text in zip(needs + emergencies, texts, strict=True)]
        found[name] = await understood(model, said[: len(needs)], said[len(needs) :])
        written = written or found[name]
        print(row(name, found[name], written), flush=True)
    clean = next(name for name in found if name.startswith("a clean line"))
    good = (
        found["written"].needs_right - found[clean].needs_right <= NEEDS_WITHIN
        and found["written"].emergencies_caught - found[clean].emergencies_caught <= EMERGENCIES_WITHIN
    )
    print(
        f"\nNeeds by voice within {NEEDS_WITHIN:g} points, emergencies within {EMERGENCIES_WITHIN:g}: {'met' if good else 'missed'}."
    )
    return 0 if good else MISSED


def said_in_every_way(labelled: Sequence[tuple[str, str]], expects: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(how it was said, what was understood of it as words), as written first."""
    texts = [text for _, text in labelled]
    yield "written", texts
    for one in expects:
        for name, noise_db in LINES.items():
            yield f"{name}{', expecting ' + one if one else ''}", heard(texts, one, noise_db)


def drawn(needs: int, emergencies: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(wanted, text) of every set alike; lines with figures are left out, which are written otherwise than they are said."""
    chance = random.Random(SEED)
    folders = [folder for folder in SETS.values() if folder.is_dir()]
    all_needs = [one for folder in folders for one in lines(folder / "needs") if sayable(one[1])]
    danger = [one for folder in folders for one in table(folder / "emergency" / "emergencies.tsv", "kind")]
    return chance.sample(all_needs, needs), chance.sample([one for one in danger if sayable(one[1])], emergencies)


def sayable(text: str) -> bool:
    return text.isascii() and not any(character.isdigit() for character in text) and 3 <= len(text.split()) <= 40


async def understood(model: Model, needs: Sequence[tuple[str, str]], emergencies: Sequence[tuple[str, str]]) -> Found:
    return Found(await model.parse_all(needs), await model.parse_all(emergencies))


def heard(texts: Sequence[str], expects: str, noise_db: float | None) -> list[str]:
    asked: list[dict[str, Any]] = [
        {"text": text, "expects": expects, "noise_db": noise_db, "number": number} for number, text in enumerate(texts)
    ]
    command = [str(env_python(SERVICES_ENV)), "-m", "benchmarks.heard_callers"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(asked), stdout=subprocess.PIPE, text=True, check=True)
    answered: list[str] = json.loads(done.stdout.splitlines()[-1])
    return answered


def row(name: str, one: Found, written: Found) -> str:
    return (
        f"| {name} | {share(p.best == p.wanted for p in one.needs)} | {written.needs_right - one.needs_right:.1f} "
        f"| {share(caught(p) for p in one.emergencies)} | {written.emergencies_caught - one.emergencies_caught:.1f} |"
    )


if __name__ == "__main__":
    sys.exit(main())
