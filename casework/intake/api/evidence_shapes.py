"""Files that came with a report: as its person sees them, and as the agency does."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from casework.http.shapes import ActorRequest, Shape, Words


class EvidenceAnswer(Shape):
    """A file that was kept. `state`: clean, or quarantined until it has been looked at."""

    id: str
    name: str
    media_type: str
    size: int
    state: str


class EvidenceKept(EvidenceAnswer):
    """`also`: the other files of the same form. `say`: of a case that has ended, what becomes of them."""

    also: list[EvidenceAnswer] = Field([])
    say: str | None = None


class EvidenceLine(Shape):
    """A file that was put to the report. `found`: what a scanner found in it."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    found: str | None = None
    at: datetime


class Release(ActorRequest):
    """A supervisor lets a file out of quarantine and answers for it."""

    why: Words


class EvidenceFiles(Shape):
    files: list[EvidenceLine]
