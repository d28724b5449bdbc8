"""Nearly the same sentence under two needs, and many sentences of one need that differ in one word. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Dict, List, Set, Tuple

import numpy as np

from retraining.checking.examples import Examples, Placed

NEAR = 0.9  # cosine
AT_A_TIME = 1000
TEMPLATE_FROM = 3  # sentences off one frame
SHORTEST_FRAME = 3  # words; shorter sentences are alike because they are short


@dataclass(frozen=True)
class Pair:
    one: Placed
    other: Placed
    cosine: float


@dataclass(frozen=True)
class Frame:
    """`frame`: the words that all share, with _ for the one in which they differ."""

    frame: str
    examples: Tuple[Placed, ...]


def pairs(examples: Examples, near: float = NEAR) -> List[Pair]:
    """Of different needs or of different danger, the nearest first."""
    found: List[Pair] = []
    labels = np.array([one.label for one in examples.placed])
    for start in range(0, len(labels), AT_A_TIME):
        like = examples.vectors[start : start + AT_A_TIME] @ examples.vectors.T
        for at, other in zip(*np.nonzero(like >= near)):
            first = start + int(at)
            if first < other and labels[first] != labels[other]:
                found.append(Pair(examples.placed[first], examples.placed[int(other)], float(like[at, other])))
    return sorted(found, key=lambda pair: -pair.cosine)


def frames(placed: List[Placed]) -> List[Frame]:
    """The largest first; an example counts for its largest frame only."""
    by_frame: Dict[Tuple[str, str], List[Placed]] = defaultdict(list)
    for one in placed:
        for at in range(len(one.words)):
            if len(one.words) > SHORTEST_FRAME:
                by_frame[one.label, " ".join((*one.words[:at], "_", *one.words[at + 1 :]))].append(one)
    found: List[Frame] = []
    seen: Set[Placed] = set()
    for (_, frame), of_it in sorted(by_frame.items(), key=lambda item: -len(item[1])):
        left = [one for one in of_it if one not in seen]
        if len({one.words for one in left}) >= TEMPLATE_FROM:
            seen.update(left)
            found.append(Frame(frame, tuple(left)))
    return found
