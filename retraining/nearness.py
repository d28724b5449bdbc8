"""Why the model heard a turn so, and what it has never heard: the nearest examples of a turn, and turns unlike all of them in clusters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from retraining.checking.examples import Examples, Placed, read
from retraining.new_examples import spoken

ALIKE = 0.5  # mean cosine within a cluster; what is said in a new way shares less than examples of one need do
FEWEST = 3  # turns that are worth a look together


@dataclass(frozen=True)
class Cluster:
    """`turns`: the most typical first; `intents`: what the model heard, the most frequent first."""

    turns: Tuple[Dict[str, Any], ...]
    intents: Tuple[str, ...]


class Nearness:
    """Every example, encoded once; by a training already, where its vectors are kept."""

    def __init__(self, folder: Path) -> None:
        self._examples: Examples = read(folder)

    def nearest(self, texts: Sequence[str], number: int) -> List[List[Tuple[float, Placed]]]:
        """Of each text the closest examples, with their cosine."""
        if not texts:
            return []
        like = vectors(texts) @ self._examples.vectors.T
        return [
            [(float(row[at]), self._examples.placed[int(at)]) for at in np.argsort(-row)[:number]] for row in like
        ]  # fmt: skip


def vectors(texts: Sequence[str]) -> Any:
    """(texts, dimensions), each of length 1, of the matter alone as the models see it."""
    from nlu_components.encoder.encoder import shared_encoder
    from nlu_components.needs.matter import matters_for_training

    found = np.asarray(shared_encoder().encode(matters_for_training([spoken(text) for text in texts])))
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def clusters(turns: Sequence[Dict[str, Any]], embedded: Any) -> List[Cluster]:
    """`embedded`: their vectors. The largest first; turns that are like no other are left out."""
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(turns) < FEWEST:
        return []
    numbers = fcluster(linkage(embedded, "average", metric="cosine"), 1 - ALIKE, criterion="distance")
    found = [np.flatnonzero(numbers == number) for number in sorted(set(numbers))]
    large = sorted((one for one in found if len(one) >= FEWEST), key=lambda one: -len(one))
    return [_cluster([turns[int(at)] for at in one], embedded[one]) for one in large]


def _cluster(turns: Sequence[Dict[str, Any]], embedded: Any) -> Cluster:
    middle = embedded.mean(axis=0)
    order = np.argsort(-(embedded @ middle))
    heard = [str(turn["understood"]["intent"]) for turn in turns]
    return Cluster(tuple(turns[int(at)] for at in order), tuple(sorted(set(heard), key=lambda one: -heard.count(one))))
