"""Every example with the place where it stands, and its vector; danger and routine wordings of one need are told apart."""

from __future__ import annotations

import functools
import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import numpy as np

from retraining.training_files import TrainingFiles

KEPT = "CIVICLINE_TRAINING_VECTORS"  # the folder in which training keeps vectors of its texts; the launcher names it


@dataclass(frozen=True)
class Placed:
    """`label`: the intent, with `/danger` where the block is marked so. `line`: from 1."""

    path: Path
    line: int
    intent: str
    danger: bool
    text: str

    @property
    def label(self) -> str:
        return f"{self.intent}/danger" if self.danger else self.intent

    @property
    def words(self) -> Tuple[str, ...]:
        return tuple(re.findall(r"[^\W_]+", self.text.casefold().replace("'", "").replace("’", "")))

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line} {self.label}: {self.text}"


@dataclass(frozen=True)
class Examples:
    """`vectors`: (examples, dimensions), each of length 1, of the matter alone as the models see it."""

    placed: List[Placed]
    vectors: Any

    @functools.cached_property
    def of_intent(self) -> Dict[str, List[int]]:
        found: Dict[str, List[int]] = {}
        for at, one in enumerate(self.placed):
            found.setdefault(one.intent, []).append(at)
        return found


def placed(folder: Path) -> List[Placed]:
    return [
        Placed(block.path, line + 1, block.intent, block.danger, text)
        for block in TrainingFiles.of(folder).blocks
        for line, text in zip(block.lines, block.examples)
    ]


def read(folder: Path) -> Examples:
    """What a training has encoded is taken from where it is kept; else all of it takes a minute or two."""
    from nlu_components.encoder.encoder import shared_encoder
    from nlu_components.needs.matter import matters_for_training

    found = placed(folder)
    with _kept_by_training():
        encoder = (
            shared_encoder.__wrapped__()
        )  # one of its own: the shared one encodes callers' words, which nobody keeps
        vectors = np.asarray(encoder.encode(matters_for_training([one.text for one in found])))
    return Examples(found, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))


@contextmanager
def _kept_by_training() -> Iterator[None]:
    """While it lasts, vectors come from where training keeps them, and new ones go there."""
    from nlu_components.encoder.kept_vectors import VARIABLE

    before, folder = os.environ.get(VARIABLE), os.environ.get(KEPT)
    if folder:
        os.environ[VARIABLE] = folder
    try:
        yield
    finally:
        os.environ.pop(VARIABLE, None)
        if before:
            os.environ[VARIABLE] = before
