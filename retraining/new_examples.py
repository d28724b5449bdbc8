"""Settled turns become examples, for a person to read as a patch: to train on, or kept apart to measure with, never both.

One in five, by its words and not by chance, is kept apart. What stands in a held-out file already is never trained on, what is
there already is not added, and what is there under another intent is told as a conflict.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from retraining.reviewed import Reviewed
from retraining.training_files import Block, TrainingFiles, normalised

HELD_OUT = (
    "benchmarks/heldout", "benchmarks/heldout2", "benchmarks/heldout3", "benchmarks/heldout_calls", "benchmarks/heldout_heard",
)  # fmt: skip
KEPT_APART_IN = 5
OUT_OF_SCOPE = "out_of_scope_chat"
# what stands for words that were taken out: in use a caller says some, and a place is masked the same way
STANDS_FOR = {
    "address": "the street", "name": "Pat", "phone": "555 0100", "number": "555 0100", "plate": "ABC 123",
    "email": "pat at example dot com", "date": "that day",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"\[([a-z_]+)\]")
PROVENANCE = ("example", "intent", "danger", "month", "reviewers", "use")


@dataclass(frozen=True)
class Fate:
    """What one turn becomes: an example of `intent` behind the last of `block`, one that is kept apart, or nothing, and `why`."""

    what: str  # training | kept_apart | left_out | conflict
    intent: str
    text: str
    block: Optional[Block] = None
    why: str = ""


@dataclass
class Plan:
    """What would be written. `fates`: of each turn, in their order, one or one for each of its parts;
    `left`: why turns were not taken, and how many."""

    training: TrainingFiles
    fates: List[Tuple[Fate, ...]] = field(default_factory=list)
    apart: Dict[Tuple[str, bool], List[str]] = field(default_factory=dict)  # (intent, danger) -> texts
    provenance: List[Tuple[str, str, str, str, str, str]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    conflicts: List[Tuple[str, str, str]] = field(default_factory=list)  # (text, labelled, stands under)


def plan(turns: Iterable[Reviewed], training: TrainingFiles, held_out: Set[str]) -> Plan:
    """`held_out`: the normalised lines of every held-out file."""
    made = Plan(training)
    for turn in turns:
        made.fates.append(tuple(_take(made, one, held_out) for one in _one_need_each(turn)))
    for fate in (fate for fates in made.fates for fate in fates):
        if fate.what == "left_out":
            made.left[fate.why] += 1
        elif fate.what == "conflict":
            made.conflicts.append((fate.text, fate.intent, fate.why))
    return made


def _one_need_each(turn: Reviewed) -> List[Reviewed]:
    """A turn of two needs as its parts. In danger it stays whole: of which part that is, nobody said."""
    if turn.verdict != "two_needs" or not turn.parts or turn.danger:
        return [turn]
    return [replace(turn, verdict="need", needs=(need,), text=text, parts=()) for need, text in turn.parts]


def _take(made: Plan, turn: Reviewed, held_out: Set[str]) -> Fate:
    intent = OUT_OF_SCOPE if turn.verdict == "out_of_scope" else turn.needs[0] if turn.verdict == "need" else ""
    text = spoken(turn.text)
    words, why = normalised(text), ""
    if not intent:
        why = f"verdict {turn.verdict}"
    elif intent not in made.training.intents():
        why = f"no examples of {intent} yet: a designer begins it"
    elif len(words) < 3 or "\n" in text:
        why = "no words"
    elif words in held_out or words in {normalised(one) for texts in made.apart.values() for one in texts}:
        why = "stands in a held-out file"
    elif intent in (under := made.training.intents_of(text)):
        why = "is there already"
    elif under:
        return Fate("conflict", intent, text, why=", ".join(sorted(under)))
    return Fate("left_out", intent, text, why=why) if why else _put(made, turn, intent, text)


def spoken(text: str) -> str:
    """The words with something to say where they were taken out."""
    return _PLACEHOLDER.sub(lambda found: STANDS_FOR.get(found.group(1), "it"), text).strip()


def _put(made: Plan, turn: Reviewed, intent: str, text: str) -> Fate:
    if is_kept_apart(text):
        made.apart.setdefault((intent, turn.danger), []).append(text)
        fate = Fate("kept_apart", intent, text)
    elif (block := made.training.add(intent, turn.danger, text)) is not None:
        fate = Fate("training", intent, text, block)
    else:
        why = f"no block of {intent} with this danger: a designer begins it"
        return Fate("left_out", intent, text, why=why)
    digest = hashlib.sha256(normalised(text).encode()).hexdigest()[:16]
    use = "training" if fate.block else "kept apart"
    made.provenance.append((digest, intent, str(turn.danger).lower(), turn.month, str(turn.reviewers), use))
    return fate


def is_kept_apart(text: str) -> bool:
    """By the words alone, so that the same sentence of another call falls on the same side."""
    return int(hashlib.sha256(normalised(text).encode()).hexdigest()[:8], 16) % KEPT_APART_IN == 0


def held_out_lines(folders: Sequence[Path]) -> Set[str]:
    """Every line of every held-out text or table, normalised."""
    found: Set[str] = set()
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if path.suffix == ".txt":
            found |= {normalised(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}
        elif path.suffix == ".tsv":
            with path.open(encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                found |= {normalised(row.get("text") or "") for row in rows}
    return found


def files(made: Plan, apart: Path, provenance: Path) -> Dict[Path, Tuple[str, str]]:
    """Of each file: what it holds, and what it is to hold."""
    changed = made.training.texts()
    for (intent, danger), texts in made.apart.items():
        table = apart / "emergency" / "emergencies.tsv"
        path = table if danger else apart / ("." if intent == OUT_OF_SCOPE else "needs") / _named(intent)
        rows = [f"{intent}\t{text}" for text in texts] if danger else texts
        before, so_far = changed.get(path) or (_content(path), _content(path) or ("kind\ttext\n" if danger else ""))
        changed[path] = before, so_far + "".join(f"{row}\n" for row in rows)
    if made.provenance:
        before = _content(provenance)
        head = before or "\t".join(PROVENANCE) + "\n"
        changed[provenance] = before, head + "".join("\t".join(row) + "\n" for row in made.provenance)
    return changed


def patch(changed: Dict[Path, Tuple[str, str]], root: Path) -> str:
    """What `git apply` takes."""
    parts = []
    for path, (before, after) in sorted(changed.items()):
        name = path.resolve().relative_to(root.resolve()).as_posix()
        old = f"a/{name}" if before else "/dev/null"
        lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), old, f"b/{name}")
        new = "" if before else "new file mode 100644\n"
        parts.append(f"diff --git a/{name} b/{name}\n{new}" + "".join(lines))
    return "".join(parts)


def _named(intent: str) -> str:
    return "out_of_scope.txt" if intent == OUT_OF_SCOPE else f"{intent}.txt"


def _content(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
