"""Answers of two models to the same lines, as pairs for the rules."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

from retraining.gate.further import Further, names_need
from retraining.gate.judging import Line
from retraining.models import Refused

Answer = Dict[str, Any]
Answers = Dict[str, Dict[str, List[Answer]]]  # set -> part -> answers (benchmarks/answers_of_model.py)
About = Tuple[str, str, Tuple[str, ...]]  # what a rule is about, the group, further groups
OUTSIDE = ("out_of_scope_chat", "nlu_fallback")
SERVICES_PYTHON = "CIVICLINE_SERVICES_PYTHON"  # whole calls are played by the connector's
HEARD, BEHAVIOUR, DIALOGUES = "heard", "behaviour", "dialogues"  # sets beside the held-out ones
FURTHER = ("reviewed", "recorded")


def answers_of(model: Path, further: Sequence[Further] = (), dialogues: bool = True) -> Answers:
    """Asked in processes of its own, lines and whole calls beside each other. Raises Refused when it cannot be asked."""
    with ThreadPoolExecutor(2) as pool:
        calls = pool.submit(_played, model) if dialogues else None
        answers = _asked(model, further)
        answers[DIALOGUES] = {"calls": calls.result() if calls else []}
    return answers


def _asked(model: Path, further: Sequence[Further]) -> Answers:
    command = [sys.executable, "-m", "benchmarks.answers_of_model", str(model), *(["--also"] if further else [])]
    told = _told(command, model, json.dumps([one.line for one in further]))
    answers: Answers = json.loads(Path(told[-2]).read_text(encoding="utf-8"))
    for one, answer in zip(further, json.loads(told[-1])):
        answers.setdefault(one.of, {}).setdefault("calls", []).append({**answer, "text": one.call})
    return answers


def _played(model: Path) -> List[Answer]:
    """Nothing where nobody says which Python plays calls: then that rule has nothing to judge."""
    python = os.environ.get(SERVICES_PYTHON)
    if not python:
        return []
    told = _told([python, "-m", "benchmarks.dialogues_of_model", str(model)], model, "")
    found: List[Answer] = json.loads(Path(told[-1]).read_text(encoding="utf-8"))
    return found


def _told(command: List[str], model: Path, given: str) -> List[str]:
    """Its last lines. What it tells on the way is kept in a file, as it may be long."""
    with tempfile.TemporaryFile("w+") as trouble:
        asked = subprocess.run(command, input=given, stdout=subprocess.PIPE, stderr=trouble, text=True)
        trouble.seek(0)
        if asked.returncode:
            last = ([line for line in trouble.read().splitlines() if line.strip()] or ["it ended without a word"])[-1]
            raise Refused(
                f"{model.name} cannot be asked: {last[:300]} It must have been trained with the code of this tree."
            )
    return asked.stdout.strip().splitlines()


def lines(before: Answers, now: Answers) -> Dict[str, List[Line]]:
    """By what a rule is about. Lines that only one of them was asked are left out."""
    found: Dict[str, List[Line]] = {}
    for name, parts in now.items():
        for part, answers in parts.items():
            earlier = {_key(one): one for one in before.get(name, {}).get(part, ())}
            if name in FURTHER:
                answers, earlier = _by_call(answers), {_key(one): one for one in _by_call(list(earlier.values()))}
            for one in answers:
                if _key(one) in earlier:
                    _compared(found, name, part, earlier[_key(one)], one)
    return found


def _key(answer: Answer) -> Tuple[str, str]:
    """What was asked: a line by every speaker is another one, and so is every turn of a call."""
    return str(answer.get("group", "")), f"{answer['text']} {answer.get('n', '')}"


def _by_call(answers: Sequence[Answer]) -> List[Answer]:
    """One answer a call: the first need that is heard in it, and danger in any of its turns."""
    calls: Dict[str, List[Answer]] = {}
    for one in answers:
        calls.setdefault(one["text"], []).append(one)
    return [_whole(turns) for turns in calls.values()]


def _whole(turns: Sequence[Answer]) -> Answer:
    told = [one for one in turns if names_need(one["intent"])] or turns
    heard = {what: any(one[what] for one in turns) for what in ("sure", "asked", "caught")}
    return {**told[0], **heard, "n": ""}


def _compared(found: Dict[str, List[Line]], name: str, part: str, old: Answer, new: Answer) -> None:
    for what, group, also in _about(name, part, new):
        found.setdefault(what, []).append(Line(group, new["text"], _value(what, old), _value(what, new), also))


def _about(name: str, part: str, answer: Answer) -> List[About]:
    """What an answer tells about, with the group that it belongs to and further ones."""
    if name in (HEARD, BEHAVIOUR):
        return [(f"{name}_danger" if part == "danger" else name, str(answer["group"]), ())]
    if name == DIALOGUES:
        return [(name, str(answer["group"]), ())]
    if name in FURTHER:
        told = [(name, answer["need_known"]), (f"{name}_danger", answer["danger"])]
        return [(what, str(answer["group"]), ()) for what, known in told if known]
    return _of_held_out(name, part, answer)


def _of_held_out(name: str, part: str, answer: Answer) -> List[About]:
    speed: List[About] = [] if answer["processor_ms"] is None else [("latency", name, ())]
    if part == "danger":
        kind = (f"kind {answer['wanted']}",)
        return [*speed, *((what, f"{name}: {answer['wanted']}", kind) for what in ("missed", "danger", "at_once"))]
    if part == "needs":
        need = (f"need {answer['wanted']}",)
        routine = [("quiet", name, need)] if answer["routine"] else []
        return [*speed, ("needs", name, need), ("calibration", name, ()), *routine]
    return speed + {"alike": [("alike", name, ())], "outside": [("outside", name, ())]}.get(part, [])


def _value(what: str, answer: Answer) -> float:
    """1 where it is right, 0 where it is wrong; milliseconds, and how well it knew how sure to be, in between."""
    if what == "latency":
        return float(answer["processor_ms"])
    if what == "calibration":
        return 1 - (float(answer["choice"]["sure"]) - float(answer["best"] == answer["wanted"])) ** 2
    return float(_right(what, answer))


def _right(what: str, answer: Answer) -> bool:
    if what in (BEHAVIOUR, f"{BEHAVIOUR}_danger", DIALOGUES):
        return bool(answer["right"])
    if what == "missed" or what in ("heard_danger", "reviewed_danger", "recorded_danger"):
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
