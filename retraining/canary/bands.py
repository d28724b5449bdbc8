"""bands.yml, checked."""

from __future__ import annotations

from pathlib import Path
from typing import List, Literal, Optional

from pydantic import BaseModel, Field

from agencies.yaml_lines import read

FILE = Path(__file__).parent / "bands.yml"
What = Literal[
    "danger_asked", "danger_at_once", "troubled", "asked_back", "told_again", "taken_back", "person_wanted",
    "found_otherwise", "danger_missed", "missed", "hung_up", "failed",
]  # fmt: skip


class Band(BaseModel):
    """How far the share of the candidate's calls may lie above or below that of the model in use; None: as far as it likes.

    `weight`: of its evidence among that of all bands.
    """

    what: What
    most_more: Optional[float] = Field(None, ge=0, lt=1)
    most_less: Optional[float] = Field(None, ge=0, lt=1)
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


def load(path: Path = FILE) -> Bands:
    """Raises ValueError for what does not fit."""
    return Bands.parse_obj(read(path, path.name).data)
