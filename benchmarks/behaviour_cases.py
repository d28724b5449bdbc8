"""The sentences of the behavioural suite: callers' words, and the same words with something around or in them. Pure.

Drawn with a fixed seed, so that two runs differ by the model alone.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).parent / "behaviour"
STREETS = ROOT / "agencies" / "denver" / "streets.csv"
NEEDS = ROOT / "tests" / "golden" / "needs.csv"
NAMES = ("maria lopez", "john smith", "jesus hernandez", "aisha khan", "pearl washington", "grant harrison", "denise")
OTHERS = ("other_city", "non_english", "silent_or_hangup")  # needs that are about the place, the language, or no words
EACH = 2  # changed sentences of a kind for each of the caller's
SLIPPED = 2  # words misheard in a sentence
SEED = 20


@dataclass(frozen=True)
class Base:
    """A caller's words, and what they are about: a need or a kind of emergency."""

    label: str
    said: str
    danger: bool = False


@dataclass(frozen=True)
class Case:
    base: Base
    kind: str
    text: str


def bases() -> list[Base]:
    rows = csv.DictReader(NEEDS.read_text(encoding="utf-8").splitlines())
    needs = [Base(row["need"], row["utterance"]) for row in rows if row["need"] not in OTHERS]
    return needs + [Base(row["kind"], row["text"], danger=True) for row in table("emergencies.tsv")]


def table(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def invariance(kinds: frozenset[str] = frozenset()) -> Iterator[Case]:
    """Every caller's words in EACH changed forms of every kind; only some kinds when they are named."""
    templates = yaml.safe_load((HERE / "invariance.yml").read_text(encoding="utf-8"))
    drawn = random.Random(SEED)
    streets = street_names()
    slips = {row["said"]: row["heard"] for row in table("slips.tsv")}
    made: dict[str, Callable[[str, random.Random], str]] = {
        "case_and_punctuation": _other_case,
        "spelling": _misspelt,
        "recogniser": lambda said, by: _misheard(said, by, slips),
    }
    for base in bases():
        for kind, around in templates.items():
            for template in drawn.sample(around, EACH):
                street, number = drawn.choice(streets), drawn.randrange(200, 5000, 5)
                words = {"said": base.said, "street": street, "number": number, "name": drawn.choice(NAMES)}
                if not kinds or kind in kinds:
                    yield Case(base, kind, template.format(**words))
        for kind, change in made.items():
            changed = {change(base.said, drawn) for _ in range(EACH)} - {base.said}
            yield from (Case(base, kind, text) for text in sorted(changed) if not kinds or kind in kinds)


def direction() -> Iterator[tuple[Case, str]]:
    """(sentence, what the judgement must become)."""
    for kind, rule in yaml.safe_load((HERE / "direction.yml").read_text(encoding="utf-8")).items():
        emergencies = rule["of"] == "emergencies"
        for base in bases():
            wanted = base.danger and base.label not in rule["but"] if emergencies else base.label in rule["of"]
            if wanted:
                yield from (
                    (Case(base, kind, one.format(said=base.said)), rule["becomes"]) for one in rule["templates"]
                )


def street_names() -> list[str]:
    """Streets as callers say them, half of them in small letters."""
    lines = [line for line in STREETS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    names = [row["name"] for row in csv.DictReader(lines) if not row["name"][0].isdigit() and row["type"] == "St"]
    return [name if i % 2 else name.lower() for i, name in enumerate(names)]


def _other_case(said: str, by: random.Random) -> str:
    bare = re.sub(r"[^\w\s']", "", said)
    return by.choice([said.upper(), said.capitalize() + ".", f"{said}!!!", bare, f"{said}...", said.title()])


def _misspelt(said: str, by: random.Random) -> str:
    """Two letters inside one longer word changed places, as thumbs do."""
    words = said.split(" ")
    longer = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not longer:
        return said
    i = by.choice(longer)
    at = by.randrange(1, len(words[i]) - 2)
    words[i] = words[i][:at] + words[i][at + 1] + words[i][at] + words[i][at + 2 :]
    return " ".join(words)


def _misheard(said: str, by: random.Random, slips: dict[str, str]) -> str:
    words = said.split(" ")
    known = [i for i, word in enumerate(words) if word in slips]
    for i in by.sample(known, min(SLIPPED, len(known))):
        words[i] = slips[words[i]]
    return " ".join(words)
