"""Running calls that an exchange forks are heard utterance by utterance, and nothing is ever sent back."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest

from tests.voice_connector.test_overheard import LOUD, QUIET, Ear, engines, sound
from voice_connector import forked, overheard
from voice_connector.errors import SettingsWrong
from voice_connector.forked import Forks
from voice_connector.gateways.asterisk import wire_audiosocket as wire
from voice_connector.overheard import Overheard
from voice_connector.sound.codecs import resample
from voice_connector.speech.errors import EngineFailed
from voice_connector.speech.interfaces import SAMPLE_RATE, Transcript

CALL = uuid.UUID("5f0c3a52-6a0e-4f4e-9d0e-1f2f3a4b5c6d")
ID_FRAME = bytes([wire.ID, 0, 16]) + CALL.bytes


def spoken(*parts: tuple[int, float]) -> bytes:
    return wire.encode_sound(resample(sound(*parts), SAMPLE_RATE, 8_000).tobytes())


class Heard:
    def __init__(self, ear: Ear | None = None) -> None:
        self.told: list[Overheard] = []
        self.forks = Forks(engines(ear), self.told.append)
        self.port = 0

    async def call(self, *data: bytes) -> bytes:
        """A whole connection; what came back over it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for piece in data:
            writer.write(piece)
            await writer.drain()
        writer.write_eof()
        back = await asyncio.wait_for(reader.read(), 10)
        writer.close()
        return back


@pytest.fixture
async def heard() -> AsyncIterator[Heard]:
    running = Heard()
    running.port = await running.forks.start(0)
    yield running
    await running.forks.stop()


async def test_what_the_caller_says_is_told_by_call_and_in_order(heard: Heard) -> None:
    speech = spoken((QUIET, 0.5), (LOUD, 1), (QUIET, 1.5), (LOUD, 1), (QUIET, 1.5), (LOUD, 2), (QUIET, 1))
    back = await heard.call(ID_FRAME, speech[:50], speech[50:])
    assert back == b"", "a shadow never says anything"
    assert [(one.call_id, one.n) for one in heard.told] == [(str(CALL), 0), (str(CALL), 1)], "the second was a cough"
    assert 200 < heard.told[0].at_ms < 700


async def test_what_was_begun_when_the_call_ended_is_heard(heard: Heard) -> None:
    await heard.call(ID_FRAME, spoken((QUIET, 0.5), (LOUD, 1)), wire.encode_hang_up())
    assert [one.n for one in heard.told] == [0]


@pytest.mark.parametrize("junk", [b"GET / HTTP/1.1\r\n\r\n", spoken((QUIET, 0.1)), bytes([wire.SOUND, 255, 255])])
async def test_what_is_no_fork_is_dropped_and_the_next_one_is_heard(heard: Heard, junk: bytes) -> None:
    assert await heard.call(junk) == b""
    await heard.call(ID_FRAME, spoken((QUIET, 0.5), (LOUD, 1)))
    assert len(heard.told) == 1


async def test_an_engine_that_fails_costs_one_utterance(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(Ear):
        async def transcribe(self, pcm16k, *, final, expects="") -> Transcript:  # type: ignore[no-untyped-def]
            self.heard += 1
            if self.heard == 1:
                raise EngineFailed("it died")
            return Transcript("loud music", 0.9)

    monkeypatch.setattr(overheard, "WAITS_S", ())
    running = Heard(Failing())
    running.port = await running.forks.start(0)
    await running.call(ID_FRAME, spoken((QUIET, 0.5), (LOUD, 1), (QUIET, 1.5), (LOUD, 1), (QUIET, 1)))
    assert [one.text for one in running.told] == ["loud music"]
    await running.forks.stop()


async def test_a_fork_that_says_nothing_any_more_is_over(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forked, "SILENT_S", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", heard.port)
    writer.write(ID_FRAME)
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_a_port_that_is_taken_is_named(heard: Heard) -> None:
    with pytest.raises(SettingsWrong, match=str(heard.port)):
        await Forks(engines(), heard.told.append).start(heard.port)
