"""A case as a records system takes it over: everything that a report is made of, one JSON object, named as it names things."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.machine import life
from casework.cases.tables import Case
from casework.cases.thrive import loss
from casework.intake.tables import Evidence
from casework.notifications.tables import Contact
from casework.records_system import nibrs
from casework.records_system.moment import moment

_PERSON = frozenset({"name", "phone", "email", "contact_by", "shared_phone", "anonymous"})
_THINGS = ("vehicle", "vehicle_year", "plate")


def document(session: Session, case: Case, zone: ZoneInfo) -> dict[str, Any]:
    """JSON values only. `answers` is the whole report, word for word, beside what is drawn out of it here."""
    when = moment(case.answers, case.happened_at, zone)
    offense = nibrs.offense(case.kind, case.need, case.answers)
    return {
        "case": case.id,
        "number": case.number,
        "agency": case.agency,
        "need": case.need,
        "kind": case.kind,
        "offense": offense,
        "stage": case.stage,
        "ended": case.stage not in life().open_stages,
        "officer": case.assigned_to,
        "flags": case.flags,
        "place": case.place,
        "point": case.point,
        "when": {"certainty": when.certainty, "begins": when.begins, "ends": when.ends, "said": when.said},
        "reported_at": case.opened_at.isoformat(),
        "updated_at": case.updated_at.isoformat(),
        "merged_into": case.merged_into,
        "persons": _persons(session, case),
        "suspects": _suspects(case.answers),
        "property": things(case.answers, offense),
        "property_value": round(loss(case.answers)) or None,
        "vehicles": _vehicles(case.answers),
        "files": _files(session, case),
        "answers": case.answers,
    }


def things(answers: dict[str, Any], offense: str | None = None) -> list[dict[str, Any]]:
    """Each thing with its serial number; the damage and a part of a vehicle are things too. `offense`: NIBRS's code of it.

    One that its person told of after filing says when it was `added`.
    """

    def thing(what: str, value: Any, serial: Any, count: Any = None) -> dict[str, Any]:
        return _thing(what, value, serial, count) | {"code": nibrs.property_code(what, offense)}

    listed = [one for name in ("items", "damaged_items") for one in _list(answers.get(name))]
    found = [
        thing(str(one.get("what") or ""), one.get("value"), one.get("serial"))
        | ({"added": one["added"]} if "added" in one else {})
        for one in listed
    ]
    part = answers.get("part")
    if _said(part):
        found.append(thing(str(part).replace("_", " "), None, None, answers.get("part_count")))
    damage = answers.get("damage_value")
    if isinstance(damage, (int, float)) and not isinstance(damage, bool):
        found.append(
            {**thing(str(answers.get("damaged") or "damage").replace("_", " "), damage, None), "loss": "damaged"}
        )
    amount = answers.get("amount")
    if isinstance(amount, (int, float)) and not isinstance(amount, bool):
        found.append(thing("money", amount, None))
    return found


def _thing(what: str, value: Any, serial: Any, count: Any = None) -> dict[str, Any]:
    dollars = value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    return {
        "what": what or None,
        "value": dollars,
        "serial": serial if _said(serial) else None,
        "count": count if isinstance(count, int) and not isinstance(count, bool) else 1,
        "loss": "stolen",
    }


def _persons(session: Session, case: Case) -> list[dict[str, Any]]:
    found = []
    contact = session.get(Contact, case.contact_id) if case.contact_id else None
    if not case.anonymous:
        told = {name: case.answers.get(name) for name in ("name", "phone", "email")}
        known = {name: getattr(contact, name) for name in told} if contact else {}
        who = {name: known.get(name) or (told[name] if _said(told[name]) else None) for name in told}
        more = {"language": contact.language, "wants": contact.wants, "flags": contact.flags} if contact else {}
        found.append({"role": "reporting", **who, **more})
    for role, name in (("witness", "witnesses"), ("involved", "others")):
        found += [
            {"role": role, **{key: value for key, value in one.items() if _said(value)}}
            for one in _list(case.answers.get(name))
        ]
    return found


def _suspects(answers: dict[str, Any]) -> list[dict[str, Any]]:
    said = answers.get("suspect")
    there = answers.get("knows_suspect")
    if not _said(said):
        return []
    return [{"description": said, "known_to_person": there if isinstance(there, bool) else None}]


def _vehicles(answers: dict[str, Any]) -> list[dict[str, Any]]:
    found = [{"role": "own", **{name: answers[name] for name in _THINGS if _said(answers.get(name))}}]
    found.append(
        {"role": "other", **{name: answers[f"other_{name}"] for name in _THINGS if _said(answers.get(f"other_{name}"))}}
    )
    found += [
        {"role": "other", "plate": one["plate"]} for one in _list(answers.get("others")) if _said(one.get("plate"))
    ]
    return [one for one in found if len(one) > 1]


def _files(session: Session, case: Case) -> list[dict[str, Any]]:
    rows = session.scalars(
        select(Evidence).where(Evidence.report_id == case.report_id).order_by(Evidence.at, Evidence.id)
    )
    names = ("id", "name", "media_type", "size", "sha256", "state")
    return (
        [{name: getattr(row, name) for name in names} | {"at": row.at.isoformat()} for row in rows]
        if case.report_id
        else []
    )


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _said(value: Any) -> bool:
    return value not in (None, "", "unknown")
