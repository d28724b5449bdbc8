"""Whether what happened to the candidate's callers lies outside of its bands, for sure. Pure.

The difference of two shares by Newcombe's hybrid score interval (Statistics in Medicine 17, 1998, method 10) out of Wilson's
intervals of both, which hold for few calls and for shares near 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any, List, Mapping, Tuple

from scipy.stats import binomtest

from retraining.canary.bands import Band, Bands

Counts = Mapping[str, Any]  # one line of GET .../turns/outcomes: {"model", "calls", "danger_asked", ...}
NONE: Counts = {"calls": 0}


@dataclass(frozen=True)
class Seen:
    """One band. `low`, `high`: between what lies the difference of the shares, candidate less present, at this look."""

    what: str
    present: float
    candidate: float
    low: float
    high: float
    out: str  # why it is out of its band; empty when that is not sure


def look(present: Counts, candidate: Counts, bands: Bands) -> List[Seen]:
    """Every band at this look. Nothing is out before both models had their first calls."""
    return [_seen(band, present, candidate, bands) for band in bands.bands]


def _seen(band: Band, present: Counts, candidate: Counts, bands: Bands) -> Seen:
    calls = int(present["calls"]), int(candidate["calls"])
    times = int(present.get(band.what, 0)), int(candidate.get(band.what, 0))
    if min(calls) < bands.first_look:
        return Seen(band.what, _share(times[0], calls[0]), _share(times[1], calls[1]), -1.0, 1.0, "")
    low, high = difference((times[1], calls[1]), (times[0], calls[0]), bands.error_of_a_look)
    out = ""
    if band.most_more is not None and low > band.most_more:
        out = f"more by {low:.3f} at least, at most {band.most_more:g} is in its band"
    if band.most_less is not None and high < -band.most_less:
        out = f"less by {-high:.3f} at least, at most {band.most_less:g} is in its band"
    return Seen(band.what, _share(times[0], calls[0]), _share(times[1], calls[1]), low, high, out)


def difference(one: Tuple[int, int], other: Tuple[int, int], error: float) -> Tuple[float, float]:
    """Of two (times, calls): between what lies the first share less the second; each side wrong in `error` of all cases."""
    (first, first_low, first_high), (second, second_low, second_high) = (_wilson(*each, error) for each in (one, other))
    low = first - second - sqrt((first - first_low) ** 2 + (second_high - second) ** 2)
    high = first - second + sqrt((first_high - first) ** 2 + (second - second_low) ** 2)
    return low, high


def _wilson(times: int, calls: int, error: float) -> Tuple[float, float, float]:
    found = binomtest(times, calls).proportion_ci(confidence_level=1 - 2 * error, method="wilson")
    return times / calls, float(found.low), float(found.high)


def _share(times: int, calls: int) -> float:
    return times / calls if calls else 0.0
