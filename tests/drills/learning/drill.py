"""From logged calls to a better model and a line that answers with it; and a poisoned batch that does not get there.

The model in use has two known errors: callers have begun to say a need in a new way, and the name of a street decides because
somebody once added twenty noises there. 2,000 calls are logged; reviewers (an oracle) label what the inbox puts first; examples,
training, gate, canary under load, promotion. Then the same with labels swapped and emergencies called routine.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python
from tests.drills.learning import reviewing, traffic, training
from tests.drills.learning.canary import canary
from tests.drills.learning.line import Learning, learning_line
from tests.drills.learning.traffic import Said

ROUNDS = 3  # a batch that the gate refuses is not thrown away: its reviewers label on
GATE_WITHIN_S = 7200  # two models and 76 whole calls, on a machine that does other things too
_HELD_OUT = ("heldout", "heldout2", "heldout3", "heldout_calls", "heldout_heard")


@dataclass(frozen=True)
class Size:
    """`examples`: of each block of data/nlu to train on; None: all. `canary_calls`: of the candidate."""

    calls: int = 2000
    labels: int = 300
    examples: int | None = None
    at_once: int = 20
    canary_calls: int = 100
    turns_heard: int = 400


SMALL = Size(calls=400, labels=160, examples=12, at_once=8, canary_calls=40, turns_heard=80)


@dataclass
class Drilled:
    """`right`: by group and model, the share understood right of sentences that no label was given for."""

    minutes: dict[str, float] = field(default_factory=dict)
    labelled: Counter[str] = field(default_factory=Counter)
    right: dict[str, dict[str, float]] = field(default_factory=dict)
    gate: dict[str, str] = field(default_factory=dict)
    passed: dict[str, bool] = field(default_factory=dict)
    canary: str = ""
    promoted: str = ""

    def report(self) -> str:
        rows = [f"labels by what they were about: {dict(self.labelled)}"]
        rows += [f"{what}: {took:.1f} min" for what, took in self.minutes.items()]
        rows.append(f"FROM LABEL TO LIVE: {sum(self.minutes.values()):.1f} min")
        for model, groups in self.right.items():
            rows.append(
                f"right, {model}: " + ", ".join(f"{group} {100 * share:.0f} %" for group, share in groups.items())
            )
        for model, told in self.gate.items():
            rows += [f"\ngate, {model} batch: {'passed' if self.passed[model] else 'NOT PASSED'}", told]
        return "\n".join([*rows, "\ncanary", self.canary, self.promoted])


def drill(size: Size, kept: Path) -> Drilled:
    """`kept`: a folder for the models, which may be there from a drill that was broken off."""
    found, dice = Drilled(), random.Random(11)
    with _tree(size) as root:
        training.add(root, "noise.yml", traffic.SHORTCUT, traffic.shortcut_examples())
        base = kept / "base.tar.gz"
        base = base if base.exists() else training.trained(root, base)
        with learning_line(base, most_calls=size.at_once + 4) as line:
            _asked_before(line, kept)
            said = list(traffic.calls(size.calls, dice))
            filed = reviewing.file_calls(line, base, said, "good")
            for _ in range(ROUNDS):
                with _timed(found, "label by the oracle"):
                    turns = reviewing.inbox(line, "good", size.labels)
                    reviewing.label(line, turns, lambda call: _truth(filed[call]))
                found.labelled.update(filed[turn["call_id"]].group for turn in turns)
                candidate = _candidate(found, line, root, "good", kept)
                if found.passed["good"] or not turns:
                    break
            _measure(found, {"in use": base, "candidate": candidate})
            if found.passed["good"]:
                _live(found, line, candidate, size)
    return found


def poisoned(size: Size, kept: Path, found: Drilled) -> None:
    """Two reviewers who both swap needs and call emergencies routine: the batch is stopped by the gate."""
    with _tree(size) as root:
        training.add(root, "noise.yml", traffic.SHORTCUT, traffic.shortcut_examples())
        with learning_line(kept / "base.tar.gz", most_calls=4) as line:
            _asked_before(line, kept)
            needs = sorted({one.need for one in traffic.everyday()})
            said = traffic.dangerous() + traffic.everyday()
            filed = reviewing.file_calls(line, kept / "base.tar.gz", said, "bad")
            other = dict(zip(needs, needs[7:] + needs[:7], strict=True))
            turns = reviewing.inbox(line, "bad", len(said))
            reviewing.label(line, turns, lambda call: _lie(filed[call], other))
            _candidate(found, line, root, "poisoned", kept)


def _asked_before(line: Learning, kept: Path) -> None:
    """The gate has met the model in use, when that was promoted: what it said then lies beside it, and costs no time now."""
    name = line.present.name.partition(".")[0]
    for path in kept.glob(f"{name}.*.json"):
        shutil.copyfile(path, line.models / path.name)
    with ThreadPoolExecutor(2) as pool:  # as the gate itself asks
        of_both = (BOT_ENV, "benchmarks.answers_of_model"), (SERVICES_ENV, "benchmarks.dialogues_of_model")
        list(pool.map(lambda one: _asked(line, *one), of_both))
    for path in line.models.glob(f"{name}.*.json"):
        shutil.copyfile(path, kept / path.name)


def _asked(line: Learning, env: Path, module: str) -> None:
    command = [str(env_python(env)), "-m", module, str(line.present)]
    told = subprocess.run(
        command, cwd=ROOT, env=line.environment, capture_output=True, text=True, timeout=GATE_WITHIN_S
    )
    assert told.returncode == 0, told.stderr[-2000:]


def _truth(said: Said) -> reviewing.Label:
    return {"verdict": "need", "needs": [said.need], "danger": said.danger}


def _lie(said: Said, other: dict[str, str]) -> reviewing.Label:
    return {"verdict": "need", "needs": ["noise_ongoing" if said.danger else other[said.need]], "danger": False}


def _candidate(found: Drilled, line: Learning, root: Path, name: str, kept: Path) -> Path:
    """Examples, training, gate; what it says is in `found`."""
    timed = name == "good"
    with _timed(found if timed else Drilled(), "examples"):
        told = line.learn("examples", cwd=root)
        assert told.returncode == 0, told.stderr
        training.apply(told.stdout, root)
    with _timed(found if timed else Drilled(), "training"):
        candidate = training.trained(root, line.models / f"{name}.tar.gz")
        shutil.copyfile(candidate, kept / candidate.name)
    with _timed(found if timed else Drilled(), "gate"):
        judged = line.learn("gate", str(candidate), "--against", str(line.present), within_s=GATE_WITHIN_S)
    print(f"{judged.stdout}\n  gate, {name}: exit code {judged.returncode}", flush=True)
    found.gate[name], found.passed[name] = told.stderr + judged.stdout + judged.stderr, judged.returncode == 0
    return candidate


def _live(found: Drilled, line: Learning, candidate: Path, size: Size) -> None:
    with _timed(found, "canary"):
        seen = asyncio.run(canary(line, candidate, size.at_once, 0.4, size.canary_calls, gated=True))
    found.canary = seen.report()
    if seen.code == 0:
        with _timed(found, "promotion"):
            told = line.learn("promote", str(candidate), "--against", str(line.present))
        found.promoted = told.stdout + told.stderr


def _measure(found: Drilled, models: dict[str, Path]) -> None:
    groups = {
        "new way": traffic.said_after(traffic.new_way()),
        "shortcut": traffic.said_after(traffic.shortcut()),
        "everyday": traffic.everyday(),
    }
    for name, model in models.items():
        found.right[name] = {}
        for group, said in groups.items():
            judged = reviewing.understood_by(model, [one.text for one in said])
            right = sum(made["intent"] == one.need for made, one in zip(judged, said, strict=True))
            found.right[name][group] = right / len(said)


@contextmanager
def _tree(size: Size) -> Iterator[Path]:
    with training.tree() as root:
        for name in _HELD_OUT:
            if (ROOT / "benchmarks" / name).exists():  # to be left out of training, and to be added to
                shutil.copytree(ROOT / "benchmarks" / name, root / "benchmarks" / name)
        if size.examples is not None:
            training.thinned(root, size.examples)
        yield root


@contextmanager
def _timed(found: Drilled, what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    took = (time.monotonic() - started) / 60
    found.minutes[what] = found.minutes.get(what, 0.0) + took
    print(f"  {what}: {took:.1f} min", flush=True)
