"""Is the candidate good enough? Pairs of right and wrong on the same lines in, findings out. Pure but for its dice, which are set."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Sequence, Tuple

import numpy as np

from retraining.gate.rules import Rule, Rules

SEED = 417
HALF = 0.5  # from which on a line is right
AT_A_TIME = 500


@dataclass(frozen=True)
class Line:
    """One line, a whole call, or a sentence of the behavioural suite.

    `group`: what it belongs to (a set, a speaker, a language); `also`: further groups of it (its need, its kind of danger).
    `before`, `now`: 1 right, 0 wrong, or how well something is known; milliseconds where a rule is about time.
    """

    group: str
    text: str
    before: float
    now: float
    also: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One rule on one part of the lines. `lost`: group -> lines that are newly wrong; the lines themselves are never told."""

    what: str
    group: str  # "all" or one group
    lines: int
    before: float  # shares that are right, or `unit`
    now: float
    newly_wrong: int
    newly_right: int
    passed: bool
    why: str
    lost: Dict[str, int] = field(default_factory=dict)
    unit: str = ""


def judge(lines: Mapping[str, Sequence[Line]], rules: Rules) -> List[Finding]:
    """A finding for each rule over all lines, and for each group that is large enough.

    A part without lines is not passed where it is needed. Each of many groups must be the more surely worse (Bonferroni), else one of
    eighty needs would stop four models of five that are no worse.
    """
    found: List[Finding] = []
    for rule in rules.rules:
        part = list(lines.get(rule.what, ()))
        found.append(_finding(rule, "all", part, rules.draws, rule.noise))
        large = [] if rule.group_of is None else [one for one in _groups(part) if len(one[1]) >= rule.group_of]
        noise = 1 - (1 - rule.noise) / max(1, len(large))
        found += [_finding(rule, group, own, _draws(rules.draws, noise), noise) for group, own in large]
    return found


def passes(found: Sequence[Finding]) -> bool:
    return all(one.passed for one in found)


def _draws(draws: int, noise: float) -> int:
    """So many that some lie beyond the noise."""
    return max(draws, int(10 / (1 - noise)))


def _finding(rule: Rule, group: str, lines: Sequence[Line], draws: int, noise: float) -> Finding:
    if not lines:
        return Finding(rule.what, group, 0, 0.0, 0.0, 0, 0, not rule.needed, "there is nothing to measure it with")
    if rule.most_ms is not None:
        return _slowness(rule, rule.most_ms, group, lines)
    lost = Counter(line.group for line in lines if _worse(line))
    wrong, right = sum(lost.values()), sum(line.before < HALF <= line.now for line in lines)
    before, now = (sum(line.before for line in lines) / len(lines), sum(line.now for line in lines) / len(lines))
    passed, why = _judged(rule, lines, wrong - right, draws, noise)
    if now < rule.floor and wrong:
        passed, why = False, f"{now:.3f} are right, never less than {rule.floor}"
    return Finding(rule.what, group, len(lines), before, now, wrong, right, passed, why, dict(sorted(lost.items())))


def _slowness(rule: Rule, most_ms: float, group: str, lines: Sequence[Line]) -> Finding:
    """By the 95th percentile of each; no pairs, as a busy machine slows any line a little."""
    before, now = (float(np.quantile(times, 0.95)) for times in zip(*((one.before, one.now) for one in lines)))
    most = max(most_ms, before * rule.most_slower)
    why = f"{now:.0f} ms, at most {most:.0f}"
    return Finding(rule.what, group, len(lines), before, now, 0, 0, now <= most, why, unit="ms")


def _judged(rule: Rule, lines: Sequence[Line], more: int, draws: int, noise: float) -> Tuple[bool, str]:
    if rule.most_newly_wrong is not None:
        return more <= rule.most_newly_wrong, f"{more} more wrong, at most {rule.most_newly_wrong}"
    surely = -loss(lines, noise, draws)
    return surely <= rule.margin, f"worse by at least {max(0.0, surely):.3f}, at most {rule.margin}"


def loss(lines: Sequence[Line], confidence: float, draws: int) -> float:
    """The change of the share that is right which, drawn again from these pairs, is exceeded in `1 - confidence` of the draws.

    Negative: worse by at least so much, with this confidence. The paired bootstrap (Koehn 2004, one-sided).
    """
    change = np.array([line.now - line.before for line in lines])
    if not change.any():
        return 0.0
    dice = np.random.default_rng(SEED)
    means = [
        change[dice.integers(0, len(change), size=(min(AT_A_TIME, draws - done), len(change)))].mean(axis=1)
        for done in range(0, draws, AT_A_TIME)
    ]
    return float(np.quantile(np.concatenate(means), confidence))


def _worse(line: Line) -> bool:
    return line.before >= HALF > line.now


def _groups(lines: Sequence[Line]) -> List[Tuple[str, List[Line]]]:
    found: Dict[str, List[Line]] = {}
    for line in lines:
        for group in (line.group, *line.also):
            found.setdefault(group, []).append(line)
    return sorted(found.items())
