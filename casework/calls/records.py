"""Call records: stored whole as they came in, redacted (redaction.py), validated against contracts/call_record.schema.json."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy.orm import Session

from casework.calls import over
from casework.calls.forgetting import is_forgotten
from casework.calls.need_to_know import KeptClose
from casework.calls.tables import CallRecord
from casework.database import Database
from casework.errors import BadRequest, BadSetting, Conflict, NotFound
from casework.trail.actors import SYSTEM, Actor
from casework.trail.entries import noted

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_CLOCKS_DIFFER = timedelta(minutes=10)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class RecordRules:
    """The contract of the call record."""

    def __init__(self, contracts: Path) -> None:
        try:
            schema = json.loads((contracts / "call_record.schema.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise BadSetting(
                f"contracts/call_record.schema.json cannot be read ({type(error).__name__}): restore it."
            ) from None
        self._validator = Draft202012Validator(schema, format_checker=FormatChecker())

    def check(self, record: Any, call_id: str) -> None:
        """Raises BadRequest naming the first field that does not fit, never its content."""
        fault = next(iter(self._validator.iter_errors(record)), None)
        if fault is not None:
            where = ".".join(str(part) for part in fault.absolute_path) or "the record"
            raise BadRequest(
                f"{where} does not fit contracts/call_record.schema.json: its rule '{fault.validator}' is broken."
            )
        if record["call_id"] != call_id:
            raise BadRequest("call_id in the record is not the one in the address; they must be the same.")
        if _time(record, "ended_at") < _time(record, "started_at"):
            raise BadRequest("ended_at lies before started_at; send both as UTC times.")
        if _time(record, "ended_at") > datetime.now(UTC) + _CLOCKS_DIFFER:
            raise BadRequest("ended_at lies in the future; set the clock of the connector's machine.")


Also = Callable[[Session, dict[str, Any]], None]  # what else is kept of a record, in the same transaction


def store(database: Database, record: dict[str, Any], also: Also) -> None:
    """Stores a redacted record; the same call id again replaces it, unless the call was another agency's: raises Conflict.

    Nothing is kept of a call that was erased (forgetting.py).
    """
    row = CallRecord(
        call_id=record["call_id"],
        agency=record["agency"],
        channel=record["channel"],
        started_at=_time(record, "started_at"),
        ended_at=_time(record, "ended_at"),
        language=record.get("language"),
        need=record.get("need"),
        disposition=record.get("disposition"),
        destination_id=(record.get("destination") or {}).get("id"),
        reason=record.get("reason"),
        record=record,
    )
    with database.writing() as session:
        if is_forgotten(session, row.agency, row.call_id):
            return
        there = session.get(CallRecord, row.call_id)
        if there is not None and there.agency != row.agency:
            raise Conflict("There is a record of such a call, and it is another agency's; send a call id of your own.")
        if there is not None and there.record != record:
            noted(session, row.agency, SYSTEM, "replace_call", datetime.now(UTC), {"call": row.call_id})
        session.merge(row)
        over.mark(session, record)
        also(session, record)


def load(
    database: Database, close: KeptClose, call_id: str, actor: Actor, why: str | None, now: datetime
) -> dict[str, Any]:
    """The agency's record as it was written; raises NotFound, and MoveRefused for whoever does not serve its caller and says no reason."""
    with database.writing() as session:
        row = session.get(CallRecord, call_id) if len(call_id) <= 100 and "\0" not in call_id else None
        if row is None or row.agency != close.agency:
            raise NotFound("There is no record of such a call; it may have been deleted after its retention period.")
        close.may_read(session, call_id, actor, why)
        noted(session, close.agency, actor, "see_call", now, {"call": call_id} | ({"why": why} if why else {}))
        return row.record


def _time(record: dict[str, Any], name: str) -> datetime:
    try:
        time = datetime.fromisoformat(record[name])
    except ValueError:
        time = None
    if time is None or time.tzinfo is None or not _EARLIEST <= time < _LATEST:
        raise BadRequest(f"{name} is not a time with a zone; write it as 2026-11-20T18:00:00Z.")
    return time
