"""How long callers wait when many call at once, by part, beside a plain pipeline of the same engines; words and languages heard.

    .envs/services/bin/python -m benchmarks.bench_voice [--quick] [--calls 1 5 10 20 40] [--seconds 45] [--bot] [--only load words]

Real time, loopback callers, the installed engines in their worker processes. The bot answers after 30 to 90 ms, so that speech
is what is measured; with --bot it is Civicline's own, started for this run. Recordings come from Debian, into the cache.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import AnyHttpUrl

from benchmarks import bench_speech, recordings
from benchmarks.servers import real_bot
from benchmarks.voice_callers import BenchBot, OneCall, Tally, crowd, our_call
from benchmarks.voice_plain import SILENCE_MS, plain_call
from voice_connector import log
from voice_connector.app import Connector, open_connector
from voice_connector.capacity.measuring import measure_pace
from voice_connector.capacity.model import calls_within
from voice_connector.exchange import Exchange
from voice_connector.gateways.loopback.play import spoken_turn
from voice_connector.settings import Settings
from voice_connector.speech.engines import pools_of
from voice_connector.speech.interfaces import Pcm
from voice_connector.speech.settings import SpeechSettings

PARTS = ("endpoint", "recognition", "bot", "synthesis", "total")
TARGET_CALLS, TARGET_P50_MS, TARGET_P95_MS = 10, 700, 1_200
NO_LOST_FRAME_CALLS = 20
GREETING = "Hello. How can I help you?"
LINES = 14
_LONGEST_TURN_S = 24  # a caller who speaks longer is answered then (agencies/line/turn_taking.py)


def main() -> int:
    chosen = _options()
    log.configure("console", "error")
    with tempfile.TemporaryDirectory(prefix="civicline-voice-") as folder:
        if "load" in chosen.only:
            with real_bot(chosen.bot) as address:
                asyncio.run(_load(chosen, Path(folder), address))
        if "words" in chosen.only:
            asyncio.run(_words(chosen))
    return 0


async def _load(chosen: argparse.Namespace, var: Path, address: str | None) -> None:
    settings = Settings(
        var=var,
        most_calls=1_000,
        spool_retry_s=3_600,
        rasa_url=AnyHttpUrl(address or "http://127.0.0.1:9"),
        speech=SpeechSettings(var=var, queue_limit=200),
    )
    _say("loading the engines")
    async with open_connector(settings) as connector:
        exchange, turns = await _prepared(connector, scripted=address is None)
        pace = await measure_pace(connector.engines)
        if pace is not None:
            print(
                f"Processor time: {pace.recognise_ms:.0f} ms an utterance, {pace.speak_ms:.0f} ms a sentence, "
                f"{pace.frame_ms:.2f} ms a frame. Admission would take {calls_within(pace, TARGET_P95_MS)} calls at once.\n"
            )
        ours = await _levels("Civicline", our_call(exchange), connector, turns, chosen.calls, chosen.seconds)
        plain = {}
        if chosen.plain:
            pipeline = plain_call(connector.engines, exchange.parts.bot)
            few = [calls for calls in chosen.calls if calls <= TARGET_CALLS]
            await _spoken_ahead(connector)
            title = f"A plain pipeline: {SILENCE_MS} ms of silence, no overlap, no cache"
            plain = await _levels(title, pipeline, connector, turns, few, chosen.seconds)
        _verdict(ours, plain, pace.cores if pace else 1)


async def _prepared(connector: Connector, *, scripted: bool) -> tuple[Exchange, list[Pcm]]:
    """A short greeting, the bot of the run, its fixed wording spoken ahead as an agency's is; and what callers will say."""
    parts, voice = connector.exchange.parts, connector.engines.synthesiser
    bot = BenchBot() if scripted else parts.bot
    await voice.prepare([GREETING, *BenchBot.fixed])
    parts = replace(
        parts,
        bot=bot,
        agency_line=replace(parts.agency_line, lines=replace(parts.agency_line.lines, greeting=GREETING)),
    )
    lines = bench_speech._wordings()[:LINES]
    return connector.exchange.with_parts(parts), [await spoken_turn(line, voice) for line in lines]


async def _spoken_ahead(connector: Connector) -> None:
    """Waits while the connector, which knows nothing of a plain pipeline's calls, still speaks sentences ahead between calls."""
    _say("waiting until what is spoken ahead is done")
    spent = -1_000.0
    while (now := _processor_ms(connector)["synthesiser"]) - spent > 100:
        spent = now
        await asyncio.sleep(2)


def _processor_ms(connector: Connector) -> dict[str, float]:
    """Processor time so far, by whose it is: unlike waiting, it does not depend much on what else runs on the machine."""
    pools = pools_of(connector.engines)
    times = {name: sum(_of_process(pid) for pid in pool.pids) for name, pool in pools}
    return {**times, "everything else": _of_process(os.getpid())}


def _of_process(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _levels(
    who: str, one_call: OneCall, connector: Connector, turns: Sequence[Pcm], calls_at_once: list[int], seconds: float
) -> dict[int, Tally]:
    columns = (
        *PARTS[:-1],
        "holes",
        "loop late p99",
        "ended badly",
        "processor ms an answer: hearing + voice + the rest",
    )
    print(f"\n### {who}\n\n| calls at once | answers | p50 / p95 ms | " + " | ".join(columns) + " |")
    print("|" + "---|" * (len(columns) + 3))
    found = {}
    for calls in calls_at_once:
        before = _processor_ms(connector)
        found[calls] = tally = await crowd(one_call, turns, calls, seconds)
        spent = [ms - before[name] for name, ms in _processor_ms(connector).items()]
        per_answer = " + ".join(f"{ms / max(1, len(tally.timings)):.0f}" for ms in spent)
        print(f"{_row(calls, tally)} {per_answer} |", flush=True)
    return found


def _row(calls: int, tally: Tally) -> str:
    parts = " | ".join(f"{_p(tally.part(name), 0.5)} / {_p(tally.part(name), 0.95)}" for name in PARTS[:-1])
    total, ticks = tally.part("total"), sorted(tally.late_ticks_ms)
    holes = f"{tally.late_frames} of {tally.frames}"
    bad = tally.failed + tally.turned_away
    return f"| {calls} | {len(total)} | **{_p(total, 0.5)} / {_p(total, 0.95)}** | {parts} | {holes} | {_p(ticks, 0.99)} | {bad} |"


def _verdict(ours: dict[int, Tally], plain: dict[int, Tally], cores: int) -> None:
    """Says which targets are met."""
    within = [calls for calls, tally in ours.items() if _meets(tally)]
    most = max(within, default=0)
    print(f"\nWithin p50 {TARGET_P50_MS} and p95 {TARGET_P95_MS} ms: {most} calls at once, {most / cores:.1f} a core.")
    for calls in (calls for calls in ours if calls in plain and ours[calls].timings and plain[calls].timings):
        quicker = statistics.median(plain[calls].part("total")) / statistics.median(ours[calls].part("total"))
        print(f"Beside the plain pipeline at {calls}: {quicker:.2f} times as quick by the median.")
    if TARGET_CALLS in ours:
        print(f"Target at {TARGET_CALLS} calls: {'met' if _meets(ours[TARGET_CALLS]) else 'MISSED'}.")
    if NO_LOST_FRAME_CALLS in ours:
        lost = ours[NO_LOST_FRAME_CALLS].late_frames
        print(
            f"Target of no lost frame at {NO_LOST_FRAME_CALLS} calls: {'met' if not lost else f'MISSED, {lost} were late'}."
        )


def _meets(tally: Tally) -> bool:
    total = tally.part("total")
    good = bool(total) and not tally.failed
    return good and _p(total, 0.5) <= TARGET_P50_MS and _p(total, 0.95) <= TARGET_P95_MS


async def _words(chosen: argparse.Namespace) -> None:
    """Word errors and spoken language on human recordings, with the functions of bench_speech."""
    found, wording = recordings.folders(), recordings.wording()
    human = {language: recordings.sounds_in(folder) for language, folder in found.items()}
    options = argparse.Namespace(
        human=human, reference=wording, per_language=10 if chosen.quick else 40, quick=chosen.quick
    )
    settings = SpeechSettings(queue_limit=64, job_timeout_ms=60_000)
    if wording is not None and "en" in human:
        clips = bench_speech._referenced(human["en"], wording)
        clips = [clip for clip in clips if 1 <= clip.seconds <= _LONGEST_TURN_S][: 40 if chosen.quick else 150]
        await bench_speech._engine(settings, {"human, English": clips}, options)
    await bench_speech._languages(settings, options)


def _p(ordered: Sequence[float], share: float) -> int:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))]) if ordered else 0


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--calls", type=int, nargs="+", help="levels (1 5 10 20 40; quick: 1 3)")
    parser.add_argument("--seconds", type=float, help="at each level (45; quick: 15)")
    parser.add_argument("--quick", action="store_true", help="shows that it works; figures mean little")
    parser.add_argument("--bot", action="store_true", help="Civicline's own bot instead of the scripted one")
    parser.add_argument("--no-plain", dest="plain", action="store_false", help="without the plain pipeline beside it")
    parser.add_argument("--only", nargs="+", choices=("load", "words"), default=("load", "words"))
    chosen = parser.parse_args()
    chosen.calls = chosen.calls or ([1, 3] if chosen.quick else [1, 5, 10, 20, 40])
    chosen.seconds = chosen.seconds or (15.0 if chosen.quick else 45.0)
    return chosen


if __name__ == "__main__":
    sys.exit(main())
