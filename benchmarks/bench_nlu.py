"""How well the trained model understands the held-out files, and how fast: needs, talk, out of scope, emergencies.

Parses every utterance through Rasa as a call would. Nothing here is trained or tuned on; `data/nlu` is what is.
"""

from __future__ import annotations

import asyncio
import csv
import logging
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from launcher.model import model_path

HELD_OUT = Path("benchmarks/heldout")
OUT_OF_SCOPE = ("out_of_scope_chat", "nlu_fallback")


@dataclass(frozen=True)
class Parsed:
    wanted: str
    text: str
    intent: str
    best: str  # the first candidate, even when the model asked to rephrase
    sure: bool  # handed over as an emergency at once
    asked: bool  # "is anyone hurt or in danger right now?"
    milliseconds: float


class Model:
    def __init__(self) -> None:
        import structlog
        from rasa.core.agent import Agent

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        self._agent = Agent.load(str(model_path()))
        policies = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["policies"]
        self._emergency_intents = set(policies[0]["emergency_intents"])
        self._never_checked = set(policies[0]["never_checked"])

    async def parse(self, wanted: str, text: str) -> Parsed:
        started = time.perf_counter()
        found: dict[str, Any] = await self._agent.parse_message(text)
        took = (time.perf_counter() - started) * 1000
        intent = found["intent"]["name"]
        best = (found.get("scope") or {}).get("candidates", [intent])[0]
        verdict = found.get("emergency") or {}
        sure = bool(verdict.get("is"))
        doubtful = bool(verdict.get("maybe")) or intent in self._emergency_intents
        return Parsed(
            wanted, text, intent, best, sure, doubtful and not sure and intent not in self._never_checked, took
        )

    async def parse_all(self, labelled: Iterable[tuple[str, str]]) -> list[Parsed]:
        return [await self.parse(wanted, text) for wanted, text in labelled]


def lines(folder: str) -> list[tuple[str, str]]:
    files = sorted((HELD_OUT / folder).glob("*.txt"))
    return [(f.stem, line.strip()) for f in files for line in f.read_text("utf-8").splitlines() if line.strip()]


def table(path: Path, column: str) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row[column], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def percent(hits: Iterable[bool]) -> str:
    known = list(hits)
    return f"{100 * sum(known) / len(known):.1f} %" if known else "-"


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*cells: str) -> None:
    row(*cells)
    row(*("---" for _ in cells))


async def main() -> None:
    model = Model()
    await model.parse("", "warm up")
    needs = await model.parse_all(lines("needs"))
    talk = await model.parse_all(lines("conversation"))
    strange = [line.strip() for line in (HELD_OUT / "out_of_scope.txt").read_text("utf-8").splitlines() if line.strip()]
    outside = await model.parse_all(("", text) for text in strange)
    danger = await model.parse_all(table(HELD_OUT / "emergency" / "emergencies.tsv", "kind"))
    alike = await model.parse_all(table(HELD_OUT / "emergency" / "lookalikes.tsv", "kind"))

    print("### Understanding (held-out files)\n")
    head("measure", "utterances", "result", "target")
    row("need right, first choice", len(needs), percent(p.best == p.wanted for p in needs), ">= 90 %")
    row("need right and not asked to rephrase", len(needs), percent(p.intent == p.wanted for p in needs), "")
    row("good utterance asked to rephrase", len(needs), percent(p.intent == "nlu_fallback" for p in needs), "")
    row("move of the talk right", len(talk), percent(p.best == p.wanted for p in talk), "")
    row("out of scope noticed", len(outside), percent(p.intent in OUT_OF_SCOPE for p in outside), "")
    row("emergency handed over at once", len(danger), percent(p.sure for p in danger), "")
    row(
        "emergency handed over at once or asked about",
        len(danger),
        percent(p.sure or p.asked for p in danger),
        ">= 98 %",
    )
    row("emergency handed over, asked about, or a person's call", len(danger), percent(caught(p) for p in danger), "")
    row("look-alike handed over as an emergency", len(alike), percent(p.sure for p in alike), "<= 4 %")
    row("look-alike asked about", len(alike), percent(p.asked for p in alike), "")
    routine = [p for p in needs if p.wanted not in emergency_needs()]
    row("routine need handed over as an emergency", len(routine), percent(p.sure for p in routine), "")
    row("routine need asked about", len(routine), percent(p.asked for p in routine), "")

    print("\n### Emergencies by kind\n")
    head("kind", "utterances", "handed over at once", "asked about")
    for kind, found in by_label([*danger, *alike]).items():
        row(kind, len(found), percent(p.sure for p in found), percent(p.asked for p in found))

    print("\n### Most frequent confusions of needs\n")
    head("wanted", "understood", "times")
    wrong = Counter((p.wanted, p.best) for p in needs if p.best != p.wanted)
    for (wanted, best), times in wrong.most_common(12):
        row(wanted, best, times)

    times_ms = sorted(p.milliseconds for p in [*needs, *talk, *outside, *danger, *alike])
    print("\n### Parsing in process, one at a time\n")
    head("utterances", "p50 ms", "p95 ms")
    row(len(times_ms), f"{statistics.median(times_ms):.1f}", f"{times_ms[int(len(times_ms) * 0.95)]:.1f}")
    if "--missed" in sys.argv:
        for p in [p for p in danger if not caught(p)] + [p for p in alike if p.sure]:
            print(f"{p.wanted}\t{p.intent}\t{p.text}", file=sys.stderr)


def caught(parsed: Parsed) -> bool:
    """A person hears it: at once, after the question, or because the need goes to a person without one."""
    return (
        parsed.sure
        or parsed.asked
        or parsed.intent in {"suicidal_self_other", "sexual_assault", "missing_person", "dv_current"}
    )


def emergency_needs() -> set[str]:
    """Needs that are, or by what is said can be, an emergency: an alarm there is not a false one."""
    directory = yaml.safe_load(Path("agencies/denver/needs.yml").read_text(encoding="utf-8"))["needs"]
    always = {need for need, entry in directory.items() if str(entry.get("disposition")) == "911"}
    return always | {"suicidal_self_other", "missing_person", "sexual_assault", "dv_current"}


def by_label(parsed: Iterable[Parsed]) -> dict[str, list[Parsed]]:
    groups: dict[str, list[Parsed]] = defaultdict(list)
    for one in parsed:
        groups[one.wanted].append(one)
    return groups


if __name__ == "__main__":
    asyncio.run(main())
