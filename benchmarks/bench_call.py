"""How long a caller waits: end of speech to first sound of the answer, by part, over the loopback gateway with the bundled engines.

Real time, one call at a time: a caller's sentence, then "yes" to whatever is asked. The bot is the one at CIVICLINE_RASA_URL; without it
Civicline's own is started for this run, and if that cannot be, a stand-in answers, and the table says so.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path

from pydantic import AnyHttpUrl, SecretStr

from benchmarks.servers import shown
from launcher.errors import LauncherError
from launcher.temporary import free_port, temporary_stack
from tests.fakes.bot import FakeBot, serve
from voice_connector import log
from voice_connector.app import Connector, open_connector
from voice_connector.call.session import Session
from voice_connector.clock import RealClock
from voice_connector.events import CallStarted, HungUp, Shown, Timing
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.loopback.caller import LoopbackCaller
from voice_connector.gateways.loopback.line import LoopbackLine
from voice_connector.gateways.loopback.play import spoken_turn
from voice_connector.settings import Settings
from voice_connector.speech.interfaces import Pcm

LINES = Path(__file__).parent / "speech_lines.txt"
CALLS = 16
TARGET_MS = 900
PARTS = ("endpoint", "recognition", "bot", "synthesis", "total")
GREETING = "Hello. How can I help you?"


@contextmanager
def bot() -> Iterator[tuple[str, str, str]]:
    """(what answers, its address, casework's token)"""
    if address := os.environ.get("CIVICLINE_RASA_URL"):
        yield "the bot at CIVICLINE_RASA_URL", address, os.environ.get("CIVICLINE_SERVICE_TOKEN", "")
        return
    try:
        with (
            redirect_stdout(sys.stderr),
            temporary_stack(("casework", "actions", "rasa")) as stack,
            shown(stack.settings),
        ):
            yield "Civicline's bot, started for this run", stack.settings.url("rasa"), ""
    except LauncherError as error:
        print(f"Civicline's bot could not be started ({error}); a stand-in answers.", file=sys.stderr)
        with stand_in() as address:
            yield "A STAND-IN FOR THE BOT (its share means nothing)", address, ""


@contextmanager
def stand_in() -> Iterator[str]:
    port = free_port()
    server = serve(FakeBot(), port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()


class Measuring:
    """Hangs up after the second answer, so that a run is short."""

    def __init__(self) -> None:
        self.timings: list[Timing] = []
        self._session: Session | None = None
        self.caller: asyncio.Task[None] | None = None

    def begin(self, session: Session, caller: LoopbackCaller) -> None:
        self._session, self.caller = session, asyncio.create_task(caller.run())

    def tell(self, _at_s: float, event: Shown) -> None:
        if isinstance(event, Timing):
            self.timings.append(event)
            if len(self.timings) == 2 and self._session is not None:
                self._session.post(HungUp())


async def one_call(turns: Sequence[Pcm], exchange: Exchange) -> list[Timing]:
    clock, watch = RealClock(), Measuring()
    line = LoopbackLine(clock, watch.tell)
    call = CallStarted(new_call_id(), "voice", "loopback")
    await exchange.hold(call, line, lambda session: watch.begin(session, LoopbackCaller(turns, session, line, clock)))
    if watch.caller is not None:
        watch.caller.cancel()
    return watch.timings


async def measure(connector: Connector) -> list[Timing]:
    lines = [line for line in LINES.read_text("utf-8").splitlines() if line and not line.startswith("#")][:CALLS]
    voice = connector.engines.synthesiser
    yes = await spoken_turn("Yes.", voice)
    timings: list[Timing] = []
    for number, text in enumerate(lines):
        found = await one_call([await spoken_turn(text, voice), yes], connector.exchange)
        timings += found
        print(f"call {number + 1}: {[timing.total for timing in found]} ms", file=sys.stderr)
    return timings


async def run(address: str, token: str, var: Path) -> list[Timing]:
    settings = Settings(rasa_url=AnyHttpUrl(address), service_token=SecretStr(token), var=var, spool_retry_s=3_600)
    async with open_connector(settings) as connector:
        parts = connector.exchange.parts
        short = replace(parts.agency_line, lines=replace(parts.agency_line.lines, greeting=GREETING))
        return await measure(
            replace(connector, exchange=connector.exchange.with_parts(replace(parts, agency_line=short)))
        )


def table(timings: list[Timing], answers: str) -> str:
    rows = ["| part | p50 ms | p95 ms | longest ms |", "|---|---|---|---|"]
    for part in PARTS:
        values = sorted(getattr(timing, part) for timing in timings)
        p95 = values[min(len(values) - 1, round(0.95 * len(values)))]
        rows.append(f"| {part} | {statistics.median(values):.0f} | {p95} | {values[-1]} |")
    p50 = statistics.median(timing.total for timing in timings)
    met = "met" if p50 <= TARGET_MS else "MISSED"
    rows.append(
        f"\n{len(timings)} answers; answered by {answers}. Target: p50 of the total at most {TARGET_MS} ms: {met}."
    )
    return "\n".join(rows)


def main() -> int:
    log.configure("console", "error")
    with tempfile.TemporaryDirectory(prefix="civicline-call-") as var, bot() as (answers, address, token):
        timings = asyncio.run(run(address, token, Path(var)))
    if len(timings) < CALLS * 3 // 4:
        print(
            f"Only {len(timings)} answers to {CALLS} calls: the bot failed or went away, so there is no result.",
            file=sys.stderr,
        )
        return 1
    print(table(timings, answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
