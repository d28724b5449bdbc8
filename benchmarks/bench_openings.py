"""What callers say first, and what they hear: openings of many kinds of people, and two needs told in one breath, on the running bot.

    .envs/services/bin/python -m benchmarks.bench_openings [--show]

Each opening is a call of one turn. A call with two needs goes on, by a caller who takes the first of two and says no to what is asked
beside them, until both were served or it ends.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import yaml

from benchmarks.open_line import AGENCY, open_line
from benchmarks.opening_verdict import RIGHT, VERDICTS, Answer, Opening, both_served, read, verdict
from benchmarks.servers import credential
from benchmarks.tables import before, table
from launcher.paths import ROOT
from launcher.rest import send, typed

FOLDER = Path(__file__).parent / "openings"
MOST_TURNS = 9
OUR_FAILURE, PATIENCE_S = "system_failure", 6.0  # casework rests so long after it did not answer on a busy machine
ANSWERS = {
    "danger": "no",
    "did_you_mean": "yes",
    "self_service": "online",
    "which_need": "the first one",
    "access_code": "i don't have it",
    "case_reference": "i don't have it",
}


class Line:
    def __init__(self, address: str) -> None:
        self._address, self._token = address, credential()["Authorization"].removeprefix("Bearer ")

    def says(self, call: str, words: str) -> Answer:
        told = {"agency": AGENCY, "channel": "voice", "language": "en", "call_id": call}
        turn = send(self._address, self._token, call, typed(words), told)
        return Answer(" ".join(turn.texts), turn.decision)

    def opens(self, call: str, words: str) -> Answer:
        """The answer to a call's first words; again where a part of ours was too slow."""
        answer = self.says(call, words)
        if answer.decision.get("reason") == OUR_FAILURE:
            time.sleep(PATIENCE_S)
            answer = self.says(f"{call}-again", words)
        return answer

    def goes_on(self, call: str, words: str) -> list[Answer]:
        answers = [self.opens(call, words)]
        while len(answers) < MOST_TURNS and answers[-1].decision.get("act") not in ("transfer", "end"):
            answers.append(self.says(call, _reply(answers[-1])))
        return answers


def _reply(answer: Answer) -> str:
    if "Shall we go on to the other" in answer.text:
        return "yes"
    return ANSWERS.get(answer.ask or "", "no")


def main() -> int:
    show = _options().show
    openings, pairs = read(FOLDER / "openings.tsv"), read(FOLDER / "pairs.tsv")
    with open_line() as address:
        line = Line(address)
        heard = [line.opens(f"opening-{number}", one.says) for number, one in enumerate(openings)]
        served = [both_served(one.right, line.goes_on(f"pair-{number}", one.says)) for number, one in enumerate(pairs)]
    words = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    responses = {name: str(variants[0]["text"]) for name, variants in words.items()}
    judged = [verdict(one, answer, responses) for one, answer in zip(openings, heard, strict=True)]
    print(report(openings, judged, served))
    if show:
        missed = [(one, way, a) for one, way, a in zip(openings, judged, heard, strict=True) if way != RIGHT]
        print("\n".join(f"{one.says} -- {way}: {a.need} {a.text}" for one, way, a in missed))
        print("\n".join(one.says for one, both in zip(pairs, served, strict=True) if not both))
    return 0


def report(openings: Sequence[Opening], judged: Sequence[str], served: Sequence[bool]) -> str:
    kinds = list(dict.fromkeys(one.kind for one in openings))
    rows = [_row(kind, [way for one, way in zip(openings, judged, strict=True) if one.kind == kind]) for kind in kinds]
    parts = [
        table(("opening", "calls", *VERDICTS), [*rows, _row("all", judged)]),
        table(
            ("two needs in one breath", "both served"),
            [[len(served), f"{sum(served)} ({_share(sum(served), len(served))})"]],
        ),
        before("openings"),
    ]
    return "\n\n".join(part for part in parts if part)


def _row(kind: str, judged: Sequence[str]) -> list[object]:
    counts = Counter(judged)
    return [kind, len(judged), *(f"{counts[way]} ({_share(counts[way], len(judged))})" for way in VERDICTS)]


def _share(part: int, whole: int) -> str:
    return f"{part / max(whole, 1):.1%}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--show", action="store_true", help="what was not right, with what came")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
