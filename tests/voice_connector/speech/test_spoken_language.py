"""A call's language from its sound: sure over sentences, slow over words, and never from one short "yes"."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from voice_connector.call.hearing.language import LanguageWatch
from voice_connector.settings import CallSettings
from voice_connector.speech.interfaces import Engines, Transcript
from voice_connector.speech.lid.sound import best_other, judge_sound, needs_second_look

if TYPE_CHECKING:
    from tests.voice_connector.speech.conftest import Say


def heard(language: str, confidence: float, text: str = "something") -> Transcript:
    return Transcript(text, 0.9, language, confidence, 0.01)


def other_language(transcript: Transcript) -> str | None:
    """What a call makes of it by default, however short the sound is."""
    return LanguageWatch(("en",)).heard(transcript, 1_000, CallSettings())[1]


def test_a_clear_spanish_sentence_is_spanish() -> None:
    verdict = judge_sound({"es": 0.979, "en": 0.003, "gl": 0.01}, gap=0.8, seconds=2.4)
    assert verdict.language == "es"
    assert verdict.confidence > 0.9


def test_a_clear_english_sentence_is_english_without_a_second_look() -> None:
    probabilities = {"en": 0.97, "zh": 0.01}
    assert not needs_second_look(probabilities)
    verdict = judge_sound(probabilities, None, seconds=2.4)
    assert verdict.language == "en"
    assert verdict.confidence > 0.98


@pytest.mark.parametrize(
    ("probabilities", "gap", "seconds"),
    [
        ({"ar": 0.352, "en": 0.302}, -0.25, 0.8),  # "July"
        ({"pt": 0.545, "en": 0.327}, 0.26, 0.7),  # the letter H
        ({"vi": 0.418, "en": 0.2}, -0.35, 1.6),  # "incoming call from"
        ({"hi": 0.699, "en": 0.176}, -0.06, 0.8),  # "India"
    ],
)
def test_short_english_words_that_sound_like_anything_stay_english(
    probabilities: dict[str, float], gap: float, seconds: float
) -> None:
    verdict = judge_sound(probabilities, gap, seconds)
    assert other_language(heard(verdict.language, verdict.confidence)) is None


def test_languages_that_nobody_calls_in_are_passed_over() -> None:
    assert best_other({"la": 0.5, "cy": 0.2, "es": 0.1, "en": 0.2}) == "es"
    assert judge_sound({"la": 0.9, "en": 0.1}, None, 1.0).language == "en"


def test_longer_speech_is_surer_for_the_same_sound() -> None:
    short, long = (judge_sound({"es": 0.8, "en": 0.05}, 0.2, seconds).confidence for seconds in (0.7, 4.0))
    assert long > short


@pytest.mark.parametrize(
    "line", ["Yes.", "No thanks.", "My name is Xiomara Gutierrez.", "I live on Tejon Street.", "Abdullahi Mohamed."]
)
def test_short_answers_and_foreign_names_in_an_english_voice_are_not_moved_on(
    real_engines: Engines, say: "Say", line: str
) -> None:
    answer = asyncio.run(real_engines.recogniser.transcribe(say(line), final=True))
    assert other_language(answer) is None
