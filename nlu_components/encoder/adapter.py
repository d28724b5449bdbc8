"""Small changes to large public weights: low-rank pairs in half precision, a few MB in git instead of the whole model.

Made by `retraining.encoder` from data/nlu (never from held-out files); added at set-up by `encoder_build`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Dict

import numpy as np

ADAPTER_FILE = Path(__file__).with_name("adapter.npz")


def write_adapter(path: Path, changes: Dict[str, np.ndarray], rank: int) -> None:
    """`changes` {weight name: difference}; matrices are kept to `rank`, vectors whole."""
    parts: Dict[str, np.ndarray] = {}
    for name, change in changes.items():
        if change.ndim == 1:
            parts[f"{name}|whole"] = change.astype(np.float16)
            continue
        left, size, right = np.linalg.svd(change, full_matrices=False)
        root = np.sqrt(size[:rank])
        parts[f"{name}|left"] = (left[:, :rank] * root).astype(np.float16)
        parts[f"{name}|right"] = (root[:, None] * right[:rank]).astype(np.float16)
    np.savez_compressed(path, **parts)  # type: ignore[arg-type]


def with_adapter(weights: Dict[str, np.ndarray], path: Path = ADAPTER_FILE) -> Dict[str, np.ndarray]:
    """The weights with the adapter's changes added; the public weights when there is no adapter."""
    if not path.exists():
        return weights
    changed = dict(weights)
    with np.load(path, allow_pickle=False) as parts:
        for key in parts.files:
            name, kind = key.split("|")
            if name not in weights:
                raise ValueError(f"{path}: it changes '{name}', which the encoder does not have; make it again.")
            if kind == "whole":
                changed[name] = weights[name] + parts[key].astype(np.float32)
            elif kind == "left":
                change = parts[key].astype(np.float32) @ parts[f"{name}|right"].astype(np.float32)
                changed[name] = weights[name] + change
    return changed
