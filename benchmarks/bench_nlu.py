"""How well the trained model understands the held-out files, and how fast: needs, talk, out of scope, emergencies.

Parses every utterance through Rasa as a call would. Nothing here is trained or tuned on; `data/nlu` is what is. The first
set was looked at while the model was built, so its figures flatter; the second was written later and apart, the third by
another hand that had seen neither the training data nor the other sets. A part that a set does not have is "-".
"""

from __future__ import annotations

import asyncio
import functools
import logging
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from actions.needs import is_need
from actions.which_need import asked_below
from agencies.properties import properties
from benchmarks.held_out import SETS, lines, table
from benchmarks.sureness import Choice, how_sure
from dialogue_policies.danger_of_turn import Turn
from launcher.model import model_path

GENERAL_LINE = "city_hours_info"
OUT_OF_SCOPE = ("out_of_scope_chat", "nlu_fallback")


@dataclass(frozen=True)
class Parsed:
    wanted: str
    text: str
    intent: str
    best: str  # the first candidate, even when the model asked to rephrase
    sure: bool  # handed over as an emergency at once, or to a person who comes first
    asked: bool  # "is anyone hurt or in danger right now?"
    milliseconds: float
    choice: Choice
    processor_ms: float | None = None  # what a busy machine does not change much; None: not as long as in a call


class Model:
    def __init__(self, path: Path | None = None) -> None:
        import structlog
        from rasa.core.agent import Agent

        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        self._agent = Agent.load(str(path or model_path()))

    async def parse(self, wanted: str, text: str) -> Parsed:
        started, worked = time.perf_counter(), time.process_time()
        found: dict[str, Any] = await self._agent.parse_message(text)
        took, processor_ms = (time.perf_counter() - started) * 1000, (time.process_time() - worked) * 1000
        intent = found["intent"]["name"]
        scope = found.get("scope") or {}
        candidates = scope.get("candidates") or [intent]
        best = candidates[0]
        turn = Turn(
            text=text,
            intent=intent,
            confidence=float(found["intent"]["confidence"]),
            verdict=found.get("emergency") or {},
            properties=properties(),
            nonsense=scope.get("reason") == "nonsense",
            likely=tuple(scope.get("candidates") or ()),
            nearest=float(scope.get("nearest") or 0.0),
            sureness=float(scope.get("sure") or 0.0),
            facts=found.get("facts") or {},
        )
        sure = turn.sure or turn.person_first
        asked = turn.doubtful and not sure and not turn.has("never_checked")
        sureness = float(scope.get("sure") or 0.0)
        choice = Choice(sureness, best == wanted, wanted in candidates[:2], bool(scope.get("second_opinion")))
        return Parsed(wanted, text, intent, best, sure, asked, took, choice, processor_ms)

    async def parse_all(self, labelled: Iterable[tuple[str, str]]) -> list[Parsed]:
        return [await self.parse(wanted, text) for wanted, text in labelled]


@dataclass(frozen=True)
class Understood:
    """What became of one held-out set."""

    needs: list[Parsed]
    talk: list[Parsed]
    outside: list[Parsed]
    danger: list[Parsed]
    alike: list[Parsed]

    @property
    def everything(self) -> list[Parsed]:
        return [*self.needs, *self.talk, *self.outside, *self.danger, *self.alike]


async def understand(model: Model, folder: Path) -> Understood:
    return Understood(
        needs=await model.parse_all(lines(folder / "needs")),
        talk=await model.parse_all(lines(folder / "conversation")),
        outside=await model.parse_all(lines(folder, "out_of_scope.txt")),
        danger=await model.parse_all(table(folder / "emergency" / "emergencies.tsv", "kind")),
        alike=await model.parse_all(table(folder / "emergency" / "lookalikes.tsv", "kind")),
    )


def share(hits: Iterable[bool]) -> str:
    known = list(hits)
    return f"{100 * sum(known) / len(known):.1f} % of {len(known)}" if known else "-"


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def head(*cells: str) -> None:
    row(*cells)
    row(*("---" for _ in cells))


def understanding(found: dict[str, Understood]) -> None:
    sets = list(found.values())
    routine = [[p for p in one.needs if p.wanted not in emergency_needs()] for one in sets]

    def line(measure: str, hits: Callable[[Understood], Iterable[bool]], target: str = "") -> None:
        row(measure, *(share(hits(one)) for one in sets), target)

    print("### Understanding (held-out files)\n")
    head("measure", *found, "target")
    line("need right, first choice", lambda s: (p.best == p.wanted for p in s.needs), ">= 93 %")
    line("need right and not asked to rephrase", lambda s: (p.intent == p.wanted for p in s.needs))
    line("good utterance asked to rephrase", lambda s: (p.intent == "nlu_fallback" for p in s.needs))
    line("move of the talk right", lambda s: (p.best == p.wanted for p in s.talk))
    line("out of scope noticed", lambda s: (p.intent in OUT_OF_SCOPE for p in s.outside))
    line("out of scope acted upon as a need", lambda s: (acted_upon(p) for p in s.outside), "<= 6 %")
    line("out of scope handed over as an emergency", lambda s: (p.sure for p in s.outside))
    line("emergency handed over at once", lambda s: (p.sure for p in s.danger))
    line(
        "emergency at once, or a person's call without a question", lambda s: (at_once(p) for p in s.danger), ">= 98 %"
    )
    line("emergency handed over at once or asked about", lambda s: (p.sure or p.asked for p in s.danger), ">= 99.5 %")
    line("emergency handed over, asked about, or a person's call", lambda s: (caught(p) for p in s.danger))
    line("look-alike handed over as an emergency", lambda s: (p.sure for p in s.alike), "<= 4 %")
    line("look-alike asked about", lambda s: (p.asked for p in s.alike))
    row("routine need handed over as an emergency", *(share(p.sure for p in found) for found in routine), "")
    row("routine need asked about", *(share(p.asked for p in found) for found in routine), "")


def by_kind(found: dict[str, Understood]) -> None:
    print("\n### Emergencies by kind: handed over at once, asked about\n")
    groups = [by_label([*one.danger, *one.alike]) for one in found.values()]
    head("kind", *found)
    for kind in {kind: None for group in groups for kind in group}:
        row(
            kind,
            *(f"{share(p.sure for p in group[kind])}, {share(p.asked for p in group[kind])}" for group in groups),
        )


def confusions(found: dict[str, Understood]) -> None:
    print("\n### Most frequent confusions of needs, all sets\n")
    head("wanted", "understood", "times")
    needs = [p for one in found.values() for p in one.needs]
    for (wanted, best), times in Counter((p.wanted, p.best) for p in needs if p.best != p.wanted).most_common(12):
        row(wanted, best, times)


def speed(parsed: list[Parsed]) -> None:
    times_ms = sorted(p.milliseconds for p in parsed)
    print("\n### Parsing in process, one at a time\n")
    head("utterances", "p50 ms", "p95 ms")
    row(len(times_ms), f"{statistics.median(times_ms):.1f}", f"{times_ms[int(len(times_ms) * 0.95)]:.1f}")


async def main() -> None:
    model = Model()
    await model.parse("", "warm up")
    found = {name: await understand(model, folder) for name, folder in SETS.items() if folder.is_dir()}
    understanding(found)
    by_kind(found)
    confusions(found)
    print(how_sure({name: [p.choice for p in one.needs] for name, one in found.items()}))
    speed([p for one in found.values() for p in one.everything])
    if "--missed" in sys.argv:  # of the first set only: the others are not to be looked at while building
        first = found["first set"]
        for p in [p for p in first.danger if not caught(p)] + [p for p in first.alike if p.sure]:
            print(f"{p.wanted}\t{p.intent}\t{p.text}", file=sys.stderr)


def acted_upon(parsed: Parsed) -> bool:
    """Sent somewhere as one of the needs, without a question; the city's general line is where a question to the city belongs."""
    a_need = is_need(parsed.intent) and parsed.intent not in (*OUT_OF_SCOPE, GENERAL_LINE)
    return a_need and not parsed.sure and not parsed.asked and parsed.choice.sure >= asked_below()


def at_once(parsed: Parsed) -> bool:
    """911 or a person hears it without a question before."""
    return parsed.sure or (properties().has(parsed.intent, "sensitive") and not parsed.asked)


def caught(parsed: Parsed) -> bool:
    """A person hears it: at once, after the question, or because the need goes to a person without one."""
    return parsed.sure or parsed.asked or properties().has(parsed.intent, "sensitive")


@functools.lru_cache(maxsize=1)  # it is asked about every line, and reading it takes longer than understanding one
def emergency_needs() -> frozenset[str]:
    """Needs that are, or by what is said can be, an emergency: an alarm there is not a false one."""
    directory = yaml.safe_load(Path("agencies/denver/needs.yml").read_text(encoding="utf-8"))["needs"]
    always = {need for need, entry in directory.items() if str(entry.get("disposition")) == "911"}
    return frozenset(always | properties().having("dangerous"))


def by_label(parsed: Iterable[Parsed]) -> dict[str, list[Parsed]]:
    groups: dict[str, list[Parsed]] = defaultdict(list)
    for one in parsed:
        groups[one.wanted].append(one)
    return groups


if __name__ == "__main__":
    asyncio.run(main())
