"""The registry of models: what is known of each stands beside it, and what was done with them in one log that only grows.

models/NAME.about.json {"model_id", "trained_at", "commit", "measured_against", "findings", "passed"}; models/history.jsonl
{"at", "what", "model", "by", "why", "before"}, where what is measured, canary, canary_passed, canary_returned, promoted or rolled_back, and
`before` the model that one was promoted in place of. What is in use is the latest promoted or rolled back to; what was promoted and
rolled back from never comes back but by a promotion.
"""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
import zlib
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Optional

HISTORY = "history.jsonl"
# what reading an archive that is unfinished, broken or foreign, or what stands beside it, raises
UNREADABLE = (tarfile.TarError, EOFError, zlib.error, KeyError, TypeError, OSError, ValueError)
IN_USE = "in-use"  # holds the name of the promoted model; a start takes it as long as it is there


def patience_s() -> float:
    """How long a bot may take to load a model before it is said that it has not: CIVICLINE_MODEL_PATIENCE_S."""
    return float(os.environ.get("CIVICLINE_MODEL_PATIENCE_S") or 60)


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

    def use(self, model: Path, what: str, by: str, why: str, before: Optional[Path] = None) -> None:
        """Written before anybody is told: a start after a crash takes it. `before`: what it takes the place of."""
        self.note(what, model.name, by, why, before.name if before else "")
        _write(self.folder / IN_USE, model.name + "\n")

    def before(self) -> Path:
        """The model that the present one took the place of. Raises Refused."""
        used = _in_use_one_over_the_other(self.history())
        if len(used) < 2:
            raise Refused("No other model was in use before this one; there is nothing to go back to.")
        path = self.folder / used[-2]
        if not path.is_file():
            raise Refused(f"{path} was in use before, and is not there any more; train it again from its commit.")
        return path

    def note(self, what: str, model: str, by: str, why: str, before: str = "") -> None:
        at = datetime.now(timezone.utc).isoformat(timespec="seconds")
        told = {"at": at, "what": what, "model": model, "by": by, "why": why}
        line = json.dumps({**told, "before": before} if before else told)
        with (self.folder / HISTORY).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _in_use_one_over_the_other(history: List[Dict[str, Any]]) -> List[str]:
    """Names; the last one is in use. A promotion lays one on top, a roll-back takes away what lies above."""
    used: List[str] = []
    for one in history:
        name, before = one["model"], one.get("before")
        if one["what"] == "promoted":
            if before and used[-1:] != [before]:
                used.append(before)  # the first promotion takes the place of a model that never was promoted
            if used[-1:] != [name]:
                used.append(name)
        elif one["what"] == "rolled_back":
            while name in used and used[-1] != name:
                used.pop()
            if used[-1:] != [name]:
                used.append(name)  # a roll-back that the bot did not take is itself undone
    return used


def _beside(model: Path) -> Path:
    return model.with_name(model.name.removesuffix(".tar.gz") + ".about.json")


def _model_id(model: Path) -> str:
    """Rasa's own id of the model, which turns carry. Raises what UNREADABLE names."""
    now = model.stat()
    return _model_id_of(model, now.st_mtime_ns, now.st_size)


@lru_cache(maxsize=64)  # to find it an archive is unpacked to its end
def _model_id_of(model: Path, _mtime_ns: int, _size: int) -> str:
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
