"""Plays one whole loopback call: turns in, record and recording out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice_connector.call.session import Session
from voice_connector.clock import Clock
from voice_connector.events import CallStarted, Shown
from voice_connector.exchange import Exchange, new_call_id
from voice_connector.gateways.loopback.caller import LoopbackCaller
from voice_connector.gateways.loopback.line import LoopbackLine
from voice_connector.records.record import CallRecord
from voice_connector.sound.codecs import read_wav, resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Synthesiser

CALLER_RATE = 1.15  # so that the caller does not sound like the assistant


@dataclass(frozen=True, slots=True)
class Played:
    record: CallRecord
    recording: Path


def wav_turn(path: Path) -> Pcm:
    """A recording as a caller's turn. Raises AudioError with one sentence."""
    wav = read_wav(path)
    return resample(wav.pcm, wav.sample_rate, SAMPLE_RATE)


async def spoken_turn(text: str, synthesiser: Synthesiser) -> Pcm:
    """Text as a caller's turn, in our own voice at another pace."""
    speech = await synthesiser.synthesise(text, rate=CALLER_RATE)
    return resample(speech.pcm, speech.sample_rate, SAMPLE_RATE)


async def play_call(
    turns: Sequence[Pcm], exchange: Exchange, clock: Clock, folder: Path, tell: Callable[[float, Shown], None],
    handed_in: str | None = None,
) -> Played:  # fmt: skip
    """One call in real time; `tell` gets every event with its second. `handed_in`: a call-taker's digits."""
    call = CallStarted(new_call_id(), "voice", "loopback", handed_in=handed_in)
    line = LoopbackLine(clock, tell)
    callers: list[asyncio.Task[None]] = []

    def connected(session: Session) -> None:
        callers.append(asyncio.create_task(LoopbackCaller(turns, session, line, clock).run()))

    try:
        record = await exchange.hold(call, line, connected)
    finally:
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
    recording = folder / f"{call.call_id}.wav"
    await asyncio.to_thread(line.write, recording)
    return Played(record, recording)
