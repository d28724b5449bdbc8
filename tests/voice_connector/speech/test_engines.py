"""The engines of this installation: what they are sure of, what they are not, and what they keep."""

import asyncio
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.bench_speech import word_error_rate
from spoken.en.numbers import digits_only
from voice_connector.speech.engines import build_engines, build_recogniser, build_synthesiser
from voice_connector.speech.errors import AudioError, EngineUnavailable
from voice_connector.speech.interfaces import SAMPLE_RATE, Engines, Speech
from voice_connector.speech.settings import SpeechSettings
from voice_connector.speech.stt import model_files
from voice_connector.speech.stt.confidence import confidence_of, is_nothing
from voice_connector.speech.tts.prompt_store import PromptStore, prompt_key
from voice_connector.speech.tts.sentences import split_sentences

if TYPE_CHECKING:
    from tests.voice_connector.speech.conftest import Say


@pytest.mark.parametrize(
    "line",
    [
        "I want to report a stolen bicycle",
        "There's a loud party next door and it's after midnight",
        "Is there anything else I can help you with",
    ],
)
def test_what_the_voice_says_the_recogniser_hears(real_engines: Engines, say: "Say", line: str) -> None:
    heard = asyncio.run(real_engines.recogniser.transcribe(say(line), final=True))
    assert word_error_rate([line], [heard.text]) <= 0.25
    assert heard.confidence is not None
    assert heard.confidence > 0.5


def test_moonshine_hears_english_and_says_nothing_of_confidence_or_language(say: "Say", tmp_path: Path) -> None:
    engine = build_recogniser(SpeechSettings(var=tmp_path, recogniser="moonshine", workers=1, job_timeout_ms=60_000))
    heard = asyncio.run(engine.transcribe(say("I want to report a stolen bicycle"), final=True))
    asyncio.run(engine.close())
    assert word_error_rate(["I want to report a stolen bicycle"], [heard.text]) <= 0.35
    assert (heard.confidence, heard.language) == (None, None)


def test_digits_that_were_asked_for_are_heard_and_another_answer_still_is(real_engines: Engines, say: "Say") -> None:
    def heard(line: str) -> str:
        return asyncio.run(real_engines.recogniser.transcribe(say(line), final=True, expects="digits")).text

    assert digits_only(heard("four two seven one nine")) == "42719"
    assert "person" in heard("I want to talk to a person").lower()


def test_what_people_call_about_is_heard_where_it_is_expected_and_any_other_words_too(
    real_engines: Engines, say: "Say"
) -> None:
    def heard(line: str) -> str:
        return asyncio.run(real_engines.recogniser.transcribe(say(line), final=True, expects="matter")).text

    for line in ("My car was towed last night", "I want to talk to a person", "there is a fire in my kitchen"):
        assert word_error_rate([line], [heard(line)]) <= 0.2


def noise(seconds: float) -> np.ndarray:
    return (np.random.default_rng(1).standard_normal(int(seconds * SAMPLE_RATE)) * 1500).astype(np.int16)


def test_noise_hum_and_speech_backwards_get_low_confidence(real_engines: Engines, say: "Say") -> None:
    hum = (np.sin(np.arange(2 * SAMPLE_RATE) * 0.047) * 6000).astype(np.int16)
    sounds = (noise(2.0), hum, say("I want to report a stolen bicycle")[::-1].copy())
    for sound, expects in itertools.product(sounds, ("", "matter", "place", "digits")):
        heard = asyncio.run(real_engines.recogniser.transcribe(sound, final=True, expects=expects))  # type: ignore[arg-type]
        assert heard.confidence is not None
        assert heard.confidence < 0.3, heard


def test_an_utterance_longer_than_the_limit_is_heard_at_its_end(real_engines: Engines, say: "Say") -> None:
    long = np.concatenate([noise(30.0) // 20, say("I want to report a stolen bicycle")])
    assert "bicycle" in asyncio.run(real_engines.recogniser.transcribe(long, final=True)).text.lower()


def test_sound_in_the_wrong_form_is_refused_in_one_sentence(real_engines: Engines) -> None:
    with pytest.raises(AudioError, match="mono int16 samples at 16 kHz"):
        asyncio.run(real_engines.recogniser.transcribe(np.zeros(SAMPLE_RATE, np.float32), final=True))


def test_ten_callers_at_once_are_all_heard(real_engines: Engines, say: "Say") -> None:
    sound = say("My car was towed last night")

    async def all_heard() -> list[str]:
        return [
            t.text
            for t in await asyncio.gather(*(real_engines.recogniser.transcribe(sound, final=True) for _ in range(10)))
        ]

    assert len(set(asyncio.run(all_heard()))) == 1


@pytest.mark.parametrize(
    ("log_probability", "tokens", "low", "high"),
    [(-0.05, 12, 0.9, 1), (-0.95, 1, 0.8, 1), (-1.2, 12, 0, 0.05), (-3.0, 2, 0, 0.05)],
)
def test_confidence_follows_the_log_probability_and_forgives_single_words(
    log_probability: float, tokens: int, low: float, high: float
) -> None:
    assert low <= confidence_of("text", log_probability, 0.05, tokens) <= high


def test_nothing_has_no_confidence_and_noise_is_nothing() -> None:
    assert confidence_of("", -0.1, 0.0, 0) == 0.0
    assert is_nothing(-2.5, 0.9)
    assert not is_nothing(-0.3, 0.9)
    assert not is_nothing(-2.5, 0.1)


def test_a_prompt_prepared_once_is_not_spoken_again_after_a_restart(tmp_path: Path) -> None:
    settings, prompt = SpeechSettings(var=tmp_path, synthesiser="tone"), "Thank you for calling. How can I help?"

    async def start() -> bytes:
        voice = build_synthesiser(settings)
        assert await voice.prepare([prompt]) == 2
        return (await voice.synthesise(prompt)).pcm.tobytes()

    first = asyncio.run(start())
    kept = {file: file.stat().st_mtime_ns for file in settings.prompt_dir.rglob("*.npz")}
    assert len(kept) == 2
    assert asyncio.run(start()) == first
    assert {file: file.stat().st_mtime_ns for file in settings.prompt_dir.rglob("*.npz")} == kept


def test_what_a_caller_said_is_never_written_to_disk(tmp_path: Path) -> None:
    settings = SpeechSettings(var=tmp_path, synthesiser="tone")
    asyncio.run(build_synthesiser(settings).synthesise("You said Pearl Street. Is that right?"))
    assert list(tmp_path.rglob("*.npz")) == []


def test_a_damaged_kept_prompt_is_spoken_anew(tmp_path: Path) -> None:
    store = PromptStore(tmp_path, 1 << 20)
    store.put("abcd", Speech(np.ones(10, np.int16), 16_000), on_disk=True)
    [file] = tmp_path.rglob("*.npz")
    file.write_bytes(b"half a file")
    assert PromptStore(tmp_path, 1 << 20).get("abcd") is None


def test_memory_for_prompts_is_bounded_and_the_least_used_goes_first(tmp_path: Path) -> None:
    store = PromptStore(tmp_path, 2_500)
    for key in ("a1", "b2", "c3"):
        store.put(key, Speech(np.zeros(500, np.int16), 16_000), on_disk=False)
        store.get("a1")
    assert store.memory_bytes <= 2_500
    assert store.recall("a1") is not None
    assert store.recall("b2") is None


def test_a_prompt_is_kept_under_voice_text_and_rate() -> None:
    assert (
        len(
            {
                prompt_key("joe", "Hi.", 1.0),
                prompt_key("amy", "Hi.", 1.0),
                prompt_key("joe", "Hi!", 1.0),
                prompt_key("joe", "Hi.", 0.8),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One moment. I will look that up.", 2),
        ("Officer St. John is at 1437 N. Pearl St. in Denver.", 1),
        ("Call Dr. Smith at 7 a.m. tomorrow.", 1),
        ("", 0),
        ("   \n ", 0),
        (
            "The impound lot is at fifty two hundred East Forty-Ninth Avenue, and it is open from seven until eight at night.",
            2,
        ),
    ],
)
def test_replies_are_cut_at_sentences_and_a_long_first_one_at_a_breath(text: str, pieces: int) -> None:
    got = split_sentences(text)
    assert len(got) == pieces
    assert " ".join(got).split() == text.split()


def test_the_model_is_joined_once_and_a_wrong_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = model_files.whisper_folder(tmp_path)
    stamp = (folder / "model.bin").stat().st_mtime_ns
    assert (model_files.whisper_folder(tmp_path) / "model.bin").stat().st_mtime_ns == stamp
    monkeypatch.setattr(model_files, "MODEL_SHA256", "0" * 64)
    with pytest.raises(EngineUnavailable, match="is not the expected one"):
        model_files.whisper_folder(tmp_path / "other")
    assert list((tmp_path / "other").iterdir()) == []


def test_a_missing_package_or_folder_is_one_sentence_with_the_mend(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EngineUnavailable, match=r"has no model\.bin; name a CTranslate2 Whisper folder"):
        build_engines(SpeechSettings(var=tmp_path, whisper_dir=tmp_path))
    monkeypatch.setattr(model_files, "PART_PACKAGES", ("no_such_part1", "no_such_part2"))
    with pytest.raises(EngineUnavailable, match="no-such-part1 is not installed"):
        build_engines(SpeechSettings(var=tmp_path))


def test_without_any_voice_tones_stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_connector.speech.tts.registry.hibari_is_installed", lambda: False)
    monkeypatch.setattr("voice_connector.speech.tts.registry.piper_is_installed", lambda voice: False)
    assert build_synthesiser(SpeechSettings(var=tmp_path)).name == "tone"
    with pytest.raises(EngineUnavailable, match=r"requirements/voice-piper\.txt"):
        build_synthesiser(SpeechSettings(var=tmp_path, synthesiser="piper"))
