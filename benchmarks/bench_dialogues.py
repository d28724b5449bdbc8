"""How many whole conversations go well: the third held-out set's dialogues, played to their end against the running bot.

    .envs/services/bin/python -m benchmarks.bench_dialogues [--callers FOLDER] [--topic theft people] [--show]

Casework, actions and Rasa run as they are, every line of the city open; the caller's words go through the connector's own filter
and the bot's decision is read as the connector reads it. Kept are counts, topics and reasons. --show prints the talks too: for
somebody who looks why, never for somebody who tunes the bot; who tunes it writes callers of their own, and names their folder.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx

from benchmarks.dialogue_player import MOST_TURNS, Played, play_all
from benchmarks.dialogue_script import Dialogue, read
from benchmarks.dialogue_verdict import NO_REPLY, filed, questions_before_where, reasons
from benchmarks.open_line import AGENCY, open_line
from benchmarks.servers import credential
from benchmarks.tables import before, table
from voice_connector.bot.client import RasaBot

DIALOGUES = Path(__file__).parent / "heldout3" / "dialogues"
AT_ONCE = 4
REPLY_WITHIN_S = 30.0
TARGET = "90 %"
COLUMNS = ("topic", "dialogues", "good", "share", "caller turns", "words of ours", 'questions before "where"')


def main() -> int:
    chosen = _options()
    called = scripts(chosen.topic, chosen.callers)
    with open_line() as address:
        played = asyncio.run(play_against(address, called))
    print(report(played))
    if chosen.show:
        print("\n\n".join(f"{one.transcript}\n-- {', '.join(reasons(one)) or 'good'}" for one in played))
    return 1 if all(NO_REPLY in reasons(one) for one in played) else 0


async def play_against(address: str, scripts: Sequence[tuple[str, Dialogue]]) -> list[Played]:
    def tell(number: int) -> None:
        if number % 10 == 0 or number == len(scripts):
            print(f"  {number} of {len(scripts)} calls played", file=sys.stderr, flush=True)

    async with httpx.AsyncClient(base_url=address, headers=credential(), trust_env=False) as client:
        return await play_all(RasaBot(client, REPLY_WITHIN_S), scripts, AGENCY, AT_ONCE, tell)


def report(played: Sequence[Played]) -> str:
    topics = list(dict.fromkeys(one.topic for one in played))
    rows = [_row(topic, [one for one in played if one.topic == topic]) for topic in topics]
    taken = [one for one in played if filed(one)]
    parts = [
        f"{len(played)} callers, {AT_ONCE} at once, at most {MOST_TURNS} turns each. Turns, words and questions are medians.",
        table(COLUMNS, [*rows, _row("all", played), *([_row("of these, reports filed", taken)] if taken else [])]),
        f"Target: {TARGET} good. A bad call may have several reasons.",
        table(("reason", "calls", "of these topics"), _reasons(played)),
        before("dialogues"),
    ]
    return "\n\n".join(part for part in parts if part)


def _row(topic: str, played: Sequence[Played]) -> list[object]:
    good = sum(not reasons(one) for one in played)
    questions = [asked for one in played if (asked := questions_before_where(one)) is not None]
    turns, ours = [len(one.said) for one in played], [one.our_words for one in played]
    return [topic, len(played), good, f"{good / len(played):.0%}", *map(_median, (turns, ours, questions))]


def _reasons(played: Sequence[Played]) -> list[tuple[str, int, str]]:
    found = [(reason, one.topic) for one in played for reason in reasons(one)]
    return [
        (reason, calls, ", ".join(f"{topic} {times}" for topic, times in _topics(found, reason).most_common()))
        for reason, calls in Counter(reason for reason, _ in found).most_common()
    ]


def _topics(found: Sequence[tuple[str, str]], reason: str) -> Counter[str]:
    return Counter(topic for one, topic in found if one == reason)


def _median(values: Sequence[int]) -> str:
    return f"{statistics.median(values):.0f}" if values else "-"


def scripts(topics: Sequence[str], folder: Path = DIALOGUES) -> list[tuple[str, Dialogue]]:
    """(topic, caller) of a folder's files, one a topic; some topics, or all."""
    files = [file for file in sorted(folder.glob("*.yml")) if not topics or file.stem in topics]
    if not files:
        sys.exit(f"{folder} has no file of callers{f' named {topics}' if topics else ''}: one .yml a topic is expected")
    return [(file.stem, dialogue) for file in files for dialogue in read(file)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--callers", type=Path, default=DIALOGUES, help="a folder of callers, one file a topic; else the held-out ones"
    )
    parser.add_argument("--topic", nargs="*", default=[], help="only these files, without .yml")
    parser.add_argument("--show", action="store_true", help="print every talk; not for somebody who tunes the bot")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
