"""Cases in NIBRS's shape: segments with its data elements (docs/guides/nibrs.md), as a table or as XML; for people to check."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from casework.records_system import nibrs

ELEMENTS = {
    "administrative": ("ORI", "IncidentNumber", "IncidentDate", "IncidentHour", "ReportDateIndicator"),
    "offense": ("UCROffenseCode", "AttemptedCompleted", "Location"),
    "property": ("TypePropertyLoss", "PropertyDescription", "ValueOfProperty", "SerialNumber", "Description"),
    "vehicle": ("LicensePlate", "Vehicle", "ModelYear"),
    "victim": ("VictimSequenceNumber", "TypeOfVictim", "Name", "Phone", "EMail"),
    "offender": ("OffenderSequenceNumber", "Description"),
    "witness": ("Name", "Phone"),
}
_INCIDENT_NUMBER = 12
_LOSS = {"stolen": "7", "damaged": "4"}  # data element 14
COLUMNS = ("Segment", "CaseID", *dict.fromkeys(name for names in ELEMENTS.values() for name in names))


def incident_number(number: str | None) -> str | None:
    """Data element 2 has twelve characters: a longer number loses its separators."""
    return number if number is None or len(number) <= _INCIDENT_NUMBER else number.replace("-", "")


def segments(case: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    """The segments of one case, out of its document (whole.py). Cases of which no incident is submitted have none."""
    if not nibrs.is_incident(case["offense"]):
        return []
    when, found = case["when"], []
    begins = when["begins"] or ""
    hour = begins[11:13] if "T" in begins else ""
    day = begins[:10] or case["reported_at"][:10]
    found.append(("administrative", {
        "ORI": case["agency"], "IncidentNumber": incident_number(case["number"]), "IncidentDate": day, "IncidentHour": hour,
        "ReportDateIndicator": "" if begins else "R",
    }))  # fmt: skip
    found.append(("offense", {"UCROffenseCode": case["offense"], "AttemptedCompleted": "C", "Location": case["place"]}))
    for thing in case["property"]:
        found.append(("property", {
            "TypePropertyLoss": _LOSS[thing["loss"]], "PropertyDescription": thing["code"],
            "ValueOfProperty": "" if thing["value"] is None else str(round(thing["value"])),
            "SerialNumber": thing["serial"], "Description": thing["what"],
        }))  # fmt: skip
    for one in case["vehicles"]:
        values = {"LicensePlate": one.get("plate"), "Vehicle": one.get("vehicle"), "ModelYear": one.get("vehicle_year")}
        found.append(("vehicle", values))
    for number, one in enumerate((one for one in case["persons"] if one["role"] == "reporting"), 1):
        values = {"VictimSequenceNumber": number, "TypeOfVictim": "I", "Name": one.get("name")}
        found.append(("victim", values | {"Phone": one.get("phone"), "EMail": one.get("email")}))
    for number, one in enumerate(case["suspects"], 1):
        found.append(("offender", {"OffenderSequenceNumber": number, "Description": one["description"]}))
    for one in case["persons"]:
        if one["role"] == "witness":
            found.append(("witness", {"Name": one.get("name"), "Phone": one.get("phone")}))
    return [
        (name, {key: str(value) for key, value in values.items() if value not in (None, "")}) for name, values in found
    ]


def as_csv(cases: Iterable[dict[str, Any]], harmless: Any, head: bool = False) -> str:
    """A line a segment. `harmless` writes a cell so that no spreadsheet runs it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    if head:
        writer.writeheader()
    for case in cases:
        for name, values in segments(case):
            cells = {key: harmless(value) for key, value in values.items()}
            writer.writerow({"Segment": name, "CaseID": case["case"], **cells})
    return out.getvalue()


def as_xml(cases: Iterable[dict[str, Any]]) -> str:
    """An <Incident> a case with its segments; an element that is not known is absent."""
    pieces = []
    for case in cases:
        found = segments(case)
        if not found:
            continue
        incident = ElementTree.Element("Incident", {"case": str(case["case"])})
        for name, values in found:
            segment = ElementTree.SubElement(incident, name.capitalize())
            for key, value in values.items():
                ElementTree.SubElement(segment, key).text = _allowed(value)
        pieces.append(ElementTree.tostring(incident, encoding="unicode"))
    return "".join(f"{piece}\n" for piece in pieces)


def _allowed(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write."""
    return "".join(
        one
        for one in text
        if one in "\t\n\r" or 0x20 <= ord(one) <= 0xD7FF or 0xE000 <= ord(one) <= 0xFFFD or ord(one) > 0xFFFF
    )
