"""How long a report takes a caller who helps: turns and our words for every kind of report, by voice, from the need to goodbye.

    .envs/services/bin/python -m benchmarks.bench_report_length [--kind theft] [--show]

The callers are report_callers/<kind>.yml, in the format of the held-out dialogues, and played as those are. "facts kept" are
those that the caller told and that the bot's decision or the report read back holds. A call counts to its very end.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.bench_dialogues import play_against
from benchmarks.dialogue_player import Played
from benchmarks.dialogue_script import read
from benchmarks.dialogue_verdict import asked, filed, keeps, questions_before_where, reasons
from benchmarks.open_line import open_line
from benchmarks.tables import before, table

CALLERS = Path(__file__).parent / "report_callers"
TARGETS = {"theft": (11, 200)}  # caller turns, words of ours: what a call-taker needs for a stolen bicycle
COLUMNS = (
    "kind", "filed", "caller turns", "words of ours", 'questions before "where"', "different questions", "facts kept",
    "target", "amiss",
)  # fmt: skip


def main() -> int:
    chosen = _options()
    files = [file for file in sorted(CALLERS.glob("*.yml")) if not chosen.kind or file.stem in chosen.kind]
    scripts = [(file.stem, dialogue) for file in files for dialogue in read(file)]
    with open_line() as address:
        played = asyncio.run(play_against(address, scripts))
    print(report(played))
    if chosen.show:
        print("\n\n".join(one.transcript for one in played))
    return 1 if any(one.failure for one in played) else 0


def report(played: Sequence[Played]) -> str:
    parts = ["One caller a kind.", table(COLUMNS, map(_row, played)), before("report_length")]
    return "\n\n".join(part for part in parts if part)


def _row(played: Played) -> list[object]:
    facts = played.dialogue.expect.facts
    kept = sum(any(keeps(played, fact, one) for one in _texts(wanted)) for fact, wanted in facts.items())
    where, target = questions_before_where(played), TARGETS.get(played.topic)
    return [
        played.topic,
        "yes" if filed(played) else "no",
        len(played.said),
        played.our_words,
        "-" if where is None else where,
        len(set(asked(played))),
        f"{kept} of {len(facts)}",
        f"{target[0]} turns, {target[1]} words" if target else "",
        ", ".join(reasons(played)),
    ]


def _texts(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kind", nargs="*", default=[], choices=[file.stem for file in CALLERS.glob("*.yml")])
    parser.add_argument("--show", action="store_true", help="print every talk")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
