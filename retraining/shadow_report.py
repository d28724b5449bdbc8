"""What a shadow found, as a table: agreement by need, the likeliest differences, and danger that only one of them heard."""

from __future__ import annotations

from dataclasses import replace
from typing import List

from retraining import shadow_calls
from retraining.shadow import Beside

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
    rows: List[str] = [f"{found.turns} turns"]
    rows += _of_turns(found) if found.by_need else []
    rows += shadow_calls.table(found.calls.values(), shadow_calls.dispositions(agency)) if found.calls else []
    return "\n".join(rows)


def _of_turns(found: Beside) -> List[str]:
    """Beside what another model made of them."""
    compared = sum(turns for turns, _ in found.by_need.values())
    rows = [f"{compared} named a need, {_share(found.agreed, compared)} understood alike"]
    rows.append(f"it would have asked again {found.unsurer} times more, and {found.surer} times not")
    rows.append(f"\ndanger that was heard and would be passed over: {len(found.missed)}")
    rows += [f"  {text}" for text in found.missed[:MOST]]
    rows.append(f"danger that it would hear and was not heard: {len(found.alarms)}")
    rows += [f"  {text}" for text in found.alarms[:MOST]]
    rows += ["\n| need | turns | alike |", "|---|---|---|"]
    rows += [f"| {need} | {turns} | {_share(alike, turns)} |" for need, (turns, alike) in sorted(found.by_need.items())]
    rows += ["\n| it was | it would be | times |", "|---|---|---|"]
    return rows + [f"| {was} | {would} | {times} |" for (was, would), times in found.differ.most_common(MOST)]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
