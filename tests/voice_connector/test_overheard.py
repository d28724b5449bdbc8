"""Recordings of calls that people answered are cut into utterances and heard; a call that goes on is left alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from voice_connector import overheard
from voice_connector.__main__ import _agreed
from voice_connector.errors import SettingsWrong
from voice_connector.overheard import STILL_WRITTEN_S, finished, heard, utterances
from voice_connector.sound.codecs import write_wav
from voice_connector.speech.errors import EngineBusy
from voice_connector.speech.interfaces import SAMPLE_RATE, Engines, Pcm, Transcript

ROOT = Path(__file__).resolve().parents[2]
LOUD, QUIET = 9_000, 0


def sound(*parts: tuple[int, float]) -> Pcm:
    """(level, seconds) one after the other."""
    return np.concatenate([np.full(int(seconds * SAMPLE_RATE), level, np.int16) for level, seconds in parts])


class Loudness:
    """Speech is what is loud."""

    def feed(self, frame: Pcm) -> float:
        return float(np.abs(frame).max() > LOUD / 2)

    def reset(self) -> None: ...


class Ear:
    """Tells how long each utterance was, in place of its words; the second one is a cough."""

    def __init__(self) -> None:
        self.heard = 0

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: str = "") -> Transcript:
        self.heard += 1
        return Transcript("" if self.heard == 2 else f"{len(pcm16k) / SAMPLE_RATE:.1f} seconds", 0.9)


class BusyEar(Ear):
    """Busy with somebody's call, the first two times."""

    asked = 0

    async def transcribe(self, pcm16k: Pcm, *, final: bool, expects: str = "") -> Transcript:
        self.asked += 1
        if self.asked < 3:
            raise EngineBusy("a call goes first")
        return await super().transcribe(pcm16k, final=final)


def engines(ear: Ear | None = None) -> Engines:
    return Engines(ear or Ear(), None, Loudness, None)  # type: ignore[arg-type]


def test_a_pause_ends_an_utterance_and_a_breath_does_not() -> None:
    call = sound((QUIET, 1), (LOUD, 2), (QUIET, 0.4), (LOUD, 1), (QUIET, 2), (LOUD, 1))
    begins = [at_ms for at_ms, _ in utterances(call, Loudness())]
    assert len(begins) == 2
    assert begins[0] < 1_050
    assert 6_000 < begins[1] < 6_500


def test_a_caller_who_never_stops_is_heard_in_pieces() -> None:
    pieces = [len(pcm) / SAMPLE_RATE for _, pcm in utterances(sound((LOUD, 60)), Loudness())]
    assert len(pieces) == 3
    assert max(pieces) <= 26


async def test_what_was_not_understood_is_no_utterance(tmp_path: Path) -> None:
    write_wav(tmp_path / "call-7.wav", sound((LOUD, 1), (QUIET, 2), (LOUD, 1), (QUIET, 2), (LOUD, 1)), SAMPLE_RATE)
    said = [one async for one in heard(tmp_path / "call-7.wav", engines())]
    assert [(one.call_id, one.n) for one in said] == [("call-7", 0), ("call-7", 1)]
    assert said[0].at_ms < said[1].at_ms


async def test_an_engine_that_is_busy_with_calls_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overheard, "WAITS_S", (0.0, 0.0))
    write_wav(tmp_path / "call-8.wav", sound((LOUD, 1), (QUIET, 1)), SAMPLE_RATE)
    assert [one.n async for one in heard(tmp_path / "call-8.wav", engines(BusyEar()))] == [0]


def test_a_call_that_goes_on_is_left_for_the_next_time(tmp_path: Path) -> None:
    for name, age in (("over", STILL_WRITTEN_S + 1), ("goes-on", 1.0)):
        write_wav(tmp_path / f"{name}.wav", sound((QUIET, 0.1)), SAMPLE_RATE)
        os.utime(tmp_path / f"{name}.wav", (1_000 - age, 1_000 - age))
    assert [path.stem for path in finished(tmp_path, now_s=1_000)] == ["over"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        finished(tmp_path / "nowhere")


def test_nobody_is_heard_where_the_agency_does_not_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "agencies", tmp_path / "agencies", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    monkeypatch.setenv("CIVICLINE_AGENCIES_ROOT", str(tmp_path / "agencies"))
    with pytest.raises(SettingsWrong, match="overheard: true"):
        _agreed("denver")
    written = tmp_path / "agencies" / "denver" / "agency.yml"
    written.write_text(written.read_text().replace("overheard: false", "overheard: true"))
    _agreed("denver")
