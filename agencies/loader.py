"""Loads and validates one agency's folder; nothing that is wrong gets past here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agencies.directory.checks import CrossChecks
from agencies.directory.shape import AgencyInfo, Destination, Needs, Notice, Question
from agencies.errors import BrokenAgencyFile, Fault, UnknownAgency
from agencies.faults import shape_faults
from agencies.line.emergency_number import EmergencyWords
from agencies.line.prompts import Prompts
from agencies.line.pronunciations import load_pronunciations
from agencies.line.queues import Queues, load_queues
from agencies.line.recordings import load_recordings
from agencies.reports.files import documents_of_reports, load_reports
from agencies.reports.shape import Reports
from agencies.status.files import everywhere, load_status
from agencies.status.shape import Status
from agencies.yaml_lines import Document, read

AGENCIES = Path(__file__).parent
FILES = ("agency.yml", "destinations.yml", "needs.yml", "questions.yml", "notices.yml", "prompts.yml")
_SHAPES: dict[str, TypeAdapter[Any]] = {
    "agency.yml": TypeAdapter(AgencyInfo),
    "destinations.yml": TypeAdapter(dict[str, Destination]),
    "needs.yml": TypeAdapter(Needs),
    "questions.yml": TypeAdapter(dict[str, Question]),
    "notices.yml": TypeAdapter(list[Notice]),
    "prompts.yml": TypeAdapter(Prompts),
}


@dataclass(frozen=True)
class Agency:
    """A jurisdiction as data."""

    info: AgencyInfo
    destinations: dict[str, Destination]
    needs: Needs
    questions: dict[str, Question]
    notices: list[Notice]
    prompts: Prompts
    reports: Reports = field(default_factory=Reports)
    queues: Queues = field(default_factory=Queues)
    recordings: dict[str, Path] = field(default_factory=dict)
    pronunciations: dict[str, str] = field(default_factory=dict)
    status: Status = field(default_factory=everywhere)


def agency_ids(root: Path = AGENCIES) -> list[str]:
    """The agencies that have a folder with an agency.yml."""
    return sorted(path.parent.name for path in root.glob("*/agency.yml"))


def load_agency(agency_id: str, root: Path = AGENCIES) -> Agency:
    """Loads agencies/<agency_id>; raises UnknownAgency, or BrokenAgencyFile with every fault that one pass finds."""
    if agency_id not in agency_ids(root):
        raise UnknownAgency(f"There is no agency '{agency_id}'; known are: {', '.join(agency_ids(root)) or 'none'}.")
    documents: dict[str, Document] = {}
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for name in FILES:
        try:
            documents[name] = read(root / agency_id / name, f"agencies/{agency_id}/{name}")
            values[name] = _shape(name, documents[name])
        except BrokenAgencyFile as broken:
            faults.extend(broken.faults)
    if faults:
        raise BrokenAgencyFile(faults)
    return _compared(agency_id, root, documents, values)


def _compared(agency_id: str, root: Path, documents: dict[str, Document], values: dict[str, Any]) -> Agency:
    parts = [values[name] for name in FILES]
    info: AgencyInfo = values["agency.yml"]
    forms = documents_of_reports(root / agency_id, agency_id)
    spoken = EmergencyWords(info, documents | forms, values | {name: one.data for name, one in forms.items()})
    faults = [*CrossChecks(documents, *parts).faults(), *spoken.faults()]
    if info.id != agency_id:
        document = documents["agency.yml"]
        faults.append(
            Fault(
                document.file, document.line_of(("id",)), f"id is '{info.id}'", f"write the folder's name, {agency_id}"
            )
        )
    try:
        reports = load_reports(root / agency_id, agency_id, values["needs.yml"], info.usage)
    except BrokenAgencyFile as broken:
        faults.extend(broken.faults)
    try:
        places = (info.call_taker, info.general_line)
        queues = load_queues(root / agency_id, agency_id, values["destinations.yml"], places)
    except BrokenAgencyFile as broken:
        faults.extend(broken.faults)
    try:
        recordings = load_recordings(root / agency_id, agency_id)
    except BrokenAgencyFile as broken:
        faults.extend(broken.faults)
    try:
        said = load_pronunciations(root / agency_id, agency_id)
    except BrokenAgencyFile as broken:
        faults.extend(broken.faults)
    try:
        status = load_status(root / agency_id, agency_id, frozenset(values["needs.yml"].needs))
    except BrokenAgencyFile as broken:
        faults.extend(broken.faults)
    if faults:
        raise BrokenAgencyFile(faults)
    return replace(
        Agency(*parts), reports=reports, queues=queues, recordings=recordings, pronunciations=said, status=status
    )


def _shape(name: str, document: Document) -> Any:
    try:
        return _SHAPES[name].validate_python(document.data)
    except ValidationError as error:
        raise BrokenAgencyFile(shape_faults(document, error)) from None
