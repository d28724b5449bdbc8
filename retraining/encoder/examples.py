"""The training examples of data/nlu as the encoder's fitting wants them: text, intent, and whether it is danger now.

Each text is the matter alone (nlu_components.needs.matter), as the models on top of the encoder see it in training and in a call.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Dict, FrozenSet, Iterator, List, Sequence

import yaml

from agencies.properties import properties
from nlu_components.needs.calibration import for_thresholds
from nlu_components.needs.matter import matters_for_training


@dataclass(frozen=True)
class Example:
    text: str
    intent: str
    danger: bool
    written: str = ""  # as it stands in data/nlu: whether it is kept out of fitting is decided by this
    file: str = ""  # of data/nlu, without its ending


def read(folder: Path = Path("data/nlu")) -> List[Example]:
    always = properties().having("always_911")
    files = ((path.stem, yaml.safe_load(path.read_text("utf-8"))["nlu"]) for path in sorted(folder.glob("*.yml")))
    told = ((name, block) for name, blocks in files for block in blocks)
    examples = [replace(example, file=name) for name, block in told for example in _of_block(block, always)]
    matters = matters_for_training([example.text for example in examples])
    return [replace(example, text=text, written=example.text) for example, text in zip(examples, matters)]


def _of_block(block: Dict[str, Any], always: FrozenSet[str]) -> Iterator[Example]:
    marked = (block.get("metadata") or {}).get("emergency")
    danger = block["intent"] in always if marked is None else bool(marked)
    for line in block["examples"].splitlines():
        if line.strip().startswith("- "):
            yield Example(line.strip()[2:].strip(), block["intent"], danger)


def for_fitting(examples: Sequence[Example]) -> List[Example]:
    return [example for example in examples if not for_thresholds(example.written)]


def for_measuring(examples: Sequence[Example]) -> List[Example]:
    return [example for example in examples if for_thresholds(example.written)]


def with_more_of(
    examples: Sequence[Example], file: str, times: int, share: float, dice: random.Random
) -> List[Example]:
    """Those of one file so many times, and a share of the others, so that a fitting that goes on from another learns the new ones
    and does not forget."""
    own = [example for example in examples if example.file == file]
    others = [example for example in examples if example.file != file]
    return own * times + dice.sample(others, round(share * len(others)))


def as_recognised(text: str, dice: random.Random, share: float = 0.6) -> str:
    """Often without punctuation, as a recogniser writes: how it is written must not tell what it means."""
    if dice.random() > share:
        return text
    return " ".join(re.sub(r"[^\w' ]", " ", text).split())
