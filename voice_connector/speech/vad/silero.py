"""Silero VAD v6 (MIT) by onnxruntime: one model in memory for all calls, one small state a call.

The model file comes with faster-whisper. About 0.1 ms for each 32 ms of sound, so it may run on the event loop.
"""

import functools
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np

from voice_connector.speech.errors import AudioError, EngineUnavailable
from voice_connector.speech.interfaces import Pcm

_CHUNK, _CONTEXT, _STATE = 512, 64, (1, 1, 128)


class SileroVoiceActivity:
    """Takes 20 ms frames (or any length), judges every 512 samples, and answers with the latest probability."""

    def __init__(self) -> None:
        self._session = _session()
        self._left: Pcm
        self.reset()

    def feed(self, frame: Pcm) -> float:
        """See `interfaces.VoiceActivity`. A chunk that is complete with this frame is judged at once."""
        if frame.dtype != np.int16:
            raise AudioError(f"Voice activity wants int16 samples at 16 kHz, not {frame.dtype}.")
        sound = np.concatenate([self._left, frame])
        whole = len(sound) // _CHUNK * _CHUNK
        for start in range(0, whole, _CHUNK):
            self._latest = self._judge(sound[start : start + _CHUNK].astype(np.float32) / 32768.0)
        self._left = sound[whole:]
        return self._latest

    def reset(self) -> None:
        """See `interfaces.VoiceActivity`."""
        self._left = np.zeros(0, np.int16)
        self._context = np.zeros(_CONTEXT, np.float32)
        self._hidden = np.zeros(_STATE, np.float32)
        self._cell = np.zeros(_STATE, np.float32)
        self._latest = 0.0

    def _judge(self, chunk: "np.ndarray[Any, np.dtype[np.float32]]") -> float:
        heard = np.concatenate([self._context, chunk])[None]
        answer, self._hidden, self._cell = self._session.run(None, {"input": heard, "h": self._hidden, "c": self._cell})
        self._context = chunk[-_CONTEXT:]
        return float(np.ravel(answer)[0])


@functools.cache
def _session() -> Any:
    found = importlib.util.find_spec("faster_whisper")
    model = Path(found.origin).parent / "assets" / "silero_vad_v6.onnx" if found and found.origin else None
    if model is None or not model.is_file():
        raise EngineUnavailable(
            "The Silero VAD model that comes with faster-whisper is not here; install requirements/services.txt."
        )
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), sess_options=options, providers=["CPUExecutionProvider"])
