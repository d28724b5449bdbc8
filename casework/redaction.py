"""The one door to the privacy room: texts go in as said, and come out redacted or not at all."""

from __future__ import annotations

import logging
import time
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


def load_redactor() -> Redacts:
    """The privacy room's redactor; takes a second or two, so call it away from the event loop."""
    try:
        from privacy import Redactor

        return Redactor()
    except Exception as error:  # whatever is wrong with it, texts must not be stored as said
        log.error("there is no redactor; transcripts are withheld", extra={"error": type(error).__name__})
        return Withholding()


def redact_all(redactor: Redacts, texts: Sequence[str], budget_s: float = 1.0) -> list[str]:
    """Redacts each text, the newest (last) first; what cannot be redacted, or not within the budget, is withheld.

    A caller waits for this: of a very long conversation the call-taker gets the end, and the call record has it all.
    """
    deadline = time.monotonic() + budget_s
    newest_first = [_redact(redactor, text) if time.monotonic() < deadline else WITHHELD for text in reversed(texts)]
    return newest_first[::-1]


def _redact(redactor: Redacts, text: str) -> str:
    try:
        return redactor.redact(text)
    except Exception as error:  # a text that breaks the redactor is not stored
        log.error("a text could not be redacted and is withheld", extra={"error": type(error).__name__})
        return WITHHELD
