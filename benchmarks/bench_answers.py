"""How long a caller waits after a plain answer: a yes, and a number read out whole; before and after, call by call in turn.

    .envs/services/bin/python -m benchmarks.bench_answers [--calls 12] [--answered 320] [--trial 80]

One call at a time over the loopback gateway with the bundled engines and a stand-in for the bot, so the figures are the ear's and
the voice's alone. The machine may be shared: both kinds of calls meet the same neighbours, so read the difference.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from pydantic import AnyHttpUrl, SecretStr

from benchmarks.bench_call import GREETING, one_call, stand_in
from voice_connector import log
from voice_connector.app import Connector, open_connector
from voice_connector.events import Timing
from voice_connector.gateways.loopback.play import spoken_turn
from voice_connector.settings import CallSettings, Settings

ANSWERS = {
    "yes": ("There is a loud party next door.", "Yes."),
    "six digits": ("I want to ask about my case.", "Two four one, zero seven seven."),
}


async def measured(
    connector: Connector, kinds: dict[str, CallSettings], calls: int
) -> dict[tuple[str, str], list[Timing]]:
    """Timings of the answer alone, by answer and kind of call."""
    voice = connector.engines.synthesiser
    found: dict[tuple[str, str], list[Timing]] = {(said, kind): [] for said in ANSWERS for kind in kinds}
    parts = connector.exchange.parts
    short = replace(parts.agency_line, lines=replace(parts.agency_line.lines, greeting=GREETING))
    for number in range(calls):
        for said, (opening, answer) in ANSWERS.items():
            turns = [await spoken_turn(opening, voice), await spoken_turn(answer, voice)]
            for kind, settings in kinds.items():
                exchange = connector.exchange.with_parts(replace(parts, agency_line=short, settings=settings))
                found[said, kind] += (await one_call(turns, exchange))[1:2]
        print(f"round {number + 1} of {calls}", file=sys.stderr)
    return found


def table(found: dict[tuple[str, str], list[Timing]]) -> str:
    rows = [
        "| answer | pauses | calls | endpoint p50 ms | recognition after it p50 | total p50 | total p95 |",
        "|---|---|---|---|---|---|---|",
    ]
    for (said, kind), timings in found.items():
        if not timings:
            rows.append(f"| {said} | {kind} | 0 | | | | |")
            continue
        total = sorted(one.total for one in timings)
        p95 = total[min(len(total) - 1, round(0.95 * len(total)))]
        middle = [
            statistics.median(getattr(one, part) for one in timings) for part in ("endpoint", "recognition", "total")
        ]
        rows.append(f"| {said} | {kind} | {len(timings)} | " + " | ".join(f"{ms:.0f}" for ms in middle) + f" | {p95} |")
    return "\n".join(rows)


async def run(address: str, var: Path, asked: argparse.Namespace) -> str:
    settings = Settings(rasa_url=AnyHttpUrl(address), service_token=SecretStr(""), var=var, spool_retry_s=3_600)
    kinds = {
        f"{asked.answered} ms, trial at {asked.trial}": CallSettings(
            silence_answered_ms=asked.answered, speculate_answer_after_ms=asked.trial
        ),
        "as they are": CallSettings(),
    }
    async with open_connector(settings) as connector:
        return table(await measured(connector, kinds, asked.calls))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, default=12)
    parser.add_argument("--answered", type=int, default=320, help="silence_answered_ms to compare with")
    parser.add_argument("--trial", type=int, default=80, help="speculate_answer_after_ms to compare with")
    asked = parser.parse_args()
    log.configure("console", "error")
    with tempfile.TemporaryDirectory(prefix="civicline-answers-") as var, stand_in() as address:
        print(asyncio.run(run(address, Path(var), asked)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
