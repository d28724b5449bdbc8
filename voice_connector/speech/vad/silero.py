"""Silero VAD v6 (MIT) by onnxruntime: one model in memory for all calls, one small state a call.

The model file comes with faster-whisper. About 0.1 ms for each 32 ms of sound, so it may run on the event loop.

Left alone, the model gets drowsy: its cell state grows without bound while nobody speaks (4 after the first 32 ms of zeros, 296
after two minutes), and the words after a long silence are noticed a second late or never. It is widest awake after half a second
of faint noise. So a call begins in that state and leans back to it while nobody speaks, and a noise of the same faintness lies
under everything, because a line with silence suppression has none of its own (docs/decisions/0042-awake-in-silence.md).
"""

import functools
import importlib.util
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from voice_connector.speech.errors import AudioError, EngineUnavailable
from voice_connector.speech.interfaces import Pcm

_CHUNK, _CONTEXT, _STATE = 512, 64, (1, 1, 128)
_FAINT = 10  # standard deviation of the noise under everything, in int16 steps: -70 dB, less than a quiet line's own
_FAINT_CHUNKS = 128  # of noise, used over and over: four seconds
_WAKING_CHUNKS = 16
_NOBODY_SPEAKS = 0.1
_LEANS_BACK = np.float32(0.97)  # of the way from rest is left after each silent chunk: a third after a second

Sound = np.ndarray[Any, np.dtype[np.float32]]


class State(NamedTuple):
    """What the model remembers between chunks."""

    hidden: Sound
    cell: Sound
    context: Sound


class SileroVoiceActivity:
    """Takes 20 ms frames (or any length), judges every 512 samples, and answers with the latest probability."""

    def __init__(self) -> None:
        self._left: Pcm
        self.state: State
        self.reset()

    def feed(self, frame: Pcm) -> float:
        """See `interfaces.VoiceActivity`. A chunk that is complete with this frame is judged at once."""
        if frame.dtype != np.int16:
            raise AudioError(f"Voice activity wants int16 samples at 16 kHz, not {frame.dtype}.")
        sound = np.concatenate([self._left, frame])
        whole = len(sound) // _CHUNK * _CHUNK
        for start in range(0, whole, _CHUNK):
            self._latest = self._judge(sound[start : start + _CHUNK])
        self._left = sound[whole:]
        return self._latest

    def reset(self) -> None:
        """See `interfaces.VoiceActivity`."""
        self._left = np.zeros(0, np.int16)
        self.state = _rest()
        self._chunks = 0
        self._latest = 0.0

    def _judge(self, pcm: Pcm) -> float:
        chunk = pcm.astype(np.float32) / 32768.0 + _faint_noise()[self._chunks % _FAINT_CHUNKS]
        self._chunks += 1
        probability, state = run_model(chunk, self.state)
        self.state = _leaning_back(state) if probability < _NOBODY_SPEAKS else state
        return probability


def run_model(chunk: Sound, before: State) -> tuple[float, State]:
    """The model itself, once: probability of speech in 512 samples (-1..1), and what it remembers of them."""
    heard = np.concatenate([before.context, chunk])[None]
    answer, hidden, cell = _session().run(None, {"input": heard, "h": before.hidden, "c": before.cell})
    return float(np.ravel(answer)[0]), State(hidden, cell, chunk[-_CONTEXT:])


def _leaning_back(state: State) -> State:
    """Bit by bit: a state put back at once makes a hum sound like a vowel, again and again."""
    rest = _rest().cell
    return state._replace(cell=rest + (state.cell - rest) * _LEANS_BACK)


@functools.cache
def _faint_noise() -> Sound:
    """Chunks of it; the same in every call, so that a call can be heard again."""
    noise = np.random.default_rng(5).normal(0, _FAINT / 32768.0, (_FAINT_CHUNKS, _CHUNK))
    return noise.astype(np.float32)


@functools.cache
def _rest() -> State:
    """The state after half a second of faint noise."""
    state = State(np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32), np.zeros(_CONTEXT, np.float32))
    for chunk in _faint_noise()[-_WAKING_CHUNKS:]:
        _, state = run_model(chunk, state)
    return state


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
