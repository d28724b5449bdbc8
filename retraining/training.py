"""A candidate from the present data: trained, then asked by the gate, each in a process of its own that gives way to calls.

The same as `make learn DO=candidate`. What trains may be another command (CIVICLINE_TRAINER), where no launcher is: its last line
names the model, which lies in the registry's folder.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Callable, Dict, Iterator, List, Sequence

from retraining import promoting
from retraining.gate.comparing import SERVICES_PYTHON
from retraining.models import Refused, Registry

TRAINER = "CIVICLINE_TRAINER"
LAUNCHER = Path("launcher/__main__.py")
GATE = (sys.executable, "-m", "retraining", "gate")
EVERY_S = 2.0  # the keeper asks whether it is still wished
GRACE_S = 10.0
_SERVICES = Path(".envs/services/bin/python")
_NOT_PASSED = 2  # the gate's exit code


class Training:
    """`agency`: whose reviewed calls the gate asks about; `still`: raises where it is wished no more, and then nothing goes on."""

    def __init__(self, registry: Registry, agency: str, by: str, still: Callable[[], None]) -> None:
        self._registry, self._agency, self._by, self._still = registry, agency, by, still

    def train(self, present: Path) -> Path:
        """The model of the present data. Raises Refused where that is `present`, and where none could be trained."""
        said = self._ran(_trainer(), {})
        model = Path(said[-1]) if said else Path()
        if not model.is_file():
            raise Refused(f"No model was trained: {said[-1] if said else 'it ended without a word'}")
        if model.resolve().parent != self._registry.folder.resolve():
            raise Refused(
                f"{model} was trained, and lies elsewhere than the models of this keeper ({self._registry.folder})."
            )
        if model.name == present.name:
            raise Refused(
                f"There is nothing to train: {present.name}, which is in use, is the model of the present data."
            )
        return model

    def ask_the_gate(self, model: Path, present: Path) -> str:
        """What it said. Raises Refused where it could not be asked."""
        own = ["--models", str(self._registry.folder), "--by", self._by, "--agency", self._agency]
        plays = {SERVICES_PYTHON: os.environ.get(SERVICES_PYTHON) or (str(_SERVICES) if _SERVICES.exists() else "")}
        self._ran([*GATE, str(model), *own], plays, (0, _NOT_PASSED))
        verdict = promoting.verdict(self._registry, model, present)
        if verdict == "not_measured":
            raise Refused(f"{model.name} is trained, and the gate did not ask it beside {present.name}.")
        if verdict == "passed":
            return f"{model.name} is trained and passed the gate."
        failed = [one for one in self._registry.about(model)["findings"] if not one["passed"]]
        may = (
            "A supervisor may promote it all the same." if verdict == "may_be_overridden" else "It may not be promoted."
        )
        return f"{model.name} is trained and did not pass the gate: {promoting.told(failed)}. {may}"

    def _ran(self, command: Sequence[str], variables: Dict[str, str], good: Sequence[int] = (0,)) -> List[str]:
        """Its lines. Raises Refused with its last words where it ends otherwise."""
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as trouble:
            with _running(command, variables, said, trouble) as process:
                while process.poll() is None:
                    self._still()
                    time.sleep(EVERY_S)
            if process.returncode not in good:
                words = [*_lines(said), *_lines(trouble)]
                raise Refused(words[-1][:500] if words else f"{command[0]} ended with exit code {process.returncode}.")
            return _lines(said)


def _trainer() -> List[str]:
    """Raises Refused where nothing can be trained."""
    given = os.environ.get(TRAINER, "").strip()
    if given:
        return shlex.split(given)
    if not LAUNCHER.is_file():
        raise Refused(
            f"Where the models are nothing can be trained: there is no work tree, and {TRAINER} names no command."
        )
    return [sys.executable, "-m", "launcher", "candidate"]


@contextlib.contextmanager
def _running(
    command: Sequence[str], variables: Dict[str, str], said: IO[str], trouble: IO[str]
) -> Iterator[subprocess.Popen[bytes]]:
    """In a group of its own, which ends with the block."""
    gives_way = ["nice", "-n", "10"] if shutil.which("nice") else []
    process = subprocess.Popen(
        [*gives_way, *command], env={**os.environ, **variables}, stdin=subprocess.DEVNULL, stdout=said, stderr=trouble,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _lines(file: IO[str]) -> List[str]:
    file.seek(0)
    return [line.strip() for line in file.read().splitlines() if line.strip()]
