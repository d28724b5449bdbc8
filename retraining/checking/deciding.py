"""Names and places that stand in one need only, so that a model learns the name instead of what happened: the shortcut that once sent
a city's streets to another city. Pure.

A word is a name when it is mostly written with a capital inside a sentence. It decides when nearly all its examples are of one
need and chance would not make it so (binomial test against the need's share of all examples).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Dict, List, Set

from scipy.stats import binomtest

from retraining.checking.examples import Placed

OFTEN = 4  # examples that hold it
NEARLY_ALL = 0.8
BY_CHANCE = 0.001
CAPITAL = 0.7
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?:'s)?")
_WORD = re.compile(r"[A-Za-z]+(?:'s)?")
_NEVER = frozenset({"i", "im", "id", "ill", "ive"})


@dataclass(frozen=True)
class Deciding:
    word: str
    intent: str
    of_it: int
    examples: int
    where: str


def deciding(placed: List[Placed]) -> List[Deciding]:
    """The most frequent first."""
    names, share = _names(placed), Counter(one.intent for one in placed)
    holding: Dict[str, List[Placed]] = defaultdict(list)
    for one in placed:
        for word in {_plain(found) for found in _WORD.findall(one.text)} & names:
            holding[word].append(one)
    found = []
    for word, examples in holding.items():
        intent, times = Counter(one.intent for one in examples).most_common(1)[0]
        chance = share[intent] / len(placed)
        surprising = binomtest(times, len(examples), chance, alternative="greater").pvalue < BY_CHANCE
        if len(examples) >= OFTEN and times / len(examples) >= NEARLY_ALL and surprising:
            found.append(Deciding(word, intent, times, len(examples), f"{examples[0].path.name}:{examples[0].line}"))
    return sorted(found, key=lambda one: -one.examples)


def _names(placed: List[Placed]) -> Set[str]:
    """Words that are mostly capitals where no sentence begins."""
    capital, seen = Counter[str](), Counter[str]()
    for one in placed:
        if one.text.lower() == one.text:  # as a recogniser writes: says nothing about capitals
            continue
        capital.update(_plain(word) for word in _INSIDE.findall(one.text))
        seen.update(_plain(word) for word in _WORD.findall(one.text))
    return {word for word in capital if capital[word] / seen[word] >= CAPITAL and word not in _NEVER}


def _plain(word: str) -> str:
    return word.casefold().removesuffix("'s")
