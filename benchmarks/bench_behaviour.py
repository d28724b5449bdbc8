"""What changes a judgement, and should not: the trained model on callers' words with a place, a name, an emoji ... added.

After CheckList (Ribeiro et al. 2020); benchmarks/behaviour/README.md names the files. Ends with MISSED when a share lies below its
threshold; `--flips` prints every sentence whose judgement flipped.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from benchmarks.behaviour_cases import Base, bases, direction, invariance, table
from benchmarks.bench_nlu import Model, Parsed, caught, head, row, share

MISSED = 3  # exit code: everything was measured, and a share lies below its threshold
PLACE_AT_LEAST, OTHERS_AT_LEAST, DANGER_AT_LEAST = 0.99, 0.97, 0.99
DIRECTION_AT_LEAST, PAIRS_AT_LEAST = 0.95, 0.95


@dataclass
class Share:
    hits: list[bool] = field(default_factory=list)

    def held(self, at_least: float) -> bool:
        return not self.hits or sum(self.hits) / len(self.hits) >= at_least

    def cell(self) -> str:
        return share(self.hits)


class Line(Model):
    """The trained model, and the city that a turn names."""

    async def city(self, text: str) -> str:
        return str(((await self._agent.parse_message(text)).get("facts") or {}).get("city") or "")


def heeded(parsed: Parsed) -> int:
    """2: handed over at once; 1: asked about, or a person hears it; 0: neither."""
    return 2 if parsed.sure else int(parsed.asked or caught(parsed))


def same_need(before: Parsed, after: Parsed) -> bool:
    return after.best == before.best


@dataclass(frozen=True)
class Judgement:
    """One sentence; `danger`: it tells of some, and must not be heeded less. `was`, `now`: need and heed, for --flips."""

    kind: str
    text: str
    danger: bool
    right: bool
    was: str
    now: str


async def judgements(model: Line) -> AsyncIterator[Judgement]:
    """Of every sentence: what changes nothing, what changes it, and minimal pairs."""
    async for one in invariant(model):
        yield one
    async for one in directed(model):
        yield one
    async for one in paired(model):
        yield one


async def invariant(model: Model) -> AsyncIterator[Judgement]:
    before: dict[Base, Parsed] = {base: await model.parse(base.label, base.said) for base in bases()}
    for case in invariance():
        was, now = before[case.base], await model.parse(case.base.label, case.text)
        unchanged = heeded(now) >= heeded(was) if case.base.danger else same_need(was, now)
        yield Judgement(case.kind, case.text, case.base.danger, unchanged, _told(was), _told(now))


async def directed(model: Model) -> AsyncIterator[Judgement]:
    for case, becomes in direction():
        now = await model.parse(case.base.label, case.text)
        right = heeded(now) > 0 if becomes == "asked_or_sent" else not now.sure
        yield Judgement(case.kind, case.text, becomes == "asked_or_sent", right, "", _told(now))


async def paired(model: Line) -> AsyncIterator[Judgement]:
    """Two sentences that differ in little; another city decides by the fact, whatever the need."""
    for pair in table("pairs.tsv"):
        for text, need, city in (
            (pair["one"], pair["need"], pair["city"]),
            (pair["other"], pair["other_need"], pair["other_city"] or ""),
        ):
            best, heard_city = (await model.parse(need, text)).best, await model.city(text)
            right = heard_city == city if city else best == need and not heard_city
            yield Judgement("minimal pairs", text, False, right, f"{need} {city}", f"{best} {heard_city}")


def _told(parsed: Parsed) -> str:
    return f"{parsed.best}/{heeded(parsed)}"


def report(found: dict[str, tuple[Share, Share]], turned: dict[str, Share], pairs: Share) -> list[str]:
    """Prints the tables; returns what lies below its threshold."""
    below: list[str] = []

    def judged(name: str, one: Share, at_least: float) -> str:
        if not one.held(at_least):
            below.append(f"{name}: {one.cell()}, wanted {at_least:.0%}")
        return one.cell()

    print("### What changes nothing\n")
    head("added or changed", "need unchanged", "wanted", "emergency heeded as before")
    whole = Share()
    for kind, (needs, danger) in found.items():
        wanted = PLACE_AT_LEAST if kind == "place" else OTHERS_AT_LEAST
        row(kind.replace("_", " "), judged(kind, needs, wanted), f">= {wanted:.0%}", danger.cell())
        whole.hits += danger.hits
    row("emergencies, all kinds", "", f">= {DANGER_AT_LEAST:.0%}", judged("emergencies", whole, DANGER_AT_LEAST))
    print("\n### What changes it\n")
    head("added", "judged as it must be", "wanted")
    for kind, one in turned.items():
        row(kind.replace("_", " "), judged(kind, one, DIRECTION_AT_LEAST), f">= {DIRECTION_AT_LEAST:.0%}")
    row("minimal pairs", judged("minimal pairs", pairs, PAIRS_AT_LEAST), f">= {PAIRS_AT_LEAST:.0%}")
    return below


async def main() -> int:
    model = Line()
    await model.parse("", "warm up")
    found: dict[str, tuple[Share, Share]] = defaultdict(lambda: (Share(), Share()))
    turned: dict[str, Share] = defaultdict(Share)
    pairs, flips = Share(), []
    async for one in invariant(model):
        found[one.kind][one.danger].hits.append(one.right)
        flips += [one] if not one.right else []
    async for one in directed(model):
        turned[one.kind].hits.append(one.right)
        flips += [one] if not one.right else []
    async for one in paired(model):
        pairs.hits.append(one.right)
        flips += [one] if not one.right else []
    below = report(found, turned, pairs)
    print("\nBelow its threshold: " + "; ".join(below) + "." if below else "\nEvery share is above its threshold.")
    if "--flips" in sys.argv:
        print("\n".join(f"{one.kind}\t{one.was}\t{one.now}\t{one.text}" for one in flips), file=sys.stderr)
    return MISSED if below else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
