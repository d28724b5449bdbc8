"""Moonshine base (English, MIT) on onnxruntime: the better ear for English over a bad line, and it says how sure it is.

Its encoder takes the sound as long as it is, so a word costs little; a decoder step gives one token. It knows no language but English.
Source of the shapes: the graphs themselves (63 names of inputs; 8 layers, 8 heads of 52).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

_START, _END = 1, 2
_HEADS, _WIDTH = 8, 52
_TOKENS_PER_SECOND, _AT_LEAST = 6.5, 4
_Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Heard:
    """Text; the average log-probability of its tokens, the end included; their number."""

    text: str
    average_log_probability: float
    tokens: int


class MoonshineBase:
    """One model in memory; any thread may ask."""

    def __init__(self, folder: Path) -> None:
        self._encoder, self._decoder = _session(folder / "encoder.onnx"), _session(folder / "decoder.onnx")
        self._pieces = _pieces((folder / "tokenizer.bin").read_bytes())
        self._past = [one.name for one in self._decoder.get_inputs() if one.name.startswith("past_key_values")]
        self._given = [one.name for one in self._decoder.get_outputs()]

    def hear(self, pcm16k: Pcm) -> Heard:
        """The likeliest token at each step, until the model ends or more was said than anybody can say."""
        sound = (pcm16k.astype(np.float32) / 32768.0)[None]
        encoded = self._encoder.run(None, {"input_values": sound})[0]
        past = {name: np.zeros((1, _HEADS, 0, _WIDTH), np.float32) for name in self._past}
        most = _AT_LEAST + int(len(pcm16k) / SAMPLE_RATE * _TOKENS_PER_SECOND)
        tokens: list[int] = []
        sum_of_logs, token = 0.0, _START
        while len(tokens) < most:
            given = self._step(token, encoded, past, first=not tokens)
            token, log = _likeliest(given["logits"][0, -1])
            sum_of_logs += log
            tokens.append(token)
            if token == _END:
                break
        return Heard(self._text(tokens), sum_of_logs / max(1, len(tokens)), len(tokens))

    def _step(self, token: int, encoded: npt.NDArray[np.float32], past: _Arrays, *, first: bool) -> _Arrays:
        """One step; `past` is brought up to date. What is remembered of the sound comes with the first step alone."""
        asked = {
            "input_ids": np.array([[token]], np.int64),
            "encoder_hidden_states": encoded,
            "use_cache_branch": np.array([not first]),
            **past,
        }
        given = dict(zip(self._given, self._decoder.run(None, asked), strict=True))
        for name in past:
            if first or ".decoder." in name:
                past[name] = given[name.replace("past_key_values", "present")]
        return given

    def _text(self, tokens: list[int]) -> str:
        pieces = b"".join(self._pieces[token] for token in tokens if token != _END)
        return pieces.decode("utf-8", "replace").replace("\u2581", " ").strip()


def _likeliest(logits: npt.NDArray[np.float32]) -> tuple[int, float]:
    best = int(logits.argmax())
    return best, -float(np.log(np.exp(logits - logits[best]).sum()))


def _pieces(data: bytes) -> list[bytes]:
    """Tokens by number: each a length (of one byte, or two from 128 on) and its bytes; without any: a token that is never text."""
    pieces, at = [], 0
    while at < len(data):
        size, at = data[at], at + 1
        if size >= 128:
            size, at = data[at] * 128 + size - 128, at + 1
        pieces.append(data[at : at + size])
        at += size
    return pieces


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
