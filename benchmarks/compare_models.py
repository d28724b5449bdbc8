"""What got better and what worse between two models: `make compare`, or `python -m benchmarks.compare_models OLD NEW`.

Understanding only, on the first held-out set, which designers may look at: needs by need, talk, out of scope, emergencies and
look-alikes, and every line whose answer changed. The other sets stay unseen; `make bench ONLY=nlu` gives their totals. What
a model said is kept beside the models, so that a second comparison asks only the new one. Without names: the newest model
before the present one, and the present one.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.bench_nlu import SETS, Model, Parsed, Understood, head, row, understand
from launcher.content_hash import content_hash
from launcher.model import model_path
from launcher.paths import MODELS

SET = SETS["first set"]
PARTS = ("needs", "talk", "outside", "danger", "alike")
Answers = dict[str, dict[str, Parsed]]  # part -> text -> what was understood


def answers_of(model: Path) -> Answers:
    """From the file beside the models if this model was asked before, else from the model."""
    lines = content_hash(SET, (path for path in SET.rglob("*") if path.suffix in (".txt", ".tsv")))
    kept = model.with_name(f"{model.name.partition('.')[0]}.{lines}.answers.json")
    if kept.exists():
        stored = json.loads(kept.read_text(encoding="utf-8"))
        return {part: {text: Parsed(**one) for text, one in rows.items()} for part, rows in stored.items()}
    found: Understood = asyncio.run(understand(Model(model), SET))
    answers = {part: {one.text: one for one in getattr(found, part)} for part in PARTS}
    kept.write_text(json.dumps({part: {t: asdict(one) for t, one in rows.items()} for part, rows in answers.items()}))
    return answers


def verdict(part: str, one: Parsed) -> str:
    """What the caller would notice: where the turn goes, or how danger is met."""
    if part in ("danger", "alike"):
        return "911" if one.sure else "asked" if one.asked else "-"
    if one.sure:
        return "911"
    return f"{one.best}{' after a question about danger' if one.asked else ''}"


def is_right(part: str, one: Parsed) -> bool:
    if part == "danger":
        return one.sure or one.asked
    if part == "alike":
        return not one.sure and not one.asked
    if part == "outside":
        return one.intent in ("out_of_scope_chat", "nlu_fallback") and not one.sure
    return one.best == one.wanted


def totals(old: Answers, new: Answers) -> None:
    print("### Right, first held-out set\n")
    head("part", "lines", "before", "now", "better", "worse")
    for part in PARTS:
        shared = [text for text in new[part] if text in old[part]]
        before = [is_right(part, old[part][text]) for text in shared]
        now = [is_right(part, new[part][text]) for text in shared]
        better = sum(n and not b for b, n in zip(before, now, strict=True))
        worse = sum(b and not n for b, n in zip(before, now, strict=True))
        row(part, len(shared), _share(before), _share(now), better, worse)


def _share(hits: list[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f} %" if hits else "-"


def by_need(old: Answers, new: Answers) -> None:
    print("\n### Needs that changed\n")
    head("need", "before", "now")
    wanted = sorted({one.wanted for one in new["needs"].values()})
    for need in wanted:
        shared = [text for text, one in new["needs"].items() if one.wanted == need and text in old["needs"]]
        before = sum(is_right("needs", old["needs"][text]) for text in shared)
        now = sum(is_right("needs", new["needs"][text]) for text in shared)
        if before != now:
            row(need, f"{before} of {len(shared)}", f"{now} of {len(shared)}")


def flipped(old: Answers, new: Answers) -> None:
    print("\n### Lines whose answer changed\n")
    head("part", "said", "wanted", "before", "now", "")
    for part in PARTS:
        for text, one in new[part].items():
            earlier = old[part].get(text)
            if earlier is None or verdict(part, earlier) == verdict(part, one):
                continue
            was, is_now = is_right(part, earlier), is_right(part, one)
            mark = "better" if is_now and not was else "WORSE" if was and not is_now else ""
            row(part, text[:90], one.wanted, verdict(part, earlier), verdict(part, one), mark)


def _newest_before(present: Path) -> Path:
    older = [path for path in MODELS.glob("*.tar.gz") if path != present]
    if not older:
        raise SystemExit("There is no earlier model in models/ to compare with; name two: compare_models OLD NEW.")
    return max(older, key=lambda path: path.stat().st_mtime)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("old", type=Path, nargs="?")
    options.add_argument("new", type=Path, nargs="?")
    chosen = options.parse_args()
    new = chosen.new or model_path()
    old = chosen.old or _newest_before(new)
    for path in (old, new):
        if not path.is_file():
            raise SystemExit(f"{path}: there is no such model; `make train` makes the present one.")
    print(f"before: {old.name}, now: {new.name}\n")
    before, now = answers_of(old), answers_of(new)
    totals(before, now)
    by_need(before, now)
    flipped(before, now)


if __name__ == "__main__":
    main()
