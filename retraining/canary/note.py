"""What the running bot is told of a canary, and what it says back: two files beside the note of the model in use."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict

from retraining.models import Refused, patience_s

BESIDE, STATE = ".canary", ".canary.state"  # bot_server/canary.py reads the one and writes the other
PATIENCE_S = patience_s()


@dataclass(frozen=True)
class CanaryNote:
    """`note`: the file that CIVICLINE_MODEL_NOTE names."""

    note: Path

    def write(self, model: Path, share: float, lease_s: float) -> None:
        """Begins a canary, or renews it for `lease_s` seconds more."""
        told = {"model": str(model.resolve()), "share": share, "until": time.time() + lease_s}
        path = self._beside(BESIDE)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_text(json.dumps(told), encoding="utf-8")
        part.replace(path)

    def end(self) -> None:
        """Every call has the model in use again, as soon as the bot has looked (half a second)."""
        self._beside(BESIDE).unlink(missing_ok=True)

    def state(self) -> Dict[str, Any]:
        """{"model", "state": "answers" | "returned" | "refused", "why"}, or nothing yet."""
        try:
            return dict(json.loads(self._beside(STATE).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    def begin(self, model: Path, share: float, lease_s: float) -> None:
        """Returns when the bot answers with it. Raises Refused when it does not."""
        self._beside(STATE).unlink(missing_ok=True)
        started = time.monotonic()
        while time.monotonic() - started < PATIENCE_S:
            self.write(model, share, lease_s)  # loading takes a while, and the lease begins when it answers
            told = self.state()
            if told.get("state") == "answers":
                return
            if told:
                self.end()
                raise Refused(f"The bot does not take {model.name}: {told.get('why')}.")
            time.sleep(0.1)
        self.end()
        raise Refused(
            f"The bot has not taken {model.name} in {PATIENCE_S:.0f} s: does one run that watches {self.note}?"
        )

    def ended(self) -> float:
        """Ends it and waits for the bot's word; seconds until every call had the model in use."""
        started = time.monotonic()
        self.end()
        while self.state().get("state") == "answers" and time.monotonic() - started < PATIENCE_S:
            time.sleep(0.05)
        return time.monotonic() - started

    def _beside(self, suffix: str) -> Path:
        return self.note.with_name(self.note.name + suffix)
