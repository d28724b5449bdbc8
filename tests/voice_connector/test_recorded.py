"""Recorded sentences are played, everything else is spoken; the greeting offers the languages that have a key."""

import asyncio
from pathlib import Path

import numpy as np

from tests.fakes.speech import FakeSynthesiser
from voice_connector.audio import write_wav
from voice_connector.desk import load_desk
from voice_connector.speech.tts.recorded import Recorded, with_recordings
from voice_connector.speech.tts.sentences import split_sentences


def recorded(tmp_path: Path) -> tuple[Recorded, FakeSynthesiser]:
    write_wav(tmp_path / "hola.wav", np.full(4_000, 1_000, np.int16), 8_000)
    voice = FakeSynthesiser()
    return Recorded(voice, {"Para español, marque ocho.": tmp_path / "hola.wav"}), voice


def test_a_recorded_sentence_is_played_at_the_voices_rate_and_not_spoken(tmp_path: Path) -> None:
    both, voice = recorded(tmp_path)
    sound = asyncio.run(both.synthesise("Para español,  marque ocho.", rate=0.8))
    assert sound.sample_rate == voice.sample_rate
    assert abs(sound.duration_ms - 500) < 5
    assert voice.spoken == []


def test_any_other_sentence_is_spoken(tmp_path: Path) -> None:
    both, voice = recorded(tmp_path)
    asyncio.run(both.synthesise("How can I help you?"))
    assert voice.spoken == ["How can I help you?"]


def test_an_agency_without_recordings_keeps_its_voice() -> None:
    voice = FakeSynthesiser()
    assert asyncio.run(with_recordings(voice, {})) is voice


def test_denver_offers_spanish_before_the_question_and_can_say_it() -> None:
    desk = load_desk("denver")
    *_, offer, question = split_sentences(desk.lines.greeting)
    assert (offer, question) == ("Para español, marque ocho.", "How can I help you?")
    assert desk.language_keys == {"8": "es"}
    assert offer in desk.recordings
    assert set(desk.lines.spoken_languages) == {"es"}
