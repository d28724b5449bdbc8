"""What a finder returns, and how overlapping findings become one replacement."""

from collections.abc import Iterable
from dataclasses import dataclass

# On overlap the kind named first gives the word that is left in the text; the whole stretch goes in any case.
ORDER = ("email", "address", "date", "plate", "phone", "number", "name", "letters")


@dataclass(frozen=True, slots=True)
class Finding:
    """Characters [start, end) of a text are of this kind (one of ORDER)."""

    start: int
    end: int
    kind: str


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """Without overlaps, in order; of two that overlap the stretch is joined and the more telling kind stays."""
    merged: list[Finding] = []
    for new in sorted(findings, key=lambda f: (f.start, -f.end)):
        if not merged or new.start >= merged[-1].end:
            merged.append(new)
            continue
        last = merged[-1]
        kind = min(last.kind, new.kind, key=ORDER.index)
        merged[-1] = Finding(last.start, max(last.end, new.end), kind)
    return merged
