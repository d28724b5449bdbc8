"""What settled labels become in the training data, as the machine that has them tells: for a designer to read before it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from casework_client.staff import Answer, StaffCasework

_PAGE, _MOST_PAGES = 200, 25


@dataclass(frozen=True, slots=True)
class Made:
    """One example that a turn, or a part of it, becomes."""

    turn: Answer
    becomes: Answer


@dataclass(slots=True)
class Block:
    """Examples that are added behind `behind`, which stands in `line` of its file."""

    intent: str
    danger: bool
    line: int
    behind: str
    examples: list[Made] = field(default_factory=list)


@dataclass(slots=True)
class Difference:
    """`files`: by name, the blocks in their order; `left`: why turns become nothing, and how many; `untold`: settled turns that nobody
    has looked at yet where the data are; `more`: there are turns behind these."""

    files: dict[str, list[Block]] = field(default_factory=dict)
    apart: list[Made] = field(default_factory=list)
    conflicts: list[Made] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    untold: int = 0
    more: bool = False

    @property
    def added(self) -> int:
        return sum(len(block.examples) for blocks in self.files.values() for block in blocks)

    @property
    def left_out(self) -> int:
        return self.left.total()


async def settled(casework: StaffCasework) -> tuple[list[Answer], bool]:
    """Settled turns, and whether there are more."""
    found: list[Answer] = []
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = await casework.turns(state="settled", limit=_PAGE, cursor=cursor)
        found += [Answer(turn) for turn in page["turns"]]
        cursor = page["next"]
        if not cursor:
            return found, False
    return found, True


def difference(turns: Iterable[Answer], more: bool = False) -> Difference:
    found = Difference(more=more)
    for turn in turns:
        found.untold += turn["becomes"] is None
        for becomes in turn["becomes"] or ():
            _put(found, Made(turn, becomes))
    found.files = {name: sorted(found.files[name], key=lambda block: block.line) for name in sorted(found.files)}
    return found


def _put(found: Difference, made: Made) -> None:
    if made.becomes["what"] == "training":
        _block(found, made.becomes).examples.append(made)
    elif made.becomes["what"] == "left_out":
        found.left[made.becomes["why"]] += 1
    else:
        (found.apart if made.becomes["what"] == "kept_apart" else found.conflicts).append(made)


def _block(found: Difference, becomes: Answer) -> Block:
    blocks = found.files.setdefault(becomes["file"], [])
    there = next((one for one in blocks if one.line == becomes["line"]), None)
    if there is None:
        there = Block(becomes["intent"], becomes["danger"], becomes["line"], becomes["behind"])
        blocks.append(there)
    return there
