"""Of a hundred needs of which the model is so sure, how many are right? And what acting, asking and handing over come to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.tables import table

ASKED_BELOW = (0.3, 0.4, 0.5, 0.6, 0.7)
BANDS = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))


@dataclass(frozen=True)
class Choice:
    """One utterance: how sure of the first choice, whether it was right, whether the right one was among the first two."""

    sure: float
    right: bool
    among_two: bool
    asked_second: bool = False


def calibration_error(choices: Sequence[Choice]) -> float:
    """The mean distance between how sure and how right, over bands of a tenth, weighted by how many lie in each (ECE)."""
    bands: dict[int, list[Choice]] = {}
    for one in choices:
        bands.setdefault(min(9, int(one.sure * 10)), []).append(one)
    distances = (abs(mean(c.sure for c in band) - mean(c.right for c in band)) * len(band) for band in bands.values())
    return sum(distances) / max(1, len(choices))


def mean(values: Iterable[float]) -> float:
    known = list(values)
    return sum(known) / max(1, len(known))


def reliability(choices: Sequence[Choice]) -> list[tuple[str, int, str, str]]:
    """(band, how many, mean sureness, share that was right)"""
    rows = []
    for low, high in BANDS:
        band = [one for one in choices if low <= one.sure < high]
        if band:
            shares = (f"{100 * mean(c.sure for c in band):.0f} %", f"{100 * mean(c.right for c in band):.0f} %")
            rows.append((f"{low:.2f} to {min(high, 1):.2f}", len(band), *shares))
    return rows


def acted(choices: Sequence[Choice], act_from: float) -> tuple[float, float, float]:
    """Shares of all: acted upon and wrong; asked which of two; of those asked, the right one offered."""
    doubtful = [one for one in choices if one.sure < act_from]
    wrong = sum(not one.right for one in choices if one.sure >= act_from) / max(1, len(choices))
    return wrong, len(doubtful) / max(1, len(choices)), mean(one.among_two for one in doubtful)


def how_sure(sets: Mapping[str, Sequence[Choice]]) -> str:
    """Two tables: is `sure` the share that is right, and what does asking below some limit come to?"""
    known = {name: {band: cells for band, *cells in reliability(choices)} for name, choices in sets.items()}
    names = [f"{low:.2f} to {min(high, 1):.2f}" for low, high in BANDS]
    rows = [[band, *(", ".join(map(str, rows.get(band, ["-"]))) for rows in known.values())] for band in names]
    rows.append(["calibration error", *(_percent(calibration_error(choices)) for choices in sets.values())])
    heard = (_percent(mean(one.asked_second for one in choices)) for choices in sets.values())
    rows.append(["second opinion heard", *heard])
    limits = [
        [limit, *(", ".join(map(_percent, acted(choices, limit))) for choices in sets.values())]
        for limit in ASKED_BELOW
    ]
    return "\n".join(
        [
            "\n### How sure, and how right (needs): utterances, sure, right\n",
            table(["sure", *sets], rows),
            "\n### Asked when less sure than that: wrong and acted upon, asked, right one among the two\n",
            table(["asked below", *sets], limits),
        ]
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
