"""A model goes live, or the one before it comes back, while calls go on: the running bot is told which to answer with.

Only a model that passed the gate against the model in use is promoted. What may be overridden, with a reason, the gate's rules
say; danger never.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

from retraining.gate.rules import load
from retraining.models import Refused, Registry, patience_s

PATIENCE_S = patience_s()
TAKEN = ".taken"  # beside the note, by the bot (bot_server/swapping.py)


def promote(registry: Registry, model: Path, present: Path, by: str, why: str = "", overrides: bool = False) -> None:
    """Raises Refused. `present`: what is in use now; `overrides`: `why` is the reason of a supervisor who overrides what may be."""
    allowed(registry, model, present, why if overrides else "")
    registry.use(model, "promoted", by, why or "passed the gate", present)


def in_use(registry: Registry, note: Optional[Path]) -> Path:
    """The model that answers callers: by the registry, else by the note that the running bot follows. Raises Refused."""
    found = registry.in_use() or (Path(note.read_text(encoding="utf-8").strip()) if note and note.is_file() else None)
    if found is None or not found.is_file():
        raise Refused("Which model is in use is not known: name it with --against.")
    return found


def verdict(registry: Registry, model: Path, present: Path) -> str:
    """What the gate said of it beside `present`: passed, may_be_overridden, never or not_measured."""
    about = registry.about(model)
    if about.get("measured_against") != present.name or about.get("model_id") != registry.model_id(model):
        return "not_measured"
    failed = [one for one in about["findings"] if not one["passed"]]
    return "never" if _never(failed) else "may_be_overridden" if failed else "passed"


def allowed(registry: Registry, model: Path, present: Path, why: str = "") -> None:
    """Whether it may answer callers at all, many or few; `why`: the reason that overrides what may be. Raises Refused."""
    if model.resolve().parent != registry.folder.resolve():
        raise Refused(f"{model} lies elsewhere: only a model of {registry.folder} is found again by the next start.")
    about = registry.about(model)
    if about.get("measured_against") != present.name:
        raise Refused(f"{model.name} was not measured against {present.name}, which is in use: run the gate first.")
    if about.get("model_id") != registry.model_id(model):
        raise Refused(f"{model.name} is not the model that was measured under its name: run the gate first.")
    failed = [one for one in about["findings"] if not one["passed"]]
    never = _never(failed)
    if never:
        raise Refused(f"{model.name} may not be promoted: {told(never)}.")
    if failed and not why:
        raise Refused(
            f"{model.name} did not pass: {told(failed)}. A supervisor may say why it is promoted all the same."
        )


def roll_back(registry: Registry, by: str, why: str) -> Path:
    """The model that is in use from now on. Raises Refused."""
    model = registry.before()
    registry.use(model, "rolled_back", by, why)
    return model


def hand_over(registry: Registry, note: Path, model: Path, present: Path, by: str) -> float:
    """As `tell`; where the bot does not take it, `present` is in use again, for the bot and for its next start."""
    try:
        return tell(note, model)
    except Refused as refused:
        registry.use(present, "rolled_back", by, f"the bot has not taken {model.name}")
        _write(note, present)
        raise Refused(f"{refused} {present.name} is in use as before.") from None


def tell(note: Path, model: Path) -> float:
    """Hands the model to the running bot; seconds until it answered with it. Raises Refused when it does not take it."""
    taken, wanted, started = note.with_name(note.name + TAKEN), str(model.resolve()), time.monotonic()
    if taken.exists():
        taken.unlink()
    _write(note, model)
    while time.monotonic() - started < PATIENCE_S:
        if taken.exists() and taken.read_text(encoding="utf-8").strip() == wanted:
            return time.monotonic() - started
        time.sleep(0.1)
    raise Refused(f"The bot has not taken {model.name} in {PATIENCE_S:.0f} s: is one running that watches {note}?")


def _write(note: Path, model: Path) -> None:
    part = note.with_name(f"{note.name}.{os.getpid()}.part")
    part.write_text(f"{model.resolve()}\n", encoding="utf-8")
    os.replace(part, note)


def _never(failed: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    may = set(load().may_be_overridden)
    return [one for one in failed if one["what"] not in may]


def told(findings: List[Dict[str, Any]]) -> str:
    """What did not pass, in one line."""
    return "; ".join(f"{one['what']} ({one['group']}): {one['why']}" for one in findings)
