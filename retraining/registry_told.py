"""The registry as the console shows it: the latest models with the gate's findings, and what was done with them."""

from __future__ import annotations

import re
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Set

from retraining import promoting
from retraining.models import HISTORY, IN_USE, UNREADABLE, Refused, Registry

MODELS, FINDINGS, EVENTS = 8, 60, 50  # as many as a body of casework's API has room for
_LONGEST, _LONGEST_WHY = 500, 2000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")  # casework's ModelName
_left_out: Set[str] = set()
_FINDING = ("what", "group", "lines", "before", "now", "newly_wrong", "newly_right", "passed", "why", "unit", "lost")


def state(registry: Registry, note: Path) -> Sequence[object]:
    """Another one as soon as something of the registry has changed; cheap to ask."""
    files = [*registry.folder.glob("*.tar.gz"), *registry.folder.glob("*.about.json")]
    files += [registry.folder / HISTORY, registry.folder / IN_USE, note]
    return sorted((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())


def told(registry: Registry, note: Path) -> Dict[str, Any]:
    """As contracts/casework.openapi.json has it (ModelRegistry). What cannot be read, or cannot be told, is left out and said once."""
    present = _present(registry, note)
    newest = sorted(registry.folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime, reverse=True)
    shown = [path for at, path in enumerate(newest) if at < MODELS or (present and path.name == present.name)]
    history = [_event(one) for one in reversed(registry.history()[-EVENTS:])]
    models = (_model_or_nothing(registry, path, present) for path in shown)
    return {
        "in_use": _name(present.name) if present else None,
        "before": _name(_before(registry)),
        "models": [one for one in models if one],
        "history": history,
    }


def _present(registry: Registry, note: Path) -> Optional[Path]:
    try:
        return promoting.in_use(registry, note)
    except Refused:
        return None


def _model_or_nothing(registry: Registry, path: Path, present: Optional[Path]) -> Optional[Dict[str, Any]]:
    try:
        if not _name(path.name):
            raise ValueError("its name is none that can be told: letters, digits, '.', '_' and '-', at most 100")
        return _model(registry, path, present)
    except UNREADABLE as error:
        if path.name not in _left_out:
            print(f"{path} is left out: {error or type(error).__name__}", file=sys.stderr, flush=True)
            _left_out.add(path.name)
        return None


def _name(name: Optional[str]) -> Optional[str]:
    return name if name and _NAME.fullmatch(name) else None


def _before(registry: Registry) -> Optional[str]:
    """What a roll-back would bring back."""
    try:
        return registry.before().name
    except Refused:
        return None


def _model(registry: Registry, path: Path, present: Optional[Path]) -> Dict[str, Any]:
    about = registry.about(path)
    return {
        "name": path.name,
        "model_id": registry.model_id(path)[:_LONGEST],
        "trained_at": datetime.fromtimestamp(path.stat().st_mtime, timezone.utc).isoformat(timespec="seconds"),
        "data_of": about.get("commit", "")[:_LONGEST],
        "measured_against": _name(about.get("measured_against")),
        "verdict": promoting.verdict(registry, path, present) if present else "not_measured",
        "findings": _findings(about.get("findings", [])),
    }


def _findings(found: Sequence[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """What failed first, then all rules over everything, then groups in which something changed."""
    telling = [
        one for one in found if not one["passed"] or one["group"] == "all" or one["newly_wrong"] or one["newly_right"]
    ]
    first = sorted(telling, key=lambda one: (one["passed"], one["group"] != "all"))
    return [{name: _short(one[name]) for name in _FINDING if name in one} for one in first[:FINDINGS]]


def _event(one: Dict[str, Any]) -> Dict[str, str]:
    return {name: str(one.get(name, ""))[: _LONGEST_WHY if name == "why" else _LONGEST] for name in _EVENT}


_EVENT = ("at", "what", "model", "by", "why")


def _short(value: Any) -> Any:
    return value[:_LONGEST] if isinstance(value, str) else value
