"""Whether a conversation comes any further: turns after which nothing was decided and nothing new was asked. Pure.

What is open after a turn (act, need, question) is new, or it was there before in this call. Help that is asked for again and
again, starting over, two questions that take turns: all of it is the second kind, and nobody counts it but this. While a report
is taken the words count as well, for a corrected answer is read back in a new summary.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Set, Tuple

from rasa.shared.core.events import BotUttered, Event, UserUttered

BESIDE = ("danger", "person")  # questions that bring nobody further
PERSON = "person"


@dataclass(frozen=True)
class Progress:
    """`in_a_row`, `in_all`: turns that brought nothing. `offered`: a person was; `asking`: that offer is open."""

    in_a_row: int = 0
    in_all: int = 0
    offered: bool = False
    asking: bool = False

    @classmethod
    def of(cls, events: Iterable[Event], report: bool) -> Progress:
        """Of the turns that have been answered. After a transfer the count begins anew."""
        seen: Set[Tuple[Any, ...]] = set()
        row = total = 0
        offered = asking = False
        for said, body in _answers(events):
            asked = (body.get("ask") or {}).get("slot")
            asking = asked == PERSON
            offered = offered or asking
            state = (body.get("act"), body.get("need"), asked, *([said] if report else []))
            if body.get("act") in ("transfer", "end"):
                seen, row, total = set(), 0, 0
            elif (body.get("voice") or {}).get("wait_s"):
                continue  # a caller who looks for something
            elif state in seen or asked in BESIDE:
                row, total = row + 1, total + 1
            else:
                row = 0
            seen.add(state)
        return cls(row, total, offered, asking)


def _answers(events: Iterable[Event]) -> Iterator[Tuple[str, Dict[str, Any]]]:
    """(what was said, the reply's object) for every turn of the caller that has been answered."""
    words: List[str] = []
    body: Dict[str, Any] = {}
    for event in events:
        if isinstance(event, UserUttered):
            if body:
                yield " ".join(words), body
            words, body = [], {}
        elif isinstance(event, BotUttered):
            words += [event.text] if event.text else []
            custom = (event.data or {}).get("custom") or {}
            body = custom.get("civicline") or body
    if body:
        yield " ".join(words), body
