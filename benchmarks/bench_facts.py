"""How fast facts are found in a turn, and how right they are.

Latency: every training utterance once, after a round to warm up; processor time beside wall time, because other jobs
share the machine. Accuracy: the golden table (its rules were mended with it in sight) and a second table written
afterwards and never tuned on. A row is right when exactly its facts were found.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles
from typing import Callable, Dict, Iterator, List

import yaml

from nlu_components.facts.cues import load_cues
from nlu_components.facts.facts import FactFinder
from tests.bot.nlu_components.facts.golden import AGENCY, NOW, TABLE, UNSEEN, agency_finder, found, rows

DATA = Path(__file__).resolve().parents[1] / "data" / "nlu"
TARGET_MS = 1.0  # p95 of processor time, without names


def utterances() -> Iterator[str]:
    for path in sorted(DATA.glob("*.yml")):
        for section in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            yield from (line[2:].strip() for line in section["examples"].splitlines() if line.startswith("- "))


def milliseconds(finder: FactFinder, texts: List[str], clock: Callable[[], int], asking: str = "") -> List[float]:
    taken = []
    for text in texts:
        begun = clock()
        finder.found(text, asking, NOW)
        taken.append((clock() - begun) / 1e6)
    return taken


def latency(finder: FactFinder) -> bool:
    texts = list(utterances())
    milliseconds(finder, texts, time.process_time_ns)
    print("| facts of a turn | utterances | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|")
    processor = milliseconds(finder, texts, time.process_time_ns)
    names = milliseconds(finder, ["i gave it all to daniel park yesterday"] * 50, time.process_time_ns, "name")
    parts = {
        "processor time": processor,
        "wall time": milliseconds(finder, texts, time.perf_counter_ns),
        "a name in a story (spaCy), wall": names[5:],
    }
    for name, taken in parts.items():
        cuts = quantiles(taken, n=100)
        print(f"| {name} | {len(taken)} | {cuts[49]:.2f} | {cuts[94]:.2f} | {cuts[98]:.2f} |")
    return quantiles(processor, n=100)[94] < TARGET_MS


def accuracy(finder: FactFinder) -> bool:
    danger = load_cues(AGENCY / "cues.yml").danger
    print(
        "\n| table | rows | exactly right | facts found and right | facts wrong or too many | facts missed | wrong no |"
    )
    print("|---|---|---|---|---|---|---|")
    wrong_noes = 0
    for name, table in (("golden", TABLE), ("unseen", UNSEEN)):
        counts: Dict[str, int] = Counter()
        for row in rows(table):
            facts = found(finder, row)
            right = {key for key, value in facts.items() if row.facts.get(key) == value}
            counts["rows"] += 1
            counts["exact"] += facts == row.facts
            counts["right"] += len(right)
            counts["wrong"] += len(facts) - len(right)
            counts["missed"] += len(set(row.facts) - right)
            counts["no"] += sum(value is False and key in danger and key not in right for key, value in facts.items())
            if facts != row.facts:
                print(f"{name}: {row.text!r}: wanted {row.facts}, found {facts}", file=sys.stderr)
        share = 100 * counts["exact"] / counts["rows"]
        cells = [
            f"{counts['exact']} ({share:.1f} %)",
            *(str(counts[key]) for key in ("right", "wrong", "missed", "no")),
        ]
        print(f"| {name} | {counts['rows']} | {' | '.join(cells)} |")
        wrong_noes += counts["no"]
    return wrong_noes == 0


def main() -> int:
    finder = agency_finder()
    quick, right = latency(finder), accuracy(finder)
    print(f"\nTarget: p95 under {TARGET_MS:g} ms of processor time: {'met' if quick else 'missed'}.")
    print(f'No wrong "no" about danger in either table: {"met" if right else "missed"}.')
    return 0


if __name__ == "__main__":
    sys.exit(main())
