"""A line for the drills of learning: casework, actions, Rasa and connector on ports of their own, a registry of models of its own,
and the trainer's commands as `make learn` runs them."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from launcher import settings
from launcher.paths import BOT_ENV, ROOT, SERVICES_ENV, env_python
from launcher.run import prepare
from launcher.stack import Stack
from launcher.temporary import free_offset
from tests.drills.learning.callers import TOKEN
from tests.drills.town import _Settings
from tests.patience import PATIENT

_PARTS = ("casework", "actions", "rasa", "connector")


@dataclass(frozen=True)
class Learning:
    """A running line. `models`: its registry; `present`: the model that it began with."""

    stack: Stack
    models: Path
    present: Path

    @property
    def note(self) -> Path:
        return self.stack.settings.var / "model-in-use"

    def learn(self, *arguments: str, cwd: Path = ROOT, within_s: float = 900) -> subprocess.CompletedProcess[str]:
        """`make learn DO="..."` with this line's registry; never raises for its exit code."""
        return subprocess.run(
            self.command(*arguments), cwd=cwd, env=self.environment, capture_output=True, text=True, timeout=within_s
        )

    def command(self, *arguments: str) -> list[str]:
        return [str(env_python(BOT_ENV)), "-m", "retraining", *arguments, "--models", str(self.models), "--by", "drill"]

    @property
    def environment(self) -> dict[str, str]:
        own = {"CIVICLINE_MODEL_NOTE": str(self.note), "PYTHONPATH": str(ROOT)}
        return self.stack.settings.environment() | own | {"CIVICLINE_SERVICES_PYTHON": str(env_python(SERVICES_ENV))}

    def passed(self, model: Path) -> None:
        """Notes that a model passed the gate, for drills of what comes behind it."""
        about = {"model_id": id_of(model), "measured_against": self.in_use().name, "findings": [], "passed": True}
        model.with_name(model.name.removesuffix(".tar.gz") + ".about.json").write_text(json.dumps(about))

    def unfiled(self) -> int:
        """Records of calls that are over and that casework does not have yet."""
        return sum(1 for _ in (self.stack.settings.var / "spool").glob("*.json"))

    def in_use(self) -> Path:
        noted = self.models / "in-use"
        return self.models / noted.read_text().strip() if noted.exists() else self.present

    def casework(self, path: str, role: str = "reviewer", **asked: Any) -> httpx.Response:
        """GET below the agency."""
        who = {"Civicline-Actor": f"drill-{role}", "Civicline-Role": role}
        headers = {"Authorization": f"Bearer {self.stack.settings.token}"} | who
        address = f"{self.stack.settings.url('casework')}/v1/agencies/denver{path}"
        return httpx.get(address, headers=headers, params=asked, trust_env=False, timeout=60)

    @contextmanager
    def keeper(self) -> Iterator[None]:
        """What does beside the bot what the console asks for, as `make run` starts it."""
        with open(self.models / "keeper.log", "wb") as log:
            process = subprocess.Popen(
                self.command("keep"), cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                yield
            finally:
                process.terminate()
                process.wait(20)

    def asks(self, wish: dict[str, str], within_s: float = 120) -> dict[str, Any]:
        """What a supervisor presses in the console, and what came of it."""
        end = time.monotonic() + within_s
        while (told := self.casework("/models", "supervisor").json().get("registry")) is None or (
            wish.get("model") not in [None, *(one["name"] for one in told["models"] if one["verdict"] == "passed")]
        ):
            assert time.monotonic() < end, f"the keeper has not told of its models: {told}"
            time.sleep(0.2)
        if wish["what"] == "roll_back":  # as the page shows it
            wish = {**wish, "in_use": told["in_use"], "model": told["before"]}
        headers = {"Authorization": f"Bearer {self.stack.settings.token}", "Idempotency-Key": secrets.token_hex(8)}
        headers |= {"Civicline-Actor": "drill-supervisor", "Civicline-Role": "supervisor"}
        address = f"{self.stack.settings.url('casework')}/v1/agencies/denver/models/wishes"
        kept = httpx.post(address, json=wish, headers=headers, trust_env=False, timeout=60)
        assert kept.status_code == 201, kept.text
        while True:
            one = self.casework("/models", "supervisor").json()["wishes"][0]
            if one["state"] not in ("asked", "doing"):
                return dict(one)
            assert time.monotonic() < end, f"nothing came of it: {one}, {(self.models / 'keeper.log').read_text()}"
            time.sleep(0.2)

    def turns(self, since: datetime) -> list[dict[str, Any]]:
        """Every logged turn since then."""
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            asked: dict[str, Any] = {"since": since.isoformat(), "limit": 200} | ({"cursor": cursor} if cursor else {})
            page = self.casework("/turns", **asked).json()
            found += page["turns"]
            cursor = page.get("next")
            if not cursor:
                return found

    def outcomes(self, since: datetime) -> dict[str, dict[str, Any]]:
        told = self.casework("/turns/outcomes", since=since.isoformat()).json()
        return {one["model"]: one for one in told["models"]}


@contextmanager
def learning_line(model: Path | None = None, most_calls: int = 20, **variables: str) -> Iterator[Learning]:
    """`model`: what it begins with; else the model of the present data. `variables`: of every process."""
    with tempfile.TemporaryDirectory(prefix="civicline-learning-") as folder, _chosen(model):
        own = {"CIVICLINE_MOST_CALLS": str(most_calls), "CIVICLINE_TEXT__TOKEN": TOKEN}
        own |= {
            **PATIENT,
            **variables,
        }  # a busy machine is no lost turn, and hands nobody over; how long turns took is told
        chosen = _Settings.of(settings.from_environment(free_offset(), var=Path(folder) / "var"), own)
        services = [service for service in prepare(chosen) if service.name in _PARTS]
        begun = Path((chosen.var / "model-in-use").read_text().strip())
        models = Path(folder) / "models"
        models.mkdir()
        shutil.copyfile(begun, models / begun.name)
        with Stack(chosen, services) as stack:
            yield Learning(stack, models, models / begun.name)


@contextmanager
def _chosen(model: Path | None) -> Iterator[None]:
    before = os.environ.get("CIVICLINE_MODEL")
    if model is not None:
        os.environ["CIVICLINE_MODEL"] = str(model)
    try:
        yield
    finally:
        if model is not None:
            os.environ.pop("CIVICLINE_MODEL")
            os.environ.update({"CIVICLINE_MODEL": before} if before else {})


def twin(model: Path, target: Path) -> Path:
    """The same model under another name and id, so that turns tell which of the two understood them."""
    with tarfile.open(model) as old, tempfile.TemporaryDirectory() as folder:
        old.extractall(folder, filter="data")
        about = Path(folder) / "metadata.json"
        told = json.loads(about.read_text()) | {"model_id": id_of_twin(target)}
        about.write_text(json.dumps(told))
        with tarfile.open(target, "w:gz", compresslevel=1) as new:
            for path in sorted(Path(folder).iterdir()):
                new.add(path, path.name)
    return target


def id_of(model: Path) -> str:
    """Rasa's own."""
    with tarfile.open(model) as archive:
        file = archive.extractfile("metadata.json")
        assert file is not None
        return str(json.load(file)["model_id"])


def id_of_twin(target: Path) -> str:
    return f"twin-{target.name.partition('.')[0]}"


def now() -> datetime:
    return datetime.now(UTC)
