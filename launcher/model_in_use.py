"""Tells a running bot which model to answer with: a file that it watches (bot_server/swapping.py), and its word that it did."""

from __future__ import annotations

import os
import time
from pathlib import Path

from launcher import health
from launcher.paths import shown
from launcher.progress import say
from launcher.settings import Settings

VARIABLE = "CIVICLINE_MODEL_NOTE"
PATIENCE_S = float(os.environ.get("CIVICLINE_MODEL_PATIENCE_S") or 60)


def note_of(var: Path) -> Path:
    return Path(os.environ.get(VARIABLE) or var / "model-in-use")


def write(note: Path, model: Path) -> None:
    note.parent.mkdir(parents=True, exist_ok=True)
    part = note.with_name(f"{note.name}.{os.getpid()}.part")
    part.write_text(f"{model.resolve()}\n", encoding="utf-8")
    os.replace(part, note)


def offer(chosen: Settings, model: Path) -> None:
    """Hands the model to the bot of this tree, if one is running, and says what became of it. Calls go on meanwhile."""
    if health.status_of(chosen.url("rasa") + "/webhooks/rest/") != 200:
        return
    note, wanted = note_of(chosen.var), str(model.resolve())
    taken = note.with_name(note.name + ".taken")
    if note.exists() and note.read_text(encoding="utf-8").strip() == wanted:
        return
    started = time.monotonic()
    taken.unlink() if taken.exists() else None
    write(note, model)
    while time.monotonic() - started < PATIENCE_S:
        if taken.exists() and taken.read_text(encoding="utf-8").strip() == wanted:
            say(f"  the running bot answers with it now, after {time.monotonic() - started:.1f} s; calls went on")
            return
        time.sleep(0.2)
    say(f"  the running bot has not taken it in {PATIENCE_S:.0f} s; see {shown(chosen.var)}/log/rasa.log")
