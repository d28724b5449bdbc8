"""Lists judged turns by what a label would teach, and keeps what reviewers say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, case, cast, func, select, tuple_
from sqlalchemy.orm import Session

from casework.database import Database
from casework.errors import BadRequest, NotFound
from casework.reviews import agreement, surroundings
from casework.reviews.close import Shown
from casework.reviews.shapes import Agreement, Label, LabelRequest, State, TurnLine, TurnList, TurnQuery
from casework.reviews.surroundings import NOT_ASKED, Surroundings
from casework.reviews.tables import LoggedTurn, TurnLabel
from casework.reviews.teaching import WEIGHTS
from casework.trail.actors import Actor
from casework.trail.entries import noted

Key = tuple[str, int]
WAITS = ("open", "second", "disputed")  # for a label
_GONE = "There is no such turn; it may have been deleted after its retention period."
_ORDER = (LoggedTurn.score.desc(), LoggedTurn.call_id, LoggedTurn.n)


def listed(database: Database, shown: Shown, asked: TurnQuery, actor: Actor, now: datetime) -> TurnList:
    """The page behind the cursor, what teaches most first; looking is written down, and whose examples are not known are wanted."""
    wanted = _balanced(shown, asked) if asked.balanced else _ranked(shown, asked)
    with database.writing() as session:
        rows = list(session.scalars(wanted.limit(asked.limit + 1)))
        page, labels = rows[: asked.limit], labels_of(session, rows)
        noted(session, shown.agency, actor, "see_turns", now, {"turns": len(page)})
        for row in page if asked.cursor is None else ():  # not of an export of everything
            row.nearest_wanted = row.nearest is None and row.state in WAITS
        told = surroundings.of(session, shown.agency, page)
        lines = [line(row, labels[row.call_id, row.n], told[row.call_id, row.n]) for row in page]
    more = len(rows) > asked.limit and not asked.balanced
    return TurnList(turns=lines, next=_cursor(lines[-1]) if more else None)


def label(database: Database, shown: Shown, key: Key, asked: LabelRequest, actor: Actor, now: datetime) -> State:
    """Keeps the reviewer's label, in place of an earlier one. Raises NotFound, and BadRequest for words that were not said."""
    with database.writing() as session:
        row = _turn(session, shown.agency, key)
        if not shown.shows(session, row):
            raise NotFound(_GONE)
        if not all(_only_less(row.text, less) for less in (asked.text or "", *asked.parts)):
            raise BadRequest("text does not fit: it may only leave out, or put a [mark] for, what the turn says.")
        return put_label(session, row, asked, actor, now)


def take_back(database: Database, agency: str, key: Key, actor: Actor, now: datetime) -> State:
    """Takes the reviewer's own label back, also of a turn that is kept close since they said what it was. Raises NotFound."""
    with database.writing() as session:
        state = drop_label(session, _turn(session, agency, key), actor, now)
        if state is None:
            raise NotFound("You have not labelled this turn.")
        return state


def put_label(session: Session, row: LoggedTurn, asked: LabelRequest, actor: Actor, now: datetime) -> State:
    key = {"call_id": row.call_id, "n": row.n}
    session.merge(TurnLabel(**key, reviewer=actor.id, at=now, **asked.model_dump()))
    noted(session, row.agency, actor, "label_turn", now, {"call": row.call_id, "turn": row.n, "verdict": asked.verdict})
    return _settle(session, row)


def drop_label(session: Session, row: LoggedTurn, actor: Actor, now: datetime) -> State | None:
    """None where there is none of this reviewer."""
    there = session.get(TurnLabel, (row.call_id, row.n, actor.id))
    if there is None:
        return None
    session.delete(there)
    noted(session, row.agency, actor, "unlabel_turn", now, {"call": row.call_id, "turn": row.n})
    return _settle(session, row)


def agreed(database: Database, agency: str) -> Agreement:
    """Over the first two labels of each turn that has two."""
    wanted = select(TurnLabel).join(
        LoggedTurn, (LoggedTurn.call_id == TurnLabel.call_id) & (LoggedTurn.n == TurnLabel.n)
    )
    by_turn: dict[Key, list[Label]] = defaultdict(list)
    with database.reading() as session:
        for row in session.scalars(
            wanted.where(LoggedTurn.agency == agency).order_by(TurnLabel.at, TurnLabel.reviewer)
        ):
            by_turn[row.call_id, row.n].append(_label(row))
    pairs = [(agreement.said(two[0]), agreement.said(two[1])) for two in by_turn.values() if len(two) > 1]
    share = sum(one == other for one, other in pairs) / len(pairs) if pairs else None
    return Agreement(turns=len(pairs), agree=share, kappa=agreement.kappa(pairs))


def _ranked(shown: Shown, asked: TurnQuery) -> Select[Any]:
    return _after(_where(select(LoggedTurn), shown, asked), asked.cursor).order_by(*_ORDER)


def _balanced(shown: Shown, asked: TurnQuery) -> Select[Any]:
    """Danger by its score, then needs in turn, each by its score."""
    place = func.row_number().over(partition_by=LoggedTurn.intent, order_by=_ORDER).label("place")
    placed = _where(select(LoggedTurn.call_id, LoggedTurn.n, place), shown, asked).subquery()
    same = (LoggedTurn.call_id == placed.c.call_id) & (LoggedTurn.n == placed.c.n)
    danger = case((LoggedTurn.score >= WEIGHTS["danger_near"], LoggedTurn.score), else_=0.0)
    return select(LoggedTurn).join(placed, same).order_by(danger.desc(), placed.c.place, *_ORDER)


def _where(wanted: Select[Any], shown: Shown, asked: TurnQuery) -> Select[Any]:
    wanted = wanted.where(LoggedTurn.agency == shown.agency, shown.which())
    for column, value in (
        (LoggedTurn.state, asked.state), (LoggedTurn.intent, asked.intent), (LoggedTurn.model, asked.model),
        (LoggedTurn.alike, asked.alike),
    ):  # fmt: skip
        wanted = wanted if value is None else wanted.where(column == value)
    if asked.reason is not None:
        wanted = wanted.where(cast(LoggedTurn.reasons, String).contains(f'"{asked.reason}"', autoescape=True))
    wanted = wanted if asked.since is None else wanted.where(LoggedTurn.at >= asked.since)
    return wanted if asked.until is None else wanted.where(LoggedTurn.at < asked.until)


def _after(wanted: Select[Any], cursor: str | None) -> Select[Any]:
    if cursor is None:
        return wanted
    score, call_id, n = cursor.split(" ")
    behind = tuple_(LoggedTurn.call_id, LoggedTurn.n) > (call_id, int(n))
    return wanted.where((LoggedTurn.score < float(score)) | ((LoggedTurn.score == float(score)) & behind))


def _cursor(row: TurnLine) -> str:
    return f"{row.score} {row.call_id} {row.n}"


def _turn(session: Session, agency: str, key: Key) -> LoggedTurn:
    row = session.get(LoggedTurn, key) if "\0" not in key[0] else None
    if row is None or row.agency != agency:
        raise NotFound(_GONE)
    return row


def _settle(session: Session, row: LoggedTurn) -> State:
    session.flush()
    labels = labels_of(session, [row])[row.call_id, row.n]
    danger = (row.understood.get("danger") or {}).get("at_once", False)
    row.state = state = agreement.state_of(labels, danger)
    row.becomes = None  # what it becomes hangs on its labels
    return state


def labels_of(session: Session, rows: Sequence[LoggedTurn]) -> dict[Key, list[Label]]:
    """By turn, the earliest first."""
    found: dict[Key, list[Label]] = defaultdict(list)
    wanted = select(TurnLabel).where(TurnLabel.call_id.in_({row.call_id for row in rows}))
    for one in session.scalars(wanted.order_by(TurnLabel.at, TurnLabel.reviewer)):
        found[one.call_id, one.n].append(_label(one))
    return found


def _label(row: TurnLabel) -> Label:
    return Label.model_validate({name: getattr(row, name) for name in Label.model_fields})


def line(row: LoggedTurn, labels: list[Label], told: Surroundings = NOT_ASKED) -> TurnLine:
    own = {name: getattr(row, name) for name in TurnLine.model_fields if name not in ("labels", "around", "outcome")}
    return TurnLine.model_validate({**own, "labels": labels, "around": told.around, "outcome": told.outcome})


def _only_less(text: str, less: str) -> bool:
    """Every word of `less` stands in `text`, in its order, but for marks such as [name]."""
    left = iter(text.split())
    return all(
        word in left for word in less.split() if not (word.startswith("[") and word.rstrip(".,!?").endswith("]"))
    )
