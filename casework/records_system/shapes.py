"""The file of cases out, and updates in."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from casework.http.shapes import AgencyId, Shape


class ExportQuery(Shape):
    """Cases that changed since then, in pages by `after` inside; the whole is streamed."""

    format: Literal["csv", "jsonl"] = "jsonl"
    since: AwareDatetime | None = None


class ImportQuery(Shape):
    """`source`: the name of the records system; with `update` it makes an update known for ever."""

    source: AgencyId


class LineProblem(Shape):
    line: int
    update: str | None = None
    problem: str


class ImportAnswer(Shape):
    """`already`: updates that were taken in before. Of the refused lines the first thousand are told."""

    lines: int
    applied: int
    already: int
    refused: int
    problems: list[LineProblem]
