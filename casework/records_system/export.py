"""Cases as a file for a records system: one line a case, CSV or JSON lines, with NIBRS's names where it has an element."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select

from agencies.yaml_lines import read
from casework.cases.tables import Case
from casework.cases.thrive import loss
from casework.database import Database

_FILE = Path(__file__).parent / "nibrs.yml"
_PAGE = 500
FIELDS = (
    "incident_number",  # NIBRS 2; empty until the number is issued
    "incident_date",  # NIBRS 3, the agency's day
    "incident_hour",  # NIBRS 3, 00-23
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
)


class _Offenses(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    offenses: dict[str, str]


@cache
def offenses() -> dict[str, str]:
    """Kind of report, or need -> UCR offense code."""
    return _Offenses.model_validate(read(_FILE, "casework/records_system/nibrs.yml").data).offenses


def line(case: Case, zone: ZoneInfo) -> dict[str, Any]:
    """One case, by the names in FIELDS."""
    code = offenses().get(case.kind or "") or offenses().get(case.need)
    local = case.happened_at.astimezone(zone) if case.happened_at else None
    return {
        "incident_number": case.number,
        "incident_date": local.date().isoformat() if local else None,
        "incident_hour": f"{local.hour:02d}" if local else None,
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
    }


def pages(database: Database, agency: str, zone: ZoneInfo, since: datetime | None, form: str) -> Iterator[str]:
    """The file in pieces; every piece is a short transaction of its own, so that nobody waits for an export."""
    if form == "csv":
        yield _csv([dict(zip(FIELDS, FIELDS, strict=True))])
    after = 0
    while True:
        with database.reading() as session:
            ours = select(Case).where(Case.agency == agency, Case.id > after)
            if since is not None:
                ours = ours.where(Case.updated_at >= since)
            cases = session.scalars(ours.order_by(Case.id).limit(_PAGE)).all()
            lines = [line(case, zone) for case in cases]
            after = cases[-1].id if cases else after
        if lines:
            yield _csv(lines) if form == "csv" else "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
        if len(lines) < _PAGE:
            return


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
