"""Cases as a file for a records system: one line a case, CSV or JSON lines, with NIBRS's names where it has an element."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casework.cases.tables import Case
from casework.cases.thrive import loss
from casework.database import Database
from casework.records_system import nibrs, nibrs_form
from casework.records_system.moment import moment
from casework.records_system.whole import document

_PAGE = 500
FIELDS = (
    "incident_number",  # NIBRS 2; empty until the number is issued
    "incident_date",  # NIBRS 3, the agency's day
    "incident_hour",  # NIBRS 3, 00-23; empty where nobody told an hour
    "ucr_offense_code",  # NIBRS 6; empty for what is no offense
    "attempted_completed",  # NIBRS 7: C, as people report what has happened; empty for what is no offense
    "property_value",  # NIBRS 16: whole dollars, all things together
    "case_id",
    "need",
    "kind",
    "stage",
    "queue",
    "assigned_to",
    "place",
    "reported_at",
    "updated_at",
    "closed_at",
    "merged_into",
    "narrative",
    "time_certainty",  # time, span, day, days, words, unknown
    "latitude",  # WGS 84; empty where nobody showed it on a map
    "longitude",
    "located_by",  # pin: somebody put it there; words: the place was found by its words
)


def line(case: Case, zone: ZoneInfo) -> dict[str, Any]:
    """One case, by the names in FIELDS."""
    code = nibrs.offense(case.kind, case.need, case.answers)
    when = moment(case.answers, case.happened_at, zone)
    return {
        "incident_number": case.number,
        "incident_date": when.day,
        "incident_hour": when.hour,
        "ucr_offense_code": code,
        "attempted_completed": "C" if code else None,
        "property_value": round(loss(case.answers)) or None,
        "case_id": case.id,
        "need": case.need,
        "kind": case.kind,
        "stage": case.stage,
        "queue": case.queue,
        "assigned_to": case.assigned_to,
        "place": case.place,
        "reported_at": case.opened_at.isoformat(),
        "updated_at": case.updated_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "merged_into": case.merged_into,
        "narrative": str(case.answers.get("what_happened") or case.answers.get("what") or "") or None,
        "time_certainty": when.certainty,
        "latitude": case.lat,
        "longitude": case.lon,
        "located_by": case.located_by,
    }


def pages(database: Database, agency: str, zone: ZoneInfo, since: datetime | None, form: str) -> Iterator[str]:
    """The file in pieces; every piece is a short transaction of its own, so that nobody waits for an export."""
    yield _head(form)
    after = 0
    while True:
        with database.reading() as session:
            ours = select(Case).where(Case.agency == agency, Case.id > after)
            if since is not None:
                ours = ours.where(Case.updated_at >= since)
            cases = session.scalars(ours.order_by(Case.id).limit(_PAGE)).all()
            shown = line if form in ("csv", "jsonl") else partial(document, session)
            lines = [shown(case, zone=zone) for case in cases]
            after = cases[-1].id if cases else after
        if lines:
            yield _written(lines, form)
        if len(lines) < _PAGE:
            yield "</Incidents>\n" if form == "nibrs_xml" else ""
            return


def _head(form: str) -> str:
    if form == "csv":
        return _csv([dict(zip(FIELDS, FIELDS, strict=True))])
    if form == "nibrs_csv":
        return nibrs_form.as_csv([], _harmless, head=True)
    return '<?xml version="1.0" encoding="UTF-8"?>\n<Incidents>\n' if form == "nibrs_xml" else ""


def _written(lines: list[dict[str, Any]], form: str) -> str:
    if form == "csv":
        return _csv(lines)
    if form == "nibrs_csv":
        return nibrs_form.as_csv(lines, _harmless)
    if form == "nibrs_xml":
        return nibrs_form.as_xml(lines)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)


def _csv(lines: list[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_harmless(one[name]) for name in FIELDS] for one in lines)
    return out.getvalue()


def _harmless(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula (OWASP, CSV injection), also behind blanks or with full-width signs."""
    plain = unicodedata.normalize("NFKC", value).lstrip() if isinstance(value, str) else ""
    starts = plain.startswith(("=", "+", "-", "@")) or str(value).startswith(("\t", "\r", "\n"))
    return f"'{value}" if isinstance(value, str) and starts else value
