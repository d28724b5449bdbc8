"""Turns that are unlike all examples, in groups that are like each other: by the machine that has the examples; labelled together.

Its group stands with the turn, so it goes with the turn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from casework.reviews.close import Shown
from casework.reviews.shapes import (
    Grouped,
    GroupTurns,
    LabelsKept,
    LabelsRequest,
    State,
    TurnGroup,
    TurnGroupList,
)
from casework.reviews.store import WAITS, Key, drop_label, labels_of, line, put_label
from casework.reviews.tables import LoggedTurn, TurnLabel
from casework.trail.actors import Actor
from casework.trail.entries import noted

NOT_COMPARED = 0
_TYPICAL, _INTENTS, _AT_ONCE = 5, 3, 100


def ungrouped(session: Session, shown: Shown) -> bool:
    """`shown`: to the machine that compares them."""
    waits = select(LoggedTurn.n).where(
        LoggedTurn.agency == shown.agency, LoggedTurn.alike == NOT_COMPARED, LoggedTurn.state == "open", shown.which()
    )
    return session.scalar(waits.limit(1)) is not None


def group(session: Session, agency: str, told: Sequence[Grouped]) -> None:
    """A group keeps the number of the one with which it shares most turns: whoever is labelling it goes on. What is labelled stays where
    it was, so that it can be taken back."""
    there = select(LoggedTurn).where(
        LoggedTurn.agency == agency, LoggedTurn.alike.is_not(None), LoggedTurn.state == "open"
    )
    rows = {(row.call_id, row.n): row for row in session.scalars(there.with_for_update())}
    alike: dict[int, list[Key]] = defaultdict(list)
    for one in told:
        alike[one.group].append((one.call_id, one.n))
    alone = set(alike.pop(NOT_COMPARED, ()))
    numbers = _numbers(alike, {key: row.alike for key, row in rows.items() if row.alike}, _highest(session, agency))
    for key, row in rows.items():
        if row.alike or key in alone:
            row.alike = row.alike_place = None
    for given, keys in alike.items():
        for place, key in enumerate(keys):
            found = rows.get(key) or session.get(LoggedTurn, key, with_for_update=True)
            if found is not None and found.agency == agency:
                found.alike, found.alike_place = numbers[given], place


def numbers(session: Session, shown: Shown, machine: Shown) -> TurnGroupList:
    return _listed(session, shown, machine, with_turns=False)


def groups(session: Session, shown: Shown, machine: Shown, actor: Actor, now: datetime) -> TurnGroupList:
    """With the most typical turns of each."""
    found = _listed(session, shown, machine, with_turns=True)
    turns = sum(len(one.typical) for one in found.groups)
    if turns:
        noted(session, shown.agency, actor, "see_turns", now, {"turns": turns})
    return found


def turns_of(session: Session, shown: Shown, number: int, actor: Actor, now: datetime) -> GroupTurns:
    mine_or_open = LoggedTurn.agency == shown.agency, LoggedTurn.alike == number, shown.which()
    wanted = select(LoggedTurn).where(*mine_or_open).limit(_AT_ONCE)
    wanted = wanted.order_by(LoggedTurn.alike_place, LoggedTurn.call_id, LoggedTurn.n)
    own = exists().where(
        TurnLabel.call_id == LoggedTurn.call_id, TurnLabel.n == LoggedTurn.n, TurnLabel.reviewer == actor.id
    )
    waits, mine = (list(session.scalars(wanted.where(which))) for which in (LoggedTurn.state == "open", own))
    if waits or mine:
        noted(session, shown.agency, actor, "see_turns", now, {"turns": len(waits) + len(mine)})
    for row in waits:
        row.nearest_wanted = row.nearest is None  # some of them are opened
    labels = labels_of(session, mine)
    return GroupTurns(
        waiting=[line(row, []) for row in waits],
        mine=[line(row, [one for one in labels[row.call_id, row.n] if one.reviewer == actor.id]) for row in mine],
    )


def label_all(session: Session, shown: Shown, asked: LabelsRequest, actor: Actor, now: datetime) -> LabelsKept:
    """In the order of their keys, so that two reviewers of one group do not wait for each other."""
    states: Counter[str] = Counter()
    for key in sorted({(one.call_id, one.n) for one in asked.turns}):
        row = session.get(LoggedTurn, key, with_for_update=True) if "\0" not in key[0] else None
        hidden = (
            row is None or row.agency != shown.agency or (asked.label is not None and not shown.shows(session, row))
        )
        state = None if row is None or hidden else _labelled(session, row, asked, actor, now)
        states[state or "passed_over"] += 1
    return LabelsKept(**states)


def _labelled(session: Session, row: LoggedTurn, asked: LabelsRequest, actor: Actor, now: datetime) -> State | None:
    """None where it is passed over: somebody labelled it since the group was shown, or this reviewer has."""
    if asked.label is None:
        return drop_label(session, row, actor, now)
    if row.state not in WAITS or session.get(TurnLabel, (row.call_id, row.n, actor.id)) is not None:
        return None
    return put_label(session, row, asked.label, actor, now)


def _listed(session: Session, shown: Shown, machine: Shown, *, with_turns: bool) -> TurnGroupList:
    """`machine`: what is shown to the one that compares them; what it does not see is never compared."""
    called_new = exists().where(
        TurnLabel.call_id == LoggedTurn.call_id, TurnLabel.n == LoggedTurn.n, TurnLabel.verdict == "new_need"
    )
    wanted = (
        select(LoggedTurn.alike, LoggedTurn.state, LoggedTurn.intent, func.count())
        .where(LoggedTurn.agency == shown.agency, LoggedTurn.alike > NOT_COMPARED, shown.which())
        .where((LoggedTurn.state == "open") | ((LoggedTurn.state == "settled") & called_new))
        .group_by(LoggedTurn.alike, LoggedTurn.state, LoggedTurn.intent)
    )
    sizes: dict[int, Counter[str]] = defaultdict(Counter)
    heard: dict[int, Counter[str]] = defaultdict(Counter)
    for number, state, intent, times in session.execute(wanted):
        if number is not None:
            sizes[number][state] += times
            heard[number][intent] += times
    order = sorted((number for number in sizes if sizes[number]["open"]), key=lambda one: (-sizes[one].total(), one))
    typical = _typical(session, shown) if with_turns else {}
    found = [
        TurnGroup(
            group=number, waiting=sizes[number]["open"], new_need=sizes[number]["settled"],
            intents=[intent for intent, _ in heard[number].most_common(_INTENTS)],
            typical=[line(row, []) for row in typical.get(number, ())],
        )
        for number in order
    ]  # fmt: skip
    return TurnGroupList(groups=found, compared=not ungrouped(session, machine))


def _typical(session: Session, shown: Shown) -> dict[int, list[LoggedTurn]]:
    place = func.row_number().over(
        partition_by=LoggedTurn.alike, order_by=(LoggedTurn.alike_place, LoggedTurn.call_id, LoggedTurn.n)
    )
    placed = (
        select(LoggedTurn.call_id, LoggedTurn.n, place.label("place"))
        .where(LoggedTurn.agency == shown.agency, LoggedTurn.alike > NOT_COMPARED, LoggedTurn.state == "open")
        .where(shown.which())
        .subquery()
    )
    same = (LoggedTurn.call_id == placed.c.call_id) & (LoggedTurn.n == placed.c.n)
    wanted = select(LoggedTurn).join(placed, same).where(placed.c.place <= _TYPICAL)
    found: dict[int, list[LoggedTurn]] = defaultdict(list)
    for row in session.scalars(wanted.order_by(LoggedTurn.alike, placed.c.place)):
        found[row.alike or 0].append(row)
    return found


def _highest(session: Session, agency: str) -> int:
    there = select(func.max(LoggedTurn.alike)).where(LoggedTurn.agency == agency, LoggedTurn.alike.is_not(None))
    return session.scalar(there) or 0


def _numbers(alike: dict[int, list[Key]], before: dict[Key, int | None], highest: int) -> dict[int, int]:
    """Of each group its number from now on."""
    shared = Counter((given, before[key]) for given, keys in alike.items() for key in keys if before.get(key))
    found: dict[int, int] = {}
    for (given, number), _ in shared.most_common():
        if number and given not in found and number not in found.values():
            found[given] = number
    new = (given for given in alike if given not in found)
    return found | {given: number for number, given in enumerate(new, highest + 1)}
