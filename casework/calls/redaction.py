"""The one door to the privacy room: texts go in as said, and come out redacted or not at all."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from casework.errors import NoRedactor

log = logging.getLogger(__name__)
WITHHELD = "[withheld]"
LONGEST_TEXT = 4_000  # contracts/call_record.schema.json
RECORD_S = 10.0  # for one call record; what was done of it is known when it is sent again
_KNOWN = 20_000  # texts: the last few hundred records
_FIRST = "this is Ada Lovelace of 1437 Bannock Street, my number is 303 555 0199, it was yesterday"
_KEYS = re.compile(r"\[\d+ keys\]")
# one at a time: records come in heaps after an outage, and callers come first
_AT_ONCE = ThreadPoolExecutor(1, thread_name_prefix="redaction")


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
        self.records = RedactsRecords(redactor)

    def of(self, who: str) -> Redacts:
        return self._ours if who == "assistant" else self.callers


class RedactsRecords:
    """Call records, whoever sends them: text that is redacted already stays as it is.

    A record that is sent again costs nothing: what became of each text, its redacted form alone, is kept by a digest under a key that
    dies with the process. So one that took too long is finished at last.
    """

    def __init__(self, redactor: Redacts) -> None:
        self._redactor = redactor
        self._key, self._known = secrets.token_bytes(32), OrderedDict[bytes, str]()

    async def redacted(self, record: dict[str, Any], budget_s: float = RECORD_S) -> dict[str, Any]:
        """The record without what identifies. Raises NoRedactor: there is none, or it is not done in time; then nothing may be kept."""
        if isinstance(self._redactor, Withholding):
            raise NoRedactor(
                "There is no redactor, so call records are not taken; send it again when casework has one."
            )
        deadline = time.monotonic() + budget_s
        return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, self._record, record, deadline)

    def _record(self, record: dict[str, Any], deadline: float) -> dict[str, Any]:
        return {**record, "turns": [self._turn(turn, deadline) for turn in record["turns"]]}

    def _turn(self, turn: dict[str, Any], deadline: float) -> dict[str, Any]:
        else_heard = [self._words(str(one), deadline) for one in turn.get("alternatives", ())]
        return {**turn, "text": self._text(turn, deadline)} | ({"alternatives": else_heard} if else_heard else {})

    def _text(self, turn: dict[str, Any], deadline: float) -> str:
        text = str(turn["text"])
        if turn.get("by") == "keys":
            return text if not text or _KEYS.fullmatch(text) else f"[{len(text)} keys]"
        return self._words(text, deadline)

    def _words(self, text: str, deadline: float) -> str:
        digest = hashlib.blake2b(text.encode(errors="surrogatepass"), key=self._key, digest_size=16).digest()
        known = self._known.get(digest)
        if known is None:
            if time.monotonic() >= deadline:
                raise NoRedactor("The record could not be redacted in time; send it again in a moment.")
            known = self._known[digest] = _redact(self._redactor, text)[:LONGEST_TEXT]
            while len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        return known


def load_redactor() -> Redacts:
    """The privacy room's redactor, used once so that nobody's first text is slow.

    Takes a second or two, so call it away from the event loop.
    """
    try:
        from privacy import Redactor

        redactor = Redactor()
        redactor.redact(_FIRST)
        return redactor
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
