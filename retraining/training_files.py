"""data/nlu as lines: which examples stand where, and where a new one goes. Files keep their comments and order."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Set, Tuple

from agencies.properties import properties

_INTENT = re.compile(r"^- intent:\s*(\S+)")
_MARK = re.compile(r"^\s+emergency:\s*(true|false)\s*$")
_EXAMPLE = re.compile(r"^\s+- (.+)$")


def normalised(text: str) -> str:
    """What two wordings of one sentence share: letters and digits, nothing of how they are written."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold().replace("'", "").replace("’", "")))


@dataclass(frozen=True)
class Block:
    """One `- intent:` of a file. `danger`: its mark, or what the need itself says. `lines`: where its examples stand, from 0."""

    path: Path
    intent: str
    danger: bool
    marked: bool
    lines: Tuple[int, ...]
    examples: Tuple[str, ...]

    @property
    def last(self) -> int:
        return self.lines[-1]


@dataclass
class TrainingFiles:
    """All blocks, and what was added to each, until it is written."""

    blocks: List[Block]
    added: Dict[Block, List[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> TrainingFiles:
        return cls([block for path in sorted(folder.glob("*.yml")) for block in _blocks(path)])

    def intents_of(self, text: str) -> Set[str]:
        """The intents that have this example already, however it is written."""
        return self._known.get(normalised(text), set())

    def intents(self) -> Set[str]:
        return {block.intent for block in self.blocks}

    def add(self, intent: str, danger: bool, text: str) -> Optional[Block]:
        """To the largest block of this intent and danger; None when there is none, for a person to make one."""
        fitting = [block for block in self.blocks if block.intent == intent and block.danger == danger]
        if not fitting:
            return None
        block = max(fitting, key=lambda one: len(one.examples))
        self.added.setdefault(block, []).append(text)
        self._known.setdefault(normalised(text), set()).add(intent)
        return block

    def texts(self) -> Dict[Path, Tuple[str, str]]:
        """Of each file that changes: what it holds, and what it would hold."""
        changed: Dict[Path, Tuple[str, str]] = {}
        for path in {block.path for block in self.added}:
            before = path.read_text(encoding="utf-8")
            lines = before.splitlines()
            for block in sorted((one for one in self.added if one.path == path), key=lambda one: -one.last):
                lines[block.last + 1 : block.last + 1] = [f"    - {text}" for text in self.added[block]]
            changed[path] = before, "\n".join(lines) + "\n"
        return changed

    @functools.cached_property
    def _known(self) -> Dict[str, Set[str]]:
        """Normalised example -> the intents that have it; what is added joins."""
        known: Dict[str, Set[str]] = {}
        for block in self.blocks:
            for example in block.examples:
                known.setdefault(normalised(example), set()).add(block.intent)
        return known


def _blocks(path: Path) -> Iterator[Block]:
    always = properties().having("always_911")
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [at for at, line in enumerate(lines) if _INTENT.match(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)]):
        intent = str(_INTENT.match(lines[start]).group(1))  # type: ignore[union-attr]  # it matched above
        marks = [found.group(1) for line in lines[start:end] if (found := _MARK.match(line))]
        examples = [(at, found.group(1)) for at in range(start, end) if (found := _EXAMPLE.match(lines[at]))]
        if examples:
            danger = marks[0] == "true" if marks else intent in always
            at_lines, texts = zip(*examples)
            yield Block(path, intent, danger, bool(marks), at_lines, texts)
