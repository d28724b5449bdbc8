"""What one model says to every held-out line, kept beside the model: what retraining's gate compares.

`python -m benchmarks.answers_of_model MODEL.tar.gz` prints the path of the file: {set: {part: [answer]}}. Sets: the held-out ones;
`heard`, the same lines as the recogniser hears them, by speaker (benchmarks/heard_lines.py); `behaviour`, words around a sentence that
must not change its judgement, and some that must. A model that was asked before about the same lines by the same code is not asked again,
and what encoders made of a line for one model is taken for the next (benchmarks/encoded_once.py), but where it is timed.
--also takes further lines from the standard input, [{"group", "call", "text", "wanted", "danger"}], and prints their answers as a second
line; they are kept nowhere.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks import behaviour_cases
from benchmarks.bench_behaviour import Line, judgements
from benchmarks.bench_nlu import Parsed, caught, emergency_needs, understand
from benchmarks.encoded_once import anew, encoded_once
from benchmarks.held_out import HEARD, SETS
from benchmarks.kept_answers import ROOT, beside
from nlu_components.encoder.kept_runs import KeptRuns

PARTS = ("needs", "talk", "outside", "danger", "alike")
# whose code says which lines, and what is kept of each
ASKING = ("answers_of_model", "bench_nlu", "bench_behaviour", "behaviour_cases")
TIMED = 10  # one line of so many is encoded as in a call, and `processor_ms` of its answer says how long that took
Answer = dict[str, Any]


class Asked(Line):
    """`kept`: what encoders made of these lines before."""

    kept: Sequence[KeptRuns] = ()
    _number = 0

    async def parse(self, wanted: str, text: str) -> Parsed:
        self._number += 1
        if self.kept and self._number % TIMED:
            return replace(await super().parse(wanted, text), processor_ms=None)
        with anew(self.kept):
            return await super().parse(wanted, text)


def kept_at(model: Path) -> Path:
    """Another name as soon as the lines, or the code and lists that judge, are others."""
    folders = [folder for folder in SETS.values() if folder.is_dir()] + [HEARD.parent, behaviour_cases.HERE]
    asking = [ROOT / "benchmarks" / f"{one}.py" for one in ASKING]
    return beside(model, folders, "held-out", asking)


async def ask(model: Asked) -> dict[str, dict[str, list[Answer]]]:
    with encoded_once("held-out") as model.kept:
        found = await _asked(model)
    model.kept = ()
    return found


async def _asked(model: Asked) -> dict[str, dict[str, list[Answer]]]:
    found: dict[str, dict[str, list[Answer]]] = {}
    for name, folder in SETS.items():
        if folder.is_dir():
            understood = await understand(model, folder)
            found[name] = {part: [answer(one) for one in getattr(understood, part)] for part in PARTS}
    found["heard"] = {"needs": [], "danger": []}
    for speaker, part, wanted, text in heard():
        found["heard"][part].append(answer(await model.parse(wanted, text)) | {"group": speaker})
    return found


def behaviour_of(path: Path) -> dict[str, list[Answer]]:
    """In a process of its own: these are two thirds of all lines, and a second core would wait."""
    with encoded_once("behaviour"):
        return asyncio.run(_behaviour(path))


async def _behaviour(path: Path) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {"needs": [], "danger": []}
    async for one in judgements(Line(path)):
        part = "danger" if one.danger else "needs"
        found[part].append({"text": one.text, "group": one.kind.replace("_", " "), "right": one.right})
    return found


async def everything(path: Path, model: Asked) -> dict[str, dict[str, list[Answer]]]:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        behaviour = pool.submit(behaviour_of, path)
        found = await ask(model)
        return {**found, "behaviour": behaviour.result()}


def answer(one: Parsed) -> Answer:
    return asdict(one) | {"caught": caught(one), "routine": one.wanted not in emergency_needs()}


def heard() -> list[tuple[str, str, str, str]]:
    """(speaker, part, wanted, text)"""
    if not HEARD.exists():
        return []
    with HEARD.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["speaker"], row["part"], row["wanted"], row["text"]) for row in rows]


async def also(model: Line, lines: Iterable[Answer]) -> list[Answer]:
    """Each line with its answer; without its words."""
    found = []
    for line in lines:
        said = answer(await model.parse(line["wanted"] or "", line["text"]))
        found.append({name: value for name, value in {**line, **said}.items() if name != "text"})
    return found


async def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", type=Path)
    options.add_argument("--also", action="store_true", help="further lines come on the standard input")
    chosen = options.parse_args()
    if not chosen.model.is_file():
        raise SystemExit(f"{chosen.model}: there is no such model; `make train` makes the present one.")
    further = json.load(sys.stdin) if chosen.also else []
    kept = kept_at(chosen.model.resolve())
    model = Asked(chosen.model) if further or not kept.exists() else None
    if model is not None:
        await model.parse("", "warm up")
    if model is not None and not kept.exists():
        part = kept.with_suffix(".part")
        part.write_text(json.dumps(await everything(chosen.model, model)), encoding="utf-8")
        part.replace(kept)
    print(kept)
    print(json.dumps(await also(model, further) if model is not None else []))


if __name__ == "__main__":
    asyncio.run(main())
