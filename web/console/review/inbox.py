"""Which turn a reviewer gets next: of those that wait for a first or a second reviewer, what teaches most, and never one's own again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from casework_client.staff import Answer, StaffCasework

WAITING = ("open", "second")  # each wants a label; the second from somebody else
STATES = (*WAITING, "disputed", "settled", "discarded")
REASONS = (
    "danger_missed", "danger_near", "call_taker_differs", "danger_asked", "person_wanted", "missed_twice", "models_differ",
    "taken_back", "hung_up", "not_helped", "alarm", "not_sure", "two_alike", "unlike", "little_confidence", "sample",
)  # fmt: skip
_PAGE = 20
_MOST_PAGES = 25
_MOST_BALANCED = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """`state` "": whatever waits. `alike`: of one group of turns. `after`: the cursor of the turn that was looked at last, of those that
    were passed over."""

    state: str = ""
    reason: str = ""
    after: str = ""
    alike: str = ""

    @property
    def query(self) -> str:
        """As the address of the inbox has it."""
        given = {"state": self.state, "reason": self.reason, "alike": self.alike, "after": self.after}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def of(self) -> dict[str, str]:
        """As casework is asked."""
        return {"reason": self.reason, "alike": self.alike}

    def behind(self, turn: Answer) -> Wanted:
        return replace(self, after=cursor(turn))


def cursor(turn: Answer) -> str:
    """As casework orders them: by what a label teaches, then by call and place."""
    return f"{turn['score']} {turn['call_id']} {turn['n']}"


async def following(casework: StaffCasework, reviewer: str, wanted: Wanted) -> Answer | None:
    """The next turn, None where none is left. In a list of what waits, one's own labels are passed over; in another they are
    shown, so that one can think again."""
    states = (wanted.state,) if wanted.state else WAITING
    found = await asyncio.gather(*(_next(casework, reviewer, wanted, state) for state in states))
    return min((turn for turn in found if turn is not None), key=_order, default=None)


async def one(casework: StaffCasework, call_id: str, n: int, at: str) -> Answer | None:
    """One turn, by when it was said."""
    cursor_: str | None = None
    for _ in range(_MOST_PAGES):
        page = await casework.turns(since=at, limit=200, cursor=cursor_)
        for turn in page["turns"]:
            if (turn["call_id"], turn["n"], turn["at"]) == (call_id, n, at):
                return Answer(turn)
        cursor_ = page["next"]
        if not cursor_:
            break
    return None


def label_of(turn: Answer, reviewer: str) -> Answer | None:
    return next((label for label in turn["labels"] if label["reviewer"] == reviewer), None)


async def _next(casework: StaffCasework, reviewer: str, wanted: Wanted, state: str) -> Answer | None:
    """What waits comes balanced: danger, then every need in turn, so that few labels teach about all of them."""
    if state in WAITING:
        found = await _balanced(casework, reviewer, wanted, state)
        if found is not None:
            return found
    return await _first(casework, reviewer, wanted, state)


async def _balanced(casework: StaffCasework, reviewer: str, wanted: Wanted, state: str) -> Answer | None:
    """It has one page: those behind the turn that was passed over last. None where all of it is one's own already."""
    page = await casework.turns(state=state, **wanted.of, balanced="true", limit=_MOST_BALANCED)
    turns = [Answer(turn) for turn in page["turns"]]
    passed = next((at for at, turn in enumerate(turns) if cursor(turn) == wanted.after), -1)
    return next((turn for turn in turns[passed + 1 :] if label_of(turn, reviewer) is None), None)


async def _first(casework: StaffCasework, reviewer: str, wanted: Wanted, state: str) -> Answer | None:
    cursor_: str | None = wanted.after or None
    for _ in range(_MOST_PAGES):
        page = await casework.turns(state=state, **wanted.of, cursor=cursor_, limit=_PAGE)
        for turn in page["turns"]:
            if state not in WAITING or label_of(turn, reviewer) is None:
                return Answer(turn)
        cursor_ = page["next"]
        if not cursor_:
            break
    return None


def _order(turn: Answer) -> tuple[Any, ...]:
    return (-turn["score"], turn["call_id"], turn["n"])
