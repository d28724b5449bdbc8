"""Sound for when our voice fails: two lines spoken ahead of time, or a tone that says "something is wrong"."""

from dataclasses import dataclass

import numpy as np

from voice_connector.log import logger
from voice_connector.sound.codecs import resample
from voice_connector.speech.errors import SpeechError
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm, Synthesiser

_TONES_HZ = (950, 1_400, 1_800)  # ITU-T E.180 special information tone: "not what you expected, stay on the line"
_TONE_S = 0.33


@dataclass(frozen=True, slots=True)
class ReadyMade:
    """Texts with their sound, mono int16 at 16 kHz."""

    failure: tuple[str, Pcm]
    emergency: tuple[str, Pcm]


async def make_ready(synthesiser: Synthesiser, failure: str, emergency: str) -> ReadyMade:
    """Speaks both lines now, while there is a voice."""
    sounds = [await fallback_sound(synthesiser, text) for text in (failure, emergency)]
    return ReadyMade((failure, sounds[0]), (emergency, sounds[1]))


async def fallback_sound(synthesiser: Synthesiser, text: str) -> Pcm:
    """The text as sound at 16 kHz; the tone when no voice can speak it now."""
    try:
        speech = await synthesiser.synthesise(text)
    except SpeechError as error:
        logger.warning("a line could not be spoken ahead of time", error=type(error).__name__)
        return special_tone()
    return resample(speech.pcm, speech.sample_rate, SAMPLE_RATE)


def special_tone() -> Pcm:
    """Three rising tones, a pause, and again."""
    time = np.arange(int(_TONE_S * SAMPLE_RATE)) / SAMPLE_RATE
    rising = np.concatenate([np.sin(2 * np.pi * hertz * time) for hertz in _TONES_HZ])
    pause = np.zeros(SAMPLE_RATE // 2)
    return (np.concatenate([rising, pause, rising, pause]) * 6_000).astype(np.int16)
