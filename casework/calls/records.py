"""Call records: stored whole as the connector wrote them, validated against contracts/call_record.schema.json."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_response

from casework.cases.machine import Actor
from casework.cases.trail import noted
from casework.database import Database
from casework.errors import BadRequest, BadSetting, Conflict, NotFound
from casework.http.acting import actor_of
from casework.http.guard import read_json
from casework.models import CallRecord

calls = Blueprint("calls", url_prefix="/v1")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


@calls.put("/calls/<call_id:str>")
async def put_call(request: Request, call_id: str) -> HTTPResponse:
    record = read_json(request)
    services = request.app.ctx.services
    services.record_rules.check(record, call_id)
    services.directory.get(record["agency"])
    await services.database.run(store, services.database, record)
    return empty()


@calls.get("/agencies/<agency:str>/calls/<call_id:str>")
async def get_call(request: Request, agency: str, call_id: str) -> HTTPResponse:
    """The record, for a named person of that agency; that they looked stands in the trail."""
    actor, services = actor_of(request, "see"), request.app.ctx.services
    services.directory.get(agency)
    found = await services.database.run(load, services.database, agency, call_id, actor, datetime.now(UTC))
    return json_response(found)


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


def store(database: Database, record: dict[str, Any]) -> None:
    """Stores a record; the same call id again replaces it, unless the call was another agency's: raises Conflict."""
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
        there = session.get(CallRecord, row.call_id)
        if there is not None and there.agency != row.agency:
            raise Conflict("There is a record of such a call, and it is another agency's; send a call id of your own.")
        session.merge(row)


def load(database: Database, agency: str, call_id: str, actor: Actor, now: datetime) -> dict[str, Any]:
    """The agency's record as it was written; raises NotFound."""
    with database.writing() as session:
        row = session.get(CallRecord, call_id) if len(call_id) <= 100 and "\0" not in call_id else None
        if row is None or row.agency != agency:
            raise NotFound("There is no record of such a call; it may have been deleted after its retention period.")
        noted(session, agency, actor, "see_call", now, {"call": call_id})
        return row.record


def _time(record: dict[str, Any], name: str) -> datetime:
    try:
        time = datetime.fromisoformat(record[name])
    except ValueError:
        time = None
    if time is None or time.tzinfo is None or not _EARLIEST <= time < _LATEST:
        raise BadRequest(f"{name} is not a time with a zone; write it as 2026-11-20T18:00:00Z.")
    return time
