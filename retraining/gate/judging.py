"""Is the candidate good enough? Pairs of right and wrong on the same lines in, findings out. Pure but for its dice, which are set."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Sequence, Tuple

import numpy as np

from retraining.gate.rules import Rule, Rules

SEED = 417


@dataclass(frozen=True)
class Line:
    """One held-out line. `group`: what it belongs to (a set and need, a kind of danger, a language)."""

    group: str
    text: str
    before: bool
    now: bool


@dataclass(frozen=True)
class Finding:
    """One rule on one part of the lines. `lost`: group -> lines that are newly wrong; the lines themselves are never told."""

    what: str
    group: str  # "all" or one group
    lines: int
    before: float  # shares that are right
    now: float
    newly_wrong: int
    newly_right: int
    passed: bool
    why: str
    lost: Dict[str, int] = field(default_factory=dict)


def judge(lines: Mapping[str, Sequence[Line]], rules: Rules) -> List[Finding]:
    """A finding for each rule over all lines, and for each group that is large enough. A part without lines is not passed."""
    found: List[Finding] = []
    for rule in rules.rules:
        part = list(lines.get(rule.what, ()))
        found.append(_finding(rule, "all", part, rules.draws))
        if rule.group_of:
            found += [
                _finding(rule, group, own, rules.draws)
                for group, own in sorted(_groups(part).items())
                if len(own) >= rule.group_of
            ]
    return found


def passes(found: Sequence[Finding]) -> bool:
    return all(one.passed for one in found)


def _finding(rule: Rule, group: str, lines: Sequence[Line], draws: int) -> Finding:
    if not lines:
        return Finding(rule.what, group, 0, 0.0, 0.0, 0, 0, False, "there is nothing to measure it with")
    lost = Counter(line.group for line in lines if _worse(line))
    wrong, right = sum(lost.values()), sum(line.now and not line.before for line in lines)
    before, now = (sum(line.before for line in lines) / len(lines), sum(line.now for line in lines) / len(lines))
    passed, why = _judged(rule, lines, wrong, right, draws)
    if now < rule.floor and wrong:
        passed, why = False, f"{now:.3f} are right, never less than {rule.floor}"
    return Finding(rule.what, group, len(lines), before, now, wrong, right, passed, why, dict(sorted(lost.items())))


def _judged(rule: Rule, lines: Sequence[Line], wrong: int, right: int, draws: int) -> Tuple[bool, str]:
    if rule.most_newly_wrong is not None:
        more = wrong - right
        return more <= rule.most_newly_wrong, f"{more} more wrong, at most {rule.most_newly_wrong}"
    surely = -loss(lines, rule.noise, draws)
    return surely <= rule.margin, f"worse by at least {max(0.0, surely):.3f}, at most {rule.margin}"


def loss(lines: Sequence[Line], confidence: float, draws: int) -> float:
    """The change of the share that is right which, drawn again from these pairs, is exceeded in `1 - confidence` of the draws.

    Negative: worse by at least so much, with this confidence. The paired bootstrap (Koehn 2004, one-sided).
    """
    change = np.array([int(line.now) - int(line.before) for line in lines])
    if not change.any():
        return 0.0
    dice = np.random.default_rng(SEED)
    drawn = dice.integers(0, len(change), size=(draws, len(change)))
    return float(np.quantile(change[drawn].mean(axis=1), confidence))


def _worse(line: Line) -> bool:
    return line.before and not line.now


def _groups(lines: Sequence[Line]) -> Dict[str, List[Line]]:
    found: Dict[str, List[Line]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    return found
