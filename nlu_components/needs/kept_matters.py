"""Matters of training texts kept between trainings: what a changed example leaves as it was is not worked out again.

One file, in the folder that CIVICLINE_VECTORS names (the launcher sets it for training only), for one state of the readers and of
every agency's places; what has another state is written over. A file that cannot be read or written only costs time.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Callable, Dict, List, Sequence

from agencies.live_files import agencies_root
from nlu_components.encoder.kept_vectors import VARIABLE
from nlu_components.places.files import FILES

logger = logging.getLogger(__name__)
FILE = "matters.json"
# what decides what the matter of a text is: code and word lists, and below the agencies' folder every list of places
CODE = (
    "agencies/**/*.py",
    *(f"{room}/**/*.{kind}" for room in ("nlu_components", "spoken") for kind in ("py", "txt", "yml")),
)
PLACES = tuple(f"*/{name}" for name in FILES)


def kept(texts: Sequence[str], work_out: Callable[[List[str]], List[str]]) -> List[str]:
    """The matter of each text; `work_out` is asked for those that are not known."""
    folder = os.environ.get(VARIABLE)
    if not folder:
        return work_out(list(texts))
    file, state = Path(folder) / FILE, _state()
    known = _read(file, state)
    new = [text for text in dict.fromkeys(texts) if text not in known]
    known.update(zip(new, work_out(new)))
    if new:
        _write(file, state, {text: known[text] for text in texts})
    return [known[text] for text in texts]


def _state() -> str:
    digest = hashlib.sha256()
    for root, patterns in ((Path(__file__).parents[2], CODE), (agencies_root(), PLACES)):
        for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
            digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _read(file: Path, state: str) -> Dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return dict(found["matters"]) if found["state"] == state else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(file: Path, state: str, matters: Dict[str, str]) -> None:
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"state": state, "matters": matters}), encoding="utf-8")
        os.replace(part, file)
    except OSError:
        logger.warning("the matters of the training texts could not be kept; the next training works them out again")
