"""bands.yml, checked."""

from __future__ import annotations

from pathlib import Path
from typing import List, Literal, Optional

from pydantic import BaseModel, Field, validator

from agencies.yaml_lines import read

FILE = Path(__file__).parent / "bands.yml"
What = Literal[
    "danger_asked", "danger_at_once", "troubled", "asked_back", "told_again", "taken_back", "person_wanted", "handed_over",
    "found_otherwise", "danger_missed", "missed", "hung_up", "failed",
]  # fmt: skip


TWO_EDGES = (
    "danger_asked",
    "danger_at_once",
)  # whoever hears less danger than before is as suspicious as who hears more


class Band(BaseModel):
    """How far the share of the candidate's calls may lie above that of the model in use, and which part of it must be left; None: as it
    likes. What is seldom has hardly anything below it: there the edge is a part, not a difference.

    `weight`: of the evidence of each of its edges among that of all.
    """

    what: What
    most_more: Optional[float] = Field(None, ge=0, lt=1)
    least_left: Optional[float] = Field(None, gt=0, le=1)
    weight: float = Field(1.0, gt=0)

    class Config:
        extra = "forbid"


class Bands(BaseModel):
    bands: List[Band]
    false_returns: float = Field(0.05, gt=0, lt=0.5)
    calls: int = Field(400, ge=20)
    calls_beside: int = Field(20, ge=5)
    lease_s: float = Field(60, ge=5, le=3600)

    class Config:
        extra = "forbid"

    @validator("bands")
    def _danger_has_two_edges(cls, bands: List[Band]) -> List[Band]:
        for what in TWO_EDGES:
            of_it = [band for band in bands if band.what == what]
            if not any(band.most_more is not None for band in of_it) or not any(band.least_left for band in of_it):
                raise ValueError(f"{what} wants both edges: most_more and least_left")
        return bands


def load(path: Path = FILE) -> Bands:
    """Raises ValueError for what does not fit."""
    return Bands.parse_obj(read(path, path.name).data)
