"""Moonshine (tiny, English, MIT): a small recogniser that always answers in English and knows no confidence.

It turns other languages into fluent English, so a line with callers of several languages wants Whisper instead
(docs/decisions/0002-recogniser.md).
"""

import threading
from pathlib import Path

import numpy as np

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import SAMPLE_RATE, Expected, Pcm, Transcript


class MoonshineRecogniser:
    """One native transcriber; its library is asked by one thread at a time."""

    def __init__(self) -> None:
        try:
            from moonshine_voice import ModelArch
            from moonshine_voice.transcriber import Transcriber
            from moonshine_voice.utils import get_model_path
        except ImportError as missing:
            raise EngineUnavailable(
                "moonshine-voice is not installed; install it, or set CIVICLINE_SPEECH_RECOGNISER=whisper."
            ) from missing
        folder = Path(get_model_path("tiny-en"))
        if not (folder / "tokenizer.bin").is_file():
            raise EngineUnavailable("This moonshine-voice bundles no English model; install moonshine-voice==0.0.73.")
        self._native = Transcriber(str(folder), ModelArch.TINY)
        self._one = threading.Lock()

    def transcribe(self, pcm16k: Pcm, expects: Expected = "") -> Transcript:
        """Text in English; confidence and language stay None. This model cannot be told what to expect."""
        samples = (pcm16k.astype(np.float32) / 32768.0).tolist()
        with self._one:
            heard = self._native.transcribe_without_streaming(samples, SAMPLE_RATE)
        return Transcript(" ".join(line.text.strip() for line in heard.lines).strip())
