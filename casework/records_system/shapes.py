"""The file of cases out, and updates in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import AwareDatetime

from casework.http.shapes import AgencyId, Point, Shape


class ExportQuery(Shape):
    """Cases that changed since then; the whole is streamed.

    jsonl, csv: a line a case. whole: a case with all that its report is made of, one JSON object a line. nibrs_csv, nibrs_xml: its
    segments (docs/guides/nibrs.md).
    """

    format: Literal["csv", "jsonl", "whole", "nibrs_csv", "nibrs_xml"] = "jsonl"
    since: AwareDatetime | None = None


class ImportQuery(Shape):
    """`source`: the name of the records system; with `update` it makes an update known for ever."""

    source: AgencyId


class LineProblem(Shape):
    line: int
    update: str | None = None
    problem: str


class ImportAnswer(Shape):
    """`already`: updates that were taken in before. `late`: of the applied ones, those of which something stayed history.

    Of the refused lines the first thousand are told.
    """

    lines: int
    applied: int
    already: int
    refused: int
    late: int
    problems: list[LineProblem]


class Event(Shape):
    """Something happened to a case. `event`: the action of the trail (submit, accept, assign, write, import ...).

    `erase`: it is there no more, at its person's wish.
    """

    cursor: int
    case: int
    number: str | None = None
    event: str
    stage: str | None = None
    at: datetime


class EventPage(Shape):
    """`next`: `after` of the next request, also when nothing came."""

    events: list[Event]
    next: int


class WholeCase(Shape):
    """A case as a records system takes it over; each part is described in docs/guides/case-engineer.md."""

    case: int
    number: str | None = None
    agency: str
    need: str
    kind: str | None = None
    offense: str | None = None
    stage: str
    ended: bool
    officer: str | None = None
    flags: list[str]
    place: str | None = None
    point: Point | None = None
    when: dict[str, str | None]
    reported_at: datetime
    updated_at: datetime
    merged_into: int | None = None
    persons: list[dict[str, Any]]
    suspects: list[dict[str, Any]]
    property: list[dict[str, Any]]
    property_value: int | None = None
    vehicles: list[dict[str, Any]]
    files: list[dict[str, Any]]
    answers: dict[str, Any]
