"""Updates from the agency's records system, which holds the truth: read line by line, taken in once, thousands a second.

A line is {"update": id, "number" | "case": which case, "at": time, and what changed: "stage", "reason", "set_number",
"officer", "officer_name", "why"}. A line that cannot be taken in is told with its number and hinders no other. A batch is
one transaction: cases, trail, webhooks and who is told are all there, or none.

Lines are put in order by the source's own clock (`at`), field by field: a line that is older than the newest change of the stage
leaves the stage, one that is older than the newest officer leaves the officer. It is kept as history, and nobody is told.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casework.cases import numbers
from casework.cases.changes import arrive, changed, happened, written
from casework.cases.machine import CLOSED, life
from casework.cases.tables import Case, StatusEvent
from casework.database import Database
from casework.errors import MoveRefused, Refused
from casework.notifications.outbox import Happened, tell_all
from casework.records_system.tables import ImportedUpdate
from casework.trail.actors import Actor
from casework.trail.tables import AuditEntry
from casework.webhooks import outbox
from casework.webhooks.tables import Webhook
from spoken.number_forms import USUAL, NumberForms

BATCH, LONGEST_LINE, _MOST_PROBLEMS = 250, 8_000, 1_000
_AHEAD = timedelta(minutes=10)


class Update(BaseModel):
    """One line."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    update: Annotated[str, Field(min_length=1, max_length=80)]
    number: Annotated[str, Field(max_length=40)] | None = None
    case: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    at: AwareDatetime
    stage: Annotated[str, Field(max_length=40)] | None = None
    set_number: Annotated[str, Field(max_length=40)] | None = None
    officer: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@-]{0,79}$")] | None = None
    officer_name: Annotated[str, Field(max_length=80)] | None = None
    why: Annotated[str, Field(max_length=500)] | None = None

    @model_validator(mode="after")
    def _says_which_and_what(self) -> Update:
        if (self.number is None) == (self.case is None):
            raise ValueError("give either number or case")
        if self.stage is None and self.set_number is None and self.officer is None:
            raise ValueError("give what changed: stage, set_number or officer")
        return self


@dataclass
class Result:
    """What became of the lines; the first thousand problems are told."""

    lines: int = 0
    applied: int = 0
    already: int = 0
    refused: int = 0
    late: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Adds what became of a batch."""
        self.lines += other.lines
        self.applied += other.applied
        self.already += other.already
        self.refused += other.refused
        self.late += other.late
        self.problems += sorted(other.problems, key=_line)[: max(0, _MOST_PROBLEMS - len(self.problems))]

    def refuse(self, line: int, update: str | None, problem: str) -> None:
        self.refused += 1
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append({"line": line, "update": update, "problem": problem})


def _line(problem: dict[str, Any]) -> int:
    return int(problem["line"])


@dataclass
class Newest:
    """When the stage and the officer of each case changed last, by the clock of whoever changed them."""

    stage: dict[int, datetime]
    officer: dict[int, datetime]


@dataclass
class Batch:
    """Some lines and the rows they make, written together at the end."""

    agency: str
    source: str
    actor: Actor
    now: datetime
    result: Result
    forms: NumberForms
    hooks: list[Webhook] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    trail: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    deliveries: list[dict[str, Any]] = field(default_factory=list)
    told: list[Happened] = field(default_factory=list)
    joined: dict[int, list[Case]] = field(default_factory=dict)
    newest: Newest = field(default_factory=lambda: Newest({}, {}))


def take_in(database: Database, agency: str, source: str, actor: Actor, lines: list[tuple[int, bytes]],
            now: datetime, result: Result, forms: NumberForms = USUAL) -> None:  # fmt: skip
    """Takes in one batch of numbered lines; adds to `result`. Raises DatabaseDown, then nothing of the batch was done."""
    counted = Result()
    updates = _parsed(lines, counted)
    with database.writing() as session:
        batch = Batch(agency, source, actor, now, counted, forms, list(outbox.hooks_of(session, agency)))
        cases = _cases(session, agency, [update for _, update in updates], forms)
        known = _known(session, agency, source, [update.update for _, update in updates])  # after the cases are locked
        batch.joined = _joined(session, cases)
        batch.newest = _newest(session, [key for key in cases if isinstance(key, int)])
        for line, update in updates:
            if update.update in known:
                counted.already += 1
                continue
            _one(session, batch, cases, line, update, known)
        _store(session, batch)
    result.add(counted)


def _parsed(lines: list[tuple[int, bytes]], result: Result) -> list[tuple[int, Update]]:
    found = []
    for line, text in lines:
        result.lines += 1
        try:
            if len(text) > LONGEST_LINE:
                raise ValueError("the line is too long")
            data = json.loads(text)
            if "\\u0000" in text.decode():
                raise ValueError("a text holds a NUL character")
            found.append((line, Update.model_validate(data)))
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            result.refuse(line, None, f"{where[:40]} does not fit: {first['msg'].removeprefix('Value error, ')[:200]}.")
        except (ValueError, RecursionError):
            result.refuse(line, None, "This is not one JSON object of at most 8,000 bytes in UTF-8 on one line.")
    return found


def _known(session: Session, agency: str, source: str, ids: list[str]) -> set[str]:
    mine = select(ImportedUpdate.update_id).where(
        ImportedUpdate.agency == agency, ImportedUpdate.source == source, ImportedUpdate.update_id.in_(ids)
    )
    return set(session.scalars(mine))


def _cases(session: Session, agency: str, updates: list[Update], forms: NumberForms) -> dict[str | int, Case]:
    """The batch's cases by number and by id, locked in the order of their ids so that two imports cannot block each other."""
    by_number = Case.number.in_({forms.sought(update.number) for update in updates if update.number})
    by_id = Case.id.in_([update.case for update in updates if update.case])
    ours = select(Case).where(Case.agency == agency, by_number | by_id).order_by(Case.id).with_for_update()
    found: dict[str | int, Case] = {}
    for case in session.scalars(ours):
        found[case.id] = case
        if case.number:
            found[case.number] = case
    return found


def _newest(session: Session, cases: list[int]) -> Newest:
    """Three questions for a batch, each by an index."""
    stages = select(StatusEvent.case_id, func.max(StatusEvent.at)).where(StatusEvent.case_id.in_(cases))
    given = select(AuditEntry.case_id, func.max(AuditEntry.at)).where(
        AuditEntry.case_id.in_(cases), AuditEntry.action.in_(("assign", "allocate"))
    )
    told = select(ImportedUpdate.case_id, func.max(ImportedUpdate.officer_at)).where(ImportedUpdate.case_id.in_(cases))
    officer: dict[int, datetime] = {}
    for rows in (given.group_by(AuditEntry.case_id), told.group_by(ImportedUpdate.case_id)):
        for case_id, at in session.execute(rows):
            if at is not None:
                officer[case_id] = max(at, officer.get(case_id, at))
    of_stage = {row[0]: row[1] for row in session.execute(stages.group_by(StatusEvent.case_id))}
    return Newest(of_stage, officer)


def _joined(session: Session, cases: dict[str | int, Case]) -> dict[int, list[Case]]:
    """Cases that were merged into these: their people are told as well."""
    ids = [key for key in cases if isinstance(key, int)]
    found: dict[int, list[Case]] = {}
    for other in session.scalars(select(Case).where(Case.merged_into.in_(ids), Case.contact_id.is_not(None))):
        found.setdefault(other.merged_into or 0, []).append(other)
    return found


def _one(
    session: Session, batch: Batch, cases: dict[str | int, Case], line: int, update: Update, known: set[str]
) -> None:
    case = cases.get(update.case or batch.forms.sought(update.number or ""))
    try:
        if case is None:
            raise Refused("This agency has no such case.")
        if update.at > batch.now + _AHEAD:
            raise Refused("at lies in the future.")
        _apply(session, batch, case, update)
        if case.number:
            cases[case.number] = case
    except Refused as refused:
        batch.result.refuse(line, update.update, refused.message)
        return
    known.add(update.update)
    batch.result.applied += 1
    batch.taken.append(
        {
            "agency": batch.agency,
            "source": batch.source,
            "update_id": update.update,
            "case_id": case.id,
            "at": batch.now,
            "officer_at": update.at if update.officer else None,
        }
    )


def _apply(session: Session, batch: Batch, case: Case, update: Update) -> None:
    """Checks all of the update before it changes anything of the case."""
    came_from, stage = case.stage, _stage(case, update)
    number = _number(session, case, update, batch.forms)
    details: dict[str, Any] = {"source": batch.source, "update": update.update}
    values = {"officer": update.officer_name} if update.officer_name else {}
    events: list[str] = []
    if number:
        case.number = details["number"] = number
        events.append("number_issued")
    late = _late(batch, case, update, stage)
    if late:
        details["late"] = late
        batch.result.late += 1
    if update.officer and update.officer != case.assigned_to and "officer" not in late:
        case.assigned_to = details["officer"] = update.officer
        events.append("officer_assigned")
    if stage and "stage" in late:
        batch.events.append({"case_id": case.id, "stage": stage, "at": update.at})
    elif stage and stage != came_from:
        batch.events.append(arrive(case, stage, update.at))
        events = [event for event in events if event == "number_issued" and stage != "accepted"]
        events += [event] if (event := life().all_stages[stage].event) else []
    case.updated_at = max(case.updated_at, update.at)
    written_down = written(
        case, batch.actor, "import", batch.now, why=update.why, from_stage=came_from, details=details
    )
    batch.trail.append(written_down)
    change = hashlib.sha256(f"import\0{batch.source}\0{update.update}".encode()).hexdigest()
    for event in events:
        for one in (case, *batch.joined.get(case.id, ())):
            if one.contact_id:  # most imported cases have nobody to tell
                batch.told.append(happened(one, event, update.at, change, values, number=case.number))
    if batch.hooks:
        event = events[-1] if events else case.stage
        batch.deliveries += outbox.rows(changed(case), event, update.at, batch.hooks, change)


def _stage(case: Case, update: Update) -> str | None:
    """The stage that the records system says, if the machine lets it."""
    if update.stage is None:
        return None
    if case.number is None and update.set_number is None and not update.stage.startswith(CLOSED):
        raise MoveRefused("The case has no official number yet; send set_number with it.")
    return life().leads_to("follow", case.stage, "records_system", to=update.stage)


def _late(batch: Batch, case: Case, update: Update, stage: str | None) -> list[str]:
    """What of the line is older than what stands already; the rest of it becomes the newest."""
    late = []
    for name, there, newest in (
        ("stage", stage, batch.newest.stage),
        ("officer", update.officer, batch.newest.officer),
    ):
        if there and update.at < newest.get(case.id, update.at):
            late.append(name)
        elif there:
            newest[case.id] = update.at
    return late


def _number(session: Session, case: Case, update: Update, forms: NumberForms) -> str | None:
    if update.set_number is None:
        return None
    number = numbers.well_formed(update.set_number, forms)
    if case.number == number:
        return None
    if case.number is not None:
        raise Refused("The case has another official number already; numbers are not changed.")
    return numbers.issue(session, case.agency, update.at.year, number, forms)


def _store(session: Session, batch: Batch) -> None:
    session.flush()
    tables = (
        (StatusEvent, batch.events),
        (AuditEntry, batch.trail),
        (ImportedUpdate, batch.taken),
    )
    for table, rows in tables:
        if rows:
            session.execute(insert(table), rows)
    outbox.store(session, batch.deliveries)
    tell_all(session, batch.told)


class Lines:
    """Cuts what arrives in pieces into numbered lines, from 1; empty ones are counted and left out."""

    def __init__(self) -> None:
        self._rest, self._line = b"", 0

    def feed(self, piece: bytes) -> list[tuple[int, bytes]]:
        """The lines that this piece completes. A line without an end does not grow for ever: its tail is dropped."""
        *whole, self._rest = (self._rest + piece).split(b"\n")
        self._rest = self._rest[: LONGEST_LINE + 1]
        return self._numbered(whole)

    def end(self) -> list[tuple[int, bytes]]:
        """The last line, when no newline ended it."""
        rest, self._rest = self._rest, b""
        return self._numbered([rest])

    def _numbered(self, lines: list[bytes]) -> list[tuple[int, bytes]]:
        found = []
        for text in lines:
            self._line += 1
            if text.strip():
                found.append((self._line, text))
        return found
