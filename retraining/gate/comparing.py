"""Answers of two models to the same held-out lines, as pairs of right and wrong for the rules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List

from retraining.gate.judging import Line
from retraining.models import Refused

Answers = Dict[str, Dict[str, List[Dict[str, Any]]]]  # set -> part -> answers (benchmarks/answers_of_model.py)
OUTSIDE = ("out_of_scope_chat", "nlu_fallback")


def answers_of(model: Path) -> Answers:
    """Asked in a process of its own: a model's libraries and memory go with it. Raises Refused when it cannot be asked."""
    asked = subprocess.run(
        [sys.executable, "-m", "benchmarks.answers_of_model", str(model)],
        capture_output=True,
        text=True,
    )
    if asked.returncode:
        last = (asked.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise Refused(
            f"{model.name} cannot be asked: {last[:300]} It must have been trained with the code of this tree."
        )
    answers: Answers = json.loads(Path(asked.stdout.strip().splitlines()[-1]).read_text(encoding="utf-8"))
    return answers


def lines(before: Answers, now: Answers) -> Dict[str, List[Line]]:
    """By what a rule is about. Lines that only one of them was asked are left out."""
    found: Dict[str, List[Line]] = {}
    for name, parts in now.items():
        for part, answers in parts.items():
            earlier = {one["text"]: one for one in before.get(name, {}).get(part, ())}
            for one in answers:
                if one["text"] in earlier:
                    _compared(found, name, part, earlier[one["text"]], one)
    return found


def _compared(found: Dict[str, List[Line]], name: str, part: str, old: Dict[str, Any], new: Dict[str, Any]) -> None:
    for what, group in _about(name, part, new):
        found.setdefault(what, []).append(Line(group, new["text"], _right(what, old), _right(what, new)))


def _about(name: str, part: str, answer: Dict[str, Any]) -> List[tuple[str, str]]:
    """What an answer tells about, each with the group that it belongs to."""
    if part == "danger":
        return [(what, f"{name}: {answer['wanted']}") for what in ("missed", "danger", "at_once")]
    if part == "needs":
        return [("needs", name), *([("quiet", name)] if answer["routine"] else [])]
    return {"alike": [("alike", name)], "outside": [("outside", name)]}.get(part, [])


def _right(what: str, answer: Dict[str, Any]) -> bool:
    if what == "missed":
        return bool(answer["caught"])
    if what == "danger":
        return bool(answer["sure"] or answer["asked"])
    if what == "at_once":
        return bool(answer["sure"])
    if what in ("alike", "quiet"):
        return not answer["sure"]
    if what == "outside":
        return answer["intent"] in OUTSIDE and not answer["sure"]
    return bool(answer["best"] == answer["wanted"])
