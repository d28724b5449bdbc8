"""What the encoders make of a line is worked out for one model and not again for the next: a training changes what comes behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import onnxruntime

from launcher.model import vectors_folder
from nlu_components.encoder import encoder
from nlu_components.encoder.kept_runs import KeptRuns

FOLDERS = (encoder.DEFAULT_FOLDER, encoder.UNFITTED_FOLDER, encoder.SECOND_FOLDER)


@contextmanager
def encoded_once(lines: str) -> Iterator[Sequence[KeptRuns]]:
    """`lines`: a name for those that are asked in this block, one for each process; what is said outside of it is kept nowhere."""
    built = [folder for folder in FOLDERS if encoder.is_built(Path(folder))]
    kept = [_kept(lines, Path(folder)) for folder in built]
    try:
        for folder, runs in zip(built, kept, strict=True):
            encoder.shared_encoder(folder).keep_runs(runs)
        yield kept
        for runs in kept:
            runs.write()
    finally:
        for folder in built:
            encoder.shared_encoder(folder).keep_runs(None)


def _kept(lines: str, folder: Path) -> KeptRuns:
    state = f"{encoder.content_of(folder)} by onnxruntime {onnxruntime.__version__}"
    return KeptRuns(vectors_folder() / f"{lines}.{folder.name}.npz", state)


@contextmanager
def anew(kept: Sequence[KeptRuns]) -> Iterator[None]:
    """Everything is encoded in this block, as in a call."""
    with ExitStack() as all_of:
        for runs in kept:
            all_of.enter_context(runs.anew())
        yield
