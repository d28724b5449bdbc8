"""What got better and what worse between two models: `make compare`, or `python -m benchmarks.compare_models OLD NEW`.

Understanding only, on the first held-out set, which designers may look at: needs by need, talk, out of scope, emergencies and
look-alikes by kind, and every line whose answer changed. The other sets stay unseen; `make bench ONLY=nlu` gives their totals. What
a model said is kept beside the models, so that a second comparison asks only the new one. Without names: the newest model
before the present one, and the present one. A name alone is looked for in models/.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from benchmarks.bench_nlu import Model, Parsed, Understood, at_once, caught, head, row, understand
from benchmarks.held_out import SETS
from benchmarks.kept_answers import beside
from launcher.model import model_path
from launcher.paths import MODELS

SET = SETS["first set"]
PARTS = {
    "needs": "needs",
    "talk": "moves of the talk",
    "outside": "out of scope, noticed",
    "danger": "emergencies that a person hears of",
    "alike": "look-alikes that are none",
}
BY_KIND = {"needs": "Needs", "danger": "Kinds of emergency", "alike": "Look-alikes"}
Answers = dict[str, dict[str, Parsed]]  # part -> text -> what was understood


def answers_of(model: Path) -> Answers:
    """From the file beside the models if this model was asked before, else from the model."""
    kept = beside(model, [SET], "answers")
    if kept.exists():
        stored = json.loads(kept.read_text(encoding="utf-8"))
        return {part: {text: Parsed(**one) for text, one in rows.items()} for part, rows in stored.items()}
    found: Understood = asyncio.run(understand(Model(model), SET))
    answers = {part: {one.text: one for one in getattr(found, part)} for part in PARTS}
    kept.write_text(json.dumps({part: {t: asdict(one) for t, one in rows.items()} for part, rows in answers.items()}))
    return answers


def of_both(old: Path, new: Path) -> list[Answers]:
    """Asked at the same time: each model in a process of its own."""
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        return list(processes.map(answers_of, (old, new)))


def verdict(part: str, one: Parsed) -> str:
    """What the caller would notice: where the turn goes, or how danger is met."""
    if part in ("danger", "alike"):
        return "911" if one.sure else "asked" if one.asked else "a person" if at_once(one) else "-"
    if one.sure:
        return "911"
    return f"{one.best}{' after a question about danger' if one.asked else ''}"


def is_right(part: str, one: Parsed) -> bool:
    """An emergency is missed when nobody hears of it: neither at once, nor asked about, nor in a need that is a person's call."""
    if part == "danger":
        return caught(one)
    if part == "alike":
        return not one.sure and not one.asked
    if part == "outside":
        return one.intent in ("out_of_scope_chat", "nlu_fallback") and not one.sure
    return one.best == one.wanted


def totals(old: Answers, new: Answers) -> None:
    print("### Right, first held-out set\n")
    head("part", "lines", "before", "now", "better", "worse")
    for part, called in PARTS.items():
        pairs = _pairs(part, old, new)
        before, now = [one for one, _ in pairs], [one for _, one in pairs]
        better = sum(n and not b for b, n in pairs)
        worse = sum(b and not n for b, n in pairs)
        row(called, len(pairs), _share(before), _share(now), better, worse)


def by_kind(part: str, old: Answers, new: Answers) -> None:
    """Of each need or kind of danger that changed: how many lines were right, and are."""
    print(f"\n### {BY_KIND[part]} that changed\n")
    head("kind" if part != "needs" else "need", "before", "now")
    for wanted in sorted({one.wanted for one in new[part].values()}):
        pairs = _pairs(part, old, new, wanted)
        before, now = sum(b for b, _ in pairs), sum(n for _, n in pairs)
        if before != now:
            row(wanted, f"{before} of {len(pairs)}", f"{now} of {len(pairs)}")


def _pairs(part: str, old: Answers, new: Answers, wanted: str | None = None) -> list[tuple[bool, bool]]:
    """Right before, right now: of each line that both were asked."""
    return [
        (is_right(part, old[part][text]), is_right(part, one))
        for text, one in new[part].items()
        if text in old[part] and wanted in (None, one.wanted)
    ]


def _share(hits: list[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f} %" if hits else "-"


def flipped(old: Answers, new: Answers) -> None:
    print("\n### Lines whose answer changed\n")
    head("part", "said", "wanted", "before", "now", "")
    for part, called in PARTS.items():
        for text, one in new[part].items():
            earlier = old[part].get(text)
            if earlier is None or verdict(part, earlier) == verdict(part, one):
                continue
            was, is_now = is_right(part, earlier), is_right(part, one)
            mark = "better" if is_now and not was else "WORSE" if was and not is_now else ""
            row(called.partition(" that ")[0], text[:90], one.wanted, verdict(part, earlier), verdict(part, one), mark)


def _newest_before(present: Path) -> Path:
    older = [path for path in MODELS.glob("*.tar.gz") if path != present]
    if not older:
        raise SystemExit("There is no earlier model in models/ to compare with; name two: compare_models OLD NEW.")
    return max(older, key=lambda path: path.stat().st_mtime)


def _found(named: Path) -> Path:
    """As it was named, else by that name in models/."""
    return named if named.is_file() else MODELS / named.name


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("old", type=Path, nargs="?")
    options.add_argument("new", type=Path, nargs="?")
    chosen = options.parse_args()
    new = _found(chosen.new) if chosen.new else model_path()
    old = _found(chosen.old) if chosen.old else _newest_before(new)
    for path in (old, new):
        if not path.is_file():
            raise SystemExit(f"{path}: there is no such model; `make train` makes the present one.")
    print(f"before: {old.name}, now: {new.name}\n")
    before, now = of_both(old, new)
    totals(before, now)
    for part in BY_KIND:
        by_kind(part, before, now)
    flipped(before, now)


if __name__ == "__main__":
    main()
