"""What a training reads of data/nlu, read once, and between trainings only where it has changed.

Rasa parses every file four times and reads all of them twice, for the examples and for the domain; at each of a dozen merges it
copies every example deeply and writes it out as JSON to compare it. None of that says anything new of a file that it has read:
a training's own data was half a minute before the first component.

What a file holds is kept in the folder that CIVICLINE_VECTORS names (the launcher sets it), by the file's content and Rasa's
version; a file that Rasa refuses is not kept, so it is refused again. What cannot be read or written only costs time.
"""

from __future__ import annotations

import atexit
import copy
import gc
import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any, Callable, Dict, Optional

import rasa
import rasa.shared.nlu.training_data.training_data
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

logger = logging.getLogger(__name__)
VARIABLE, FILE = "CIVICLINE_VECTORS", "examples.json"
PARTS = ("entity_synonyms", "regex_features", "lookup_tables", "responses")
COLLECT_AT = (50_000, 50, 100)  # a training makes a million objects and keeps nearly all of them
_rasas_reads = RasaYAMLReader.reads


class Files:
    """Content of a file -> its training data; in memory for this training, as JSON in `folder` for the next one."""

    def __init__(self, folder: Optional[Path]) -> None:
        self._path = folder / FILE if folder else None
        self._before: Optional[Dict[str, Any]] = None
        self._read: Dict[str, TrainingData] = {}
        self._now: Dict[str, Any] = {}

    def of(self, text: str, read: Callable[[], TrainingData]) -> TrainingData:
        """The same object for the same text; `read` is asked when it was never read."""
        name = hashlib.sha256(f"{rasa.__version__}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
        if name not in self._read:
            kept = self._kept().get(name)
            self._read[name] = _from_json(kept) if kept is not None else read()
            self._now[name] = kept if kept is not None else _as_json(self._read[name])
        return self._read[name]

    def write(self) -> None:
        """What this training has read, and nothing of older ones."""
        if self._path is None or not set(self._now) - set(self._kept()):
            return
        part = self._path.with_suffix(f".{os.getpid()}.part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({k: v for k, v in self._now.items() if v is not None}), encoding="utf-8")
            os.replace(part, self._path)
        except (OSError, ValueError):
            logger.warning("the examples as they were read could not be kept; the next training reads every file again")

    def _kept(self) -> Dict[str, Any]:
        if self._before is None:
            try:
                self._before = json.loads(self._path.read_text(encoding="utf-8")) if self._path else {}
            except (OSError, ValueError):
                self._before = {}
        return self._before if isinstance(self._before, dict) else {}


def _as_json(data: TrainingData) -> Optional[Dict[str, Any]]:
    """None where JSON would not give the same again (a date in the metadata of an example)."""
    whole = {
        "examples": [[one.data, sorted(one.output_properties)] for one in data.training_examples],
        **{name: getattr(data, name) for name in PARTS},
    }
    try:
        return whole if json.loads(json.dumps(whole)) == whole else None
    except (TypeError, ValueError):
        return None


def _from_json(kept: Dict[str, Any]) -> TrainingData:
    examples = [Message(data=data, output_properties=set(output)) for data, output in kept["examples"]]
    return TrainingData(examples, **{name: kept[name] for name in PARTS})


class Shallow:
    """Stands in for the module `copy` where Rasa merges training data: the lists are new, the examples the same."""

    deepcopy = staticmethod(copy.copy)
    copy = staticmethod(copy.copy)


def short_hash(self: Message) -> int:
    """Equal examples have equal texts and intents; Rasa's own equality decides about those that have."""
    return hash((self.data.get(TEXT), self.data.get(INTENT)))


def install() -> None:
    """From now on in this process, which trains: nothing here suits one that answers."""
    folder = os.environ.get(VARIABLE)
    files = Files(Path(folder) if folder else None)

    def reads(self: RasaYAMLReader, string: str, **given: Any) -> TrainingData:
        return files.of(string, lambda: _rasas_reads(self, string, **given))

    RasaYAMLReader.reads = reads
    Message.__hash__ = short_hash
    rasa.shared.nlu.training_data.training_data.__dict__["copy"] = Shallow
    gc.set_threshold(*COLLECT_AT)
    atexit.register(files.write)
