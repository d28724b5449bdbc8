"""The registry of models: what is known of each stands beside it, and what was done with them in one log that only grows.

models/NAME.about.json {"model_id", "trained_at", "commit", "measured_against", "findings", "passed"}; models/history.jsonl
{"at", "what", "model", "by", "why"}, where what is measured, canary, canary_passed, canary_returned, promoted or rolled_back. What is
in use is the latest promoted or rolled back to.
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List, Optional

HISTORY = "history.jsonl"
IN_USE = "in-use"  # holds the name of the promoted model; a start takes it as long as it is there
_USED = ("promoted", "rolled_back")


class Refused(Exception):
    """What was asked is not done, and why, in one sentence."""


@dataclass(frozen=True)
class Registry:
    folder: Path

    def about(self, model: Path) -> Dict[str, Any]:
        """What is known; empty of a model that was never measured."""
        path = _beside(model)
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def measured(self, model: Path, against: Path, findings: List[Dict[str, Any]], passed: bool, by: str) -> None:
        known = {
            "model_id": _model_id(model),
            "trained_at": datetime.fromtimestamp(model.stat().st_mtime, timezone.utc).isoformat(timespec="seconds"),
            "commit": _commit(),
            "measured_against": against.name,
            "findings": findings,
            "passed": passed,
        }
        _write(_beside(model), json.dumps(known, indent=1) + "\n")
        self.note("measured", model.name, by, "passed" if passed else "did not pass")

    def model_id(self, model: Path) -> str:
        """Rasa's own id of the model, which turns carry."""
        return _model_id(model)

    def history(self) -> List[Dict[str, Any]]:
        path = self.folder / HISTORY
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []

    def in_use(self) -> Optional[Path]:
        path = self.folder / IN_USE
        return self.folder / path.read_text(encoding="utf-8").strip() if path.exists() else None

    def use(self, model: Path, what: str, by: str, why: str) -> None:
        """Written before anybody is told: a start after a crash takes it."""
        self.note(what, model.name, by, why)
        _write(self.folder / IN_USE, model.name + "\n")

    def before(self) -> Path:
        """The model that was in use before the present one. Raises Refused."""
        used = [one["model"] for one in self.history() if one["what"] in _USED]
        earlier = [name for name in used if used and name != used[-1]]
        if not earlier:
            raise Refused("No other model was in use before this one; there is nothing to go back to.")
        path = self.folder / earlier[-1]
        if not path.is_file():
            raise Refused(f"{path} was in use before, and is not there any more; train it again from its commit.")
        return path

    def note(self, what: str, model: str, by: str, why: str) -> None:
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        line = json.dumps({"at": at, "what": what, "model": model, "by": by, "why": why})
        with (self.folder / HISTORY).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _beside(model: Path) -> Path:
    return model.with_name(model.name.partition(".")[0] + ".about.json")


def _model_id(model: Path) -> str:
    """Rasa's own id of the model, which turns carry."""
    with tarfile.open(model) as archive:
        file = archive.extractfile("metadata.json")
        return str(json.load(file).get("model_id", "")) if file else ""


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "HEAD"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return asked.stdout.strip()


def _write(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
