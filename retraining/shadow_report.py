"""What a shadow found, as a table: agreement by need, the likeliest differences, and danger that only one of them heard."""

from __future__ import annotations

from dataclasses import replace
from typing import List

from retraining import shadow_calls
from retraining.shadow import Beside
from retraining.shadow_calls import Line

MOST = 20


def redacted(found: Beside) -> Beside:
    """With the caller's words as a record would keep them."""
    from privacy import Redactor

    redact = Redactor().redact
    return replace(
        found,
        missed=[redact(text) for text in found.missed],
        alarms=[redact(text) for text in found.alarms],
        calls={name: replace(call, words=redact(call.words)) for name, call in found.calls.items()},
    )


def table(found: Beside, agency: str) -> str:
    """The calls first: who would have been missed and what would have been ended; then turn by turn, where another model heard them."""
    line = shadow_calls.line_of(agency)
    rows: List[str] = [f"{found.turns} turns"]
    rows += shadow_calls.table(found.calls.values(), line) if found.calls else []
    rows += _of_turns(found, line) if found.by_need else []
    return "\n".join(rows)


def _of_turns(found: Beside, line: Line) -> List[str]:
    """Beside what another model made of them."""
    compared = sum(turns for turns, _ in found.by_need.values())
    rows = [f"\n{compared} turns named a need, {_share(found.agreed, compared)} understood alike"]
    rows.append(f"it would have asked again {found.unsurer} times more, and {found.surer} times not")
    rows.append(f"\nturns whose danger was heard and would be passed over: {len(found.missed)}")
    rows += [f"  {text}" for text in found.missed[:MOST]]
    rows.append(f"turns in which it alone would hear danger: {len(found.alarms)}")
    rows += [f"  {text}" for text in found.alarms[:MOST]]
    return rows + _of_needs(found, line)


def _of_needs(found: Beside, line: Line) -> List[str]:
    """Only where they differ, the most first: of eighty needs most are heard alike."""
    differ = {need: (turns, alike) for need, (turns, alike) in found.by_need.items() if alike < turns}
    rows = [f"\n{len(found.by_need) - len(differ)} needs were heard alike in every turn"]
    if differ:
        worst = sorted(differ.items(), key=lambda one: one[1][1] - one[1][0])
        rows += ["| need | heard alike |", "|---|---|"]
        rows += [f"| {line.name(need)} | {alike} of {turns} |" for need, (turns, alike) in worst]
        rows += ["\n| it was | it would be | times |", "|---|---|---|"]
        most = found.differ.most_common(MOST)
        rows += [f"| {line.name(was)} | {line.name(would)} | {times} |" for (was, would), times in most]
    return rows


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "-"
