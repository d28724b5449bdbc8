"""A casework that asks for something and a bot that takes it: what stands around a keeper of models."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from casework_client.errors import CaseworkRefused, CaseworkUnavailable


class Casework:
    """Answers as the real one does; `wishes_of`: what waits, `said`: what was told of each."""

    agency = "denver"

    def __init__(self) -> None:
        self.share = 0.0
        self.waiting: List[Dict[str, Any]] = []
        self.said: List[Tuple[int, str, str]] = []
        self.registry: Dict[str, Any] = {}
        self.counts: Dict[str, Dict[str, Any]] = {}
        self.away = False
        self.taken_back_after: Optional[int] = None
        self._looks = 0

    def asked(self, what: str, name: Optional[str] = None, **further: Any) -> None:
        wish = {"id": len(self.said) + len(self.waiting) + 1, "state": "asked", "by": "sam", "what": what}
        self.waiting.append({**wish, "model": name, "override": False, **further})

    def tell_models(self, registry: Dict[str, Any]) -> None:
        self._answers()
        self.registry = registry

    def wishes(self) -> Tuple[float, List[Dict[str, Any]]]:
        self._answers()
        self._looks += 1
        if self.taken_back_after is not None and self._looks > self.taken_back_after:
            self.waiting.clear()
        return self.share, list(self.waiting)

    def tell_wish(self, wish: int, state: str, said: str) -> None:
        self._answers()
        one = next((one for one in self.waiting if one["id"] == wish), None)
        if one is None:
            raise CaseworkRefused(409, "It is over already.")
        if state == one["state"] == "doing":
            raise CaseworkRefused(409, "It is being done already.")
        going_on = state in ("doing", "goes_on")
        one["state"] = "doing" if going_on else state
        self.said.append((wish, state, said))
        if not going_on:
            self.waiting.remove(one)

    def outcomes(self, _since: str) -> Dict[str, Dict[str, Any]]:
        self._answers()
        return self.counts

    def _answers(self) -> None:
        if self.away:
            raise CaseworkUnavailable("nobody answers")

    @property
    def last(self) -> Tuple[str, str]:
        return self.said[-1][1:]


class Bot:
    """Takes what its note names, and a canary as long as that is there."""

    def __init__(self, note: Path) -> None:
        self.note, self._over = note, threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        beside, answered = self.note.with_name(self.note.name + ".canary"), False
        while not self._over.wait(0.01):
            self._write(".taken", self.note.read_text(encoding="utf-8"))
            answers = beside.exists()
            if answers or answered:
                told = {"state": "answers"} if answers else {"state": "returned", "why": "it is over"}
                self._write(".canary.state", json.dumps(told))
            answered = answers

    def _write(self, beside: str, text: str) -> None:
        part = self.note.with_name(f"{self.note.name}{beside}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(self.note.with_name(self.note.name + beside))

    def stop(self) -> None:
        self._over.set()
        self._thread.join()
