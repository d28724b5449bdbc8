"""How much speaks for it that a candidate does its callers harm: a bet against "it does not", won call by call. Pure.

Where both models do equally well, whose call it was tells nothing about how it went, and whoever bets that the bad calls of the
next few are the candidate's gains nothing on average. So the stake is seldom large: it reaches 20 times what it began with in at most
one canary of 20, at whatever call one stops (Ville's inequality; Ramdas and others, "Game-theoretic statistics and safe
anytime-valid inference", Statistical Science 38, 2023). No look costs anything, and no share of the calls has to be kept to.

Bets are made on blocks, as soon as both models had BLOCK calls more (Turner and Grünwald, "Safe tests for 2 x k contingency tables",
2022): a call gains p(what happened, under its model) / p(what happened, under either), the shares p guessed from the calls before. An
edge is put into the model in use's calls in thought: of those without it some are given it (most_more), of those with it a part is left
(least_left). Each edge bets on several sizes of harm; the stake is divided by their weights.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp, log
from typing import Any, List, Mapping, Tuple

from retraining.canary.bands import Bands

Counts = Mapping[str, Any]  # one line of GET .../turns/outcomes: {"model", "calls", "troubled", ...}
NONE: Counts = {"calls": 0}
HIGHER = (0.04, 0.1, 0.25)  # by how much the harmed share may lie above
LOWER = (0.25, 0.5, 0.75)  # and what may be left of one that fell
GUESSED, GUESS_WEIGHS = 0.1, 10.0  # the share before anybody rang, and how many calls that is worth
_LEAST = 0.002
BLOCK = 5


@dataclass
class Side:
    """One edge of a band. `edge`: by how much the candidate's share may lie above the other's (`more`), or which part of it must be left.
    `stakes`: the logarithm of each bet's, beginning at 0."""

    what: str
    more: bool
    edge: float
    weight: float
    stakes: List[float] = field(default_factory=lambda: [0.0] * len(HIGHER))

    def add(self, usual: float, share: float, present: Tuple[int, int], candidate: Tuple[int, int]) -> None:
        """A block. `usual`: the model in use's share before it; `share`: the candidate's of its calls; (with, without) of each."""
        low_is, high_is = (present, candidate) if self.more else (candidate, present)
        of_high = share if self.more else 1 - share
        for at in range(len(self.stakes)):
            low, high = self._bet(usual, at)
            either = of_high * high + (1 - of_high) * low
            fell, fell_not = low / either, (1 - low) / (1 - either)
            rose, rose_not = high / either, (1 - high) / (1 - either)
            if self.more:  # of the present's calls without it so many had it, in thought
                fell_not = self.edge * fell + (1 - self.edge) * fell_not
            else:  # and of those with it this part
                rose = self.edge * rose + (1 - self.edge) * rose_not
            self.stakes[at] += high_is[0] * log(rose) + high_is[1] * log(rose_not)
            self.stakes[at] += low_is[0] * log(fell) + low_is[1] * log(fell_not)

    def _bet(self, usual: float, at: int) -> Tuple[float, float]:
        """The share of the side that has less of it, and that of the other; the edge is in the model in use's."""
        if not self.more:
            left = min(usual * self.edge, 0.98)
            return left * LOWER[at], left
        low = min(usual + (1 - usual) * self.edge, 0.95)
        return low, min(low + HIGHER[at], 0.98)

    @property
    def odds(self) -> float:
        return sum(exp(min(stake, 700.0)) for stake in self.stakes) / len(self.stakes)


@dataclass
class Seen:
    """One edge of a band: both models' shares, and what its own bets have become of 1."""

    what: str
    more: bool
    edge: float
    present: float
    candidate: float
    odds: float

    @property
    def allowed(self) -> str:
        """The edge in words."""
        return (
            f"at most {100 * self.edge:g} in 100 more" if self.more else f"at least {100 * self.edge:g} % of them left"
        )


class Evidence:
    """Of one canary."""

    def __init__(self, bands: Bands) -> None:
        self._limit = 1 / bands.false_returns
        self._sides = [
            Side(band.what, more, edge, band.weight)
            for band in bands.bands
            for more, edge in ((True, band.most_more), (False, band.least_left))
            if edge is not None
        ]
        self._present, self._candidate = NONE, NONE  # as they were after the last block
        self._now = NONE, NONE

    def add(self, present: Counts, candidate: Counts) -> None:
        """Everything counted until now. What came since the last block is one, once it is large enough."""
        self._now = present, candidate
        calls = (
            int(present["calls"]) - int(self._present["calls"]),
            int(candidate["calls"]) - int(self._candidate["calls"]),
        )
        if min(calls) < BLOCK:
            return
        for side in self._sides:
            theirs, ours = _since(present, self._present, side.what), _since(candidate, self._candidate, side.what)
            side.add(_guess(self._present, side.what), calls[1] / sum(calls), theirs, ours)
        self._present, self._candidate = present, candidate

    @property
    def odds(self) -> float:
        """What 1 became; it is returned from 1 / false_returns on."""
        return sum(side.weight * side.odds for side in self._sides) / sum(side.weight for side in self._sides)

    @property
    def harms(self) -> bool:
        return self.odds >= self._limit

    @property
    def seen(self) -> List[Seen]:
        """Every edge, the most telling first."""
        present, candidate = self._now
        return [
            Seen(one.what, one.more, one.edge, _share(present, one.what), _share(candidate, one.what), one.odds)
            for one in sorted(self._sides, key=lambda side: -side.weight * side.odds)
        ]


def _guess(counted: Counts, what: str) -> float:
    times = int(counted.get(what, 0)) + GUESSED * GUESS_WEIGHS
    return max(_LEAST, times / (int(counted["calls"]) + GUESS_WEIGHS))


def _since(now: Counts, then: Counts, what: str) -> Tuple[int, int]:
    """(with, without); what was erased meanwhile is not counted back."""
    times = max(0, int(now.get(what, 0)) - int(then.get(what, 0)))
    calls = max(0, int(now["calls"]) - int(then["calls"]))
    return min(times, calls), max(0, calls - times)


def _share(counted: Counts, what: str) -> float:
    return int(counted.get(what, 0)) / int(counted["calls"]) if counted["calls"] else 0.0
