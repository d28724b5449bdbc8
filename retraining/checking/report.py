"""All findings as a page for a person. Nothing is changed by it: what stands in data/nlu is a designer's decision."""

from __future__ import annotations

from pathlib import Path
from typing import List

from retraining.checking import alike, deciding, wrong_labels
from retraining.checking import examples as read_examples


def page(folder: Path, most: int) -> str:
    """Reads, embeds and checks every example; about two minutes on one quiet core."""
    examples = read_examples.read(folder)
    doubted, pairs = wrong_labels.doubted(examples), alike.pairs(examples)
    frames, names = alike.frames(examples.placed), deciding.deciding(examples.placed)
    rows = [f"{len(examples.placed)} examples of {len(examples.of_intent)} intents"]
    rows += _head("labels that their like contradict", len(doubted), most)
    rows += [f"{one.own:.2f}  {one.example}\n      like {one.other} ({one.sure:.2f})" for one in doubted[:most]]
    rows += _head("nearly the same under two needs", len(pairs), most)
    rows += [f"{one.cosine:.3f}  {one.one}\n       {one.other}" for one in pairs[:most]]
    rows += _head("names that stand in one need only", len(names), most)
    rows += [f"{one.word}: {one.of_it} of {one.examples} are {one.intent} ({one.where})" for one in names[:most]]
    rows += _head("sentences off one frame", len(frames), most)
    for frame in frames[:most]:
        rows += [f"{len(frame.examples)}  {frame.frame}", *(f"      {one}" for one in frame.examples)]
    return "\n".join(rows)


def _head(what: str, found: int, most: int) -> List[str]:
    return ["", f"## {what}: {found}" + (f", the first {most}" if found > most else "")]
