"""The stand-in voice for an installation without a synthesiser: two notes a sentence, and it says so when it starts.

It pretends nothing: a caller hears notes as long as the sentence would be, the console and the call page show the text.
"""

import numpy as np
import structlog

from voice_connector.speech.interfaces import Pcm, Speech
from voice_connector.speech.tts.speaking import VoiceCard

_log = structlog.get_logger(__name__)
_MS_PER_CHARACTER = 65
_NOTES_HZ = (440.0, 330.0)
CARD = VoiceCard(sample_rate=16_000, identity="tone:1")


class ToneVoice:
    """A hum, falling at the end, for the time that the text would take."""

    sample_rate = CARD.sample_rate

    def __init__(self) -> None:
        _log.warning("no voice installed, callers hear tones", mend="install requirements/services.txt")

    def speak(self, text: str, rate: float) -> Speech:
        """Two notes, faded in and out, as long as the text."""
        half = int(len(text.strip()) * _MS_PER_CHARACTER * self.sample_rate / 2000 / rate)
        notes = [_note(hz, half, self.sample_rate) for hz in _NOTES_HZ]
        return Speech(np.concatenate(notes), self.sample_rate)


def _note(hz: float, samples: int, sample_rate: int) -> Pcm:
    wave = np.sin(np.arange(samples) * (2 * np.pi * hz / sample_rate)) * 6000
    fade = min(samples // 2, sample_rate // 50)
    if fade:
        ramp = np.linspace(0.0, 1.0, fade)
        wave[:fade] *= ramp
        wave[-fade:] *= ramp[::-1]
    note: Pcm = wave.astype(np.int16)
    return note
