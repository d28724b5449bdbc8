"""What callers say in the drill, and what it is: sentences written for it, and everyday ones that the tests hold already."""

from __future__ import annotations

import csv
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launcher.paths import ROOT

SENTENCES = Path(__file__).parent / "sentences"
NEW_WAY, SHORTCUT = "reckless_driver", "noise_ongoing"
SHARES = {"new way": 0.15, "shortcut": 0.08, "danger": 0.03}  # of the calls; the rest is everyday
KEPT_FROM_LABELS = (
    3  # one of so many of the drill's own sentences is never said before the promotion: it measures what was learnt
)


@dataclass(frozen=True)
class Said:
    """`group`: everyday, danger, new way or shortcut."""

    text: str
    need: str
    danger: bool
    group: str


def everyday() -> list[Said]:
    """Of the golden table; its emergencies are left out."""
    with (ROOT / "tests" / "golden" / "needs.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["disposition"] != "911" and row["need"]]
    return [Said(row["utterance"], row["need"], False, "everyday") for row in rows]


def dangerous() -> list[Said]:
    """Sentences that danger is tuned on (benchmarks/danger_dev), never a held-out one."""
    return [Said(line, "emg_in_progress", True, "danger") for line in danger_dev("emergencies")]


def of_a_canary() -> Iterator[str]:
    """Without end: everyday openings, and of five calls one that tells of an emergency, one that sounds like one, and one of a routine need
    told at length. Among everyday sentences alone nobody could tell a model that hears danger from one that hears none.
    """
    golden, told = itertools.cycle(one.text for one in everyday()), itertools.cycle(danger_dev("routine"))
    emergencies, alike = itertools.cycle(danger_dev("emergencies")), itertools.cycle(danger_dev("lookalikes"))
    for five in zip(golden, emergencies, told, alike, golden, strict=True):
        yield from five


def new_way() -> list[Said]:
    return [Said(text, NEW_WAY, False, "new way") for text in _lines("new_way.txt")]


def shortcut() -> list[Said]:
    with (SENTENCES / "shortcut_calls.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [Said(row["text"], row["need"], False, "shortcut") for row in rows]


def shortcut_examples() -> list[str]:
    """What was once added to the training data, and made the name decide."""
    return _lines("shortcut.txt")


def said_before(all_of: list[Said]) -> list[Said]:
    return [one for at, one in enumerate(all_of) if at % KEPT_FROM_LABELS]


def said_after(all_of: list[Said]) -> list[Said]:
    """The same needs in words that no label was given for."""
    return [one for at, one in enumerate(all_of) if at % KEPT_FROM_LABELS == 0]


def calls(number: int, dice: random.Random) -> Iterator[Said]:
    """In no order; every sentence comes again and again, as there are fewer sentences than calls."""
    kinds = {"new way": said_before(new_way()), "shortcut": said_before(shortcut()), "danger": dangerous()}
    own = [
        one
        for kind, share in SHARES.items()
        for one in itertools.islice(itertools.cycle(kinds[kind]), int(share * number))
    ]
    all_of = own + list(itertools.islice(itertools.cycle(everyday()), number - len(own)))
    dice.shuffle(all_of)
    return iter(all_of)


def danger_dev(name: str) -> list[str]:
    lines = (ROOT / "benchmarks" / "danger_dev" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _lines(name: str) -> list[str]:
    text = (SENTENCES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
