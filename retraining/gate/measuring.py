"""The gate as one step: two models asked, the rules judged, a table for a person to read."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, List, Sequence

from retraining.gate.comparing import answers_of, lines
from retraining.gate.further import Further
from retraining.gate.judging import Finding, judge
from retraining.gate.judging import passes as passes
from retraining.gate.rules import load


def measure(model: Path, against: Path, further: Sequence[Further] = ()) -> List[Finding]:
    """`further`: reviewed and recorded calls. Raises Refused when a model cannot be asked."""
    return judge(lines(answers_of(against, further), answers_of(model, further)), load())


def as_json(found: Sequence[Finding]) -> List[Dict[str, Any]]:
    return [asdict(one) for one in found]


def table(found: Sequence[Finding], model: Path, against: Path) -> str:
    """All rules over everything, and the groups that did not pass or changed; how many groups stayed as they were."""
    rows = [f"{model.name} beside {against.name}, which is in use\n"]
    rows += ["| rule | lines | before | now | newly right | newly wrong | |", "|---|---|---|---|---|---|---|"]
    told = [one for one in found if one.group == "all" or not one.passed or one.newly_wrong or one.newly_right]
    rows += [_row(one) for one in told]
    rows.append(f"\n{len(found) - len(told)} groups more, in which no line is judged otherwise")
    rows += _lost(found)
    rows.append(f"\n{'It may be promoted.' if passes(found) else 'It may not be promoted.'}")
    return "\n".join(rows)


def _row(one: Finding) -> str:
    name = one.what if one.group == "all" else f"{one.what}, {one.group}"
    if not one.lines and one.passed:
        return f"| {name} | 0 | | | | | not measured: {one.why} |"
    shares = " | ".join(f"{it:.0f} ms" if one.unit == "ms" else f"{100 * it:.1f} %" for it in (one.before, one.now))
    verdict = "ok" if one.passed else f"NOT PASSED: {one.why}"
    return f"| {name} | {one.lines} | {shares} | {one.newly_right} | {one.newly_wrong} | {verdict} |"


def _lost(found: Sequence[Finding]) -> List[str]:
    """By kind, never by line: whoever read held-out lines would train on them."""
    missed = [one for one in found if one.what == "missed" and one.group == "all" and one.lost]
    if not missed:
        return []
    kinds = "\n".join(f"  {group}: {number}" for group, number in missed[0].lost.items())
    more = "Label more of these kinds (inbox --reason alarm, --reason danger_near), train and ask again."
    return [f"\nemergencies that nobody hears of any more, by kind:\n{kinds}", *([] if missed[0].passed else [more])]
