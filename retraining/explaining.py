"""Beside the keeper, where the training data are: of turns that wait for a label the nearest examples, of settled ones what they become,
and of those that are unlike all examples which are like each other.

A thread of its own that gives way: every example is embedded once, which takes a minute, and neither a promotion nor a canary waits for it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Set, Tuple

from retraining import reviewed
from retraining.asking import Casework
from retraining.checking.examples import Placed
from retraining.nearness import Nearness, clusters, vectors
from retraining.new_examples import HELD_OUT, Fate, held_out_lines, plan
from retraining.training_files import TrainingFiles

EVERY_S = 20.0
NEAREST = 3
AT_ONCE = 50  # casework takes a hundred
GROUPS_EVERY_S = 300.0
MOST_COMPARED = 2000  # each with each; of more, those that teach most
_LONGEST = 1000
_GIVES_WAY = 10  # as `nice` counts


class Explainer:
    """`root`: the work tree with data/nlu and the held-out files."""

    def __init__(self, casework: Casework, root: Path) -> None:
        self._casework, self._root = casework, root
        self._near: Optional[Nearness] = None
        self._data: Sequence[object] = ()
        self._grouped_at = -GROUPS_EVERY_S
        self._compared: Set[Tuple[str, int]] = set()

    def look(self) -> bool:
        """Once: explains what waits. Whether there may be more. Raises CaseworkError, and OSError for data that cannot be read."""
        data = self._state_of_data()
        changed, self._data = data != self._data, data
        if changed:
            self._near = None
        found = self._casework.unexplained()
        if found["turns"]:
            self._tell_nearest(found["turns"])
        if found["settled"] or changed:
            self._tell_what_becomes()
        if found.get("ungrouped") and time.monotonic() - self._grouped_at >= GROUPS_EVERY_S:
            self._grouped_at = time.monotonic()
            self._tell_groups()
        return bool(found["turns"])

    def _tell_nearest(self, turns: Sequence[Dict[str, Any]]) -> None:
        self._near = self._near or Nearness(self._nlu)
        found = self._near.nearest([turn["text"] for turn in turns], NEAREST)
        self._casework.explain(
            [
                {"call_id": turn["call_id"], "n": turn["n"], "nearest": [self._near_one(*one) for one in near]}
                for turn, near in zip(turns, found)
            ]
        )

    def _tell_what_becomes(self) -> None:
        """Of all settled turns together, as the patch is made; only what is not told so yet."""
        turns = self._casework.turns(state="settled")
        if not turns:
            return
        held_out = held_out_lines([self._root / folder for folder in HELD_OUT])
        made = plan(reviewed.settled(turns), TrainingFiles.of(self._nlu), held_out)
        now = [(turn, [self._becomes(turn, fate) for fate in fates]) for turn, fates in zip(turns, made.fates)]
        new = [
            {"call_id": turn["call_id"], "n": turn["n"], "becomes": becomes}
            for turn, becomes in now
            if becomes != turn.get("becomes")
        ]
        for first in range(0, len(new), AT_ONCE):
            self._casework.explain(new[first : first + AT_ONCE])

    def _tell_groups(self) -> None:
        """Of all turns that are unlike all examples, anew: one more may make a group of three."""
        turns = reviewed.unlike_all(self._casework.turns)[:MOST_COMPARED]
        if (keys := {_key(turn) for turn in turns}) == self._compared:
            return
        found = clusters(turns, vectors([turn["text"] for turn in turns])) if turns else []
        told = {_key(turn): number for number, one in enumerate(found, 1) for turn in one.turns}
        told.update((key, 0) for key in keys - set(told))
        self._casework.group([{"call_id": call, "n": n, "group": number} for (call, n), number in told.items()])
        self._compared = keys

    def _near_one(self, cosine: float, example: Placed) -> Dict[str, Any]:
        about = {"file": self._named(example.path), "line": example.line, "intent": example.intent}
        return {**about, "danger": example.danger, "text": example.text[:_LONGEST], "cosine": round(cosine, 3)}

    def _becomes(self, turn: Dict[str, Any], fate: Fate) -> Dict[str, Any]:
        latest = max((str(label["at"]) for label in turn["labels"]), key=_moment)
        told: Dict[str, Any] = {
            "what": fate.what,
            "labelled_at": latest,
            "danger": bool(turn["labels"][0].get("danger")),
        }
        if fate.block is not None:
            told |= {"file": self._named(fate.block.path), "line": fate.block.last + 1}
            told |= {"danger": fate.block.danger, "behind": fate.block.examples[-1][:_LONGEST]}
        further = {
            "intent": fate.intent,
            "why": fate.why[:500],
            "text": "" if fate.what == "left_out" else fate.text[:_LONGEST],
        }
        return told | {name: value for name, value in further.items() if value}

    @property
    def _nlu(self) -> Path:
        return self._root / "data" / "nlu"

    def _named(self, path: Path) -> str:
        return path.resolve().relative_to(self._root.resolve()).as_posix()

    def _state_of_data(self) -> List[Tuple[str, int, int]]:
        files = [(path, path.stat()) for path in sorted(self._nlu.glob("*.yml"))]
        return [(str(path), now.st_mtime_ns, now.st_size) for path, now in files]


def _key(turn: Dict[str, Any]) -> Tuple[str, int]:
    return str(turn["call_id"]), int(turn["n"])


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at.replace("Z", "+00:00"))


def explain_beside(explainer: Explainer, may: Callable[[], bool]) -> None:
    """In a thread that ends with the process. `may`: not while another keeper, of other data, tells for this agency."""
    threading.Thread(target=_go_on, args=(explainer, may), name="explaining", daemon=True).start()


def _go_on(explainer: Explainer, may: Callable[[], bool]) -> None:
    """What goes wrong is said once and tried again."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _GIVES_WAY)
    trouble = ""
    while True:
        time.sleep(EVERY_S)
        try:
            while may() and explainer.look():
                pass
            trouble = ""
        except Exception as error:  # an example that cannot be read is no reason that nothing is explained any more
            told = f"turns are not explained: {error or type(error).__name__}"
            if told != trouble:
                print(told, file=sys.stderr, flush=True)
            trouble = told
