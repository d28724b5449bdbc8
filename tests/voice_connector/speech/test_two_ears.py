"""Which of the two ears writes the words down: English over a bad line is Moonshine's, everything in doubt is Whisper's."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Transcript
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt import moonshine_files, registry
from voice_connector.speech.stt.moonshine_base import Heard, MoonshineBase
from voice_connector.speech.stt.two_ears import TwoEars, confidence_of
from voice_connector.speech.stt.whisper import WhisperRecogniser

ENGLISH, SPANISH = {"en": 0.97, "es": 0.02}, {"en": 0.1, "es": 0.8}
SURE, UNSURE = Heard("my car was towed", -0.05, 6), Heard("thank you", -1.9, 3)
BY_WHISPER = Transcript("by whisper", 0.7, "en", 0.9, 0.1)
SECOND = (np.sin(np.arange(SAMPLE_RATE) * 0.1) * 3000).astype(np.int16)


@dataclass
class FakeWhisper:
    sounds: dict[str, float]
    says: Transcript = BY_WHISPER
    asked: list[Expected] = field(default_factory=list)

    def languages(self, pcm16k: Pcm) -> dict[str, float]:
        return self.sounds

    def transcribe(self, pcm16k: Pcm, expects: Expected = "") -> Transcript:
        self.asked.append(expects)
        return self.says


@dataclass
class FakeMoonshine:
    says: Heard

    def hear(self, pcm16k: Pcm) -> Heard:
        return self.says


def ears(whisper: FakeWhisper, says: Heard = SURE) -> TwoEars:
    return TwoEars(cast(WhisperRecogniser, whisper), cast(MoonshineBase, FakeMoonshine(says)))


def test_english_is_written_down_by_the_english_ear_and_its_language_told_by_the_other() -> None:
    whisper = FakeWhisper(ENGLISH)
    heard = ears(whisper).transcribe(SECOND, "matter")
    assert (heard.text, heard.language, whisper.asked) == ("my car was towed", "en", [])
    assert heard.confidence is not None
    assert heard.confidence > 0.8
    assert heard.language_confidence is not None
    assert heard.language_confidence > 0.9


@pytest.mark.parametrize(
    ("sounds", "sound", "expects"),
    [
        (SPANISH, SECOND, ""),
        (ENGLISH, SECOND, "place"),
        (ENGLISH, SECOND, "digits"),
        (SPANISH, SECOND, "matter"),
        (ENGLISH, np.tile(SECOND, 13), ""),
    ],
)
def test_another_language_a_place_and_a_long_story_are_whispers(
    sounds: dict[str, float], sound: Pcm, expects: Expected
) -> None:
    whisper = FakeWhisper(sounds)
    assert ears(whisper).transcribe(sound, expects).text == "by whisper"
    assert whisper.asked == [expects]


def test_what_the_english_ear_is_not_sure_of_the_other_hears_too_and_the_surer_one_is_believed() -> None:
    assert ears(FakeWhisper(ENGLISH), UNSURE).transcribe(SECOND).text == "by whisper"
    doubtful = FakeWhisper(ENGLISH, Transcript("by whisper", 0.0001, "en", 0.9, 0.1))
    assert ears(doubtful, Heard("thank you", -0.6, 3)).transcribe(SECOND).text == "thank you"


@pytest.mark.parametrize("text", ["four two seven one nine", "A B C, one two three", "It's 42719."])
def test_codes_and_plates_are_whispers_unless_it_has_no_idea(text: str) -> None:
    read_out = Heard(text, -0.05, 8)
    assert ears(FakeWhisper(ENGLISH), read_out).transcribe(SECOND).text == "by whisper"
    lost = FakeWhisper(ENGLISH, Transcript("by whisper", 0.1, "en", 0.9, 0.1))
    assert ears(lost, read_out).transcribe(SECOND).text == text


def test_what_the_other_ear_heard_is_told_beside_the_words_that_count() -> None:
    doubtful = FakeWhisper(ENGLISH, Transcript("by whisper", 0.0001, "en", 0.9, 0.1))
    assert ears(FakeWhisper(ENGLISH), UNSURE).transcribe(SECOND).alternatives == ("thank you",)
    assert ears(doubtful, Heard("thank you", -0.6, 3)).transcribe(SECOND).alternatives == ("by whisper",)
    assert ears(FakeWhisper(ENGLISH)).transcribe(SECOND).alternatives == (), "only one of them was asked"


def test_the_same_words_written_otherwise_are_no_alternative() -> None:
    alike = FakeWhisper(ENGLISH, Transcript("Thank you!", 0.7, "en", 0.9, 0.1))
    assert ears(alike, UNSURE).transcribe(SECOND).alternatives == ()


@pytest.mark.parametrize("says", [Heard("", 0.0, 1), UNSURE])
def test_where_whisper_hears_nothing_nothing_was_said(says: Heard) -> None:
    silent = FakeWhisper(ENGLISH, Transcript("", 0.0, "en", 0.9, 0.9))
    heard = ears(silent, says).transcribe(SECOND)
    assert (heard.text, heard.alternatives) == ("", ())


def test_confidence_falls_with_the_probability_of_the_words() -> None:
    sure = [confidence_of(Heard("some words", log, 8)) for log in (-0.02, -0.2, -0.5, -1.5)]
    assert sure == sorted(sure, reverse=True)
    assert confidence_of(Heard("", -0.01, 1)) == 0.0


def test_without_its_package_whisper_hears_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    auto = SpeechSettings(var=tmp_path, recogniser="auto")
    monkeypatch.setattr(registry, "moonshine_is_installed", lambda: True)
    assert registry.recogniser_of(auto) == "two_ears"
    monkeypatch.setattr(registry, "moonshine_is_installed", lambda: False)
    assert registry.recogniser_of(auto) == "whisper"


def test_other_weights_under_the_same_name_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not moonshine_files.moonshine_is_installed():
        pytest.skip("moonshine-cpp is not installed: requirements/voice-two-ears.txt")
    wrong: dict[str, Any] = {**moonshine_files.SHA256, "tokenizer.bin": "0" * 64}
    monkeypatch.setattr(moonshine_files, "SHA256", wrong)
    with pytest.raises(EngineUnavailable, match=r"tokenizer\.bin of moonshine-cpp is not the expected one"):
        moonshine_files.moonshine_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []
