"""A model goes live, or the one before it comes back, while calls go on: the running bot is told which to answer with.

Only a model that passed the gate against the model in use is promoted. What may be overridden, with a reason, the gate's rules
say; danger never.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, Dict, List

from retraining.gate.rules import load
from retraining.models import Refused, Registry

PATIENCE_S = 60.0
TAKEN = ".taken"  # beside the note, by the bot (bot_server/swapping.py)


def promote(registry: Registry, model: Path, present: Path, by: str, why: str = "") -> None:
    """Raises Refused. `present`: what is in use now; `why`: the reason of a supervisor who overrides what may be overridden."""
    allowed(registry, model, present, why)
    registry.use(model, "promoted", by, why or "passed the gate")


def allowed(registry: Registry, model: Path, present: Path, why: str = "") -> None:
    """Whether it may answer callers at all, many or few. Raises Refused."""
    about = registry.about(model)
    if about.get("measured_against") != present.name:
        raise Refused(f"{model.name} was not measured against {present.name}, which is in use: run the gate first.")
    failed = [one for one in about["findings"] if not one["passed"]]
    never = _never(failed)
    if never:
        raise Refused(f"{model.name} may not be promoted: {_told(never)}.")
    if failed and not why:
        raise Refused(
            f"{model.name} did not pass: {_told(failed)}. A supervisor may say why it is promoted all the same."
        )


def roll_back(registry: Registry, by: str, why: str) -> Path:
    """The model that is in use from now on. Raises Refused."""
    model = registry.before()
    registry.use(model, "rolled_back", by, why)
    return model


def tell(note: Path, model: Path) -> float:
    """Hands the model to the running bot; seconds until it answered with it. Raises Refused when it does not take it."""
    taken, wanted, started = note.with_name(note.name + TAKEN), str(model.resolve()), time.monotonic()
    if taken.exists():
        taken.unlink()
    part = note.with_name(f"{note.name}.{os.getpid()}.part")
    part.write_text(wanted + "\n", encoding="utf-8")
    os.replace(part, note)
    while time.monotonic() - started < PATIENCE_S:
        if taken.exists() and taken.read_text(encoding="utf-8").strip() == wanted:
            return time.monotonic() - started
        time.sleep(0.1)
    raise Refused(f"The bot has not taken {model.name} in {PATIENCE_S:.0f} s: is one running that watches {note}?")


def _never(failed: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    may = set(load().may_be_overridden)
    return [one for one in failed if one["what"] not in may]


def _told(findings: List[Dict[str, Any]]) -> str:
    return "; ".join(f"{one['what']} ({one['group']}): {one['why']}" for one in findings)
