"""A recogniser to copy. This one hears the same words in every sound and nothing in silence; it needs no model.

What a recogniser promises (tests/voice_connector/speech/test_every_engine.py asks it): one utterance of mono int16 at 16 kHz
becomes a Transcript; silence and less than a tenth of a second are an empty text; it is asked by one thread at a time,
in a process that may be killed and started again; what it cannot say (confidence, language) stays None.
"""

import numpy as np

from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Transcript

_SHORTEST_S = 0.1
_QUIET = 50  # mean of the samples' size, of 32,768


class TemplateRecogniser:
    """Load the model here: a missing package or file raises EngineUnavailable with what to install."""

    def __init__(self, words: str = "my car was towed last night") -> None:
        self._words = words

    def transcribe(self, pcm16k: Pcm, expects: Expected = "") -> Transcript:
        """`expects`: what was asked for, for an engine that can be told what to expect."""
        if len(pcm16k) < _SHORTEST_S * SAMPLE_RATE or np.abs(pcm16k.astype(np.int32)).mean() < _QUIET:
            return Transcript("")
        return Transcript(self._words)
