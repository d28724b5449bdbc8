"""Whisper (CTranslate2, int8) as a recogniser for the telephone: one encoding gives language, text and how sure.

Two things differ from the usual use. The log-mel features are cut to the speech (at least 10 s) instead of 30 s,
which makes it several times faster; the repetition and length limits keep a short window from looping. And the
language is decided from the encoding before any text: what does not sound like English is decoded twice, once as
English, and the difference of the two log-probabilities joins the verdict (`lid.sound`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import FRAME_SAMPLES, SAMPLE_RATE, Expected, Pcm, Transcript
from voice_connector.speech.lid.sound import SoundVerdict, best_other, judge_sound, needs_second_look
from voice_connector.speech.stt.alternatives import others
from voice_connector.speech.stt.confidence import confidence_of, is_nothing

WINDOW_S = 10.0
LANGUAGE_WINDOW_S = 6.0
MARGIN_S = 2.0
_HOP = 160
_TOKENS_PER_SECOND = 8
_OWN_LANGUAGE_FROM = 0.6
_LOUD_PART = 0.1
_FLOOR_LEVEL = 50.0
_MATTERS = (
    "Someone stole my bike out of the garage. My car was towed. There's a dead deer in the road. My neighbor's dog keeps barking.",
)
_DIGITS_READ_OUT = ("4 2 7 1 9. 3 0 5 8 8. 6 1 1 2 4.",)
_MOST_EXPECTED = 220  # tokens; Whisper has room for 224 before an utterance


@dataclass(frozen=True, slots=True)
class Decoded:
    """One reading of an encoding in one language."""

    text: str
    average_log_probability: float
    no_speech: float
    tokens: int


class WhisperRecogniser:
    """One model in memory, asked by as many threads as it has workers."""

    def __init__(self, folder: Path, workers: int, streets: Sequence[str] = ()) -> None:
        try:
            from faster_whisper import WhisperModel
        except ImportError as missing:
            raise EngineUnavailable(
                "faster-whisper is not installed; install it, or set CIVICLINE_SPEECH_RECOGNISER=moonshine."
            ) from missing
        try:
            self._whisper = WhisperModel(
                str(folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=1,
                num_workers=workers,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as broken:
            raise EngineUnavailable(
                f"The Whisper folder {folder} cannot be loaded ({broken}); delete it to have it made again."
            ) from broken
        self._multilingual = bool(self._whisper.model.is_multilingual)
        self._told = {
            "matter": self._expecting(_MATTERS),
            "place": self._expecting(streets),
            "digits": self._expecting(_DIGITS_READ_OUT),
        }

    def transcribe(self, pcm16k: Pcm, expects: Expected = "") -> Transcript:
        """One utterance of up to 29 s; longer sound loses its end. `expects`: what was asked for.

        What was asked for is expected only then, and only when it sounds like English: anywhere else names bend ordinary words.
        """
        seconds = len(pcm16k) / SAMPLE_RATE
        encoded = self._encode(pcm16k, max(WINDOW_S, seconds + MARGIN_S))
        heard = self._probabilities(encoded)
        plain = needs_second_look(heard)
        english = self._decode(encoded, "en", seconds, expected=self._told.get(expects, ()) if not plain else ())
        spoken = speech_seconds(pcm16k)
        chosen, verdict, readings = english, judge_sound(heard, None, spoken), [english]
        if plain:
            other = self._decode(encoded, best_other(heard), seconds)
            verdict = judge_sound(heard, other.average_log_probability - english.average_log_probability, spoken)
            if verdict.language != "en" and verdict.confidence >= _OWN_LANGUAGE_FROM:
                chosen = other
            readings.append(other)
        return _transcript(chosen, verdict, None if chosen is english else english, readings)

    def languages(self, pcm16k: Pcm) -> dict[str, float]:
        """How probable each language is, by the sound alone: a shorter window tells it as well as a longer one."""
        seconds = len(pcm16k) / SAMPLE_RATE
        return self._probabilities(self._encode(pcm16k, max(LANGUAGE_WINDOW_S, seconds + MARGIN_S)))

    def _encode(self, pcm16k: Pcm, window_s: float) -> Any:
        from faster_whisper.transcribe import get_ctranslate2_storage

        length = int(min(30.0, window_s) * SAMPLE_RATE)
        padded = np.zeros(length, np.float32)
        usable = min(len(pcm16k), length)
        padded[:usable] = pcm16k[:usable].astype(np.float32) / 32768.0
        mel = self._whisper.feature_extractor(padded)[:, : length // _HOP]
        return self._whisper.model.encode(get_ctranslate2_storage(mel[None]), to_cpu=False)

    def _probabilities(self, encoded: Any) -> dict[str, float]:
        if not self._multilingual:
            return {"en": 1.0}
        return {token[2:-2]: probability for token, probability in self._whisper.model.detect_language(encoded)[0]}

    def _decode(self, encoded: Any, language: str, seconds: float, expected: Sequence[int] = ()) -> Decoded:
        prompt = [*expected, *self._prompt(language)]
        [result] = self._whisper.model.generate(
            encoded,
            [prompt],
            beam_size=1,
            no_repeat_ngram_size=3,
            max_length=len(expected) + 16 + int(seconds * _TOKENS_PER_SECOND),
            return_scores=True,
            return_no_speech_prob=True,
        )
        text = self._whisper.hf_tokenizer.decode(result.sequences_ids[0]).strip()
        return Decoded(text, float(result.scores[0]), float(result.no_speech_prob), len(result.sequences_ids[0]))

    def _expecting(self, names: Sequence[str]) -> list[int]:
        """Whisper reads these as what was said before, and finds them likelier."""
        if not names:
            return []
        tokenizer = self._whisper.hf_tokenizer
        words = tokenizer.encode(" " + ", ".join(names), add_special_tokens=False).ids[:_MOST_EXPECTED]
        return [tokenizer.token_to_id("<|startofprev|>"), *words]

    def _prompt(self, language: str) -> list[int]:
        tokens = ["<|startoftranscript|>", "<|notimestamps|>"]
        if self._multilingual:
            tokens[1:1] = [f"<|{language}|>", "<|transcribe|>"]
        return [self._whisper.hf_tokenizer.token_to_id(token) for token in tokens]


def _transcript(
    chosen: Decoded, verdict: SoundVerdict, english: Decoded | None, readings: Sequence[Decoded]
) -> Transcript:
    """`readings`: all that were made of the sound. What counts as nothing heard was heard as nothing else either."""
    made_up = is_nothing(chosen.average_log_probability, chosen.no_speech)
    text = "" if made_up else chosen.text
    sure = confidence_of(text, chosen.average_log_probability, chosen.no_speech, chosen.tokens)
    as_english = english.text if english is not None and text else None
    told = (one.text for one in readings if not is_nothing(one.average_log_probability, one.no_speech))
    more = others(text, *told)
    return Transcript(text, sure, verdict.language, verdict.confidence, chosen.no_speech, as_english, more)


def speech_seconds(pcm16k: Pcm) -> float:
    """How long someone speaks, from the first to the last 20 ms that stand out: pauses around an utterance say nothing."""
    whole = len(pcm16k) // FRAME_SAMPLES * FRAME_SAMPLES
    if not whole:
        return 0.0
    frames = pcm16k[:whole].astype(np.float32).reshape(-1, FRAME_SAMPLES)
    level = np.sqrt(np.mean(frames**2, axis=1))
    loud = np.flatnonzero(level > max(_FLOOR_LEVEL, _LOUD_PART * float(np.percentile(level, 95))))
    return float(loud[-1] - loud[0] + 1) * FRAME_SAMPLES / SAMPLE_RATE + 0.2 if len(loud) else 0.0
