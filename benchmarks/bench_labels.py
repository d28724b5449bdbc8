"""How much a label teaches: accuracy by labels, those that the inbox puts first beside labels drawn by chance.

A young model knows TO_BEGIN examples of each need; the other training examples play the logged turns, and their intents the
reviewers. Each step labels more of them and fits again: those that the present model is least sure of (the inbox's reasons `two_alike`
and `little_confidence`), the same with every need in turn (`balanced`, chosen among five ways on a fifth of the training examples), or
any. Measured on the needs of all held-out sets. Stands for the whole: the embedding's regression alone, without n-grams; the encoder was
fitted on these examples before, which favours no order.

Tried on a fifth of the training examples, one draw each, and not taken, since none was clearly better than `balanced`. Labels of chance's
that each needed at 250, 500, 1000, 2000 and 4000: balanced 0.64 1.09 0.83 0.61 0.54; the most doubtful of each of as many clusters 0.57
0.86 0.89 0.81 0.82; doubt mixed with distance from every example 0.80 1.52 1.27 0.93 0.86; balanced, and nothing twice that is alike 0.66
1.09 0.82 0.62 0.70; the same by disagreement of the regression with the nearest example 1.11 1.03 0.78 0.54 0.53. Half the labels for the
same gain is reached at 4,000 labels, not before.
"""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.bench_nlu import head, row
from benchmarks.held_out import SETS, lines
from nlu_components.encoder.encoder import shared_encoder
from nlu_components.needs.matter import matters_for_training
from retraining.encoder.examples import read

WAYS = ("balanced", "doubtful", "chance")
TO_BEGIN, STEPS, SEEDS = 6, (0, 250, 500, 1000, 2000, 4000), (1, 2, 3)


class Pool:
    """Texts as vectors, with what they are."""

    def __init__(self, labelled: list[tuple[str, str]]) -> None:
        self.intents = np.array([intent for intent, _ in labelled])
        self.vectors = shared_encoder().encode(matters_for_training([text for _, text in labelled]))


def fitted(pool: Pool, chosen: np.ndarray) -> LogisticRegression:
    model = LogisticRegression(C=20.0, max_iter=200, tol=2e-5 * len(chosen))
    return model.fit(pool.vectors[chosen], pool.intents[chosen])


def begin(pool: Pool, dice: np.random.Generator) -> np.ndarray:
    order = dice.permutation(len(pool.intents))
    seen: dict[str, int] = {}
    chosen = []
    for at in order:
        intent = pool.intents[at]
        if seen.setdefault(intent, 0) < TO_BEGIN:
            seen[intent] += 1
            chosen.append(at)
    return np.array(chosen)


def next_ones(
    model: LogisticRegression, pool: Pool, left: np.ndarray, wanted: int, way: str, dice: np.random.Generator
) -> np.ndarray:
    if way == "chance":
        return dice.permutation(left)[:wanted]
    chances = model.predict_proba(pool.vectors[left])
    best = np.sort(chances, axis=1)
    margins = best[:, -1] - best[:, -2]
    if way == "doubtful":
        return left[np.argsort(margins)[:wanted]]
    return left[np.lexsort((margins, places(chances.argmax(axis=1), margins)))[:wanted]]


def places(intents: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """Of each turn its place among those of its intent, the most doubtful first."""
    found, seen = np.zeros(len(intents), int), Counter[int]()
    for at in np.argsort(margins):
        found[at] = seen[intents[at]]
        seen[intents[at]] += 1
    return found


def curve(pool: Pool, asked: Pool, way: str, seed: int) -> list[float]:
    """The share of held-out needs that are right after each step."""
    dice = np.random.default_rng(seed)
    chosen = begin(pool, dice)
    model, shares = fitted(pool, chosen), []
    for before, step in zip((0, *STEPS), STEPS, strict=False):
        if step > before:
            left = np.setdiff1d(np.arange(len(pool.intents)), chosen)
            chosen = np.concatenate([chosen, next_ones(model, pool, left, step - before, way, dice)])
            model = fitted(pool, chosen)
        shares.append(float((model.predict(asked.vectors) == asked.intents).mean()))
    return shares


def labels_for(shares: np.ndarray, wanted: float) -> float:
    """How many labels bring so much, between the steps on a straight line; nan when the steps do not reach it."""
    return float(np.interp(wanted, shares, STEPS)) if shares[-1] >= wanted else float("nan")


def main() -> None:
    started = time.perf_counter()
    pool = Pool([(example.intent, example.text) for example in read()])
    asked = Pool([one for folder in SETS.values() if folder.is_dir() for one in lines(folder / "needs")])
    balanced, doubtful, chance = (np.mean([curve(pool, asked, way, seed) for seed in SEEDS], axis=0) for way in WAYS)
    print(f"### Needs right by labels, {len(asked.intents)} held-out lines, mean of {len(SEEDS)} draws\n")
    head("labels", "inbox, balanced", "inbox", "by chance")
    for at, step in enumerate(STEPS):
        row(step, *(f"{100 * one[at]:.1f} %" for one in (balanced, doubtful, chance)))
    print("\n### Labels for the same share\n")
    head("right", "balanced", "inbox", "chance", "balanced : chance", "inbox : chance")
    for at in range(1, len(STEPS)):
        wanted = chance[at]
        row(
            f"{100 * wanted:.1f} %",
            f"{labels_for(balanced, wanted):.0f}",
            f"{labels_for(doubtful, wanted):.0f}",
            STEPS[at],
            f"{labels_for(balanced, wanted) / STEPS[at]:.2f}",
            f"{labels_for(doubtful, wanted) / STEPS[at]:.2f}",
        )
    print(f"\n{len(pool.intents)} examples, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
