"""Two models, one recogniser: Whisper base tells the language from the sound, Moonshine base writes English down.

Moonshine turns any language into fluent English, so it is asked only for what sounds like English; and Whisper is asked for the words
where it is the better one: another language or a doubt about it, an answer to "where?" or digits (it can be told to expect them), codes
and plates in any answer, a long story, and whatever Moonshine is not sure of (docs/decisions/0072-two-ears.md).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spoken.en import turn_ends
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Transcript
from voice_connector.speech.lid.sound import judge_sound, needs_second_look
from voice_connector.speech.stt.alternatives import others
from voice_connector.speech.stt.moonshine_base import Heard, MoonshineBase
from voice_connector.speech.stt.whisper import WhisperRecogniser, speech_seconds

_LONGEST_S = 12.0  # from here on Whisper is the quicker one
_SURE_FROM = 0.6
_WHISPERS_OWN = frozenset({"place", "digits"})
_SPELLED_FROM, _BELIEVED_FROM = 3, 0.3
# Fitted as those of confidence.py, on 359 texts (people and synthetic callers, clean and with noise at 10 and 3 dB, sounds without
# words): area under the curve .93; of those given 0.9 or more 97 % were right, of those under 0.5, 21 %
_INTERCEPT, _LOG_PROBABILITY, _LENGTH, _BOTH = 2.243, 2.365, 1.074, 4.863


class TwoEars:
    """Both models in memory, asked by as many threads as Whisper has workers."""

    def __init__(self, whisper: WhisperRecogniser, moonshine: MoonshineBase) -> None:
        self._whisper, self._moonshine = whisper, moonshine

    def transcribe(self, pcm16k: Pcm, expects: Expected = "") -> Transcript:
        """One utterance of up to 29 s. `expects`: what was asked for, where Whisper can be told so."""
        if expects in _WHISPERS_OWN or len(pcm16k) > _LONGEST_S * SAMPLE_RATE:
            return self._whisper.transcribe(pcm16k, expects)
        sounds = self._whisper.languages(pcm16k)
        if needs_second_look(sounds):
            return self._whisper.transcribe(pcm16k, expects)
        heard = self._moonshine.hear(pcm16k)
        sure = confidence_of(heard)
        spelled = _is_spelled(heard.text)
        second: tuple[str, ...] = ()
        if sure < _SURE_FROM or spelled:
            other = self._whisper.transcribe(pcm16k, expects)
            surer = (other.confidence or 0.0) >= (_BELIEVED_FROM if spelled else sure)
            if surer or not other.text:
                return replace(other, alternatives=others(other.text, heard.text, *other.alternatives))
            second = others(heard.text, other.text, *other.alternatives)
        verdict = judge_sound(sounds, None, speech_seconds(pcm16k))
        return Transcript(heard.text, sure, verdict.language, verdict.confidence, alternatives=second)


def _is_spelled(text: str) -> bool:
    """Digits or letters are read out: Whisper gets a tenth more of such codes and plates whole."""
    return turn_ends.digit_count(text) >= _SPELLED_FROM or turn_ends.spells(text)


def build_two_ears(whisper_folder: Path, moonshine_folder: Path, workers: int, streets: Sequence[str] = ()) -> TwoEars:
    """Loads both."""
    return TwoEars(WhisperRecogniser(whisper_folder, workers, streets), MoonshineBase(moonshine_folder))


def confidence_of(heard: Heard) -> float:
    """Probability that the text is right, 0 where nothing was heard."""
    if not heard.text or heard.tokens < 1:
        return 0.0
    log, length = heard.average_log_probability, math.log(heard.tokens)
    score = _INTERCEPT + _LOG_PROBABILITY * log + _LENGTH * length + _BOTH * log * length
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))
