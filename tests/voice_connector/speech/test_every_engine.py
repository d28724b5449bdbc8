"""What every recogniser and every voice promises, asked of each one in the registries and of the template."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from voice_connector.speech.engines import build_recogniser, build_synthesiser
from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Transcript
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt._template import TemplateRecogniser
from voice_connector.speech.stt.pooled import BlockingRecogniser
from voice_connector.speech.stt.registry import RECOGNISERS, recogniser_build
from voice_connector.speech.tts.registry import VOICES

Say = Callable[[str], Pcm]
TEMPLATE = "template"


@pytest.fixture(scope="module", params=[TEMPLATE, *RECOGNISERS])
def recogniser(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BlockingRecogniser:
    if request.param == TEMPLATE:
        return TemplateRecogniser()
    try:
        return recogniser_build(request.param, SpeechSettings(var=tmp_path_factory.mktemp("var")))()
    except EngineUnavailable as missing:
        pytest.skip(str(missing))


def test_a_recogniser_hears_words_in_a_spoken_sentence(recogniser: BlockingRecogniser, say: Say) -> None:
    heard = recogniser.transcribe(say("My car was towed last night."))
    assert isinstance(heard, Transcript)
    assert "car" in heard.text.lower()


@pytest.mark.parametrize("samples", [SAMPLE_RATE // 20, SAMPLE_RATE])
def test_a_recogniser_hears_nothing_in_silence(recogniser: BlockingRecogniser, samples: int) -> None:
    heard = recogniser.transcribe(np.zeros(samples, np.int16))
    assert heard.text.strip(" .!?") in ("", "you", "Thank you"), (
        "no words, or what a confidence below the limit takes away"
    )


def test_a_recogniser_answers_within_its_measure(recogniser: BlockingRecogniser, say: Say) -> None:
    heard = recogniser.transcribe(say("My car was towed last night."), expects="place")
    for share in (heard.confidence, heard.language_confidence, heard.no_speech):
        assert share is None or 0.0 <= share <= 1.0


@pytest.fixture(params=list(VOICES))
def voice(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, SpeechSettings]:
    settings = SpeechSettings(var=tmp_path, synthesiser=request.param)
    if not VOICES[request.param].is_installed(settings):
        pytest.skip(VOICES[request.param].missing)
    return request.param, settings


def test_a_voice_speaks_at_the_rate_of_its_card_and_slower_is_longer(voice: tuple[str, SpeechSettings]) -> None:
    name, settings = voice
    speaker, card = VOICES[name].build(settings)(), VOICES[name].card(settings)
    usual, slow = speaker.speak("Your car is at the impound.", 1.0), speaker.speak("Your car is at the impound.", 0.7)
    assert usual.sample_rate == card.sample_rate
    assert usual.pcm.dtype == np.int16
    assert 500 < usual.duration_ms < 6_000
    assert slow.duration_ms > 1.15 * usual.duration_ms


def test_a_name_that_stands_for_no_engine_stops_the_start_with_the_names_that_do(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match=r"'parrot'.*auto, two_ears, whisper, moonshine"):
        build_recogniser(SpeechSettings(var=tmp_path, recogniser="parrot"))
    with pytest.raises(EngineUnavailable, match=r"'parrot'.*auto, hibari, piper, tone"):
        build_synthesiser(SpeechSettings(var=tmp_path, synthesiser="parrot"))
