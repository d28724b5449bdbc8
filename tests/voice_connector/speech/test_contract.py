"""What every set of engines promises, asked of the fakes and of the real ones alike."""

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.fakes.speech import fake_engines
from voice_connector.speech.interfaces import (
    FRAME_SAMPLES,
    SAMPLE_RATE,
    Engines,
    Pcm,
    Recogniser,
    Speech,
    Synthesiser,
    Transcript,
    VoiceActivity,
)

if TYPE_CHECKING:
    from tests.voice_connector.speech.conftest import Say

LINE = "My car was towed last night."


@pytest.fixture(params=["fake", "real"])
def engines(request: pytest.FixtureRequest) -> Engines:
    if request.param == "fake":
        return fake_engines([LINE], known={"necesito hablar con alguien por favor": "es"})
    return request.getfixturevalue("real_engines")  # type: ignore[no-any-return]


def hum(seconds: float) -> Pcm:
    sound: Pcm = (np.sin(np.arange(int(seconds * SAMPLE_RATE)) * 0.15) * 9000).astype(np.int16)
    return sound


def spoken(engines: Engines, request: pytest.FixtureRequest) -> Pcm:
    real = (
        isinstance(request.node.callspec.params["engines"], str) and request.node.callspec.params["engines"] == "real"
    )
    say: Say | None = request.getfixturevalue("say") if real else None
    return say(LINE) if say else hum(1.5)


def test_an_utterance_becomes_text_with_confidence_and_language(
    engines: Engines, request: pytest.FixtureRequest
) -> None:
    heard = asyncio.run(engines.recogniser.transcribe(spoken(engines, request), final=True))
    assert isinstance(heard, Transcript)
    assert "last night" in heard.text.lower()
    assert heard.confidence is not None
    assert 0.5 <= heard.confidence <= 1
    assert heard.language == "en"
    assert heard.language_confidence is not None
    assert heard.language_confidence > 0.5
    assert heard.no_speech is not None
    assert heard.no_speech < 0.5


def test_a_speculative_answer_is_the_final_answer_for_the_same_utterance(
    engines: Engines, request: pytest.FixtureRequest
) -> None:
    sound = spoken(engines, request)

    async def both() -> tuple[Transcript, Transcript]:
        early = await engines.recogniser.transcribe(sound, final=False)
        return early, await engines.recogniser.transcribe(sound, final=True)

    early, late = asyncio.run(both())
    assert early == late
    assert early.text


@pytest.mark.parametrize("samples", [0, 100, SAMPLE_RATE])
def test_silence_is_an_empty_text_without_confidence(engines: Engines, samples: int) -> None:
    heard = asyncio.run(engines.recogniser.transcribe(np.zeros(samples, np.int16), final=True))
    assert (heard.text, heard.confidence) == ("", 0.0)


def test_speech_is_mono_int16_and_longer_for_longer_text(engines: Engines) -> None:
    async def two() -> tuple[Speech, Speech]:
        return await engines.synthesiser.synthesise("Yes."), await engines.synthesiser.synthesise(
            "Please stay on the line while I look that up."
        )

    short, long = asyncio.run(two())
    assert short.pcm.dtype == np.int16
    assert short.pcm.ndim == 1
    assert short.sample_rate == long.sample_rate == engines.synthesiser.sample_rate
    assert 0 < short.duration_ms < long.duration_ms


def test_a_slower_rate_takes_longer(engines: Engines) -> None:
    async def two() -> tuple[Speech, Speech]:
        text = "The impound lot opens at seven."
        return await engines.synthesiser.synthesise(text), await engines.synthesiser.synthesise(text, rate=0.7)

    usual, slow = asyncio.run(two())
    assert slow.duration_ms > 1.1 * usual.duration_ms


def test_a_stream_gives_one_piece_a_sentence(engines: Engines) -> None:
    async def pieces() -> list[Pcm]:
        return [
            piece async for piece in engines.synthesiser.stream("One moment. I will look that up. Stay on the line.")
        ]

    got = asyncio.run(pieces())
    assert len(got) == 3
    assert all(piece.dtype == np.int16 and len(piece) for piece in got)


def test_empty_text_is_no_sound(engines: Engines) -> None:
    assert len(asyncio.run(engines.synthesiser.synthesise("")).pcm) == 0


def test_prompts_can_be_prepared(engines: Engines) -> None:
    assert asyncio.run(engines.synthesiser.prepare(["Good morning. How can I help?", "Good morning."])) >= 2


def test_voice_activity_is_low_in_silence_and_each_call_has_its_own(engines: Engines) -> None:
    one, other = engines.new_voice_activity(), engines.new_voice_activity()
    assert one is not other
    quiet = [one.feed(np.zeros(FRAME_SAMPLES, np.int16)) for _ in range(25)]
    assert all(0 <= p <= 1 for p in quiet)
    assert max(quiet[5:]) < 0.3


def test_voice_activity_is_high_in_speech(engines: Engines, request: pytest.FixtureRequest) -> None:
    sound = spoken(engines, request)
    activity = engines.new_voice_activity()
    frames = [
        activity.feed(sound[at : at + FRAME_SAMPLES]) for at in range(0, len(sound) - FRAME_SAMPLES, FRAME_SAMPLES)
    ]
    assert max(frames) > 0.9
    activity.reset()
    assert activity.feed(np.zeros(FRAME_SAMPLES, np.int16)) < 0.5


def test_written_spanish_is_named_and_a_short_word_is_not(engines: Engines) -> None:
    found = engines.text_language.identify("necesito hablar con alguien por favor")
    assert found is not None
    assert found[0] == "es"
    assert found[1] > 0.7
    assert engines.text_language.identify("si") is None


def test_both_sets_satisfy_the_protocols(engines: Engines) -> None:
    recogniser: Recogniser = engines.recogniser
    synthesiser: Synthesiser = engines.synthesiser
    activity: VoiceActivity = engines.new_voice_activity()
    assert callable(recogniser.warm_up)
    assert callable(synthesiser.stream)
    assert callable(activity.feed)
