"""The one door to the privacy room: texts go in as said, and come out redacted or not at all."""

from __future__ import annotations

import logging
from collections.abc import Iterable
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


def redact_all(redactor: Redacts, texts: Iterable[str]) -> list[str]:
    """Redacts each text; one that cannot be redacted is withheld."""
    return [_redact(redactor, text) for text in texts]


def _redact(redactor: Redacts, text: str) -> str:
    try:
        return redactor.redact(text)
    except Exception as error:  # a text that breaks the redactor is not stored
        log.error("a text could not be redacted and is withheld", extra={"error": type(error).__name__})
        return WITHHELD
