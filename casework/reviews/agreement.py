"""Whether reviewers agree: what follows for one turn, and Cohen's kappa over many (Cohen 1960). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from casework.reviews.shapes import Label, State

Said = tuple[str, tuple[str, ...], bool]


def said(label: Label) -> Said:
    """What two labels must share to agree; the words that were taken out are no part of it."""
    return label.verdict, tuple(sorted(label.needs)), label.danger


def state_of(labels: Sequence[Label], danger_judged: bool) -> State:
    """One label settles a turn; where the model or a reviewer sees danger, it takes two that agree."""
    if not labels:
        return "open"
    if all(label.verdict == "discard" for label in labels):
        return "discarded"
    if len({said(label) for label in labels}) > 1:
        return "disputed"
    if len(labels) == 1 and (danger_judged or labels[0].danger):
        return "second"
    return "settled"


def kappa(pairs: Sequence[tuple[Said, Said]]) -> float | None:
    """Agreement beyond chance, 1 at most; None where chance alone would agree always."""
    if not pairs:
        return None
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[what] * second[what] for what in first) / len(pairs) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
