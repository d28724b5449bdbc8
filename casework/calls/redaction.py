"""The one door to the privacy room: texts go in as said, and come out redacted or not at all."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

log = logging.getLogger(__name__)
WITHHELD = "[withheld]"


class Redacts(Protocol):
    def redact(self, text: str) -> str: ...


class Withholding:
    """Keeps no text at all; stands in when there is no redactor, so that nothing is stored as it was said."""

    def redact(self, text: str) -> str:
        return WITHHELD if text.strip() else ""


class RemembersOurLines:
    """A redactor that keeps what became of the assistant's lines: they are few, and every hand-over is full of them."""

    def __init__(self, redactor: Redacts, most: int = 2_000) -> None:
        self._redactor, self._most = redactor, most
        self._known: OrderedDict[str, str] = OrderedDict()

    def redact(self, text: str) -> str:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._redactor.redact(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return known


class Redactors:
    """One for what callers say, which is never kept, and one for our own lines."""

    def __init__(self, redactor: Redacts) -> None:
        self.callers: Redacts = redactor
        self._ours: Redacts = RemembersOurLines(redactor)

    def of(self, who: str) -> Redacts:
        return self._ours if who == "assistant" else self.callers


def load_redactor() -> Redacts:
    """The privacy room's redactor; takes a second or two, so call it away from the event loop."""
    try:
        from privacy import Redactor

        return Redactor()
    except Exception as error:  # whatever is wrong with it, texts must not be stored as said
        log.error("there is no redactor; transcripts are withheld", extra={"error": type(error).__name__})
        return Withholding()


Line = tuple[Redacts, str]


def redact_all(lines: Sequence[Line], budget_s: float = 1.0) -> list[str]:
    """Redacts each text by its redactor, the newest (last) first; what cannot be, or not within the budget, is withheld.

    A caller waits for this: of a very long conversation the call-taker gets the end, and the call record has it all.
    """
    deadline = time.monotonic() + budget_s
    newest_first = [_redact(*line) if time.monotonic() < deadline else WITHHELD for line in reversed(lines)]
    return newest_first[::-1]


def _redact(redactor: Redacts, text: str) -> str:
    try:
        return redactor.redact(text)
    except Exception as error:  # a text that breaks the redactor is not stored
        log.error("a text could not be redacted and is withheld", extra={"error": type(error).__name__})
        return WITHHELD
